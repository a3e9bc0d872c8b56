// Compiles src to dist for a package: Node strips no types below node_modules; and writes the types of what others may import. dist/web is built
// after this, by `prepare`.
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
rmSync(join(root, 'dist'), { recursive: true, force: true });
const compiler = join(root, 'node_modules/typescript/bin/tsc');
for (const project of ['tsconfig.build.json', 'tsconfig.types.json']) {
  const ended = spawnSync(process.execPath, [compiler, '-p', project], { cwd: root, stdio: 'inherit' });
  if (ended.error !== undefined) throw ended.error;
  process.exitCode = ended.status ?? 1;
  if (process.exitCode !== 0) break;
}
