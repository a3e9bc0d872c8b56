import type { SmoothOptimum } from '../../numerics/index.ts';

/** What a search compares: the continuous optimum at some whole numbers. */
interface Candidate {
  readonly optimum: SmoothOptimum;
}

/** Misses below are none. */
const MET = 1e-8;
/** A whole number has to better the objective by this share of it: else the search would go on for the sake of rounding. */
const BETTER = 1e-9;

/**
 * The best whole numbers found by going from where one is to the neighbour that is better: one number up or down, or two at once, by steps that
 * become shorter until they are 1. A miss of constraints is made good before anything else.
 * @param solve the continuous optimum at some whole numbers, begun at that of others; null where there is none
 */
export function searchWhole<Node extends Candidate>(
  start: readonly number[],
  ranges: readonly (readonly [low: number, high: number])[],
  solve: (whole: readonly number[], near: Node | null) => Node | null,
): Node | null {
  const known = new Map<string, Node | null>();
  let [here, best] = [start, solve(start, null)];
  known.set(here.join(), best);
  const widest = Math.max(0, ...ranges.map(([low, high]) => high - low));
  for (let step = Math.max(1, 2 ** Math.floor(Math.log2(Math.max(1, widest / 4)))); ranges.length > 0;) {
    let isBetter = false;
    for (const next of neighbours(here, ranges, step)) {
      const key = next.join();
      if (known.has(key)) continue;
      const node = solve(next, best);
      known.set(key, node);
      if (node === null || !surpasses(node, best)) continue;
      [here, best, isBetter] = [next, node, true];
      break;
    }
    if (isBetter) continue;
    if (step === 1) return best;
    step /= 2;
  }
  return best;
}

/** Neighbours along each number, then along two of them, alike and against each other. */
function neighbours(here: readonly number[], ranges: readonly (readonly [number, number])[], step: number): number[][] {
  const moves = here.flatMap((_, i) => [-step, step].map((by) => new Map([[i, by]])));
  const pairs = here.flatMap((_, i) =>
    here.slice(i + 1).flatMap((__, k) =>
      [-step, step].flatMap((a) =>
        [-step, step].map(
          (b) =>
            new Map([
              [i, a],
              [i + 1 + k, b],
            ]),
        ),
      ),
    ),
  );
  return [...moves, ...pairs]
    .map((move) => here.map((value, i) => value + (move.get(i) ?? 0)))
    .filter((values) => values.every((value, i) => value >= ranges[i]![0] && value <= ranges[i]![1]));
}

function surpasses({ optimum: a }: Candidate, other: Candidate | null): boolean {
  if (other === null) return true;
  const b = other.optimum;
  if (a.violation > MET || b.violation > MET) return a.violation < b.violation - MET;
  return a.evaluation!.value < b.evaluation!.value - BETTER * (1 + Math.abs(b.evaluation!.value));
}
