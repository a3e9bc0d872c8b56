import type { Composition } from '../../elements/index.ts';
import { comesBefore, compositionAt, lotsOf, NET } from '../../ledger/index.ts';
import {
  kilograms,
  type BalanceEvent,
  type Book,
  type LotOnRecord,
  type MonthOnRecord,
  type Weighed,
} from '../../material-balance/index.ts';
import { readHistories, validEvents, type LotHistoryEvent } from './lot-history.ts';
import type { Asking } from './moment.ts';

/** Events that are looked at in one go. */
const PAGE = 500;
/** Below this many kilograms a book is empty: the ledger counts whole milligrams. */
const EMPTY_KG = 5e-7;
const MG2_PER_KG2 = 1e12;

/**
 * The matter of some sites over a period: every lot that moved there, with its whole history until the end of it.
 * @param asking one of the whole record: a lot's assays may be those of others
 * @param period first instant and the first behind it
 */
export async function readMonth(
  asking: Asking,
  sites: readonly string[],
  period: { readonly fromMs: number; readonly toMs: number },
): Promise<MonthOnRecord> {
  const lots = await lotsMoved(asking, sites, period);
  const history = validEvents(await readHistories(asking, lots));
  const byLot = new Map(lots.map((lot): [string, LotHistoryEvent[]] => [lot, []]));
  for (const event of history) for (const lot of lotsIn(event)) byLot.get(lot)?.push(event);
  const registered = asking.world.registry.registry.sites;
  return {
    ...period,
    sites: new Set(sites),
    owners: new Map(registered.map(({ id, organisation }) => [id, organisation])),
    lots: [...byLot].map(([lot, events]) => lotOnRecord(asking, lot, events, sites, period)),
  };
}

/** Lots whose accounts at the sites, or on the way to them, an event of the period touches. */
async function lotsMoved(
  { reader, knownSeq }: Asking,
  sites: readonly string[],
  { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number },
): Promise<string[]> {
  if (sites.length === 0) return [];
  const own = new Set(sites);
  const lots = new Set<string>();
  const untilSeq = knownSeq ?? (await reader.head());
  const hints = { parties: sites, eventTimeFromMs: fromMs, eventTimeBeforeMs: toMs };
  for (let afterSeq = 0; ;) {
    const events = await reader.scan(hints, { afterSeq, untilSeq, limit: PAGE });
    const entries = await reader.entries(
      events.map(({ seq }) => seq),
      knownSeq,
    );
    for (const { entry } of entries.values())
      for (const { lot, account } of entry.legs)
        if (lot !== null && (own.has(account.site ?? '') || own.has(account.counterpart ?? ''))) lots.add(lot);
    if (events.length < PAGE) return [...lots];
    afterSeq = events.at(-1)!.seq;
  }
}

/** Lots that an event names, assays, or moves inside a container. */
function lotsIn({ matter, entry }: LotHistoryEvent): Set<string> {
  return new Set([...lotsOf(matter), ...(entry?.legs ?? []).flatMap(({ lot }) => lot ?? [])]);
}

function lotOnRecord(
  { asOf }: Asking,
  lot: string,
  history: readonly LotHistoryEvent[],
  sites: readonly string[],
  { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number },
): LotOnRecord {
  const ordered = history.toSorted((a, b) => (comesBefore(a.matter, b.matter) ? -1 : 1));
  const past = ordered.filter(({ matter }) => matter.timeMs < toMs);
  const { composition, from } = compositionAt(lot, ordered, toMs - 1);
  const books = sites.flatMap((site) =>
    (['stock', 'reserve'] as const).map((account): Book => {
      const at = (ms: number): Weighed | null => bookOf(lot, past, account, site, ms);
      return { account, site, opening: at(fromMs), closing: at(toMs) };
    }),
  );
  return {
    lot,
    events: past.map(({ event, matter, entry }): BalanceEvent => ({ hash: event.hash, matter, entry })),
    assays: assaysOf(lot, ordered, asOf),
    derived: from === 'inputs' ? composition : [],
    books: books.filter(({ opening, closing }) => opening !== null || closing !== null),
  };
}

/** A lot's assays as of a moment, each once: a certificate that travels with its lot is no second measurement. */
function assaysOf(lot: string, ordered: readonly LotHistoryEvent[], asOf: number | null): Composition[] {
  const known = ordered.filter(({ matter }) => asOf === null || matter.timeMs <= asOf);
  const found = known.map(({ matter }) => matter.assays.get(lot)).filter((assay) => assay !== undefined);
  return [...new Map(found.map((assay) => [JSON.stringify(assay), assay])).values()];
}

/** The net mass that a lot's book had in an account before an instant; null where it was empty. */
function bookOf(
  lot: string,
  past: readonly LotHistoryEvent[],
  account: 'stock' | 'reserve',
  site: string,
  beforeMs: number,
): Weighed | null {
  let [kg, variance] = [0, 0];
  for (const { matter, entry } of past) {
    if (matter.timeMs >= beforeMs) break;
    for (const leg of entry?.legs ?? []) {
      if (leg.lot !== lot || leg.account.kind !== account || leg.account.site !== site) continue;
      kg += kilograms(leg.masses[NET]!);
      variance += leg.balanceVariance[NET]! / MG2_PER_KG2;
    }
  }
  return kg > EMPTY_KG ? { kg, sd: Math.sqrt(Math.max(0, variance)) } : null;
}
