import type { LossPrior, ProcessPeriod } from './self-starting.ts';
import { normalScore } from './normal-score.ts';

/** Where the share lost changed. */
export interface ChangePoint {
  /** The place of the period at which the change was seen. */
  readonly seenAt: number;
  /** The place of the first period after the change, as it is estimated. */
  readonly changeAt: number;
  /** The statistic: a standard normal number if the two means were compared once. */
  readonly score: number;
}

/** Fewer periods on a side of a change tell nothing. */
const SIDE_LEAST = 2;

/**
 * Looks for the first period at which the periods so far fall into two parts whose mean share lost differs: for each split the two means are
 * compared by Student's statistic, and the greatest over all splits must pass the limit (change-point model for an unknown process, D. M. Hawkins,
 * P. Qiu and C. W. Kang, Journal of Quality Technology 35, 2003). Periods count by the precision with which they were measured.
 * @param sign 1 for more lost after the change, −1 for less
 * @param limit what the score of the best split must pass; it is compared many times, so that a limit for one comparison is too low
 * @param endsFrom the place of the first period that is looked at as the last one
 */
export function changePoint(
  periods: readonly ProcessPeriod[],
  prior: LossPrior,
  sign: 1 | -1,
  limit: number,
  endsFrom = 0,
): ChangePoint | null {
  const sums = runningSums(periods, prior);
  for (let end = Math.max(2 * SIDE_LEAST, endsFrom + 1); end <= periods.length; end++) {
    const best = bestSplit(sums, end, prior.worth, sign);
    if (best.score > limit) return { seenAt: end - 1, ...best };
  }
  return null;
}

/** Sums of weights, weighted shares and weighted squares over the first periods. */
interface RunningSums {
  readonly weight: Float64Array;
  readonly share: Float64Array;
  readonly square: Float64Array;
}

function runningSums(periods: readonly ProcessPeriod[], prior: LossPrior): RunningSums {
  const [weights, shares, squares] = [0, 0, 0].map(() => new Float64Array(periods.length + 1)) as [
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  for (const [at, { inputKg, lossKg, variance }] of periods.entries()) {
    const share = inputKg > 0 ? lossKg / inputKg : 0;
    const weight = inputKg > 0 ? 1 / (variance / inputKg ** 2 + prior.spread ** 2) : 0;
    weights[at + 1] = weights[at]! + weight;
    shares[at + 1] = shares[at]! + weight * share;
    squares[at + 1] = squares[at]! + weight * share * share;
  }
  return { weight: weights, share: shares, square: squares };
}

/** Student's statistic grows with what lies between the two parts, so that the split with the most of that is the best one. */
function bestSplit(sums: RunningSums, end: number, worth: number, sign: number): { changeAt: number; score: number } {
  const { weight, share, square } = sums;
  const [allWeight, allShare] = [weight[end]!, share[end]!];
  let [between, changeAt] = [Number.NEGATIVE_INFINITY, -1];
  for (let split = SIDE_LEAST; split <= end - SIDE_LEAST; split++) {
    const [before, after] = [weight[split]!, allWeight - weight[split]!];
    if (!(before > 0) || !(after > 0)) continue;
    const difference = before * allShare - share[split]! * allWeight;
    const signed = (sign * difference * Math.abs(difference)) / (before * after);
    if (signed > between) [between, changeAt] = [signed, split];
  }
  if (changeAt < 0) return { changeAt: SIDE_LEAST, score: Number.NEGATIVE_INFINITY };
  const [before, after] = [weight[changeAt]!, allWeight - weight[changeAt]!];
  const [low, high] = [share[changeAt]! / before, (allShare - share[changeAt]!) / after];
  const within = Math.max(0, square[end]! - before * low * low - after * high * high);
  const degrees = worth + end - 2;
  const scale = (worth + within) / degrees;
  return { changeAt, score: normalScore((sign * (high - low)) / Math.sqrt(scale * (1 / before + 1 / after)), degrees) };
}
