import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * The folder of this package: the one with `package.json` above this file, both in a clone (`src/main`) and when packed (`dist/main`).
 * `data/` and `dist/web` lie below it in both.
 * @throws Error when there is no package.json above
 */
export function packageRoot(): string {
  return folderAbove(fileURLToPath(import.meta.url), 'package.json');
}

function folderAbove(path: string, name: string): string {
  const folder = dirname(path);
  if (existsSync(join(folder, name))) return folder;
  if (folder === path) throw new Error(`packageRoot: no ${name} above ${fileURLToPath(import.meta.url)}`);
  return folderAbove(folder, name);
}
