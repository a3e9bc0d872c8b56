import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout } from 'node:timers/promises';
import { answerOrganisations, answerOverview, openApplication, type Application } from '../src/app/index.ts';
import type { Figure } from './support/figure.ts';
import { median, timeEach } from './support/measuring.ts';
import type { BareConnection } from './support/record-place.ts';

const ROWS_OF_YEAR = `SELECT account, data FROM balance_period
  WHERE account > 0 AND ((span = 12 AND period = ?) OR (span = 1 AND period = ?))`;
const CHINA_MS = 8 * 3_600_000;
/** The delay of the event loop is sampled so often: what is shorter does not show. */
const SAMPLE_MS = 1;

/** What one run took, and the longest that the event loop was held meanwhile. */
interface Held {
  readonly ms: number;
  readonly stallMs: number;
}

/**
 * The first overview of the first year on record, again and again with nothing kept from the one before; beside it the year's roll-ups
 * read as rows, and the event loop of a process that only waits.
 */
export async function measureOverview(
  app: Application,
  bare: BareConnection,
  on: string,
  events: number,
  turns: number,
): Promise<Figure[]> {
  const { firstEventMs, lastEventMs } = await app.store.read((reader) => reader.counts());
  const [first, last] = [firstEventMs, lastEventMs].map((ms) => new Date((ms ?? 0) + CHINA_MS));
  const year = first!.getUTCFullYear();
  const openMonth = last!.getUTCFullYear() === year ? (year - 1970) * 12 + last!.getUTCMonth() : -1;
  const runs: Held[] = [];
  for (let turn = 0; turn < turns; turn++) runs.push(await firstOverview(app, year));
  const rowsMs = await timeEach(turns, () => bare.rows(ROWS_OF_YEAR, [year - 1970, openMonth]));
  const idle = await heldBy(() => setTimeout(median(runs.map(({ ms }) => ms))));
  const common = { on, events, unit: 'ms', better: 'less' } as const;
  return [
    {
      ...common,
      name: 'first overview of a year, p50',
      value: median(runs.map(({ ms }) => ms)),
      ceilings: [{ name: 'the roll-ups of the year as rows, p50', value: median(rowsMs) }],
      bound: 'decoding one roll-up an account and summing them by kind of site; it grows with accounts, not with events or years',
    },
    {
      ...common,
      name: 'longest stall of the event loop during it',
      value: Math.max(...runs.map(({ stallMs }) => stallMs)),
      ceilings: [{ name: 'a process that waits', value: idle.stallMs }],
      bound: 'the first run, before its code is compiled; then garbage collection and single statements of 2 000 rows',
    },
  ];
}

/** An application of its own has no overview ready. Its registry is read before, as in a server that has answered anything. */
async function firstOverview({ store }: Application, year: number): Promise<Held> {
  const fresh = openApplication(store, () => Date.now(), 'bench');
  await answerOrganisations(fresh);
  return heldBy(() => answerOverview(fresh, { asOf: null, knownAt: null, year }));
}

async function heldBy(work: () => Promise<unknown>): Promise<Held> {
  const delay = monitorEventLoopDelay({ resolution: SAMPLE_MS });
  delay.enable();
  await setTimeout(5 * SAMPLE_MS);
  delay.reset();
  const start = performance.now();
  await work();
  const ms = performance.now() - start;
  await setTimeout(5 * SAMPLE_MS);
  delay.disable();
  return { ms, stallMs: delay.max / 1e6 };
}
