/** A root, or why there is none. */
export interface Root {
  readonly status: 'solved' | 'not-bracketed' | 'iteration-limit';
  readonly value: number;
  readonly residual: number;
  readonly iterations: number;
}

const ITERATIONS_MAX = 300;

/**
 * Where a continuous function changes its sign between two ends (ITP, Oliveira and Takahashi 2020: never slower than halving).
 * @param relative how near to the root, against its size
 */
export function rootBetween(f: (x: number) => number, lower: number, upper: number, relative = 1e-15): Root {
  let [a, b] = [lower, upper];
  let [fa, fb] = [f(a), f(b)];
  if (fa === 0) return { status: 'solved', value: a, residual: 0, iterations: 0 };
  if (fb === 0) return { status: 'solved', value: b, residual: 0, iterations: 0 };
  if (!(Math.sign(fa) * Math.sign(fb) < 0)) return { status: 'not-bracketed', value: a, residual: fa, iterations: 0 };
  for (let iterations = 1; iterations <= ITERATIONS_MAX; iterations++) {
    const middle = (a + b) / 2;
    const falsi = (fb * a - fa * b) / (fb - fa);
    const width = b - a;
    const away = Math.min(0.2 * width, Math.abs(middle - falsi));
    const truncated = falsi + Math.sign(middle - falsi) * (0.1 * away);
    // Every third step halves, so that one end that stays does not hold the other up.
    const x = iterations % 3 === 0 || !(truncated > Math.min(a, b) && truncated < Math.max(a, b)) ? middle : truncated;
    const fx = f(x);
    if (fx === 0 || Math.abs(width) <= 2 * relative * Math.max(Math.abs(a), Math.abs(b)))
      return { status: 'solved', value: x, residual: fx, iterations };
    if (Math.sign(fx) === Math.sign(fa)) [a, fa] = [x, fx];
    else [b, fb] = [x, fx];
  }
  return {
    status: 'iteration-limit',
    value: (a + b) / 2,
    residual: Math.min(Math.abs(fa), Math.abs(fb)),
    iterations: ITERATIONS_MAX,
  };
}
