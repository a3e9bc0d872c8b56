import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { apply, choleskyOf, choleskySolve, matrixOf, multiply, pivotedQr, rootBetween, transposed } from './index.ts';

const entries = (count: number) =>
  fc.array(fc.double({ min: -10, max: 10, noNaN: true }), { minLength: count, maxLength: count });

test('QR with pivoting gives the matrix back, and its rank', () => {
  fc.assert(
    fc.property(entries(20), (values) => {
      const matrix = { rows: 5, columns: 4, values: Float64Array.from(values) };
      const { order, r, qTransposed } = pivotedQr(matrix);
      const product = multiply(transposed(qTransposed), r);
      for (let row = 0; row < 5; row++)
        for (let column = 0; column < 4; column++)
          assert.ok(Math.abs(product.values[row * 4 + column]! - values[row * 4 + order[column]!]!) < 1e-9);
    }),
  );
  const dependent = matrixOf([
    [1, 2, 3],
    [2, 4, 6],
    [1, 0, 1],
  ]);
  assert.equal(pivotedQr(dependent).rank, 2);
  assert.equal(pivotedQr(matrixOf([[0, 0]])).rank, 0);
});

test('Cholesky solves what is positive definite and refuses the rest', () => {
  fc.assert(
    fc.property(entries(12), entries(3), (values, solution) => {
      const tall = { rows: 4, columns: 3, values: Float64Array.from(values) };
      const gram = multiply(transposed(tall), tall);
      for (let k = 0; k < 3; k++) gram.values[k * 3 + k]! += 1;
      const factor = choleskyOf(gram);
      assert.ok(factor !== null);
      const found = choleskySolve(factor, apply(gram, Float64Array.from(solution)));
      for (const [k, value] of found.entries()) assert.ok(Math.abs(value - solution[k]!) < 1e-6);
    }),
  );
  assert.equal(
    choleskyOf(
      matrixOf([
        [1, 2],
        [2, 1],
      ]),
    ),
    null,
  );
});

test('a root between two ends is found to the last digits, also of functions that are flat or steep there', () => {
  fc.assert(
    fc.property(fc.double({ min: 0.01, max: 0.99, noNaN: true }), fc.constantFrom(1, 3, 9), (root, power) => {
      const found = rootBetween((x) => Math.sign(x - root) * Math.abs(x - root) ** (1 / power), 0, 1);
      assert.equal(found.status, 'solved');
      assert.ok(Math.abs(found.value - root) < 1e-12);
    }),
  );
  assert.equal(rootBetween((x) => x * x + 1, -1, 1).status, 'not-bracketed');
  assert.deepEqual([rootBetween((x) => x, 0, 1).value, rootBetween((x) => x - 1, 0, 1).value], [0, 1]);
});
