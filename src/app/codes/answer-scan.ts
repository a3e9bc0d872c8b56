import { APPLICATION_IDENTIFIERS, readCode, writeBracketed, type Element, type ReadCode } from '../../gs1/index.ts';
import type { ScanAnswer, SuspicionCode } from '../../wire/index.ts';
import { readLotHistory, stepOf, type LotHistoryEvent } from '../answers/lot-history.ts';
import { askOfAll, type Asking } from '../answers/moment.ts';
import { siteRefOrNull } from '../answers/references.ts';
import type { Application } from '../application.ts';
import { hasEvents, identify, type Identified } from './identify.ts';
import { suspicionsOfLot, suspicionsOfOne, type Suspicion } from './suspicions.ts';

const NOTHING = {
  refusal: null,
  form: null,
  symbol: null,
  uri: null,
  elementString: null,
  elements: [],
  id: null,
  kind: null,
  onRecord: false,
  name: null,
  lastSeen: null,
  suspicions: [],
} as const;

/** In words, why a code is suspicious. */
const MESSAGES: Readonly<Record<SuspicionCode, string>> = {
  'product-not-registered': 'its GTIN is not registered here',
  'not-on-record': 'no event and no registry entry names it: its maker never reported it, or the code was made up',
  'commissioned-twice': 'it was commissioned twice: the same number stands on two things',
  'two-places': 'it was in two places at once: the same number stands on two things',
  destroyed: 'it was destroyed or decommissioned',
  'used-up': 'it was used up: nothing of it is left',
  exported: 'it left the country',
};

/** An answer with the hash of the event that the thing was last seen in. */
type CheckedScan = Omit<ScanAnswer, 'lastSeen'> & {
  readonly lastSeen: (NonNullable<ScanAnswer['lastSeen']> & { readonly event: string }) | null;
};

/** Checks a scanned code: what it says, whether the record knows it, and what speaks against it. A code is never refused with an error. */
export async function answerScan(app: Application, question: { readonly code: string }): Promise<ScanAnswer> {
  const { code } = question;
  const reading = readCode(code);
  if (!reading.ok) return { ...NOTHING, code, verdict: 'unreadable', refusal: reading.refusal, elements: [], suspicions: [] };
  const answer = await askOfAll(app, { asOf: null, knownAt: null }, (asking) => check(asking, code, reading.value, app.now()));
  const seen = await app.store.read((reader) => reader.findKeys(keysIn(answer)));
  return shownTo(answer, (key) => seen.has(key));
}

async function check(asking: Asking, code: string, read: ReadCode, nowMs: number): Promise<CheckedScan> {
  const identified = await identify(asking, read.uri, nowMs);
  const history = identified.onRecord && hasEvents(identified.kind) ? await readLotHistory(asking, identified.id) : [];
  const events = history.filter(({ event, isVoid }) => !isVoid && !event.declaresError);
  const suspicions = suspicionsOf(asking, identified, events);
  const { form, symbol, uri, elements } = read;
  const { id, kind, onRecord, name } = identified;
  return {
    ...NOTHING,
    code,
    verdict: suspicions.length === 0 ? 'sound' : 'suspicious',
    form,
    symbol,
    uri,
    elementString: writeBracketed(elements),
    elements: elements.map(describe),
    id,
    kind,
    onRecord,
    name,
    lastSeen: lastSeen(asking, events),
    suspicions: suspicions.map(({ code: reason, events: shown }) => ({
      code: reason,
      message: MESSAGES[reason],
      events: [...shown],
    })),
  };
}

function keysIn({ suspicions, lastSeen: last }: CheckedScan): string[] {
  return [...suspicions.flatMap(({ events }) => events), ...(last === null ? [] : [last.event])];
}

/** The verdict is everybody's; which events it rests on, and where a thing was last, only whoever may see those events is told. */
function shownTo({ lastSeen: last, ...answer }: CheckedScan, isSeen: (key: string) => boolean): ScanAnswer {
  const suspicions = answer.suspicions.map((each) => ({ ...each, events: each.events.filter(isSeen) }));
  if (last === null || !isSeen(last.event)) return { ...answer, suspicions, lastSeen: null };
  const { eventTime, bizStep, site } = last;
  return { ...answer, suspicions, lastSeen: { eventTime, bizStep, site } };
}

function suspicionsOf({ world }: Asking, identified: Identified, events: readonly LotHistoryEvent[]): Suspicion[] {
  const { id, kind, isProductKnown, onRecord } = identified;
  const found: Suspicion[] = [];
  if (!isProductKnown) found.push({ code: 'product-not-registered', events: [] });
  if (!onRecord) return [...found, { code: 'not-on-record', events: [] }];
  if (kind === 'lot') return [...found, ...suspicionsOfLot(id, events)];
  return hasEvents(identified.kind) ? [...found, ...suspicionsOfOne(id, events, world)] : found;
}

function describe({ ai, value }: Element): ScanAnswer['elements'][number] {
  const identifier = APPLICATION_IDENTIFIERS.get(ai);
  const isChecked = identifier?.parts.some(({ check: kind }) => kind === 'check') === true;
  return { ai, title: identifier?.title ?? '', value, checkDigit: isChecked ? 'right' : 'none' };
}

function lastSeen({ world }: Asking, events: readonly LotHistoryEvent[]): CheckedScan['lastSeen'] {
  const last = events.at(-1);
  if (last === undefined) return null;
  const { index, matter, event } = last;
  return {
    event: event.hash,
    eventTime: new Date(matter.timeMs).toISOString(),
    bizStep: stepOf(index),
    site: siteRefOrNull(world, index.site),
  };
}
