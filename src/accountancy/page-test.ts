/** What Page's test found in a sequence of scores. */
export interface PageTest {
  /** The statistic after each score: `Sᵢ = max(0, Sᵢ₋₁ + yᵢ − k)`. */
  readonly path: readonly number[];
  /** The place of the first score at which the statistic passes `h`; null where it never does. */
  readonly alarmAt: number | null;
  /** Where the rise that led to the alarm began: the change is estimated to lie just before. */
  readonly changeAt: number | null;
}

/**
 * Page's test (E. S. Page, Continuous inspection schemes, Biometrika 41, 1954) for a rise of the mean of independent standard normal scores.
 * @param k the reference value: half the shift to find, in standard deviations
 * @param h the decision limit
 */
export function pageTest(scores: readonly number[], k: number, h: number): PageTest {
  const path: number[] = [];
  let [sum, began, alarmAt, changeAt]: [number, number, number | null, number | null] = [0, 0, null, null];
  for (const [at, score] of scores.entries()) {
    if (sum === 0) began = at;
    sum = Math.max(0, sum + score - k);
    path.push(sum);
    if (alarmAt === null && sum > h) [alarmAt, changeAt] = [at, began];
  }
  return { path, alarmAt, changeAt };
}

/** Half-way corrections of a discrete walk: Siegmund's 1.166. */
const OVERSHOOT = 1.166;

/**
 * The mean number of scores until Page's test rings, within a few per cent (D. Siegmund, Sequential Analysis, Springer 1985, section 2.6).
 * @param shift the mean of the scores, in standard deviations; 0 when nothing is wrong
 */
export function meanRunLength(shift: number, k: number, h: number): number {
  const drift = shift - k;
  const width = h + OVERSHOOT;
  if (Math.abs(drift) < 1e-9) return width * width;
  return (Math.exp(-2 * drift * width) + 2 * drift * width - 1) / (2 * drift * drift);
}

/** The decision limit with which the test rings once in so many scores when nothing is wrong. @param runLength above 1 */
export function decisionLimit(runLength: number, k: number): number {
  let [low, high] = [0, 1];
  while (meanRunLength(0, k, high) < runLength) high *= 2;
  for (let round = 0; round < 100; round++) {
    const middle = (low + high) / 2;
    if (meanRunLength(0, k, middle) < runLength) low = middle;
    else high = middle;
  }
  return high;
}
