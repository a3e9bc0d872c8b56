import { it } from 'node:test';
import { chromiumPath } from './environment.ts';

const PATIENCE_MS = 120_000;

/** A test that needs Chromium; without one it is skipped by name. */
export function inChromium(name: string, run: () => Promise<void>): void {
  it(name, { timeout: PATIENCE_MS }, async (t) => {
    if (chromiumPath(t) !== undefined) await run();
  });
}
