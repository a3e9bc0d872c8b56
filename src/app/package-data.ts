import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from './package-root.ts';

/** A file of the package's own `data/` folder. */
export function readData(name: string): string {
  return readFileSync(join(packageRoot(), 'data', name), 'utf8');
}
