import { RARE_EARTH_FACTS, type Composition } from '../../elements/index.ts';
import { canonicalUri, readReeExtension } from '../../epcis/index.ts';
import { isZero, type Account, type AccountKind } from '../../ledger/index.ts';
import type { LotAnswer, LotEvent, SiteRef } from '../../wire/index.ts';
import type { Application } from '../application.ts';
import { compositionOfLot, contentsAt, readLotHistory, stepOf, type LotHistoryEvent } from './lot-history.ts';
import { sumLot } from './lot-sums.ts';
import { ask, askOfAll, type AskedMoment, type Asking } from './moment.ts';
import { NotOnRecord } from './not-on-record.ts';
import { productName, siteRef, siteRefOrNull } from './references.ts';
import { wireElements, wireMass, wireNet, wireTreo } from './wire-mass.ts';

/** Accounts that matter leaves when it enters the record: what they lack is no holding of the lot. */
const SOURCES: ReadonlySet<AccountKind> = new Set<AccountKind>(['ground', 'returned-scrap', 'imported']);

/**
 * One lot or container: where its mass stands, what it is made of, the events that touched it.
 * @param question `id` in any form of a GS1 identifier
 * @throws NotOnRecord when no event names it
 */
export async function answerLot(app: Application, question: AskedMoment & { readonly id: string }): Promise<LotAnswer> {
  return ask(app, question, async (asking) => {
    const { world, moment, asOf } = asking;
    const lot = canonicalUri(question.id);
    const history = await readLotHistory(asking, lot);
    if (history.length === 0 && (await asking.reader.seqsNaming([lot], [])).length === 0)
      throw new NotOnRecord('lot', question.id);
    const past = history.filter(({ matter }) => asOf === null || matter.timeMs <= asOf);
    const product = world.registry.productOfLot(lot);
    const { composition, from } = await analysedComposition(app, asking, lot, question, history);
    const declared = declaredOriginOf(past);
    return {
      moment,
      lot,
      product: product === undefined ? null : { id: product.id, name: product.name, kind: product.kind },
      holdings: holdingsOf(asking, lot, past),
      composition: compositionRows(composition),
      compositionFrom: from,
      declaredOrigin: siteRefOrNull(world, declared),
      deposit: depositOf(asking, declared ?? mineOf(lot, past)),
      events: past.map((each) => eventRow(asking, lot, each)),
      contents: contentsAt(asking, lot, history).map((part) => ({
        lot: part.lot,
        product: productName(world, part.lot),
        net: part.netMg === null ? null : wireMass(part.netMg, 0, 'net'),
      })),
    };
  });
}

/** Whoever holds or held a lot may know what it is made of, also where the laboratory told only its maker. */
async function analysedComposition(
  app: Application,
  asking: Asking,
  lot: string,
  asked: AskedMoment,
  seen: readonly LotHistoryEvent[],
): Promise<ReturnType<typeof compositionOfLot>> {
  if (asking.scope === null) return compositionOfLot(asking, lot, seen);
  return askOfAll(app, asked, async (whole) => compositionOfLot(whole, lot, await readLotHistory(whole, lot)));
}

function holdingsOf({ world, scope }: Asking, lot: string, past: readonly LotHistoryEvent[]): LotAnswer['holdings'] {
  const sums = sumLot(
    lot,
    past.flatMap(({ entry }) => entry ?? []),
  );
  // What became of it at a stranger's site is not known from the events that concern the viewer.
  const isSeen = ({ site, counterpart }: Account): boolean =>
    scope === null || scope.sites.includes(site ?? '') || scope.sites.includes(counterpart ?? '');
  const standing = sums.filter(({ account, masses }) => !SOURCES.has(account.kind) && !isZero(masses) && isSeen(account));
  return standing.map(({ account, masses, variances }) => ({
    account: account.kind,
    site: siteRefOrNull(world, account.site),
    net: wireNet(masses, variances),
    treo: wireTreo(masses, variances),
    elements: wireElements(masses, variances),
  }));
}

const PERCENT = 100;

function compositionRows(composition: Composition): LotAnswer['composition'] {
  const oxideOf = (index: number): number => RARE_EARTH_FACTS[index]!.oxidePerElement;
  const treo = composition.reduce((sum, { index, fraction }) => sum + fraction * oxideOf(index), 0);
  return composition.map(({ index, fraction, sd }) => ({
    element: RARE_EARTH_FACTS[index]!.symbol,
    percent: fraction * PERCENT,
    sdPercent: sd * PERCENT,
    oxide: RARE_EARTH_FACTS[index]!.oxide,
    treoPercent: treo === 0 ? 0 : ((fraction * oxideOf(index)) / treo) * PERCENT,
  }));
}

/** The site of the mine that the lot's events say it comes from; the latest word counts. */
function declaredOriginOf(past: readonly LotHistoryEvent[]): string | null {
  for (const { event, isVoid } of past.toReversed()) {
    if (isVoid || event.declaresError) continue;
    const extension = readReeExtension(event.event, event.context);
    if (extension.ok && extension.value.declaredOrigin !== undefined) return canonicalUri(extension.value.declaredOrigin);
  }
  return null;
}

/** The mine out of whose ground the lot came, when it did. */
function mineOf(lot: string, past: readonly LotHistoryEvent[]): string | null {
  const legs = past.flatMap(({ entry }) => entry?.legs ?? []);
  return legs.find((leg) => leg.lot === lot && leg.account.kind === 'ground')?.account.site ?? null;
}

function depositOf({ world }: Asking, site: string | null): LotAnswer['deposit'] {
  const deposit = site === null ? undefined : world.registry.depositOf(site);
  return deposit === undefined ? null : { name: deposit.name, reoPercent: deposit.reoPercent, source: deposit.source };
}

function eventRow({ world }: Asking, lot: string, { event, index, entry, isVoid }: LotHistoryEvent): LotEvent {
  const site: SiteRef | null = index.site === null ? null : siteRef(world, index.site);
  const legs = (entry?.legs ?? []).filter((leg) => leg.lot === lot && !isZero(leg.masses));
  return {
    hash: event.hash,
    eventID: event.eventID,
    eventTime: new Date(event.eventTimeMs).toISOString(),
    recordTime: new Date(event.recordedMs).toISOString(),
    type: index.type,
    bizStep: stepOf(index),
    site,
    void: isVoid,
    postings: legs.map(({ account, masses, flowVariance }) => ({
      account: account.kind,
      site: account.site,
      net: wireNet(masses, flowVariance),
      treo: wireTreo(masses, flowVariance),
    })),
  };
}
