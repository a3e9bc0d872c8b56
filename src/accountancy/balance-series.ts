import { choleskyOf, leadingBlock, type Matrix } from '../numerics/index.ts';

/**
 * Matter unaccounted for, period by period, of one balance area and one element: `MUF = opening + receipts − shipments − measured losses − closing`,
 * kilograms, with the covariance of all periods, kg².
 */
export interface MufSeries {
  readonly muf: readonly number[];
  readonly covariance: Matrix;
}

/** A cumulated figure with its standard deviation. */
export interface Cumulated {
  readonly value: number;
  readonly sd: number;
}

/** CUMUF: the sum of all MUF so far with its own standard deviation, covariances counted. */
export function cumulativeMuf({ muf, covariance }: MufSeries): Cumulated[] {
  let [value, variance] = [0, 0];
  return muf.map((one, at) => {
    value += one;
    for (let other = 0; other < at; other++) variance += 2 * entryOf(covariance, at, other);
    variance += entryOf(covariance, at, at);
    return { value, sd: Math.sqrt(Math.max(0, variance)) };
  });
}

function entryOf({ columns, values }: Matrix, row: number, column: number): number {
  return values[row * columns + column]!;
}

/**
 * SITMUF: the standardised independent transform of MUF, `y = L⁻¹ MUF` with `V = L Lᵀ` (A. J. Woods, D. J. Pike and D. M. Rose, The derivation and
 * properties of the MUF residuals transformation for nuclear materials accounting, 1980). Without loss its members are independent and standard normal;
 * each tells what its period adds to what is known from the periods before.
 * @returns null when the covariance is not positive definite
 */
export function standardisedIndependentMuf({ muf, covariance }: MufSeries): number[] | null {
  const factor = choleskyOf(covariance);
  return factor === null ? null : forwardSolved(factor, muf);
}

function forwardSolved({ rows, values: l }: Matrix, right: readonly number[]): number[] {
  const y: number[] = [];
  for (let row = 0; row < rows; row++) {
    let rest = right[row]!;
    for (let column = 0; column < row; column++) rest -= l[row * rows + column]! * y[column]!;
    y.push(rest / l[row * rows + row]!);
  }
  return y;
}

/** How the loss pattern of GEMUF is smoothed. */
const SMOOTHING = [0.25, 0.5, 0.25] as const;

/**
 * GEMUF: the series is tested against the pattern of loss that it shows itself, smoothed over three periods (R. Seifert, The GEMUF test: a new
 * sequential test for detecting loss of material in a sequence of accounting periods, IAEA-SM-293, 1987). Large where several periods lose together.
 * @returns the statistic after each period: `ĝᵀV⁻¹x / √(ĝᵀV⁻¹ĝ)`, 0 where no loss is seen; null when the covariance is not positive definite
 */
export function gemuf(series: MufSeries): number[] | null {
  const statistics: number[] = [];
  for (let periods = 1; periods <= series.muf.length; periods++) {
    const part = leading(series, periods);
    const factor = choleskyOf(part.covariance);
    if (factor === null) return null;
    const pattern = smoothed(part.muf).map((loss) => Math.max(0, loss));
    const [x, g] = [forwardSolved(factor, part.muf), forwardSolved(factor, pattern)];
    const size = Math.hypot(...g);
    statistics.push(size > 0 ? g.reduce((sum, one, at) => sum + one * x[at]!, 0) / size : 0);
  }
  return statistics;
}

function leading({ muf, covariance }: MufSeries, periods: number): MufSeries {
  return { muf: muf.slice(0, periods), covariance: leadingBlock(covariance, periods) };
}

function smoothed(values: readonly number[]): number[] {
  return values.map((_, at) => {
    const around = SMOOTHING.map((weight, place) => ({ weight, value: values[at + place - 1] })).filter(
      ({ value }) => value !== undefined,
    );
    const weights = around.reduce((sum, { weight }) => sum + weight, 0);
    return around.reduce((sum, { weight, value }) => sum + weight * value!, 0) / weights;
  });
}
