/** Distribution functions and their inverses, in double precision. */

const LANCZOS = [
  676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059, 12.507343278686905, -0.13857109526572012,
  9.9843695780195716e-6, 1.5056327351493116e-7,
];

/** ln Γ(x) for x > 0, within 1e-14 relative (Lanczos 1964, g = 7). */
export function lnGamma(x: number): number {
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - lnGamma(1 - x);
  let sum = 0.99999999999980993;
  for (const [k, weight] of LANCZOS.entries()) sum += weight / (x - 1 + k + 1);
  const t = x - 1 + 7.5;
  return 0.5 * Math.log(2 * Math.PI) + (x - 0.5) * Math.log(t) - t + Math.log(sum);
}

const TERMS_MAX = 10_000;

/** The regularised lower incomplete gamma function P(a, x), by its series or its continued fraction (DLMF 8.11, 8.9). */
function lowerGamma(a: number, x: number): number {
  if (x <= 0) return 0;
  const front = Math.exp(a * Math.log(x) - x - lnGamma(a));
  if (x < a + 1) {
    let [term, sum] = [1 / a, 1 / a];
    for (let n = 1; n < TERMS_MAX && Math.abs(term) > 1e-17 * sum; n++) sum += term *= x / (a + n);
    return front * sum;
  }
  let b = x + 1 - a;
  let [c, d] = [1e300, 1 / b];
  let h = d;
  for (let n = 1; n < TERMS_MAX; n++) {
    const an = -n * (n - a);
    b += 2;
    d = 1 / (an * d + b);
    c = b + an / c;
    const change = c * d;
    h *= change;
    if (Math.abs(change - 1) < 1e-16) break;
  }
  return 1 - front * h;
}

/** P(χ² ≤ value) with so many degrees of freedom. */
export function chiSquareCdf(value: number, degrees: number): number {
  return lowerGamma(degrees / 2, value / 2);
}

/** The value that a χ² variable stays below with a probability in (0, 1). */
export function chiSquareQuantile(probability: number, degrees: number): number {
  return bisected((value) => chiSquareCdf(value, degrees), probability, 0, degrees + 10);
}

/** P(Z ≤ z) of the standard normal distribution. */
export function normalCdf(z: number): number {
  const tail = 0.5 * (1 - lowerGamma(0.5, (z * z) / 2));
  return z < 0 ? tail : 1 - tail;
}

/** The value that a standard normal variable stays below with a probability in (0, 1). */
export function normalQuantile(probability: number): number {
  if (probability === 0.5) return 0;
  const isLower = probability < 0.5;
  const square = chiSquareQuantile(isLower ? 1 - 2 * probability : 2 * probability - 1, 1);
  return isLower ? -Math.sqrt(square) : Math.sqrt(square);
}

/** P(T ≤ t) of Student's distribution, by the incomplete beta function (DLMF 8.17). */
export function studentCdf(t: number, degrees: number): number {
  // Near the middle the part around it, far from it the tail: neither then is a small difference of large numbers.
  const tail =
    t * t < degrees
      ? 0.5 - 0.5 * incompleteBeta((t * t) / (degrees + t * t), 0.5, degrees / 2)
      : 0.5 * incompleteBeta(degrees / (degrees + t * t), degrees / 2, 0.5);
  return t < 0 ? tail : 1 - tail;
}

/** The value that Student's variable stays below with a probability in (0.5, 1). */
export function studentQuantile(probability: number, degrees: number): number {
  return bisected((value) => studentCdf(value, degrees), probability, 0, 10);
}

function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  const front = Math.exp(lnGamma(a + b) - lnGamma(a) - lnGamma(b) + a * Math.log(x) + b * Math.log(1 - x));
  if (x > (a + 1) / (a + b + 2)) return 1 - incompleteBeta(1 - x, b, a);
  let [c, d] = [1, 1 / (1 - ((a + b) * x) / (a + 1))];
  let h = d;
  for (let m = 1; m < TERMS_MAX; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / (1 + even * d);
    c = 1 + even / c;
    h *= c * d;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / (1 + odd * d);
    c = 1 + odd / c;
    h *= c * d;
    if (Math.abs(c * d - 1) < 1e-16) break;
  }
  return (front * h) / a;
}

/** Where a rising function reaches a value: the upper end is doubled until it is beyond, then halved down. */
function bisected(rising: (value: number) => number, target: number, lower: number, upper: number): number {
  if (!(target > 0 && target < 1)) throw new RangeError(`quantile: expected a probability in (0, 1), got ${target}`);
  let [low, high] = [lower, upper];
  while (rising(high) < target) high *= 2;
  for (let round = 0; round < 200 && high - low > 1e-15 * high; round++) {
    const middle = (low + high) / 2;
    if (rising(middle) < target) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
