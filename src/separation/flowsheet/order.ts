/** In which order units are solved, and which connections lead back: those are the ones that have to be found by iteration. */
export interface SolvingOrder {
  readonly units: readonly string[];
  /** Indices of connections that lead from a unit to itself or to one before it. */
  readonly torn: ReadonlySet<number>;
}

/** Units in depth-first order along the connections, those that were named first as early as they can be. */
export function solvingOrder(
  units: readonly string[],
  connections: readonly { readonly from: string; readonly to: string }[],
): SolvingOrder {
  const seen = new Set<string>();
  const order: string[] = [];
  const visit = (unit: string): void => {
    if (seen.has(unit)) return;
    seen.add(unit);
    for (const { from, to } of connections.toReversed()) if (from === unit) visit(to);
    order.unshift(unit);
  };
  // Those that were named first go in last, and so stand in front where nothing else decides.
  for (const unit of startsFirst(units, connections).toReversed()) visit(unit);
  const place = new Map(order.map((unit, at) => [unit, at]));
  const torn = connections.flatMap(({ from, to }, at) => (place.get(to)! <= place.get(from)! ? [at] : []));
  return { units: order, torn: new Set(torn) };
}

/** Units that nothing leads to before the others. */
function startsFirst(units: readonly string[], connections: readonly { readonly from: string; readonly to: string }[]): string[] {
  const isLedTo = (unit: string): boolean => connections.some(({ from, to }) => to === unit && from !== unit);
  return units.toSorted((a, b) => Number(isLedTo(a)) - Number(isLedTo(b)));
}
