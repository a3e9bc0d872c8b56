import { answerFlags, answerUnaccountedSites, RuleRounds, type Application } from '../src/app/index.ts';
import { readRulePage } from '../src/app/rules/read-page.ts';
import { captureDocuments } from './support/capture-documents.ts';
import { DocumentQueue, type Documents } from './support/documents.ts';
import type { Figure } from './support/figure.ts';
import { quantile, timeEach } from './support/measuring.ts';
import { loadRegistries, openPlace, type Backend } from './support/record-place.ts';

const PAGE_EVENTS = 250;
const NOW = { asOf: null, knownAt: null } as const;

/** All rules over the whole record, the list of flags, and the balances of all sites, on an open record. */
export async function measureRules(app: Application, on: string, events: number, questions: number): Promise<Figure[]> {
  const readMs = await timed(() => readPages(app, events));
  const judgedMs = await timed(() => app.rules.judgeAnew(null));
  await app.rules.catchUp();
  const asked = { ...NOW, severity: null, rule: null, organisation: null, site: null, offset: 0, limit: 50 };
  const flagsMs = await timeEach(questions, () => answerFlags(app, asked));
  const headMs = await timeEach(questions, () => app.store.read((reader) => reader.head()));
  return [
    {
      name: 'full judgement by all rules',
      on,
      events,
      value: (events / judgedMs) * 1000,
      unit: 'events/s',
      better: 'more',
      ceilings: [{ name: 'reading the same events and entries', value: (events / readMs) * 1000 }],
      bound: 'reading and decoding events and entries; then the sequential tests of the sites that worked',
    },
    {
      name: 'flags that stand, p95',
      on,
      events,
      value: quantile(flagsMs, 0.95),
      unit: 'ms',
      better: 'less',
      ceilings: [{ name: 'one read of the record, p95', value: quantile(headMs, 0.95) }],
      bound: 'looking whether there is something new, and naming what the flags are about',
    },
    await measureBalances(app, on, events),
  ];
}

/** MUF of every site: 17 elements and TREO by 12 months, with covariances and tests. */
async function measureBalances(app: Application, on: string, events: number): Promise<Figure> {
  const scanMs = await timed(() => readPages(app, events));
  let sites = 0;
  const value = await timed(async () => {
    sites = (await answerUnaccountedSites(app, { ...NOW, year: null })).sites.length;
  });
  return {
    name: `MUF of ${sites} sites × 18 × 12 months with tests`,
    on,
    events,
    value: value / 1000,
    unit: 's',
    better: 'less',
    ceilings: [{ name: 'reading all events and entries once', value: scanMs / 1000 }],
    bound: 'decoding entries; then covariances by assay',
  };
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

async function readPages(app: Application, events: number): Promise<void> {
  for (let seq = 0; seq < events; seq += PAGE_EVENTS)
    await app.whole.read((reader) => readRulePage(reader, seq, Math.min(events, seq + PAGE_EVENTS)));
}

/** What rules cost while events are captured: the time until all is recorded and judged over that without rules, each into an empty record. */
export async function measureRuleCost(backend: Backend, documents: Documents, events: number): Promise<Figure> {
  const places = new DocumentQueue(documents).takeUntil(events);
  const capture = async (name: string, withRules: boolean): Promise<number> => {
    const app = await openPlace(await backend.emptyPlace(name));
    await loadRegistries(app, documents.registries);
    const rounds = new RuleRounds(app, () => undefined);
    if (withRules) rounds.start();
    const ms = await timed(async () => {
      await captureDocuments(app, documents.file, places);
      if (withRules) await app.rules.catchUp();
    });
    if (withRules) await rounds.stop();
    await app.store.close();
    return ms;
  };
  const without = await capture('without-rules', false);
  const value = (await capture('with-rules', true)) / without;
  return {
    name: 'time of capture with rules, over that without',
    on: backend.name,
    events,
    value,
    unit: '×',
    better: 'less',
    ceilings: [{ name: 'without rules', value: 1 }],
    bound: 'what was recorded is read again and decoded, on the thread that captures',
  };
}
