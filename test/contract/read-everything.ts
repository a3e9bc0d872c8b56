import { accountKey, noTurnover, type Account, type Flow, type Turnover } from '../../src/ledger/index.ts';
import { WORD_KINDS, type FlowMoment, type RecordReader, type SumOf } from '../../src/record/index.ts';
import { rowsOfTrace } from './traced-rows.ts';

/** Whom and what to ask about. */
export interface Questions {
  readonly lots: readonly string[];
  readonly sites: readonly string[];
  readonly keys: readonly string[];
  readonly documents: readonly string[];
  readonly journals: readonly string[];
}

const ROLES: readonly Flow['role'][] = ['input', 'output', 'source'];
const FAR_MS = 8e15;

/**
 * The answers to every question of the port, in a form that two adapters can be compared in: what the port leaves open (the order of
 * flows within an event, how roll-ups are summed) is brought to one form.
 */
export async function readEverything(reader: RecordReader, questions: Questions) {
  const head = await reader.head();
  const seqs = Array.from({ length: head + 1 }, (_, place) => place);
  return {
    head,
    counts: await reader.counts(),
    lastRecordedMs: await reader.lastRecordedMs(),
    events: await reader.eventsBySeq(seqs),
    scanned: await reader.scan({}, { afterSeq: 0, untilSeq: head, limit: head + 1 }),
    keys: byKey(await reader.findKeys(questions.keys)),
    naming: await each(questions.lots, async (lot) => [
      await reader.seqsNaming([lot], []),
      await reader.seqsNaming([lot], ['content', 'input']),
    ]),
    found: (await reader.searchIdentifiers('/', 1_000_000)).sort(),
    words: await each(WORD_KINDS, async (kind) => (await reader.wordsOnRecord(kind)).sort()),
    identifiers: (await identifiersByPage(reader)).sort(),
    lotStates: byKey(await reader.lotStates(questions.lots)),
    voided: byKey(await reader.voided(seqs)),
    revisions: await reader.revisionsBetween(0, head),
    ledger: await each([null, 0, Math.floor(head / 2), head - 1], (knownSeq) => readLedger(reader, questions, seqs, knownSeq)),
    cells: await each([null, ...questions.sites], (site) => readCells(reader, site === null ? null : [site])),
    lotsAtSites: await each(questions.sites, (site) => readLotsAtSite(reader, site)),
    jobs: await reader.captureJobs(null, 1000),
    documents: await each(questions.documents, (name) => reader.document(name)),
    journals: await each(questions.journals, (name) => reader.journal(name, 0)),
  };
}

async function identifiersByPage(reader: RecordReader): Promise<string[]> {
  const found: string[] = [];
  for (let after = 0; ;) {
    const { ids, last } = await reader.identifiersOnRecord(after, 3);
    if (ids.length === 0) return found;
    found.push(...ids);
    after = last;
  }
}

async function readLedger(reader: RecordReader, questions: Questions, seqs: readonly number[], knownSeq: number | null) {
  const times = (await reader.eventsBySeq(seqs)).map((event) => event.eventTimeMs).sort((a, b) => a - b);
  const middleMs = times[Math.floor(times.length / 2)] ?? 0;
  const moments: FlowMoment[] = [null, middleMs].map((asOfMs) => ({ knownSeq, asOfMs }));
  return {
    entries: byKey(await reader.entries(seqs, knownSeq)),
    outlines: byKey(await reader.outlines(seqs, knownSeq)),
    early: await reader.entriesBetween(-FAR_MS, middleMs, knownSeq),
    late: await reader.entriesBetween(middleMs, FAR_MS, knownSeq),
    around: await each(moments, async (moment) => sortedRows(await reader.flowsAround(questions.lots, ROLES, moment))),
    traces: await each(questions.lots, (lot) =>
      each(moments, async (moment) => [
        sortedRows(rowsOfTrace(await reader.flowsOfTrace(lot, 'up', moment))),
        sortedRows(rowsOfTrace(await reader.flowsOfTrace(lot, 'down', moment))),
      ]),
    ),
    draws: await each([2014, 2015], (year) =>
      each(moments, async (moment) => sortedDraws(await reader.drawTotals({ year, ...moment }))),
    ),
  };
}

/** Sums of roll-ups of sites, before a day and from it on, account by account; without sites kind by kind. */
async function readCells(reader: RecordReader, sites: readonly string[] | null): Promise<[string, Turnover][][]> {
  const choices = [
    [16_000, 17_000, null],
    [16_570, 16_640, null],
    [16_600, 16_640, 16_705],
  ] as const;
  return each(choices, async ([firstDay, toDay, recordedBeforeDay]) => {
    const sums = new Map<string, Turnover>();
    for (const [part, days] of [
      ['before', { fromDay: null, toDay: firstDay - 1 }],
      ['within', { fromDay: firstDay, toDay }],
    ] as const) {
      const cells = { ...days, recordedBeforeDay, kinds: null };
      await reader.sumCells(
        { ...cells, sites },
        sumIn(sums, (account) => `${part} ${accountKey(account)}`),
      );
      if (sites === null)
        await reader.sumKinds(
          cells,
          sumIn(sums, ({ kind }) => `${part} all ${kind}`),
        );
    }
    return [...sums].sort(([a], [b]) => (a < b ? -1 : 1));
  });
}

function sumIn(sums: Map<string, Turnover>, keyOf: (account: Account) => string): SumOf {
  return (account) => {
    const key = keyOf(account);
    const sum = sums.get(key) ?? noTurnover();
    sums.set(key, sum);
    return sum;
  };
}

async function readLotsAtSite(reader: RecordReader, site: string): Promise<{ lots: string[]; total: number }> {
  const { lots, total } = await reader.lotsAtSite(site, 0, 1_000_000);
  return { lots: lots.sort(), total };
}

/** Answers in the order of the questions; one at a time, as one transaction answers them. */
async function each<T, R>(items: readonly T[], ask: (item: T) => Promise<R>): Promise<R[]> {
  const answers: R[] = [];
  for (const item of items) answers.push(await ask(item));
  return answers;
}

function byKey<K extends string | number, V>(map: ReadonlyMap<K, V>): [K, V][] {
  return [...map].sort(([a], [b]) => (a < b ? -1 : 1));
}

function sortedRows<T extends { eventSeq: number; role: string; lot: string }>(rows: readonly T[]): T[] {
  const keyOf = (row: T): string => `${row.role} ${row.lot}`;
  return rows.toSorted((a, b) => a.eventSeq - b.eventSeq || (keyOf(a) < keyOf(b) ? -1 : 1));
}

function sortedDraws<T extends { stage: string; ore: string; holder: string }>(totals: readonly T[]): T[] {
  const keyOf = (total: T): string => `${total.stage} ${total.ore} ${total.holder}`;
  return totals.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}
