import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { matrixOf, minimise, zeros, type Evaluation } from './index.ts';

const limits = { tolerance: 1e-9, iterationsMax: 200, stepMax: 10 };
const box = (size: number, at: number) => new Float64Array(size).fill(at);

/** Problems of Hock and Schittkowski (1981), by number, with the optima that they state. */
const HOCK_SCHITTKOWSKI = [
  {
    number: 1,
    start: [-2, 1],
    lower: [-1e3, -1.5],
    evaluate: ([x = 0, y = 0]: Float64Array): Evaluation => ({
      value: 100 * (y - x * x) ** 2 + (1 - x) ** 2,
      gradient: Float64Array.from([-400 * x * (y - x * x) - 2 * (1 - x), 200 * (y - x * x)]),
      constraints: new Float64Array(0),
      jacobian: zeros(0, 2),
    }),
    optimum: [1, 1],
  },
  {
    number: 12,
    start: [0, 0],
    lower: [-1e3, -1e3],
    evaluate: ([x = 0, y = 0]: Float64Array): Evaluation => ({
      value: 0.5 * x * x + y * y - x * y - 7 * x - 7 * y,
      gradient: Float64Array.from([x - y - 7, 2 * y - x - 7]),
      constraints: Float64Array.from([25 - 4 * x * x - y * y]),
      jacobian: matrixOf([[-8 * x, -2 * y]]),
    }),
    optimum: [2, 3],
  },
  {
    number: 43,
    start: [0, 0, 0, 0],
    lower: [-1e3, -1e3, -1e3, -1e3],
    evaluate: ([a = 0, b = 0, c = 0, d = 0]: Float64Array): Evaluation => ({
      value: a * a + b * b + 2 * c * c + d * d - 5 * a - 5 * b - 21 * c + 7 * d,
      gradient: Float64Array.from([2 * a - 5, 2 * b - 5, 4 * c - 21, 2 * d + 7]),
      constraints: Float64Array.from([
        8 - a * a - b * b - c * c - d * d - a + b - c + d,
        10 - a * a - 2 * b * b - c * c - 2 * d * d + a + d,
        5 - 2 * a * a - b * b - c * c - 2 * a + b + d,
      ]),
      jacobian: matrixOf([
        [-2 * a - 1, -2 * b + 1, -2 * c - 1, -2 * d + 1],
        [-2 * a + 1, -4 * b, -2 * c, -4 * d + 1],
        [-4 * a - 2, -2 * b + 1, -2 * c, 1],
      ]),
    }),
    optimum: [0, 1, 2, -1],
  },
] as const;

describe('sequential quadratic programming', () => {
  for (const { number, start, lower, evaluate, optimum } of HOCK_SCHITTKOWSKI)
    it(`finds the optimum of problem ${number} of Hock and Schittkowski`, () => {
      const program = {
        start: Float64Array.from(start),
        lower: Float64Array.from(lower),
        upper: box(start.length, 1e3),
        evaluate,
      };
      const { status, x, iterations } = minimise(program, limits);
      assert.equal(status, 'solved', `after ${iterations} steps`);
      for (const [k, value] of optimum.entries()) assert.ok(Math.abs(x[k]! - value) < 1e-6, `x${k} = ${x[k]}`);
    });

  it('tells the multipliers of constraints and bounds', () => {
    const evaluate = ([x = 0, y = 0]: Float64Array): Evaluation => ({
      value: 3 * x + y,
      gradient: Float64Array.from([3, 1]),
      constraints: Float64Array.from([x + y - 2]),
      jacobian: matrixOf([[1, 1]]),
    });
    const { x, multipliers, upperMultipliers, lowerMultipliers } = minimise(
      { start: Float64Array.from([0.2, 0.2]), lower: box(2, 0), upper: Float64Array.from([5, 1.5]), evaluate },
      limits,
    );
    assert.ok(Math.abs(x[0]! - 0.5) < 1e-9 && x[1] === 1.5);
    assert.ok(Math.abs(multipliers[0]! - 3) < 1e-6 && Math.abs(upperMultipliers[1]! - 2) < 1e-6);
    assert.deepEqual([...lowerMultipliers], [0, 0]);
  });

  it('ends at the least miss where constraints exclude each other', () => {
    const evaluate = ([x = 0]: Float64Array): Evaluation => ({
      value: x,
      gradient: Float64Array.from([1]),
      constraints: Float64Array.from([x - 3, 1 - x]),
      jacobian: matrixOf([[1], [-1]]),
    });
    const { status, x, violation } = minimise({ start: box(1, 0), lower: box(1, -9), upper: box(1, 9), evaluate }, limits);
    assert.equal(status, 'infeasible');
    assert.ok(Math.abs(x[0]! - 2) < 1e-6 && Math.abs(violation - 1) < 1e-6);
  });

  it('steps back from where there is no answer', () => {
    const evaluate = ([x = 0]: Float64Array): Evaluation | null =>
      x > 1.5
        ? null
        : {
            value: (x - 1.4) ** 4,
            gradient: Float64Array.from([4 * (x - 1.4) ** 3]),
            constraints: new Float64Array(0),
            jacobian: zeros(0, 1),
          };
    const { x } = minimise({ start: box(1, -3), lower: box(1, -5), upper: box(1, 5), evaluate }, limits);
    assert.ok(Math.abs(x[0]! - 1.4) < 1e-2, `${x[0]}`);
    assert.equal(minimise({ start: box(1, 3), lower: box(1, -5), upper: box(1, 5), evaluate }, limits).status, 'no-start');
  });
});
