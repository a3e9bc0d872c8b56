/** What is still to happen, taken out in order of time; what was planned first goes first among equals. */
export interface Agenda {
  /** Plans an action at a moment in milliseconds since 1970. */
  plan(timeMs: number, action: () => void): void;
  /** Takes the next entry, or undefined when nothing is left. */
  next(): Entry | undefined;
}

interface Entry {
  readonly timeMs: number;
  readonly turn: number;
  readonly action: () => void;
}

/** An empty agenda, kept as a binary heap. */
export function newAgenda(): Agenda {
  const heap: Entry[] = [];
  let turns = 0;
  return {
    plan(timeMs, action) {
      heap.push({ timeMs, turn: turns++, action });
      rise(heap);
    },
    next() {
      const first = heap[0];
      const last = heap.pop();
      if (first === undefined || last === undefined || heap.length === 0) return first;
      heap[0] = last;
      sink(heap);
      return first;
    },
  };
}

function isBefore(a: Entry, b: Entry): boolean {
  return a.timeMs < b.timeMs || (a.timeMs === b.timeMs && a.turn < b.turn);
}

function rise(heap: Entry[]): void {
  let at = heap.length - 1;
  const entry = heap[at] as Entry;
  while (at > 0) {
    const parent = (at - 1) >> 1;
    const above = heap[parent] as Entry;
    if (!isBefore(entry, above)) break;
    heap[at] = above;
    at = parent;
  }
  heap[at] = entry;
}

function sink(heap: Entry[]): void {
  const entry = heap[0] as Entry;
  let at = 0;
  for (;;) {
    let child = 2 * at + 1;
    if (child >= heap.length) break;
    if (child + 1 < heap.length && isBefore(heap[child + 1] as Entry, heap[child] as Entry)) child++;
    const below = heap[child] as Entry;
    if (!isBefore(below, entry)) break;
    heap[at] = below;
    at = child;
  }
  heap[at] = entry;
}
