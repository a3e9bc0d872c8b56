import type { Grouped } from './products.ts';

/**
 * How much of each group may be lost to the products beside its own, so that everything asked holds. What is asked is linear in the losses; of
 * all that holds, the plan has the largest product of losses (each to the power of its weight), as stages go with their logarithms.
 */
export interface LossPlan {
  /** Moles of group `j + 1` in product `j`, per mole fed. */
  readonly down: readonly number[];
  /** Moles of group `j` in product `j + 1`. */
  readonly up: readonly number[];
  /** Moles of each product, together one. */
  readonly amounts: readonly number[];
}

/** Weights of the losses, in the order of a plan. */
export interface LossWeights {
  readonly down: readonly number[];
  readonly up: readonly number[];
}

const ROUNDS = 3000;
/** No product loses more than so much of its components, whatever else is asked. */
const LOST_MAX = 0.45;

/** @param weights how much each loss counts */
export function planLosses(grouped: Grouped, weights: LossWeights): LossPlan {
  const { groupFeed } = grouped;
  const boundaries = groupFeed.length - 1;
  const constraints = constraintsOf(grouped);
  const weight = [...weights.down, ...weights.up];
  const prices = constraints.map(() => 1);
  let losses = weight.map(() => 0);
  for (let round = 0; round < ROUNDS; round++) {
    losses = weight.map((each, k) => each / constraints.reduce((sum, { shares }, c) => sum + prices[c]! * shares[k]!, 0));
    for (const [c, { shares }] of constraints.entries()) prices[c]! *= Math.sqrt(dot(shares, losses));
  }
  // What the last round misses is taken off, so that everything holds.
  const used = Math.max(1, ...constraints.map(({ shares }) => dot(shares, losses)));
  losses = losses.map((loss) => loss / used);
  const [down, up] = [losses.slice(0, boundaries), losses.slice(boundaries)];
  const amounts = groupFeed.map((fed, j) => fed - (down[j - 1] ?? 0) - (up[j] ?? 0) + (down[j] ?? 0) + (up[j - 1] ?? 0));
  return { down, up, amounts };
}

/** `Σ shares · losses ≤ 1`. */
interface Constraint {
  readonly shares: readonly number[];
}

function constraintsOf({ products, groupFeed, groupOf, names }: Grouped): Constraint[] {
  const boundaries = groupFeed.length - 1;
  const constraints: Constraint[] = [];
  for (const [j, { purity, recovery, atMost }] of products.entries()) {
    // Into product j: from above at boundary j, from below at boundary j − 1; out of group j: down at j − 1, up at j.
    const into = indicesOf(boundaries, j, j - 1);
    const out = indicesOf(boundaries, j - 1, j);
    const add = (bound: number, byInto: (k: number) => number, byOut: number): void => {
      const shares = Array.from({ length: 2 * boundaries }, () => 0);
      for (const k of into) shares[k] = byInto(k) / bound;
      for (const k of out) shares[k] = byOut / bound;
      constraints.push({ shares });
    };
    const mayLose = Math.min(LOST_MAX, 1 - (recovery ?? 0)) * groupFeed[j]!;
    add(mayLose, () => 0, 1);
    if (purity !== undefined) add((1 - purity) * groupFeed[j]!, () => purity, 1 - purity);
    for (const [name, limit] of Object.entries(atMost)) {
      const group = groupOf[names.indexOf(name)]!;
      const from = group > j ? j : boundaries + j - 1;
      if (Math.abs(group - j) === 1) add(limit * groupFeed[j]!, (k) => (k === from ? 1 - limit : 0), limit);
    }
  }
  return constraints;
}

/** Places of the losses down at a boundary and up at another, where there are such. */
function indicesOf(boundaries: number, downAt: number, upAt: number): number[] {
  return [
    ...(downAt >= 0 && downAt < boundaries ? [downAt] : []),
    ...(upAt >= 0 && upAt < boundaries ? [boundaries + upAt] : []),
  ];
}

function dot(shares: readonly number[], losses: readonly number[]): number {
  return shares.reduce((sum, share, k) => sum + share * losses[k]!, 0);
}
