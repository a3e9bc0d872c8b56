/** `npm run fuzz [-- INPUTS [SEED]]`: at least so many inputs in all (100,000), by target; ends with 1 when one broke something. */
import { randomInt } from 'node:crypto';
import { fuzz } from './shooting.ts';
import { TARGETS } from './targets.ts';

const INPUTS = 100_000;
const SEED_MAX = 2 ** 31;

const [inputs = String(INPUTS), stated] = process.argv.slice(2);
const seed = stated === undefined ? randomInt(SEED_MAX) : Number(stated);
const targets = Object.entries(TARGETS);
const each = Math.ceil(Number(inputs) / targets.length);
process.stdout.write(`seed ${seed}, ${each} inputs for each of ${targets.length} targets\n`);
let total = 0;
for (const [name, arbitrary] of targets) {
  const startedMs = performance.now();
  const { inputs: sent, slowestMs, statuses, fault } = await fuzz(arbitrary, each, seed);
  total += sent;
  const seconds = ((performance.now() - startedMs) / 1000).toFixed(1);
  const answers = [...statuses].sort(([a], [b]) => a - b).map(([status, count]) => `${status}×${count}`);
  process.stdout.write(
    `${fault === null ? '✔' : '✖'} ${name}: ${sent} in ${seconds} s, slowest ${slowestMs.toFixed(0)} ms, ${answers.join(' ')}\n`,
  );
  if (fault !== null) {
    process.exitCode = 1;
    process.stdout.write(`${fault}\n`);
  }
}
process.stdout.write(`${total} inputs\n`);
