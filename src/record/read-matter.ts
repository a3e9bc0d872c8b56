import { compositionOf, type Composition } from '../elements/index.ts';
import { canonicalUri, siteOf, type Json, type JsonObject, type ReeExtension } from '../epcis/index.ts';
import type { LotAmount, Matter, MeasuredLoss, Move } from '../ledger/index.ts';
import { quantityToMg } from '../units/index.ts';
import type { EventIndex } from './captured-event.ts';
import { partyOf, transactionsOf } from './event-index.ts';

const DEFAULT_WEIGHING_SD = 0.002;

/**
 * What an event does to matter, read from its fields and the rare-earth extension (FORMATS, section 1).
 * @param event an event that has passed validation
 * @param index what `indexOf` found in it
 * @param hash its event hash
 */
export function readMatter(event: JsonObject, index: EventIndex, hash: string, ree: ReeExtension): Matter {
  const move = moveOf(event, index);
  const [inputs, outputs] = amountsOf(event, move);
  const destination = partyOf(event, 'destinationList', 'location') ?? partyOf(event, 'destinationList', 'possessing_party');
  const source = partyOf(event, 'sourceList', 'location');
  const counterpart = move === 'ship' || move === 'void-shipment' ? destination : move === 'store' ? source : null;
  return {
    key: shortKey(hash),
    timeMs: index.eventTimeMs,
    move,
    site: index.site,
    counterpart: counterpart === null ? null : siteOf(counterpart),
    transactions: transactionsOf(event),
    process: typeof event['transformationID'] === 'string' ? event['transformationID'] : null,
    inputs,
    outputs,
    losses: lossesOf(ree),
    assays: assaysOf(ree),
    containers: containersOf(event, move),
    weighingSd: ree.weighing?.sdPercent === undefined ? DEFAULT_WEIGHING_SD : ree.weighing.sdPercent / 100,
  };
}

const HASH_PREFIX = 'ni:///sha-256;';

/** Sixteen hex digits of an event hash: enough to order events of one instant and to tell consignments of one lot apart. */
function shortKey(hash: string): string {
  return hash.startsWith(HASH_PREFIX) ? hash.slice(HASH_PREFIX.length, HASH_PREFIX.length + 16) : hash;
}

const MOVE_BY_STEP: Readonly<Record<string, Move>> = {
  shipping: 'ship',
  void_shipping: 'void-shipment',
  receiving: 'receive',
  storing: 'store',
  removing: 'remove',
  stock_taking: 'count',
};

function moveOf(event: JsonObject, index: EventIndex): Move {
  switch (index.type) {
    case 'TransformationEvent':
      return 'transform';
    case 'AggregationEvent':
    case 'AssociationEvent':
      return event['action'] === 'ADD' ? 'pack' : event['action'] === 'DELETE' ? 'unpack' : 'observe';
    case 'ObjectEvent':
      if (event['action'] === 'ADD') return 'source';
      if (event['action'] === 'DELETE') return 'consume';
      return MOVE_BY_STEP[index.bizStep?.slice(index.bizStep.lastIndexOf('-') + 1) ?? ''] ?? 'observe';
    default:
      return 'observe';
  }
}

/** Lots that leave and lots that come, with their masses. */
function amountsOf(event: JsonObject, move: Move): [inputs: LotAmount[], outputs: LotAmount[]] {
  switch (move) {
    case 'transform':
      return [lotAmounts(event, 'inputQuantityList', 'inputEPCList'), lotAmounts(event, 'outputQuantityList', 'outputEPCList')];
    case 'source':
    case 'receive':
      return [[], lotAmounts(event, 'quantityList', null)];
    case 'pack':
    case 'unpack':
      return [[], lotAmounts(event, 'childQuantityList', null)];
    case 'observe':
      return [[], []];
    case 'ship':
    case 'void-shipment':
    case 'store':
    case 'remove':
    case 'count':
    case 'consume':
      return [lotAmounts(event, 'quantityList', null), []];
  }
}

/** Amounts of a quantity list, those of one lot added up; identifiers of an EPC list have no mass of their own. */
function lotAmounts(event: JsonObject, quantityField: string, epcField: string | null): LotAmount[] {
  const amounts = new Map<string, bigint | null>();
  for (const element of listOf(event[quantityField])) {
    if (typeof element !== 'object' || element === null || Array.isArray(element) || typeof element['epcClass'] !== 'string')
      continue;
    const lot = canonicalUri(element['epcClass']);
    const mg = massOf(element);
    const present = amounts.get(lot) ?? null;
    amounts.set(lot, mg === null ? present : (present ?? 0n) + mg);
  }
  for (const epc of epcField === null ? [] : listOf(event[epcField])) {
    if (typeof epc === 'string') amounts.set(canonicalUri(epc), amounts.get(canonicalUri(epc)) ?? null);
  }
  return [...amounts].map(([lot, netMg]) => ({ lot, netMg }));
}

function listOf(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : [];
}

/** Milligrams of a quantity; null when it counts pieces or is no mass. */
function massOf(quantity: JsonObject): bigint | null {
  if (typeof quantity['quantity'] !== 'number' || typeof quantity['uom'] !== 'string') return null;
  const mg = quantityToMg(quantity['quantity'], quantity['uom']);
  return typeof mg === 'bigint' ? mg : null;
}

/** Pallets and drums: for an aggregation the parent first, then children without a mass; otherwise the event's EPCs. */
function containersOf(event: JsonObject, move: Move): string[] {
  if (move === 'pack' || move === 'unpack') {
    if (typeof event['parentID'] !== 'string') return [];
    const children = listOf(event['childEPCs']).filter((epc) => typeof epc === 'string');
    return [event['parentID'], ...children].map(canonicalUri);
  }
  if (move === 'transform' || move === 'observe' || move === 'source') return [];
  return listOf(event['epcList'])
    .filter((epc) => typeof epc === 'string')
    .map(canonicalUri);
}

function lossesOf(ree: ReeExtension): MeasuredLoss[] {
  return (ree.measuredLoss ?? []).flatMap((loss) => {
    const netMg = quantityToMg(loss.quantity, loss.uom);
    return typeof netMg === 'bigint' ? [{ kind: loss.kind, netMg, composition: compositionOf(loss.percent ?? {}) }] : [];
  });
}

function assaysOf(ree: ReeExtension): ReadonlyMap<string, Composition> {
  return new Map((ree.assays ?? []).map((assay) => [canonicalUri(assay.lot), compositionOf(assay.percent, assay.sd ?? {})]));
}
