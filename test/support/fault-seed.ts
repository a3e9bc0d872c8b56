import { randomInt } from 'node:crypto';
import type { TestContext } from 'node:test';
import { randomStream, type RandomStream } from '../../src/numerics/index.ts';

/**
 * The chances of a test of faults: another seed in every run, told in the test's report; `YTTERBY_FAULT_SEED` repeats one. What the
 * operating system does meanwhile is not repeated.
 */
export function faultChances(t: TestContext): { seed: number; random: RandomStream } {
  const stated = process.env['YTTERBY_FAULT_SEED'] ?? '';
  const seed = stated === '' ? randomInt(1_000_000) : Number(stated);
  if (!Number.isSafeInteger(seed)) throw new Error(`YTTERBY_FAULT_SEED: expected a whole number, got ${stated}`);
  t.diagnostic(`YTTERBY_FAULT_SEED=${seed}`);
  return { seed, random: randomStream(seed) };
}
