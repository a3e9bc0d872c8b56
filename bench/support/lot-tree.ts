import type { Application } from '../../src/app/index.ts';
import type { IndustryRegistry } from '../../src/industry/index.ts';
import { captureWhole } from './capture-documents.ts';
import { documentText } from './documents.ts';

const CONTEXT = ['https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld', { ree: 'https://w3id.org/ytterby/ree/' }];
const LAYERS = 10;
const LOTS_IN_LAYER = 100;
const LOT_KG = 1000;
const MINUTE_MS = 60_000;
const BEGIN_MS = Date.UTC(2009, 5, 1);
const PERCENT = { La2O3: 12.7, CeO2: 26.5, Pr6O11: 3, Nd2O3: 7.8, Sm2O3: 0.7, Eu2O3: 0.2, Gd2O3: 0.3, Tb4O7: 0.04, Dy2O3: 0.13 };

/**
 * Captures a lot whose ancestry has exactly a thousand lots: a hundred mined, then nine layers of a hundred in which each lot is made
 * of halves of two lots of the layer before, at ever wider distance, and at last one of all.
 * @param number tells trees apart
 * @returns the lot
 */
export async function captureLotTree(app: Application, registry: IndustryRegistry, number: number): Promise<string> {
  const mine = siteOfKind(registry, 'mine');
  const plant = siteOfKind(registry, 'separation-plant');
  const product = registry.products.find(({ kind }) => kind === 'concentrate')?.id;
  if (product === undefined) throw new Error('captureLotTree: the simulated registry has no concentrate');
  const lotOf = (layer: number, place: number): string => `${product}/10/TREE-${number}-${layer}-${place % LOTS_IN_LAYER}`;
  let minute = 0;
  const timed = (fields: object, site: string): object => ({
    eventTime: new Date(BEGIN_MS + ++minute * MINUTE_MS).toISOString(),
    eventTimeZoneOffset: '+08:00',
    bizStep: 'commissioning',
    disposition: 'active',
    readPoint: { id: site },
    bizLocation: { id: site },
    ...fields,
  });
  const made = (output: string, inputs: readonly string[], kg: number): object =>
    timed(
      {
        type: 'TransformationEvent',
        inputQuantityList: inputs.map((lot) => mass(lot, kg / inputs.length)),
        outputQuantityList: [mass(output, kg)],
      },
      plant,
    );
  const places = Array.from({ length: LOTS_IN_LAYER }, (_, place) => place);
  const events = places.map((place) => timed(minedFields(lotOf(0, place)), mine));
  for (let layer = 1; layer < LAYERS; layer++) {
    const distance = 2 ** ((layer - 1) % 6);
    for (const place of places)
      events.push(made(lotOf(layer, place), [lotOf(layer - 1, place), lotOf(layer - 1, place + distance)], LOT_KG));
  }
  const root = lotOf(LAYERS, 0);
  events.push(
    made(
      root,
      places.map((place) => lotOf(LAYERS - 1, place)),
      LOTS_IN_LAYER * LOT_KG,
    ),
  );
  await captureWhole(app, documentText(CONTEXT, events));
  return root;
}

function siteOfKind(registry: IndustryRegistry, kind: string): string {
  const site = registry.sites.find((one) => one.kind === kind);
  if (site === undefined) throw new Error(`captureLotTree: the simulated registry has no ${kind}`);
  return site.id;
}

function mass(lot: string, kg: number): object {
  return { epcClass: lot, quantity: kg, uom: 'KGM' };
}

function minedFields(lot: string): object {
  return { type: 'ObjectEvent', action: 'ADD', quantityList: [mass(lot, LOT_KG)], 'ree:assays': [{ lot, percent: PERCENT }] };
}
