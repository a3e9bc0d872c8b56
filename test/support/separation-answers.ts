/** What tests of the separation engine ask of a case. */
import assert from 'node:assert/strict';
import { SeparationRefused, solveCase } from '../../src/separation/index.ts';

/** The clock of a test's solves. */
export const watch = { now: (): number => performance.now() };

/** The answer of a case. */
export function solved<Answer>(json: unknown): Answer {
  return solveCase(json, watch) as Answer;
}

/** `code path` of a refusal, or `solved`. */
export function refusalOf(json: unknown): string {
  try {
    solveCase(json, watch);
  } catch (error) {
    if (error instanceof SeparationRefused) return `${error.code} ${error.path}`;
    throw error;
  }
  return 'solved';
}

/** A figure against what it should be, relative. */
export function near(actual: number | undefined, expected: number, relative: number, what: string): void {
  assert.ok(Math.abs((actual ?? NaN) - expected) <= relative * Math.abs(expected), `${what}: ${actual}, expected ${expected}`);
}
