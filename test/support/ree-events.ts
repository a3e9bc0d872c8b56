import assert from 'node:assert/strict';
import { loadRegistry, openApplication, type Application } from '../../src/app/index.ts';
import { gs1CheckDigit } from '../../src/epcis/index.ts';
import { createMemoryStore } from '../../src/store/index.ts';

/** A small world and short ways to write its events, for tests that count by hand. */

type JsonObject = Record<string, unknown>;

const CONTEXT = ['https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld', { ree: 'https://w3id.org/ytterby/ree/' }];
const withCheckDigit = (body: string): string => body + gs1CheckDigit(body);

const siteId = (number: number): string => `https://id.gs1.org/414/${withCheckDigit(`95060001343${number}`)}`;
const partyId = (number: number): string => `https://id.gs1.org/417/${withCheckDigit(`95060001343${number}`)}`;
const productId = (number: number): string => `https://id.gs1.org/01/${withCheckDigit(`095060001343${number}`)}`;

/** Sites by what they are; `elsewhere` is not registered. */
export const SITES = {
  mine: siteId(1),
  plant: siteId(2),
  smelter: siteId(3),
  magnets: siteId(4),
  recycler: siteId(5),
  reserve: siteId(6),
  abroad: siteId(7),
  elsewhere: siteId(8),
} as const;

/** Organisations: `group` holds the others. */
export const PARTIES = { group: partyId(1), mining: partyId(2), making: partyId(3), state: partyId(4) } as const;

const PRODUCTS = {
  concentrate: productId(1),
  oxide: productId(2),
  metal: productId(3),
  magnet: productId(4),
  scrap: productId(5),
} as const;

/** A lot of a product. */
export function lotOf(product: keyof typeof PRODUCTS, name: string): string {
  return `${PRODUCTS[product]}/10/${name}`;
}

/** A pallet. */
export const PALLET = `https://id.gs1.org/00/${withCheckDigit('09506000134300001')}`;

const nameOf = (text: string): JsonObject => ({ zh: `${text}厂`, en: text });

/** The registry of this world; 1 t of mining and 2 t of separation quota in 2015 for the group, allotted in part. */
export const REGISTRY = {
  organisations: [
    { id: PARTIES.group, name: nameOf('Group'), group: null, usci: null, roles: [] },
    { id: PARTIES.mining, name: nameOf('Mining'), group: PARTIES.group, usci: null, roles: ['mine'] },
    { id: PARTIES.making, name: nameOf('Making'), group: PARTIES.group, usci: null, roles: ['separation', 'metal'] },
    { id: PARTIES.state, name: nameOf('State'), group: null, usci: null, roles: ['reserve'] },
  ],
  sites: [
    siteEntry('mine', PARTIES.mining, 'mine', { deposit: 'Hill', ore: 'light', province: 'Sichuan', location: [102, 28] }),
    siteEntry('plant', PARTIES.making, 'separation-plant', { ore: 'light' }),
    siteEntry('smelter', PARTIES.making, 'metal-plant', {}),
    siteEntry('magnets', PARTIES.making, 'material-plant', {}),
    siteEntry('recycler', PARTIES.making, 'recycler', {}),
    siteEntry('reserve', PARTIES.state, 'reserve-warehouse', {}),
    siteEntry('abroad', PARTIES.state, 'foreign', {}),
  ],
  products: Object.entries(PRODUCTS).map(([kind, id]) => ({ id, name: { zh: kind, en: kind }, kind, hs: null })),
  permits: [],
  quotas: [
    quotaEntry('mining', PARTIES.group, null, 1),
    quotaEntry('separation', PARTIES.group, null, 2),
    quotaEntry('mining', PARTIES.mining, '2015-mining-group', 0.4),
  ],
  lists: [],
  deposits: [{ name: 'Hill', reoPercent: { CeO2: 60, Nd2O3: 40 }, sdPercent: null, source: 'a test' }],
};

function siteEntry(
  name: Exclude<keyof typeof SITES, 'elsewhere'>,
  organisation: string,
  kind: string,
  more: JsonObject,
): JsonObject {
  return {
    id: SITES[name],
    organisation,
    name: nameOf(name),
    kind,
    deposit: null,
    ore: null,
    province: null,
    location: null,
    ...more,
  };
}

function quotaEntry(stage: string, holder: string, parent: string | null, reoTonnes: number): JsonObject {
  const id = parent === null ? `2015-${stage}-group` : `2015-${stage}-part`;
  return { id, year: 2015, batch: 'year', stage, ore: 'light', holder, parent, reoTonnes };
}

/** An application over a record in memory, with a clock that the test sets. */
export class Bench {
  nowMs: number;
  readonly app: Application;

  constructor(now: string) {
    this.nowMs = Date.parse(now);
    this.app = openApplication(createMemoryStore(), () => this.nowMs, '0.0.0-test');
  }

  /** An application with the registry of this world, the clock at the end of 2015. */
  static async open(now = '2015-12-31T00:00:00+08:00'): Promise<Bench> {
    const bench = new Bench(now);
    await loadRegistry(bench.app, JSON.stringify(REGISTRY));
    return bench;
  }

  /** Captures events in one document at an instant (the present one when none is given). */
  async capture(events: readonly JsonObject[], now?: string): Promise<void> {
    if (now !== undefined) this.nowMs = Date.parse(now);
    await captureInto(this.app, events);
  }
}

/** Captures events in one document. */
export async function captureInto(app: Application, events: readonly JsonObject[]): Promise<void> {
  const document = {
    '@context': CONTEXT,
    type: 'EPCISDocument',
    schemaVersion: '2.0',
    creationDate: '2015-12-31T00:00:00Z',
    epcisBody: { eventList: events },
  };
  const { finished } = await app.capture.capture(JSON.stringify(document), 'rollback');
  const { job } = await finished;
  assert.equal(job.success, true, JSON.stringify(job.errors));
}

/** Kilograms of a lot. */
export function kg(epcClass: string, quantity: number): JsonObject {
  return { epcClass, quantity, uom: 'KGM' };
}

type Percent = Readonly<Record<string, number>>;

function assays(by: Readonly<Record<string, Percent>> | undefined): JsonObject {
  return by === undefined ? {} : { 'ree:assays': Object.entries(by).map(([lot, percent]) => ({ lot, percent })) };
}

function head(type: string, time: string, site: string): JsonObject {
  return { type, eventTime: time, eventTimeZoneOffset: '+08:00', readPoint: { id: site }, bizLocation: { id: site } };
}

/** A lot is mined, returned as scrap or imported, as the site has it. */
export function enters(
  time: string,
  site: string,
  lot: string,
  mass: number,
  percent?: Percent,
  more: JsonObject = {},
): JsonObject {
  const assayed = assays(percent === undefined ? undefined : { [lot]: percent });
  return {
    ...head('ObjectEvent', time, site),
    action: 'ADD',
    bizStep: 'commissioning',
    quantityList: [kg(lot, mass)],
    ...assayed,
    ...more,
  };
}

/** Lots become other lots; `percent` by output. */
export function becomes(
  time: string,
  site: string,
  inputs: readonly JsonObject[],
  outputs: readonly JsonObject[],
  percent?: Readonly<Record<string, Percent>>,
  more: JsonObject = {},
): JsonObject {
  return {
    ...head('TransformationEvent', time, site),
    bizStep: 'commissioning',
    inputQuantityList: inputs,
    outputQuantityList: outputs,
    ...assays(percent),
    ...more,
  };
}

/** Something is done to lots without changing them: `inspecting`, `storing`, `stock_taking`. */
export function observed(
  time: string,
  site: string,
  bizStep: string,
  quantityList: readonly JsonObject[],
  percent?: Readonly<Record<string, Percent>>,
): JsonObject {
  return { ...head('ObjectEvent', time, site), action: 'OBSERVE', bizStep, quantityList, ...assays(percent) };
}

/** Lots, or a pallet, leave a site for another under a waybill. */
export function ships(
  time: string,
  from: string,
  to: string,
  waybill: string,
  quantityList: readonly JsonObject[],
  more: JsonObject = {},
): JsonObject {
  return { ...observed(time, from, 'shipping', quantityList), ...journey(from, to, waybill), ...more };
}

/** They arrive. */
export function receives(
  time: string,
  from: string,
  to: string,
  waybill: string,
  quantityList: readonly JsonObject[],
  more: JsonObject = {},
): JsonObject {
  return { ...observed(time, to, 'receiving', quantityList), ...journey(from, to, waybill), ...more };
}

function journey(from: string, to: string, waybill: string): JsonObject {
  return {
    sourceList: [{ type: 'location', source: from }],
    destinationList: [{ type: 'location', destination: to }],
    bizTransactionList: [{ type: 'desadv', bizTransaction: `urn:epcglobal:cbv:bt:9506000134310:${waybill}` }],
  };
}

/** The same event, declared in error. */
export function declared(event: JsonObject, declarationTime: string): JsonObject {
  return { ...event, errorDeclaration: { declarationTime, reason: 'incorrect_data' } };
}
