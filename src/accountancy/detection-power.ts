import { choleskyOf, leadingBlock, randomStream, type Matrix } from '../numerics/index.ts';
import { pageTest } from './page-test.ts';
import { standardisedIndependentMuf } from './balance-series.ts';

/** Page's test on SITMUF. */
export interface SequentialTest {
  readonly reference: number;
  readonly limit: number;
}

/** The chance that a loss is found, by how much is lost. */
export interface PowerPoint {
  /** Kilograms a period. */
  readonly lossKg: number;
  readonly probability: number;
}

const DEFAULT_RUNS = 4000;
const SEED = 'detection power';

/**
 * The chance that Page's test on SITMUF rings within the periods of a covariance when the same amount is lost in each, by simulation with a
 * fixed seed: the same question gives the same answer.
 * @param losses kilograms a period
 * @returns null when the covariance is not positive definite
 */
export function detectionPower(
  covariance: Matrix,
  test: SequentialTest,
  losses: readonly number[],
  runs = DEFAULT_RUNS,
): PowerPoint[] | null {
  const shift = shiftOf(covariance);
  if (shift === null) return null;
  const noise = noiseOf(covariance.rows, runs);
  return losses.map((lossKg) => ({ lossKg, probability: shareFound(noise, shift, test, lossKg) }));
}

/**
 * The least loss a period that is found with a probability within the first periods.
 * @param periods how many; all when left out
 * @returns kilograms a period; null when the covariance is not positive definite
 */
export function detectableLoss(
  covariance: Matrix,
  test: SequentialTest,
  probability: number,
  periods = covariance.rows,
  runs = DEFAULT_RUNS,
): number | null {
  const shift = shiftOf(leadingBlock(covariance, periods));
  if (shift === null) return null;
  const noise = noiseOf(periods, runs);
  let [low, high] = [0, Math.sqrt(covariance.values[0]!)];
  while (shareFound(noise, shift, test, high) < probability) high *= 2;
  for (let round = 0; round < 40; round++) {
    const middle = (low + high) / 2;
    if (shareFound(noise, shift, test, middle) < probability) low = middle;
    else high = middle;
  }
  return high;
}

/** What a kilogram lost in every period adds to each SITMUF. */
function shiftOf(covariance: Matrix): number[] | null {
  if (choleskyOf(covariance) === null) return null;
  return standardisedIndependentMuf({ muf: Array.from({ length: covariance.rows }, () => 1), covariance });
}

function noiseOf(periods: number, runs: number): number[][] {
  const random = randomStream(SEED);
  return Array.from({ length: runs }, () => Array.from({ length: periods }, () => random.normal()));
}

function shareFound(
  noise: readonly number[][],
  shift: readonly number[],
  { reference, limit }: SequentialTest,
  lossKg: number,
): number {
  const found = noise.filter(
    (one) =>
      pageTest(
        one.map((score, at) => score + lossKg * shift[at]!),
        reference,
        limit,
      ).alarmAt !== null,
  );
  return found.length / noise.length;
}
