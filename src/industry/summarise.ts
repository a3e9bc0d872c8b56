import { compositionOf, oxideFactor, type Composition } from '../elements/index.ts';
import type { IndustryRegistry } from './industry-registry.ts';
import type { Json, JsonObject } from './recorder.ts';

/** Totals of a year's events by stage, and everything in them that cannot be. Masses in tonnes. */
export interface IndustrySummary {
  readonly events: number;
  readonly byStep: ReadonlyMap<string, number>;
  /** REO mined, by year and ore, e.g. `2015/light`, and by mine site of the last year. */
  readonly minedReo: ReadonlyMap<string, number>;
  /** REO in products of separation plants, by site, and what went into them. */
  readonly separatedReo: ReadonlyMap<string, number>;
  readonly separationFeedReo: number;
  /** Net tonnes made, by kind of product (all transformations). */
  readonly made: ReadonlyMap<string, number>;
  /** Net tonnes that left the country, by kind of product, and by destination. */
  readonly exported: ReadonlyMap<string, number>;
  readonly exportedTo: ReadonlyMap<string, number>;
  readonly stored: number;
  readonly returnedScrap: number;
  /** Lots used before they exist, used beyond what they hold, or processes that give more of an element than they took. */
  readonly problems: readonly string[];
}

const GRAMS = 1000;
/** How many standard deviations an element may come out above what went in. */
const GAIN_SDS = 4;

type Kinds = ReadonlyMap<string, string>;

interface Book {
  readonly siteKinds: Kinds;
  readonly ores: Kinds;
  readonly productKinds: Kinds;
  readonly compositions: Map<string, Composition>;
  /** Grams by lot and site. */
  readonly stock: Map<string, number>;
  readonly pallets: Map<string, { lot: string; kg: number }[]>;
  readonly tallies: Record<'byStep' | 'minedReo' | 'separatedReo' | 'made' | 'exported' | 'exportedTo', Map<string, number>>;
  readonly totals: { events: number; separationFeedReo: number; stored: number; returnedScrap: number };
  readonly problems: string[];
}

/**
 * Replays events in their order and adds them up.
 * @param events bare EPCIS events as `simulateIndustry` gives them
 * @param registry the registry that they belong to
 */
export function summarise(events: Iterable<JsonObject>, registry: IndustryRegistry): IndustrySummary {
  const book: Book = {
    siteKinds: new Map(registry.sites.map((site) => [site.id, site.kind])),
    ores: new Map(registry.sites.map((site) => [site.id, site.ore ?? ''])),
    productKinds: new Map(registry.products.map((product) => [product.id, product.kind])),
    compositions: new Map(),
    stock: new Map(),
    pallets: new Map(),
    tallies: {
      byStep: new Map(),
      minedReo: new Map(),
      separatedReo: new Map(),
      made: new Map(),
      exported: new Map(),
      exportedTo: new Map(),
    },
    totals: { events: 0, separationFeedReo: 0, stored: 0, returnedScrap: 0 },
    problems: [],
  };
  for (const event of events) replay(book, event);
  return { ...book.tallies, ...book.totals, problems: book.problems };
}

function replay(book: Book, event: JsonObject): void {
  book.totals.events++;
  tally(book.tallies.byStep, `${text(event['type'])}/${text(event['bizStep'])}`, 1);
  for (const assay of objects(event['ree:assays']))
    book.compositions.set(text(assay['lot']), compositionOf(numbers(assay['percent']), numbers(assay['sd'])));
  if (event['type'] === 'TransformationEvent') return replayTransformation(book, event);
  if (event['type'] === 'AggregationEvent') return replayPallet(book, event);
  replayObject(book, event);
}

function replayObject(book: Book, event: JsonObject): void {
  const site = siteOf(event);
  for (const { lot, kg } of cargoOf(book, event)) {
    switch (event['bizStep']) {
      case 'commissioning':
        commission(book, event, site, lot, kg);
        break;
      case 'shipping':
        ship(book, event, site, lot, kg);
        break;
      case 'receiving':
        move(book, event, site, lot, kg);
        break;
      case 'decommissioning':
        move(book, event, site, lot, -kg);
        break;
      case 'storing':
        book.totals.stored += kg / 1000;
        break;
      case 'stock_taking':
        count(book, event, site, lot, kg);
        break;
      default:
        break;
    }
  }
}

function commission(book: Book, event: JsonObject, site: string, lot: string, kg: number): void {
  move(book, event, site, lot, kg);
  if (book.siteKinds.get(site) === 'recycler') {
    book.totals.returnedScrap += kg / 1000;
    return;
  }
  const tonnes = reoTonnes(book, lot, kg);
  const year = text(event['eventTime']).slice(0, 4);
  tally(book.tallies.minedReo, `${year}/${book.ores.get(site)}`, tonnes);
  tally(book.tallies.minedReo, `${year}/${site}`, tonnes);
}

function ship(book: Book, event: JsonObject, site: string, lot: string, kg: number): void {
  move(book, event, site, lot, -kg);
  const to = objects(event['destinationList']).find((party) => party['type'] === 'location');
  const destination = text(to?.['destination']);
  if (book.siteKinds.get(destination) !== 'foreign') return;
  tally(book.tallies.exported, kindOf(book, lot), kg / 1000);
  tally(book.tallies.exportedTo, destination, kg / 1000);
  if (typeof event['ree:licence'] !== 'string') problem(book, event, `${lot} leaves the country without a licence`);
}

function count(book: Book, event: JsonObject, site: string, lot: string, kg: number): void {
  const key = `${lot} ${site}`;
  const booked = (book.stock.get(key) ?? 0) / GRAMS;
  if (Math.abs(kg - booked) > 0.005 * booked + 0.01) problem(book, event, `${lot}: counted ${kg} kg, on the books ${booked} kg`);
  book.stock.set(key, Math.round(kg * GRAMS));
}

function replayPallet(book: Book, event: JsonObject): void {
  const pallet = text(event['parentID']);
  if (event['action'] === 'DELETE') book.pallets.delete(pallet);
  else book.pallets.set(pallet, quantities(event['childQuantityList']));
}

function replayTransformation(book: Book, event: JsonObject): void {
  const site = siteOf(event);
  const inputs = quantities(event['inputQuantityList']);
  const outputs = quantities(event['outputQuantityList']);
  for (const { lot, kg } of inputs) move(book, event, site, lot, -kg);
  for (const { lot, kg } of outputs) {
    move(book, event, site, lot, kg);
    tally(book.tallies.made, kindOf(book, lot), kg / 1000);
    if (book.siteKinds.get(site) === 'separation-plant') tally(book.tallies.separatedReo, site, reoTonnes(book, lot, kg));
  }
  if (book.siteKinds.get(site) === 'separation-plant') {
    for (const { lot, kg } of inputs) book.totals.separationFeedReo += reoTonnes(book, lot, kg);
  }
  checkElements(book, event, inputs, outputs);
}

/** No element may come out of a process above what went in by more than the uncertainty of weighing and assay explains. */
function checkElements(book: Book, event: JsonObject, inputs: readonly Amount[], outputs: readonly Amount[]): void {
  const weighingSd = (numbers(event['ree:weighing'])['sdPercent'] ?? 0.2) / 100;
  const balance = new Map<number, { kg: number; variance: number }>();
  const post = (composition: Composition, kg: number): void => {
    for (const { index, fraction, sd } of composition) {
      const line = balance.get(index) ?? { kg: 0, variance: 0 };
      line.kg += kg * fraction;
      line.variance += (kg * sd) ** 2 + (kg * fraction * weighingSd) ** 2;
      balance.set(index, line);
    }
  };
  for (const { lot, kg } of inputs) post(book.compositions.get(lot) ?? [], kg);
  for (const { lot, kg } of outputs) post(book.compositions.get(lot) ?? [], -kg);
  for (const loss of objects(event['ree:measuredLoss'])) post(compositionOf(numbers(loss['percent'])), -Number(loss['quantity']));
  for (const [index, { kg, variance }] of balance) {
    if (kg < -GAIN_SDS * Math.sqrt(variance) - 0.001)
      problem(book, event, `element ${index}: ${(-kg).toFixed(3)} kg more out than in, sd ${Math.sqrt(variance).toFixed(3)}`);
  }
}

interface Amount {
  readonly lot: string;
  readonly kg: number;
}

function move(book: Book, event: JsonObject, site: string, lot: string, kg: number): void {
  const key = `${lot} ${site}`;
  if (!book.compositions.has(lot)) problem(book, event, `${lot} is not on record`);
  const grams = (book.stock.get(key) ?? 0) + Math.round(kg * GRAMS);
  if (grams < 0) problem(book, event, `${lot} at ${site}: ${-grams} g more used than it holds`);
  if (grams === 0) book.stock.delete(key);
  else book.stock.set(key, grams);
}

function cargoOf(book: Book, event: JsonObject): Amount[] {
  const pallets = Array.isArray(event['epcList']) ? event['epcList'] : [];
  return [...quantities(event['quantityList']), ...pallets.flatMap((pallet) => book.pallets.get(text(pallet)) ?? [])];
}

function quantities(list: Json | undefined): Amount[] {
  return objects(list).flatMap((entry) =>
    typeof entry['quantity'] === 'number' ? [{ lot: text(entry['epcClass']), kg: entry['quantity'] }] : [],
  );
}

function reoTonnes(book: Book, lot: string, kg: number): number {
  return (
    ((book.compositions.get(lot) ?? []).reduce((sum, { index, fraction }) => sum + fraction * oxideFactor(index), 0) * kg) / 1000
  );
}

function kindOf(book: Book, lot: string): string {
  return book.productKinds.get(lot.slice(0, lot.indexOf('/10/'))) ?? 'unknown';
}

function problem(book: Book, event: JsonObject, what: string): void {
  book.problems.push(`${text(event['eventTime'])} ${text(event['eventID'])}: ${what}`);
}

function tally(map: Map<string, number>, key: string, amount: number): void {
  map.set(key, (map.get(key) ?? 0) + amount);
}

function siteOf(event: JsonObject): string {
  return text(object(event['readPoint'])['id']);
}

function text(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}

function object(value: Json | undefined): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
}

function objects(value: Json | undefined): JsonObject[] {
  return Array.isArray(value) ? value.map(object) : [];
}

function numbers(value: Json | undefined): Record<string, number> {
  return Object.fromEntries(
    Object.entries(object(value)).flatMap(([key, entry]) => (typeof entry === 'number' ? [[key, entry]] : [])),
  );
}
