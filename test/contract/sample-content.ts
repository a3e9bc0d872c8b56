import fc from 'fast-check';
import type { Json } from '../../src/epcis/index.ts';
import {
  ACCOUNT_KINDS,
  addTurnover,
  COLUMNS,
  emptyEntry,
  fractionSds,
  newLotState,
  noMasses,
  noTurnover,
  noVariances,
  type Variances,
  type Account,
  type BalanceCell,
  type Entry,
  type Flow,
  type Leg,
  type LotState,
  type Turnover,
} from '../../src/ledger/index.ts';
import { QUANTITY_MG_MAX } from '../../src/units/index.ts';
import {
  IDENTIFIER_ROLES,
  type Appended,
  type EventIndex,
  type EventParty,
  type NamedIdentifier,
  type NewEvent,
  type NewRevision,
  type QuotaDraw,
} from '../../src/record/index.ts';

/** 2015-06-01T00:00:00+08:00: event times of the samples lie around it. */
export const START_MS = Date.UTC(2015, 4, 31, 16);
/** The samples' first moment of recording. */
export const RECORDED_MS = Date.UTC(2015, 6, 1);

/** Text that storage must give back as it came: quotes, wildcards, backslashes, emoji, combining and right-to-left characters. */
export const ODD_TEXT = `it's "odd": 100% \\ _under_ ; -- /* ' OR 1=1 \t 镧😀é ﷺ \u200f𠮷 \u2028 $1 ?1 :name`;

/** An identifier of a sample lot. */
export function lotAt(number: number): string {
  return `https://id.gs1.org/01/09506000134352/10/L${number}`;
}

/** An identifier of a sample site. */
export function siteAt(number: number): string {
  return `https://id.gs1.org/414/95060001343${number}`;
}

/** A batch of nothing. */
export const NOTHING: Appended = {
  log: null,
  events: [],
  revisions: [],
  lotStates: [],
  voids: [],
  draws: [],
  cells: [],
  lotsAtSites: [],
  contents: [],
  parties: [],
};

/** What may be chosen of a sample event. */
export type EventChoices = Partial<Omit<NewEvent, 'seq' | 'index'>> & { readonly index?: Partial<EventIndex> };

/** A sample event at a place in the record. */
export function sampleEvent(seq: number, choices: EventChoices = {}): NewEvent {
  const { index, ...rest } = choices;
  return {
    seq,
    hash: `ni:///sha-256;${seq.toString(16).padStart(64, '0')}?ver=CBV2.0`,
    eventID: null,
    declaresError: false,
    salt: seq.toString(16).padStart(32, '0'),
    recordedMs: RECORDED_MS + seq * 1000,
    body: JSON.stringify({ type: 'ObjectEvent', number: seq }),
    context: ['https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld', { ree: 'https://w3id.org/ytterby/ree/' }],
    ...rest,
    index: {
      type: 'ObjectEvent',
      eventTimeMs: START_MS + seq * 3_600_000,
      bizStep: null,
      disposition: null,
      readPoint: null,
      bizLocation: null,
      site: null,
      identifiers: [],
      parties: [],
      ...index,
    },
  };
}

/** Masses with some columns set. */
export function massesOf(columns: Readonly<Record<number, bigint>>): bigint[] {
  const masses = noMasses();
  for (const [column, mg] of Object.entries(columns)) masses[Number(column)] = mg;
  return masses;
}

/** Variances with some columns set. */
export function variancesOf(columns: Readonly<Record<number, number>>): Variances {
  const variances = noVariances();
  for (const [column, variance] of Object.entries(columns)) variances[Number(column)] = variance;
  return variances;
}

/** A flow of a lot. */
export function flowOf(role: Flow['role'], lot: string, netMg = 1000n): Flow {
  return { role, lot, masses: massesOf({ 5: netMg / 10n, 17: netMg }) };
}

/** Two legs that move an amount between accounts of a site. */
export function legsOf(site: string, lot: string | null, netMg: bigint): Leg[] {
  const leg = (kind: Account['kind'], sign: bigint): Leg => ({
    account: { kind, site, counterpart: null },
    lot,
    masses: massesOf({ 5: (sign * netMg) / 4n, 17: sign * netMg }),
    balanceVariance: variancesOf({ 5: Number(sign) * 0.125, 17: Number(sign) * 2.5 }),
    flowVariance: variancesOf({ 5: 0.125, 17: 2.5 }),
  });
  return [leg('ground', -1n), leg('stock', 1n)];
}

/** The entry of an event. */
export function entryOf(event: NewEvent, legs: readonly Leg[], flows: readonly Flow[] = []): Entry {
  return { key: event.hash, timeMs: event.index.eventTimeMs, legs, flows };
}

/** The first revision of an event's entry. */
export function firstRevision(event: NewEvent, entry: Entry): NewRevision {
  return { eventSeq: event.seq, revision: event.seq, entry, previous: null, site: event.index.site };
}

/** A turnover whose variances are sums of eighths, so that they add up exactly in any order. */
export function turnoverOf(netMg: bigint, eighths: number): Turnover {
  const turnover = noTurnover();
  addTurnover(turnover, {
    debits: massesOf({ 0: netMg * 3n, 17: netMg }),
    credits: massesOf({ 17: -netMg * 2n }),
    balanceVariance: variancesOf({ 0: eighths / 8, 17: -eighths / 4 }),
    debitVariance: variancesOf({ 17: eighths / 8 }),
    creditVariance: variancesOf({ 3: eighths }),
  });
  return turnover;
}

/** A lot's state with something in every field. */
export function sampleState(lot: string, netMg: bigint): LotState {
  const composition = [
    { index: 0, fraction: 0.123456789012345, sd: 0.001 },
    { index: 16, fraction: 1 / 3, sd: Number.MIN_VALUE },
  ];
  const state = newLotState(lot);
  state.lastTimeMs = START_MS + 0.5;
  state.lastKey = `ni:///sha-256;${'ab'.repeat(32)}?ver=CBV2.0`;
  state.composition = composition;
  state.compositionFrom = 'later-assay';
  state.sds = fractionSds(composition);
  const pool = (kind: Account['kind'], counterpart: string | null, consignment: string, mg: bigint): void => {
    const account = { kind, site: siteAt(1), counterpart };
    state.pools.push({ account, consignment, masses: massesOf({ 0: mg / 2n, 17: mg }), weighingVariance: 1e-7 });
  };
  pool('stock', null, '', netMg);
  pool('transit', siteAt(2), 'consignment 1', -netMg);
  state.consignments.push({
    key: 'consignment 1',
    from: siteAt(1),
    to: siteAt(2),
    transactions: ['urn:inv:1', ODD_TEXT],
    state: 'pending',
  });
  state.consignments.push({ key: 'consignment 2', from: null, to: null, transactions: [], state: 'early' });
  state.contents.push({ lot: lotAt(900), netMg }, { lot: lotAt(901), netMg: null });
  return state;
}

interface EventDraft {
  readonly type: string;
  readonly hours: number;
  readonly bizStep: string | null;
  readonly site: string | null;
  readonly identifiers: readonly NamedIdentifier[];
  readonly declaresError: boolean;
  readonly eventID: string | null;
  readonly text: string;
  readonly context: Json;
  readonly entry: EntryDraft | null;
}

interface EntryDraft {
  readonly legs: readonly Leg[];
  readonly flows: readonly Flow[];
}

/** A batch before it is fitted to the record that it follows. */
export interface BatchDraft {
  readonly events: readonly EventDraft[];
  readonly revised: readonly { readonly pick: number; readonly entry: EntryDraft | null }[];
  readonly lotStates: readonly LotState[];
  readonly cells: readonly BalanceCell[];
  readonly draws: readonly { readonly pick: number; readonly draw: Omit<QuotaDraw, 'eventSeq' | 'revision' | 'eventTimeMs'> }[];
  readonly lotsAtSites: readonly { readonly lot: string; readonly site: string }[];
  readonly contents: readonly { readonly pick: number; readonly lot: string }[];
  readonly parties: readonly { readonly pick: number; readonly site: string }[];
}

// PostgreSQL stores no NUL; canonical identifiers and JSON texts hold none.
const text = fc.string({ unit: 'grapheme', maxLength: 12 }).map((raw) => raw.replaceAll('\0', ''));
const lot = fc.oneof(
  { weight: 9, arbitrary: fc.nat(8).map(lotAt) },
  { weight: 1, arbitrary: fc.constant(`https://id.gs1.org/00/${ODD_TEXT}`) },
);
const site = fc.nat(3).map(siteAt);
const mg = fc.oneof(fc.bigInt({ min: -1000n, max: 1000n }), fc.bigInt({ min: -(2n ** 62n), max: 2n ** 62n }));
const masses = fc.dictionary(fc.nat(COLUMNS - 1).map(String), mg, { maxKeys: 4 }).map((columns) => massesOf(columns));
const double = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => (value === 0 ? 0 : value));
const variances = fc.dictionary(fc.nat(COLUMNS - 1).map(String), double, { maxKeys: 3 }).map((columns) => variancesOf(columns));
// Storage gives back plain objects: the samples are plain too.
const PLAIN = { noNullPrototype: true };
const account: fc.Arbitrary<Account> = fc.record(
  { kind: fc.constantFrom(...ACCOUNT_KINDS), site: fc.option(site), counterpart: fc.option(site) },
  PLAIN,
);
const leg: fc.Arbitrary<Leg> = fc.record(
  { account, lot: fc.option(lot), masses, balanceVariance: variances, flowVariance: variances },
  PLAIN,
);
const flow: fc.Arbitrary<Flow> = fc.record({ lot, role: fc.constantFrom('input', 'output', 'source'), masses }, PLAIN);
const entryDraft: fc.Arbitrary<EntryDraft> = fc.record({
  legs: fc.array(leg, { maxLength: 4 }),
  flows: fc.uniqueArray(flow, { maxLength: 4, selector: (made) => `${made.role} ${made.lot}` }),
});

const eventDraft: fc.Arbitrary<EventDraft> = fc.record({
  type: fc.constantFrom('ObjectEvent', 'AggregationEvent', 'AssociationEvent', 'TransformationEvent', 'TransactionEvent'),
  hours: fc.integer({ min: -2000, max: 2000 }),
  bizStep: fc.option(fc.constantFrom('shipping', 'receiving', 'https://example.com/steps/odd')),
  site: fc.option(site),
  identifiers: fc.uniqueArray(fc.record({ id: lot, role: fc.constantFrom(...IDENTIFIER_ROLES) }), {
    maxLength: 4,
    selector: ({ id, role }) => `${role} ${id}`,
  }),
  declaresError: fc.boolean(),
  eventID: fc.option(
    fc.oneof(
      fc.nat(5).map((number) => `urn:uuid:${number}`),
      text.map((odd) => `urn:odd:${odd}`),
    ),
  ),
  text,
  context: fc.constantFrom<Json>('https://example.com/context', [{ odd: ODD_TEXT }], null),
  entry: fc.option(entryDraft, { freq: 4 }),
});

const cell: fc.Arbitrary<BalanceCell> = fc
  .record({
    account,
    day: fc.integer({ min: 16_500, max: 16_700 }),
    recordedDay: fc.integer({ min: 16_700, max: 16_710 }),
    mg,
    eighths: fc.nat(99),
  })
  .map(({ mg: netMg, eighths, ...rest }) => ({ ...rest, turnover: turnoverOf(netMg, eighths) }));

const draw = fc.record({
  pick: fc.nat(),
  draw: fc.record({
    year: fc.constantFrom(2014, 2015),
    stage: fc.constantFrom<('mining' | 'separation')[]>('mining', 'separation'),
    ore: fc.constantFrom<('light' | 'ion' | 'any')[]>('light', 'ion', 'any'),
    holder: fc.nat(2).map((number) => `https://id.gs1.org/417/950600013430${number}`),
    reoMg: fc.bigInt({ min: -QUANTITY_MG_MAX, max: QUANTITY_MG_MAX }),
  }),
});

/** A batch that fits any record once `fitBatch` has numbered it. */
export const batchDraft: fc.Arbitrary<BatchDraft> = fc.record({
  events: fc.array(eventDraft, { minLength: 1, maxLength: 5 }),
  revised: fc.array(fc.record({ pick: fc.nat(), entry: fc.option(entryDraft) }), { maxLength: 3 }),
  lotStates: fc
    .uniqueArray(fc.record({ lot, mg }), { maxLength: 3, selector: (state) => state.lot })
    .map((states) => states.map((state) => (state.mg % 3n === 0n ? newLotState(state.lot) : sampleState(state.lot, state.mg)))),
  cells: fc.array(cell, { maxLength: 4 }),
  draws: fc.array(draw, { maxLength: 3 }),
  lotsAtSites: fc.array(fc.record({ lot, site }), { maxLength: 3 }),
  contents: fc.array(fc.record({ pick: fc.nat(), lot }), { maxLength: 2 }),
  parties: fc.array(fc.record({ pick: fc.nat(), site }), { maxLength: 2 }),
});

/** What `fitBatch` must know of the record so far. */
export class SampleRecord {
  readonly events: NewEvent[] = [];
  readonly current = new Map<number, Entry>();
  readonly voided = new Set<number>();
  readonly parties: EventParty[] = [];
}

/** Numbers a batch so that it validly follows the record, and notes it there. */
export function fitBatch(record: SampleRecord, draft: BatchDraft): Appended {
  const before = record.events.length;
  const events = draft.events.map((event, place) => eventOf(event, before + place + 1));
  record.events.push(...events);
  const head = record.events.length;
  const revisions = events.flatMap((event, place) => {
    const made = draft.events[place]?.entry ?? null;
    return made === null ? [] : [revise(record, event, event.seq, made)];
  });
  const voids: Appended['voids'][number][] = [];
  const revised = new Set<number>();
  for (const { pick, entry: made } of draft.revised) {
    const event = record.events[pick % head];
    // One revision an event and batch; the batch's own events already have theirs.
    if (event === undefined || event.seq > before || revised.has(event.seq) || record.voided.has(event.seq)) continue;
    revised.add(event.seq);
    if (!record.current.has(event.seq)) continue;
    revisions.push(made === null ? voidEntry(record, event, head) : revise(record, event, head, made));
    if (made !== null) continue;
    voids.push({ eventSeq: event.seq, bySeq: head });
    record.voided.add(event.seq);
  }
  const draws = draft.draws.map(({ pick, draw: made }): QuotaDraw => {
    const event = record.events[pick % head] ?? sampleEvent(head);
    return { ...made, eventSeq: event.seq, revision: head, eventTimeMs: event.index.eventTimeMs };
  });
  const contents = draft.contents.map(({ pick, lot: content }) => ({ eventSeq: 1 + (pick % head), lot: content }));
  const parties = draft.parties.map(({ pick, site: party }) => ({ eventSeq: 1 + (pick % head), party }));
  record.parties.push(...parties);
  const { lotStates, cells, lotsAtSites } = draft;
  return { log: null, events, revisions, voids, draws, contents, parties, lotStates, cells, lotsAtSites };
}

function eventOf(draft: EventDraft, seq: number): NewEvent {
  const { type, bizStep, site: eventSite } = draft;
  const flows = draft.entry?.flows ?? [];
  const moved = flows.map(({ lot: id, role }): NamedIdentifier => ({ id, role: role === 'input' ? 'input' : 'output' }));
  const identifiers = [
    ...new Map([...draft.identifiers, ...moved].map((named) => [`${named.role} ${named.id}`, named])).values(),
  ];
  return sampleEvent(seq, {
    eventID: draft.eventID,
    declaresError: draft.declaresError,
    body: JSON.stringify({ type, note: draft.text }),
    context: draft.context,
    index: {
      type,
      bizStep,
      site: eventSite,
      readPoint: eventSite,
      identifiers,
      parties: eventSite === null ? [] : [eventSite],
      eventTimeMs: START_MS + draft.hours * 3_600_000,
    },
  });
}

function revise(record: SampleRecord, event: NewEvent, revision: number, draft: EntryDraft): NewRevision {
  const previous = record.current.get(event.seq) ?? null;
  // An event names its lots once and for all: a later revision has other masses for the same flows.
  const massesAt = (place: number): bigint[] => draft.flows[place % Math.max(1, draft.flows.length)]?.masses ?? noMasses();
  const flows = previous === null ? draft.flows : previous.flows.map((moved, place) => ({ ...moved, masses: massesAt(place) }));
  const made: Entry = { ...emptyEntry(event.hash, event.index.eventTimeMs), legs: draft.legs, flows };
  record.current.set(event.seq, made);
  return { eventSeq: event.seq, revision, entry: made, previous, site: event.index.site };
}

function voidEntry(record: SampleRecord, event: NewEvent, revision: number): NewRevision {
  const previous = record.current.get(event.seq) ?? null;
  const entry = emptyEntry(event.hash, event.index.eventTimeMs);
  record.current.set(event.seq, entry);
  return { eventSeq: event.seq, revision, entry, previous, site: event.index.site };
}
