import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import { compile } from '../../build/assembly.js';
import { loadElimination } from './assembled-elimination.ts';
import { eliminate } from './block-elimination.ts';
import { blockPattern, BlockTridiagonal, randomStream } from './index.ts';

test('the module that is kept is what its source compiles to', async () => {
  const kept = readFileSync(new URL('./block-elimination.wasm.ts', import.meta.url), 'utf8');
  assert.equal(await compile('src/numerics/block-elimination.assembly.ts'), kept, 'run npm run build:assembly');
});

test('with SIMD and without, the solution is the same to the last digit', () => {
  const withSimd = loadElimination();
  assert.ok(withSimd !== null, 'this Node has SIMD');
  const shape = { blocks: fc.integer({ min: 1, max: 60 }), size: fc.integer({ min: 1, max: 24 }), seed: fc.integer() };
  fc.assert(
    fc.property(fc.record(shape), fc.double({ min: 0.05, max: 1, noNaN: true }), ({ blocks, size, seed }, density) => {
      const system = randomSystem(blocks, size, density, String(seed));
      const [plain, assembled] = [new Float64Array(blocks * size).fill(NaN), new Float64Array(blocks * size).fill(NaN)];
      assert.equal(withSimd(system, assembled), eliminate(system, plain));
      assert.deepEqual(assembled, plain);
    }),
  );
});

test('a system that needs more room than the one before gets it, and a smaller one after it is not disturbed', () => {
  const withSimd = loadElimination()!;
  for (const [blocks, size] of [
    [2, 3],
    [400, 20],
    [3, 5],
  ] as const) {
    const system = randomSystem(blocks, size, 1, 'room');
    const [plain, assembled] = [new Float64Array(blocks * size), new Float64Array(blocks * size)];
    assert.ok(withSimd(system, assembled) && eliminate(system, plain));
    assert.deepEqual(assembled, plain);
  }
});

test('where there is no WebAssembly, or a policy forbids it, none is loaded', () => {
  const kept = globalThis.WebAssembly;
  class Forbidden {
    constructor() {
      throw new kept.CompileError('refused by the policy of the page');
    }
  }
  const lacking = { validate: () => false };
  const forbidding = { validate: () => true, Module: Forbidden, CompileError: kept.CompileError };
  try {
    for (const there of [undefined, lacking, forbidding]) {
      Object.defineProperty(globalThis, 'WebAssembly', { value: there, configurable: true, writable: true });
      assert.equal(loadElimination(), null);
    }
  } finally {
    Object.defineProperty(globalThis, 'WebAssembly', { value: kept, configurable: true, writable: true });
  }
});

/** Places drawn anew for each kind of block; the diagonal is strong enough in most to be solved. */
function randomSystem(blocks: number, size: number, density: number, seed: string): BlockTridiagonal {
  const stream = randomStream(seed);
  const places = Array.from({ length: size * size }, (_, at) => [Math.floor(at / size), at % size] as const);
  const pattern = (share: number) => blockPattern(places.filter(() => stream.uniform() < share));
  const system = new BlockTridiagonal(blocks, size, pattern(density), pattern(Math.sqrt(density)), pattern(density * density));
  for (const part of [system.lower, system.diagonal, system.upper, system.right])
    for (let at = 0; at < part.length; at++) part[at] = stream.normal();
  return system;
}
