import type { Network, Process, Stream } from './network.ts';

/** Streams that hang together by balances: nothing in another part says anything of them. */
export interface Part {
  readonly streams: readonly Stream[];
  readonly holdings: readonly string[];
  readonly processes: readonly Process[];
}

/** The parts of a network, in the order of their first streams. */
export function partsOf({ streams, holdings, processes }: Network): Part[] {
  const closed = new Map(processes.filter(({ open }) => open === null).map((process) => [`process ${process.key}`, process]));
  const groups = new Groups();
  for (const { id, matter, from, to } of streams) {
    // One composition for all streams of a lot joins them as a balance does.
    groups.join(`stream ${id}`, `matter ${matter}`);
    for (const node of [from, to])
      if (node !== null && (holdings.has(node) || closed.has(node))) groups.join(`stream ${id}`, `node ${node}`);
  }
  const byGroup = Map.groupBy(streams, ({ id }) => groups.of(`stream ${id}`));
  return [...byGroup.values()].map((own) => {
    const nodes = new Set(own.flatMap(({ from, to }) => [from, to]).filter((node) => node !== null));
    return {
      streams: own,
      holdings: [...nodes].filter((node) => holdings.has(node)),
      processes: [...nodes].flatMap((node) => closed.get(node) ?? []),
    };
  });
}

/** Names that belong together, by union of the groups of two. */
class Groups {
  readonly #above = new Map<string, string>();

  of(name: string): string {
    let top = name;
    for (let next = this.#above.get(top); next !== undefined; next = this.#above.get(top)) top = next;
    if (top !== name) this.#above.set(name, top);
    return top;
  }

  join(a: string, b: string): void {
    const [first, second] = [this.of(a), this.of(b)];
    if (first !== second) this.#above.set(first, second);
  }
}
