import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from './paths.ts';

const { version } = JSON.parse(readFileSync(join(packageRoot(), 'package.json'), 'utf8')) as { version: string };

process.stderr.write(`ytterby ${version}\nusage: ytterby COMMAND …\n`);
process.exitCode = 2;
