import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { apply, matrixOf, multiply, randomStream, solveQuadratic, transposed, zeros } from './index.ts';

/** A random strictly convex program; with bounds that a chosen point meets, it has an answer. */
function randomProgram(size: number, constraints: number, seed: number) {
  const stream = randomStream(String(seed));
  const normals = (rows: number, columns: number) => {
    const matrix = zeros(rows, columns);
    for (let at = 0; at < matrix.values.length; at++) matrix.values[at] = stream.normal();
    return matrix;
  };
  const half = normals(size, size);
  const hessian = multiply(transposed(half), half);
  for (let k = 0; k < size; k++) hessian.values[k * (size + 1)]! += 0.1;
  const rows = normals(constraints, size);
  const inside = Float64Array.from({ length: size }, () => stream.normal());
  const bounds = apply(rows, inside).map((value) => value - Math.abs(stream.normal()));
  return { hessian, gradient: Float64Array.from({ length: size }, () => 5 * stream.normal()), rows, bounds };
}

describe('a quadratic program', () => {
  it('ends where the conditions of Karush, Kuhn and Tucker hold, which are enough', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 0, max: 40 }), fc.integer(), (size, constraints, seed) => {
        const program = randomProgram(size, constraints, seed);
        const { status, x, multipliers } = solveQuadratic(program);
        assert.equal(status, 'solved');
        const slack = apply(program.rows, x).map((value, row) => value - program.bounds[row]!);
        const pulled = apply(transposed(program.rows), multipliers);
        const balance = apply(program.hessian, x).map((value, k) => value + program.gradient[k]! - pulled[k]!);
        const size0 = 1 + Math.max(...multipliers, ...x.map(Math.abs));
        assert.ok(slack.every((value) => value > -1e-8));
        assert.ok(multipliers.every((value) => value >= 0));
        assert.ok(balance.every((value) => Math.abs(value) < 1e-7 * size0 * 100));
        assert.ok(slack.every((value, row) => multipliers[row] === 0 || Math.abs(value) < 1e-7 * size0));
      }),
      { numRuns: 300 },
    );
  });

  it('of a projection onto a box is the nearest corner, edge or inside', () => {
    const box = matrixOf([
      [1, 0],
      [0, 1],
      [-1, 0],
      [0, -1],
    ]);
    const bounds = Float64Array.from([-1, -1, -1, -1]);
    const hessian = matrixOf([
      [1, 0],
      [0, 1],
    ]);
    for (const [point, nearest, multipliers] of [
      [
        [3, 0.5],
        [1, 0.5],
        [0, 0, 2, 0],
      ],
      [
        [3, -4],
        [1, -1],
        [0, 3, 2, 0],
      ],
      [
        [0.2, 0.3],
        [0.2, 0.3],
        [0, 0, 0, 0],
      ],
    ] as const) {
      const gradient = Float64Array.from(point, (value) => -value);
      const optimum = solveQuadratic({ hessian, gradient, rows: box, bounds });
      assert.deepEqual([...optimum.x], [...nearest]);
      assert.deepEqual([...optimum.multipliers], [...multipliers]);
    }
  });

  it('says that constraints exclude each other, or that it is not convex', () => {
    const hessian = matrixOf([[1]]);
    const rows = matrixOf([[1], [-1]]);
    const gradient = new Float64Array(1);
    assert.equal(solveQuadratic({ hessian, gradient, rows, bounds: Float64Array.from([1, 1]) }).status, 'infeasible');
    const flat = { hessian: matrixOf([[0]]), gradient, rows, bounds: Float64Array.from([1, 1]) };
    assert.equal(solveQuadratic(flat).status, 'not-convex');
  });

  it('takes constraints that are stated twice', () => {
    const program = { hessian: matrixOf([[1]]), gradient: new Float64Array(1), rows: matrixOf([[1], [1], [2]]) };
    const { status, x } = solveQuadratic({ ...program, bounds: Float64Array.from([1, 1, 2]) });
    assert.equal(status, 'solved');
    assert.ok(Math.abs(x[0]! - 1) < 1e-12);
  });
});
