import { NET, type AccountKind, type Entry, type LotAmount, type Matter, type Move } from '../ledger/index.ts';

/** An event that counts, as the ledger read and posted it. */
export interface BalanceEvent {
  readonly hash: string;
  readonly matter: Matter;
  /** Undefined for an event that moved nothing. */
  readonly entry: Entry | undefined;
}

/** Where a lot lies at a site: its stock or its reserve. */
export interface Holding {
  readonly account: 'stock' | 'reserve';
  readonly site: string;
}

export type MovementKind =
  | 'source'
  | 'receipt'
  | 'shipment'
  | 'void-shipment'
  | 'input'
  | 'output'
  | 'consumed'
  | 'stored'
  | 'removed'
  | 'count';

/** One amount of one lot that an event moved or counted. */
export interface Movement {
  readonly kind: MovementKind;
  readonly event: BalanceEvent;
  readonly lot: string;
  /** A count has it as what was counted. */
  readonly from: Holding | null;
  readonly to: Holding | null;
  /** Net kilograms as weighed and their standard deviation; null where nobody weighed. */
  readonly weighed: Weighed | null;
}

/** A weighed amount in kilograms. */
export interface Weighed {
  readonly kg: number;
  readonly sd: number;
}

const MG_PER_KG = 1e6;

/** Milligrams of the ledger as kilograms. */
export function kilograms(mg: bigint): number {
  return Number(mg) / MG_PER_KG;
}

const KINDS: Readonly<Partial<Record<Move, MovementKind>>> = {
  source: 'source',
  receive: 'receipt',
  ship: 'shipment',
  'void-shipment': 'void-shipment',
  consume: 'consumed',
  store: 'stored',
  remove: 'removed',
  count: 'count',
};

/** What an event moved, lot by lot; an event without a site moves nothing that a balance could hold. */
export function movementsOf(event: BalanceEvent): Movement[] {
  const { matter } = event;
  const { site, move } = matter;
  if (site === null) return [];
  const stock: Holding = { account: 'stock', site };
  if (move === 'transform')
    return [
      ...matter.inputs.map((amount) => movement(event, 'input', amount, stock, null)),
      ...matter.outputs.map((amount) => movement(event, 'output', amount, null, stock)),
    ];
  const kind = KINDS[move];
  if (kind === undefined) return [];
  const amounts = [...matter.inputs, ...matter.outputs, ...contentsMoved(event)];
  return amounts.map((amount) => movement(event, kind, amount, ...waysOf(kind, event, stock, amount.lot)));
}

function waysOf(
  kind: MovementKind,
  { matter, entry }: BalanceEvent,
  stock: Holding,
  lot: string,
): [from: Holding | null, to: Holding | null] {
  const reserve: Holding = { account: 'reserve', site: stock.site };
  switch (kind) {
    case 'source':
    case 'receipt':
    case 'output':
      return [null, stock];
    case 'void-shipment':
      return [null, null];
    case 'shipment':
    case 'consumed':
    case 'input':
      return [stock, null];
    case 'stored':
      return [{ account: 'stock', site: matter.counterpart ?? stock.site }, reserve];
    case 'removed':
      return [reserve, stock];
    case 'count':
      return [entry?.legs.some((leg) => leg.lot === lot && leg.account.kind === 'reserve') === true ? reserve : stock, null];
  }
}

function movement(
  event: BalanceEvent,
  kind: MovementKind,
  { lot, netMg }: LotAmount,
  from: Holding | null,
  to: Holding | null,
): Movement {
  const kg = netMg === null ? null : kilograms(netMg);
  const weighed = kg === null ? null : { kg, sd: kg * event.matter.weighingSd };
  return { kind, event, lot, from, to, weighed };
}

/** Sides of an entry on which what a container held leaves or arrives. */
const OUTSIDE: ReadonlySet<AccountKind> = new Set<AccountKind>(['transit', 'exported', 'consumed', 'reserve']);

/**
 * Lots that moved inside containers, which the event names instead of them: weighed when they were packed, so that what leaves in a container
 * counts as weighed, and what arrives in one does not count a second time.
 */
function contentsMoved({ matter, entry }: BalanceEvent): LotAmount[] {
  if (matter.containers.length === 0 || entry === undefined) return [];
  const named = new Set([...matter.inputs, ...matter.outputs].map(({ lot }) => lot));
  const lots = new Set(entry.legs.flatMap(({ lot }) => (lot === null || named.has(lot) ? [] : [lot])));
  return [...lots].map((lot) => {
    if (matter.move === 'receive' || matter.move === 'void-shipment') return { lot, netMg: null };
    const moved = entry.legs.filter((leg) => leg.lot === lot && OUTSIDE.has(leg.account.kind) && leg.masses[NET]! > 0n);
    return { lot, netMg: moved.reduce((sum, leg) => sum + leg.masses[NET]!, 0n) };
  });
}
