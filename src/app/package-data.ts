import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from './package-root.ts';

/** Reads a data file of the package by its name. */
export type ReadData = (name: string) => string;

/** A file of the package's own `data/` folder. */
export function readData(name: string): string {
  return readFileSync(join(packageRoot(), 'data', name), 'utf8');
}
