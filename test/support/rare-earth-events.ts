import { gs1CheckDigit } from '../../src/industry/index.ts';
import { randomStream, type RandomStream } from '../../src/numerics/index.ts';

type JsonObject = Record<string, unknown>;

const START_MS = Date.parse('2015-01-02T00:00:00Z');
const MINUTE_MS = 60_000;
const CHAINS_PER_BATCH = 4;
const EVENTS_PER_DOCUMENT = 5;
/** Of the events of a batch, this share arrives one batch late: before or after what it belongs to. */
const LATE_SHARE = 0.15;
const CONTEXT = ['https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld', { ree: 'https://w3id.org/ytterby/ree/' }];

const gln = (number: number): string => withCheckDigit(`9520${String(number).padStart(8, '0')}`);
const gtin = (number: number): string => withCheckDigit(`09525${String(number).padStart(8, '0')}`);
const withCheckDigit = (body: string): string => body + gs1CheckDigit(body);

const ORGANISATIONS = [1, 2].map((number) => `https://id.gs1.org/417/${gln(number)}`);
const [MINE, PLANT] = [11, 12].map((number) => `https://id.gs1.org/414/${gln(number)}`) as [string, string];
const [ORE, NEODYMIUM, CERIUM] = [1, 2, 3].map((number) => `https://id.gs1.org/01/${gtin(number)}`) as [string, string, string];

/** The registry in which the events of `arrivalsOf` make sense: a mine, a separation plant, three products, two quotas. */
export const REGISTRY_TEXT = JSON.stringify({
  organisations: ORGANISATIONS.map((id, place) => ({
    id,
    name: { zh: `企业${place}`, en: `Company ${place}` },
    group: null,
    usci: null,
    roles: place === 0 ? ['mine'] : ['separation'],
  })),
  sites: [siteEntry(MINE, 0, 'mine', 'light'), siteEntry(PLANT, 1, 'separation-plant', null)],
  products: [
    [ORE, 'concentrate'],
    [NEODYMIUM, 'oxide'],
    [CERIUM, 'oxide'],
  ].map(([id, kind]) => ({
    id,
    name: { zh: '产品', en: 'Product' },
    kind,
    hs: null,
  })),
  permits: [],
  quotas: ORGANISATIONS.map((holder, place) => ({
    id: `2015-${place}`,
    year: 2015,
    batch: 'year',
    stage: place === 0 ? 'mining' : 'separation',
    ore: 'light',
    holder,
    parent: null,
    reoTonnes: 1000,
  })),
  lists: [],
  deposits: [],
});

function siteEntry(id: string, owner: number, kind: string, ore: string | null): JsonObject {
  const organisation = ORGANISATIONS[owner];
  return { id, organisation, name: { zh: '场所', en: 'Site' }, kind, deposit: null, ore, province: null, location: null };
}

/**
 * The documents of one batch, to be captured at the same time: ore is mined, shipped, received and parted into two oxides; some events
 * arrive late, some oxide is assayed again, some event is declared in error, some document comes twice.
 * @param batch 0, 1, 2, …: batches share no event but late ones, which arrive in the next
 * @returns documents of a few events each; the same for the same seed and batch, byte by byte
 */
export function arrivalsOf(seed: number, batch: number): string[] {
  const late = batch === 0 ? [] : eventsOfBatch(seed, batch - 1).late;
  const { onTime, random } = eventsOfBatch(seed, batch);
  const events = shuffled([...late, ...onTime], random.split('order'));
  const documents: string[] = [];
  for (let from = 0; from < events.length; from += EVENTS_PER_DOCUMENT)
    documents.push(documentOf(events.slice(from, from + EVENTS_PER_DOCUMENT)));
  if (random.chance(0.3)) documents.push(random.choice(documents));
  return documents;
}

function eventsOfBatch(seed: number, batch: number): { onTime: JsonObject[]; late: JsonObject[]; random: RandomStream } {
  const random = randomStream(`${seed}/${batch}`);
  const chains = Array.from({ length: CHAINS_PER_BATCH }, (_, place) =>
    chainOf(random.split(`chain ${place}`), seed, batch * CHAINS_PER_BATCH + place),
  );
  const onTime: JsonObject[] = [];
  const late: JsonObject[] = [];
  for (const event of chains.flat()) (random.chance(LATE_SHARE) ? late : onTime).push(event);
  return { onTime, late, random };
}

/** One lot of ore and what becomes of it. */
function chainOf(random: RandomStream, seed: number, number: number): JsonObject[] {
  const lot = (product: string, name: string): string => `${product}/10/${name}${seed}-${number}`;
  const timeAt = (step: number): string => new Date(START_MS + (number * 7 + step * 60) * MINUTE_MS).toISOString();
  const [ore, neodymium, cerium] = [lot(ORE, 'A'), lot(NEODYMIUM, 'N'), lot(CERIUM, 'C')];
  const kg = 500 + random.below(50_000) / 10;
  const nd = 8 + random.below(400) / 100;
  const waybill = [{ type: 'desadv', bizTransaction: `urn:epcglobal:cbv:bt:9520000000001:W${seed}-${number}` }];
  const at = (site: string): JsonObject => ({ readPoint: { id: site }, bizLocation: { id: site } });
  const mined = {
    ...headOf('ObjectEvent', timeAt(0)),
    action: 'ADD',
    bizStep: 'commissioning',
    ...at(MINE),
    quantityList: [amount(ore, kg)],
    'ree:assays': [assay(ore, { Nd2O3: nd, CeO2: 25, La2O3: 14 })],
  };
  const journey = {
    sourceList: [{ type: 'location', source: MINE }],
    destinationList: [{ type: 'location', destination: PLANT }],
    bizTransactionList: waybill,
  };
  const moved = (bizStep: string, site: string, time: string, weight: number): JsonObject => ({
    ...headOf('ObjectEvent', time),
    action: 'OBSERVE',
    bizStep,
    readPoint: { id: site },
    ...journey,
    quantityList: [amount(ore, weight)],
  });
  const received = kg - random.below(3) / 10;
  const parted = {
    ...headOf('TransformationEvent', timeAt(3)),
    bizStep: 'commissioning',
    ...at(PLANT),
    inputQuantityList: [amount(ore, received)],
    outputQuantityList: [amount(neodymium, (received * nd * 0.95) / 100), amount(cerium, received * 0.24)],
    'ree:assays': [assay(neodymium, { Nd2O3: 99.5 }), assay(cerium, { CeO2: 99, La2O3: 0.5 })],
  };
  const events = [mined, moved('shipping', MINE, timeAt(1), kg), moved('receiving', PLANT, timeAt(2), received), parted];
  return [...events, ...afterthoughts(random, events, timeAt(4), neodymium)];
}

function afterthoughts(random: RandomStream, events: readonly JsonObject[], time: string, lot: string): JsonObject[] {
  const more: JsonObject[] = [];
  if (random.chance(0.2)) {
    const again = { action: 'OBSERVE', bizStep: 'inspecting', readPoint: { id: PLANT }, quantityList: [{ epcClass: lot }] };
    more.push({ ...headOf('ObjectEvent', time), ...again, 'ree:assays': [assay(lot, { Nd2O3: 99.1, Pr6O11: 0.3 })] });
  }
  if (random.chance(0.1)) {
    const declarationTime = new Date(Date.parse(time) + MINUTE_MS).toISOString();
    more.push({ ...random.choice(events), errorDeclaration: { declarationTime, reason: 'incorrect_data' } });
  }
  return more;
}

function headOf(type: string, eventTime: string): JsonObject {
  return { type, eventTime, eventTimeZoneOffset: '+08:00' };
}

function amount(epcClass: string, kg: number): JsonObject {
  return { epcClass, quantity: Number(kg.toFixed(3)), uom: 'KGM' };
}

function assay(lot: string, percent: Record<string, number>): JsonObject {
  return { lot, percent };
}

function shuffled<T>(items: readonly T[], random: RandomStream): T[] {
  return items
    .map((item) => [random.uniform(), item] as const)
    .sort(([a], [b]) => a - b)
    .map(([, item]) => item);
}

function documentOf(eventList: readonly JsonObject[]): string {
  const document = {
    '@context': CONTEXT,
    type: 'EPCISDocument',
    schemaVersion: '2.0',
    creationDate: '2015-12-31T00:00:00Z',
    epcisBody: { eventList },
  };
  return JSON.stringify(document);
}
