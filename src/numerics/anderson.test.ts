import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { AndersonMixing, apply, leastSquares, randomStream, zeros } from './index.ts';

test('mixing finds the fixed point of a linear map in one trial more than it has entries, where repeating it would run away', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 6 }), fc.integer(), (size, seed) => {
      const stream = randomStream(seed);
      const matrix = zeros(size, size);
      for (let at = 0; at < size * size; at++) matrix.values[at] = 0.3 * stream.normal();
      // Largest where repeating runs away: g(x) = fixed + M·(x − fixed) with −3 on the diagonal.
      for (let row = 0; row < size; row++) matrix.values[row * size + row]! -= 3;
      const fixed = Float64Array.from({ length: size }, () => stream.normal());
      const mixing = new AndersonMixing(size + 1);
      let trial: Float64Array = new Float64Array(size);
      for (let n = 0; n <= size + 1; n++) {
        const off = apply(
          matrix,
          trial.map((value, at) => value - fixed[at]!),
        );
        trial = mixing.next(
          trial,
          fixed.map((value, at) => value + off[at]!),
        );
      }
      for (const [at, value] of trial.entries()) assert.ok(Math.abs(value - fixed[at]!) < 1e-6, `${value} against ${fixed[at]}`);
    }),
  );
});

test('least squares leave a rest that no column can lessen, also where columns depend on each other', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 0, max: 5 }), fc.integer(), (columns, more, seed) => {
      const stream = randomStream(seed);
      const a = zeros(columns + more, columns);
      for (let at = 0; at < a.values.length; at++) a.values[at] = stream.normal();
      if (columns > 1) for (let row = 0; row < a.rows; row++) a.values[row * columns + 1] = 2 * a.values[row * columns]!;
      const b = Float64Array.from({ length: a.rows }, () => stream.normal());
      const x = leastSquares(a, b);
      const rest = apply(a, x).map((value, row) => value - b[row]!);
      for (let column = 0; column < columns; column++) {
        let along = 0;
        for (let row = 0; row < a.rows; row++) along += rest[row]! * a.values[row * columns + column]!;
        assert.ok(Math.abs(along) < 1e-9, `${along}`);
      }
    }),
  );
});
