import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { Strength } from '../src/scenarios/index.ts';
import { judgeScenario, type YearVerdict } from './support/detection-run.ts';
import { detectionPage, detectionReport } from './support/detection-report.ts';

/**
 * How well the rules find what was planted: `npm run detection -- [--seeds 201-206] [--scale 0.1]`; with `WRITE_DOCS=1` the table of
 * docs/detection.md is written anew. Each year is judged in a process of its own.
 */

const [mode, ...rest] = process.argv.slice(2);
if (mode === '--one') {
  const [seed, strength, scale] = rest;
  const verdict = await judgeScenario(Number(seed), strength === 'clean' ? null : (Number(strength) as Strength), Number(scale));
  process.stdout.write(JSON.stringify(verdict));
} else {
  await reportAll(process.argv.slice(2));
}

async function reportAll(words: readonly string[]): Promise<void> {
  const [first, last] = (optionOf(words, '--seeds') ?? '201-206').split('-').map(Number) as [number, number];
  const scale = Number(optionOf(words, '--scale') ?? '0.1');
  const seeds = Array.from({ length: last - first + 1 }, (_, at) => first + at);
  const years = seeds.flatMap((seed) => (['clean', '1', '2', '3'] as const).map((strength) => ({ seed, strength })));
  const verdicts: YearVerdict[] = [];
  const waiting = [...years];
  const work = async (): Promise<void> => {
    for (let year = waiting.shift(); year !== undefined; year = waiting.shift()) {
      verdicts.push(await judged(year.seed, year.strength, scale));
      process.stderr.write(`\r${verdicts.length}/${years.length} years`);
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, work));
  process.stderr.write('\n');
  const report = detectionReport(verdicts, { first, last, scale });
  process.stdout.write(report);
  if (process.env['WRITE_DOCS'] !== undefined)
    writeFileSync(new URL('../docs/detection.md', import.meta.url), detectionPage(report));
}

function optionOf(words: readonly string[], name: string): string | undefined {
  const at = words.indexOf(name);
  return at < 0 ? undefined : words[at + 1];
}

function judged(seed: number, strength: string, scale: number): Promise<YearVerdict> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [fileURLToPath(import.meta.url), '--one', String(seed), strength, String(scale)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let text = '';
    child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
    child.on('error', reject);
    child.on('close', (code) =>
      code === 0 ? resolve(JSON.parse(text) as YearVerdict) : reject(new Error(`the year of seed ${seed} ended with ${code}`)),
    );
  });
}
