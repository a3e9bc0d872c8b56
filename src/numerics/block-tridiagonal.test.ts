import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { BlockFactors, blockPattern, BlockTridiagonal, randomStream, TransportChain } from './index.ts';

test('a block tridiagonal system gives back the solution that its right side was made of', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 6 }), fc.integer(), (blocks, size, seed) => {
      const stream = randomStream(String(seed));
      const columns = Math.ceil(size / 2);
      const whole = (width: number) =>
        blockPattern(Array.from({ length: size * width }, (_, place) => [Math.floor(place / width), place % width] as const));
      const system = new BlockTridiagonal(blocks, size, whole(size), whole(size), whole(columns));
      const solution = Float64Array.from({ length: blocks * size }, () => stream.normal());
      for (let block = 0; block < blocks; block++)
        for (let row = 0; row < size; row++) {
          const at = (block * size + row) * size;
          let sum = 0;
          for (let column = 0; column < size; column++) {
            system.diagonal[at + column] = stream.normal() + (row === column ? 3 * size : 0);
            sum += system.diagonal[at + column]! * solution[block * size + column]!;
            if (block > 0) sum += (system.lower[at + column] = stream.normal()) * solution[(block - 1) * size + column]!;
            if (block === blocks - 1 || column >= columns) continue;
            const upper = (system.upper[(block * size + row) * columns + column] = stream.normal());
            sum += upper * solution[(block + 1) * size + column]!;
          }
          system.right[block * size + row] = sum;
        }
      const found = new Float64Array(blocks * size);
      assert.ok(system.solve(found));
      for (const [k, value] of found.entries()) assert.ok(Math.abs(value - solution[k]!) < 1e-9);
      const factors = BlockFactors.of(system)!;
      for (const scale of [1, -2])
        for (const [k, value] of factors.solve(system.right.map((each) => scale * each)).entries())
          assert.ok(Math.abs(value - scale * solution[k]!) < 1e-9, 'factors serve many right sides');
      system.clear();
      assert.equal(system.solve(found), false, 'a matrix of zeros is singular');
      assert.equal(BlockFactors.of(system), null);
    }),
  );
});

test('what enters a chain of vessels leaves it, to rounding, however long it is and however much goes back and forth', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 400 }), fc.double({ min: -9, max: 9, noNaN: true }), (length, decades) => {
      const chain = new TransportChain(length);
      for (let j = 0; j < length; j++) {
        chain.toNext[j] = j < length - 1 ? 10 ** decades : 0;
        chain.toPrevious[j] = j > 0 ? 1 : 0;
        chain.outside[j] = (j === 0 ? 1 : 0) + (j === length - 1 ? 10 ** decades : 0);
        chain.feed[j] = j % 3 === 0 ? 1 : 0;
      }
      const held = new Float64Array(length);
      assert.ok(chain.solve(held, 0));
      const entering = chain.feed.reduce((sum, feed) => sum + feed, 0);
      const leaving = held.reduce((sum, value, j) => sum + value * chain.outside[j]!, 0);
      assert.ok(Math.abs(leaving / entering - 1) < 1e-13 * length);
      assert.ok(held.every((value) => value >= 0));
    }),
  );
  const closed = new TransportChain(2);
  closed.feed[0] = 1;
  assert.equal(closed.solve(new Float64Array(2), 0), false, 'nothing can leave');
});
