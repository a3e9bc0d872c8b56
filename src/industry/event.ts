import { assayOf, lossPercent } from './assay.ts';
import { reoOf, roundKg, type ElementKg, type Holding, type Lot } from './matter.ts';
import type { Json, JsonObject } from './recorder.ts';
import type { Place, Run } from './run.ts';

/** What leaves a process measured but is no lot. `reoPercent` is its grade. */
export interface Loss {
  readonly kind: 'tailings' | 'effluent' | 'slag' | 'dust' | 'discard';
  readonly elements: ElementKg;
  readonly reoPercent: number;
}

/** The papers of one consignment. */
export interface Papers {
  readonly invoice: string;
  readonly waybill: string;
}

/** A consignment: who sends what to whom. */
export interface Consignment {
  readonly from: Place;
  readonly to: Place;
  readonly kg: number;
  readonly lot: Lot;
  readonly papers: Papers;
  /** The pallet that carries it, or null when lots travel loose. */
  readonly pallet: string | null;
  readonly licence: string | null;
}

const ZONE = '+08:00';

/** Records the commissioning of a lot with its assay: mined at a mine, returned as scrap at a recycler. */
export function recordCommissioning(run: Run, place: Place, holding: Holding, losses: readonly Loss[]): void {
  const kg = holding.kg;
  run.recorder.record(run.nowMs, (time, id) => ({
    ...headOf('ObjectEvent', time, id),
    action: 'ADD',
    bizStep: 'commissioning',
    disposition: 'active',
    ...whereOf(place),
    quantityList: [quantityOf(holding.lot.uri, kg)],
    ...ree('assays', [assayOf(run, holding.lot, place.random.split(holding.lot.uri), null)]),
    ...ree('weighing', { sdPercent: run.assume('weighing.sdPercent') }),
    ...lossesOf(losses),
    ...(holding.lot.origin === null ? {} : ree('declaredOrigin', holding.lot.origin)),
  }));
}

/** Records a process: what went in, what came out with its assays, what was lost and measured. */
export function recordTransformation(
  run: Run,
  place: Place,
  inputs: readonly Holding[],
  outputs: readonly Holding[],
  losses: readonly Loss[],
): void {
  const taken = inputs.map(({ lot, kg }) => [lot.uri, kg] as const);
  const given = outputs.map(({ lot, kg }) => [lot.uri, kg] as const);
  run.recorder.record(run.nowMs, (time, id) => ({
    ...headOf('TransformationEvent', time, id),
    inputQuantityList: addedUp(taken),
    outputQuantityList: addedUp(given),
    bizStep: 'commissioning',
    disposition: 'active',
    ...whereOf(place),
    ...ree(
      'assays',
      outputs.map(({ lot }) => assayOf(run, lot, place.random.split(lot.uri), null)),
    ),
    ...ree('weighing', { sdPercent: run.assume('weighing.sdPercent') }),
    ...lossesOf(losses),
  }));
}

/** Records that a consignment leaves. */
export function recordShipping(run: Run, consignment: Consignment): void {
  const { from, to, licence } = consignment;
  run.recorder.record(run.nowMs, (time, id) => ({
    ...headOf('ObjectEvent', time, id),
    action: 'OBSERVE',
    bizStep: 'shipping',
    disposition: 'in_transit',
    readPoint: { id: from.site },
    ...cargoOf(consignment, consignment.kg),
    ...partiesOf(from, to),
    ...transactionsOf(consignment.papers),
    ...ree('weighing', { sdPercent: run.assume('weighing.sdPercent') }),
    ...(licence === null ? {} : ree('licence', licence)),
  }));
}

/** Records that it arrives, as weighed by the receiver. */
export function recordReceiving(run: Run, consignment: Consignment, kgReceived: number): void {
  const { from, to } = consignment;
  run.recorder.record(run.nowMs, (time, id) => ({
    ...headOf('ObjectEvent', time, id),
    action: 'OBSERVE',
    bizStep: 'receiving',
    disposition: 'in_progress',
    ...whereOf(to),
    ...cargoOf(consignment, kgReceived),
    ...partiesOf(from, to),
    ...transactionsOf(consignment.papers),
    ...ree('weighing', { sdPercent: run.assume('weighing.sdPercent') }),
  }));
}

/** Records packing on a pallet (`ADD`) or unpacking from it (`DELETE`). */
export function recordPallet(run: Run, place: Place, pallet: string, holding: Holding, action: 'ADD' | 'DELETE'): void {
  const kg = holding.kg;
  run.recorder.record(run.nowMs, (time, id) => ({
    ...headOf('AggregationEvent', time, id),
    parentID: pallet,
    childQuantityList: [quantityOf(holding.lot.uri, kg)],
    action,
    bizStep: action === 'ADD' ? 'packing' : 'unpacking',
    disposition: 'in_progress',
    ...whereOf(place),
  }));
}

/** Records something done to lots that lie at a place: counted, stored, taken out, used up. */
export function recordAtPlace(
  run: Run,
  place: Place,
  holdings: readonly Holding[],
  step: 'stock_taking' | 'storing' | 'removing' | 'decommissioning',
): void {
  const listed = holdings.map(({ lot, kg }) => [lot.uri, kg] as const);
  run.recorder.record(run.nowMs, (time, id) => ({
    ...headOf('ObjectEvent', time, id),
    action: step === 'decommissioning' ? 'DELETE' : 'OBSERVE',
    bizStep: step,
    disposition: step === 'decommissioning' ? 'inactive' : 'in_progress',
    ...whereOf(place),
    quantityList: addedUp(listed),
    ...(step === 'stock_taking' ? ree('weighing', { sdPercent: run.assume('weighing.sdPercent') }) : {}),
  }));
}

/** Records a later assay of a lot by an independent laboratory; no mass is stated, for only a sample was seen. */
export function recordInspection(run: Run, place: Place, lot: Lot, laboratory: string): void {
  run.recorder.record(run.nowMs, (time, id) => ({
    ...headOf('ObjectEvent', time, id),
    action: 'OBSERVE',
    bizStep: 'inspecting',
    readPoint: { id: place.site },
    quantityList: [{ epcClass: lot.uri }],
    ...ree('assays', [assayOf(run, lot, place.random.split(`${lot.uri}/umpire`), laboratory)]),
  }));
}

function headOf(type: string, eventTime: string, eventID: string): JsonObject {
  return { type, eventID, eventTime, eventTimeZoneOffset: ZONE };
}

function whereOf(place: Place): JsonObject {
  return { readPoint: { id: place.site }, bizLocation: { id: place.site } };
}

function ree(field: string, value: Json): JsonObject {
  return { [`ree:${field}`]: value };
}

function quantityOf(lot: string, kg: number): JsonObject {
  return { epcClass: lot, quantity: roundKg(kg), uom: 'KGM' };
}

/** One entry a lot, parts of one lot added up. */
function addedUp(parts: readonly (readonly [lot: string, kg: number])[]): JsonObject[] {
  const byLot = new Map<string, number>();
  for (const [lot, kg] of parts) byLot.set(lot, (byLot.get(lot) ?? 0) + kg);
  return [...byLot].map(([lot, kg]) => quantityOf(lot, kg));
}

function cargoOf({ pallet, lot }: Consignment, kg: number): JsonObject {
  return pallet === null ? { quantityList: [quantityOf(lot.uri, kg)] } : { epcList: [pallet] };
}

function partiesOf(from: Place, to: Place): JsonObject {
  return {
    sourceList: [
      { type: 'owning_party', source: from.organisation },
      { type: 'location', source: from.site },
    ],
    destinationList: [
      { type: 'owning_party', destination: to.organisation },
      { type: 'location', destination: to.site },
    ],
  };
}

function transactionsOf({ invoice, waybill }: Papers): JsonObject {
  return {
    bizTransactionList: [
      { type: 'inv', bizTransaction: invoice },
      { type: 'desadv', bizTransaction: waybill },
    ],
  };
}

function lossesOf(losses: readonly Loss[]): JsonObject {
  if (losses.length === 0) return {};
  return ree(
    'measuredLoss',
    losses.map(({ kind, elements, reoPercent }) => {
      const reoKg = reoOf(elements);
      return {
        kind,
        quantity: roundKg((reoKg * 100) / reoPercent),
        uom: 'KGM',
        percent: lossPercent(elements, reoKg, reoPercent),
      };
    }),
  );
}
