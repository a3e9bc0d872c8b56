import { chinaYear } from '../../ledger/index.ts';
import { RARE_EARTH_FACTS } from '../../elements/index.ts';
import { canonicalUri, readReeExtension, type Json, type JsonObject } from '../../epcis/index.ts';
import { CHECKPOINT_DOCUMENT } from '../../record/index.ts';
import { massOf, toKilograms } from '../../units/index.ts';
import type { CustodyStep, Passport, PassportOrigin, QuotaCover, TraceAnswer } from '../../wire/index.ts';
import { answerTrace } from '../answers/answer-trace.ts';
import { quotasOfYear } from '../answers/answer-quotas.ts';
import { compositionOfLot, readLotHistory, stepOf, type LotHistoryEvent } from '../answers/lot-history.ts';
import { askOfAll, type Asking } from '../answers/moment.ts';
import { NotOnRecord } from '../answers/not-on-record.ts';
import { wireMass } from '../answers/wire-mass.ts';
import type { Application } from '../application.ts';
import { commitmentOf } from '../capture/prepare.ts';
import { logKey, proveSeq } from '../log/read-log.ts';
import { KEEPER } from '../../access/index.ts';
import { readChainUpstream, type ChainEvent } from './custody-chain.ts';
import { disclosureWithin, type Disclosure } from './disclosure.ts';
import { readIssue } from './issued.ts';

/** Steps of custody that a passport lists; of a longer chain the latest. */
const CUSTODY_MAX = 30;
const NOW = { asOf: null, knownAt: null };
const JOULES_PER_KWH = 3.6e6;
/** Units of energy by UN/ECE code, in joules. */
const ENERGY: Readonly<Record<string, number>> = { KWH: JOULES_PER_KWH, MWH: 1e3 * JOULES_PER_KWH, JOU: 1, KJO: 1e3, '3B': 1e6 };
/** What a sensor report measures when it tells of emissions, in kilograms of carbon dioxide equivalent. */
export const EMISSIONS_TYPE = 'ree:CarbonDioxideEquivalent';

/**
 * A lot's passport as the application's viewer may read it. The facts are those of the whole record; names and events beyond what he may
 * see are left out.
 * @throws NotOnRecord when no event names the lot
 */
export async function collectPassport(app: Application, id: string): Promise<Passport> {
  const lot = canonicalUri(id);
  const scope = await app.scope();
  const trace = await answerTrace(app.as(KEEPER), { ...NOW, id: lot, direction: 'up' });
  return askOfAll(app, NOW, async (asking) => {
    const history = await readLotHistory(asking, lot);
    const valid = history.filter(({ event, isVoid }) => !isVoid && !event.declaresError);
    if (valid.length === 0) throw new NotOnRecord('lot', id);
    const chain = chainOf(lot, valid, await readChainUpstream(asking, trace, scope));
    const seqs = chain.map(({ event }) => event.seq);
    const seen = scope === null ? null : await asking.reader.concerning(seqs, scope.parties);
    const making = makingOf(lot, valid);
    const makerSite = making?.index.site ?? null;
    const maker = asking.world.registry.site(makerSite ?? '')?.organisation ?? null;
    const open = new Set([makerSite, maker].filter((party) => party !== null));
    const disclosure = disclosureWithin(asking.world, scope, seen, open);
    const origins = originsOf(asking, trace, disclosure);
    return {
      lot,
      ...(await issueOf(asking, lot)),
      computedAt: asking.moment.computedAt,
      product: productOf(asking, lot),
      maker: {
        organisation: disclosure.organisation(maker),
        site: disclosure.site(makerSite),
        province: provinceOf(asking, makerSite),
      },
      madeAt: making === undefined ? null : new Date(making.matter.timeMs).toISOString(),
      mass: netMassOf(lot, making),
      composition: compositionRows(asking, lot, history),
      assay: assayOf(lot, valid, disclosure),
      origins,
      custody: await custodyOf(asking, chain, disclosure),
      quotas: await quotaCovers(asking, trace, disclosure),
      licences: licencesOf(valid),
      ...footprintOf(lot, making),
      log: { key: logKey(app), checkpoint: await asking.reader.document(CHECKPOINT_DOCUMENT) },
    };
  });
}

async function issueOf(asking: Asking, lot: string): Promise<Pick<Passport, 'status' | 'revocation'>> {
  const issued = await readIssue(asking.reader, lot);
  const revocation = issued?.revoked ?? null;
  return { status: revocation === null ? 'current' : 'revoked', revocation };
}

function productOf({ world }: Asking, lot: string): Passport['product'] {
  const product = world.registry.productOfLot(lot);
  return product === undefined ? null : { id: product.id, name: product.name, kind: product.kind, hs: product.hs };
}

function provinceOf({ world }: Asking, site: string | null): string | null {
  return site === null ? null : (world.registry.site(site)?.province ?? null);
}

/** The event in which a lot came to be. */
function makingOf(lot: string, events: readonly LotHistoryEvent[]): LotHistoryEvent | undefined {
  return events.find(({ matter }) => matter.outputs.some((output) => output.lot === lot)) ?? events[0];
}

function netMassOf(lot: string, making: LotHistoryEvent | undefined): Passport['mass'] {
  const made =
    making?.matter.outputs.find((output) => output.lot === lot) ?? making?.matter.inputs.find((input) => input.lot === lot);
  if (made?.netMg === null || made === undefined || making === undefined) return null;
  const sdMg = Number(made.netMg) * making.matter.weighingSd;
  return wireMass(made.netMg, sdMg * sdMg, 'net');
}

function compositionRows(asking: Asking, lot: string, history: readonly LotHistoryEvent[]): Passport['composition'] {
  const { composition } = compositionOfLot(asking, lot, history);
  const oxideOf = (index: number): number => RARE_EARTH_FACTS[index]!.oxidePerElement;
  const treo = composition.reduce((sum, { index, fraction }) => sum + fraction * oxideOf(index), 0);
  return composition.map(({ index, fraction, sd }) => ({
    element: RARE_EARTH_FACTS[index]!.symbol,
    oxide: RARE_EARTH_FACTS[index]!.oxide,
    percent: fraction * 100,
    sdPercent: sd * 100,
    treoPercent: treo === 0 ? 0 : ((fraction * oxideOf(index)) / treo) * 100,
  }));
}

/** The latest assay of the lot: who made it and how. */
function assayOf(lot: string, events: readonly LotHistoryEvent[], disclosure: Disclosure): Passport['assay'] {
  for (const { event } of events.toReversed()) {
    const extension = readReeExtension(event.event, event.context);
    const assay = extension.ok ? extension.value.assays?.find((each) => canonicalUri(each.lot) === lot) : undefined;
    if (assay === undefined) continue;
    const laboratory = assay.laboratory === undefined ? null : canonicalUri(assay.laboratory);
    return { method: assay.method ?? null, laboratory: disclosure.organisation(laboratory) };
  }
  return null;
}

function licencesOf(events: readonly LotHistoryEvent[]): string[] {
  const stated = events.flatMap(({ event }) => {
    const extension = readReeExtension(event.event, event.context);
    return extension.ok && extension.value.licence !== undefined ? [extension.value.licence] : [];
  });
  return [...new Set(stated)];
}

const KINDS: ReadonlySet<string> = new Set(['ground', 'returned-scrap', 'imported', 'transit', 'unexplained-gain']);

/** Origins of one kind, province, deposit and mine together. */
function originsOf(asking: Asking, trace: TraceAnswer, disclosure: Disclosure): PassportOrigin[] {
  const groups = Map.groupBy(
    trace.nodes.filter(({ origin }) => origin),
    ({ source, site }) => JSON.stringify([source, site?.id ?? null]),
  );
  const origins = [...groups.values()].map((nodes): PassportOrigin => {
    const { source, site } = nodes[0]!;
    const registered = asking.world.registry.site(site?.id ?? '');
    const kind = source === null ? 'loop' : KINDS.has(source) ? (source as PassportOrigin['kind']) : 'other';
    return {
      kind,
      province: registered?.province ?? null,
      deposit: kind === 'ground' ? (registered?.deposit ?? null) : null,
      ore: kind === 'ground' ? (registered?.ore ?? null) : null,
      shares: sumShares(nodes),
      site: disclosure.site(site?.id ?? null),
      organisation: disclosure.organisation(registered?.organisation ?? null),
    };
  });
  return origins.sort((a, b) => largestShare(b) - largestShare(a));
}

function sumShares(nodes: readonly TraceAnswer['nodes'][number][]): Record<string, number> {
  const shares: Record<string, number> = {};
  for (const node of nodes)
    for (const [element, share] of Object.entries(node.shares)) shares[element] = (shares[element] ?? 0) + share;
  return shares;
}

function largestShare({ shares }: PassportOrigin): number {
  return Math.max(0, ...Object.values(shares));
}

/** A lot's own events and those upstream of it, in the order in which they happened. */
function chainOf(lot: string, own: readonly LotHistoryEvent[], upstream: readonly ChainEvent[]): ChainEvent[] {
  const named = new Set(own.map(({ event }) => event.seq));
  const chain = [...own.map((each) => ({ ...each, lot })), ...upstream.filter(({ event }) => !named.has(event.seq))];
  return chain.sort((a, b) => a.matter.timeMs - b.matter.timeMs || a.event.seq - b.event.seq).slice(-CUSTODY_MAX);
}

async function custodyOf(asking: Asking, chain: readonly ChainEvent[], disclosure: Disclosure): Promise<CustodyStep[]> {
  const steps: CustodyStep[] = [];
  for (const { lot, index, matter, event } of chain) {
    const owner = asking.world.registry.site(index.site ?? '')?.organisation ?? null;
    steps.push({
      eventTime: new Date(matter.timeMs).toISOString(),
      step: stepOf(index),
      lot,
      province: provinceOf(asking, index.site),
      site: disclosure.site(index.site),
      organisation: disclosure.organisation(owner),
      proof: await proofOf(asking, event.seq, disclosure.event(event.seq)),
    });
  }
  return steps;
}

/** Without the event's own texts its leaf still shows that something was recorded, and when; with them, that it was this. */
async function proofOf({ reader }: Asking, seq: number, isSeen: boolean): Promise<CustodyStep['proof']> {
  const { sealed, proof } = await proveSeq(reader, seq);
  const { body, context, salt, recordedMs } = sealed;
  return {
    recorded: new Date(recordedMs).toISOString(),
    commitment: commitmentOf(salt, context, body),
    proof,
    event: isSeen ? { body, context, salt } : null,
  };
}

/** For each province and year in which matter of the lot was mined: whether it was mined within quota. */
async function quotaCovers(asking: Asking, trace: TraceAnswer, disclosure: Disclosure): Promise<QuotaCover[]> {
  const { registry } = asking.world;
  const mined = trace.nodes.filter(({ origin, source, site }) => origin && source === 'ground' && site !== null);
  const firstUse = new Map(trace.edges.map(({ from, eventTime }) => [from, eventTime]));
  const covers = new Map<string, QuotaCover>();
  const years = new Map<number, ReturnType<typeof quotasOfYear>>();
  for (const { lot, site } of mined) {
    const registered = registry.site(site?.id ?? '');
    const year = yearOf(firstUse.get(lot) ?? asking.moment.computedAt);
    const key = JSON.stringify([year, registered?.organisation, registered?.province]);
    if (registered === undefined || covers.has(key)) continue;
    const holders = lineage(registered.organisation, registry.groupOf);
    const ofYear = years.get(year) ?? quotasOfYear(asking, year);
    years.set(year, ofYear);
    const { quotas, unheldDraws } = await ofYear;
    const own = quotas.filter(({ stage, holder }) => stage === 'mining' && holders.includes(holder));
    const isUnheld = unheldDraws.some(({ holder, stage }) => stage === 'mining' && holders.includes(holder));
    covers.set(key, {
      year,
      province: registered.province,
      ore: registered.ore,
      covered: own.length > 0 && !isUnheld && own.every(({ overdrawn }) => !overdrawn),
      holder: disclosure.organisation(registered.organisation),
      quotas: disclosure.organisation(registered.organisation) === null ? null : own.map(({ id }) => id),
    });
  }
  return [...covers.values()];
}

/** The year in China. */
function yearOf(time: string): number {
  return chinaYear(Date.parse(time));
}

/** An organisation, its group, the group's group. */
function lineage(organisation: string, groupOf: ReadonlyMap<string, string | null>): string[] {
  const found: string[] = [];
  for (let next: string | null = organisation; next !== null && !found.includes(next); next = groupOf.get(next) ?? null)
    found.push(next);
  return found;
}

/** Energy and emissions that the making event's sensors report, by the kilogram of all that it made. */
function footprintOf(lot: string, making: LotHistoryEvent | undefined): Pick<Passport, 'energyKwhPerKg' | 'emissionsKgPerKg'> {
  const outputs = making?.matter.outputs ?? [];
  const netMg = outputs.reduce((sum, output) => sum + (output.netMg ?? 0n), 0n);
  if (making === undefined || netMg <= 0n || !outputs.some((output) => output.lot === lot))
    return { energyKwhPerKg: null, emissionsKgPerKg: null };
  const kilograms = toKilograms(massOf(netMg, 'net'));
  const joules = sumOf(reportsOf(making.event.event), (report) => joulesOf(report['uom']) * Number(report['value']));
  const carbon = sumOf(reportsOf(making.event.event), (report) =>
    report['type'] === EMISSIONS_TYPE && report['uom'] === 'KGM' ? Number(report['value']) : Number.NaN,
  );
  return {
    energyKwhPerKg: joules === null ? null : joules / JOULES_PER_KWH / kilograms,
    emissionsKgPerKg: carbon === null ? null : carbon / kilograms,
  };
}

/** Joules of a unit of energy; not a number for any other unit. */
function joulesOf(unit: Json | undefined): number {
  return typeof unit === 'string' ? (ENERGY[unit] ?? Number.NaN) : Number.NaN;
}

function reportsOf(event: JsonObject): JsonObject[] {
  return objectsIn(event['sensorElementList']).flatMap((element) => objectsIn(element['sensorReport']));
}

function objectsIn(value: Json | undefined): JsonObject[] {
  if (!Array.isArray(value)) return [];
  return value.filter((each): each is JsonObject => typeof each === 'object' && each !== null && !Array.isArray(each));
}

/** The sum of what counts; null when nothing does. */
function sumOf(reports: readonly JsonObject[], valueOf: (report: JsonObject) => number): number | null {
  const values = reports.map(valueOf).filter((value) => Number.isFinite(value));
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0);
}
