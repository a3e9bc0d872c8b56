// Builds the web app into dist/web, when its sources and its tools are here. They are not in an install without development
// dependencies, nor in an unpacked package, which brings dist/web along: then there is nothing to do, and nothing fails.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const config = join(root, 'src/web/vite.config.ts');

if (!existsSync(join(root, 'src/web/index.html'))) {
  process.stdout.write('web app: no sources here, nothing to build\n');
} else if (!isInstalled('vite')) {
  process.stdout.write('web app: not built, because the development dependencies are not installed\n');
} else {
  build();
}

function build() {
  const vite = join(root, 'node_modules/vite/bin/vite.js');
  const ended = spawnSync(process.execPath, [vite, 'build', '--config', config, '--logLevel', 'warn'], {
    cwd: root,
    stdio: 'inherit',
  });
  if (ended.error !== undefined) throw ended.error;
  process.exitCode = ended.status ?? 1;
}

/** @param {string} name */
function isInstalled(name) {
  try {
    createRequire(import.meta.url).resolve(`${name}/package.json`);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'MODULE_NOT_FOUND') return false;
    throw error;
  }
}
