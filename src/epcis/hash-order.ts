import type { VocabularyKind } from './vocabulary.ts';

/** How the event hash writes one standard field. */
export interface HashField {
  readonly key: string;
  /** `key=`, ready for use. */
  readonly assign: string;
  /** The vocabulary whose bare words the value is expanded from. */
  readonly vocabulary: VocabularyKind | null;
  readonly isTime: boolean;
  /** Name of each member, for a list that appears once with its members inside. */
  readonly element: HashField | null;
  /** The fields inside, in their order, for an object. */
  readonly fields: HashOrder | null;
}

/** Fields in canonical order, each with its rank. */
export interface HashOrder {
  readonly fields: readonly HashField[];
  readonly ranks: ReadonlyMap<string, number>;
}

type Traits = Partial<Omit<HashField, 'key' | 'assign'>>;

function field(key: string, traits: Traits = {}): HashField {
  return { key, assign: `${key}=`, vocabulary: null, isTime: false, element: null, fields: null, ...traits };
}

function word(key: string, vocabulary: VocabularyKind): HashField {
  return field(key, { vocabulary });
}

function time(key: string): HashField {
  return field(key, { isTime: true });
}

function list(key: string, element: HashField): HashField {
  return field(key, { element });
}

function object(key: string, ...fields: HashField[]): HashField {
  return field(key, { fields: order(fields) });
}

function order(fields: readonly HashField[]): HashOrder {
  return { fields, ranks: new Map(fields.map((each, rank) => [each.key, rank])) };
}

const EPC = field('epc');
const QUANTITY = object('quantityElement', field('epcClass'), field('quantity'), field('uom'));

const SENSOR_METADATA = object(
  'sensorMetadata',
  time('time'),
  time('startTime'),
  time('endTime'),
  field('deviceID'),
  field('deviceMetadata'),
  field('rawData'),
  field('dataProcessingMethod'),
  field('bizRules'),
);

const SENSOR_REPORT = object(
  'sensorReport',
  word('type', 'measurementType'),
  word('exception', 'sensorAlertType'),
  field('deviceID'),
  field('deviceMetadata'),
  field('rawData'),
  field('dataProcessingMethod'),
  time('time'),
  field('microorganism'),
  field('chemicalSubstance'),
  field('value'),
  word('component', 'component'),
  field('stringValue'),
  field('booleanValue'),
  field('hexBinaryValue'),
  field('uriValue'),
  field('minValue'),
  field('maxValue'),
  field('meanValue'),
  field('sDev'),
  field('percRank'),
  field('percValue'),
  field('uom'),
  field('coordinateReferenceSystem'),
);

/**
 * The canonical property order of CBV 2.0, section 8.9, for all event types, behind `eventType`. Where the standard's table is silent
 * (`certificationInfo`) the place is that of the published vectors.
 */
export const EVENT_ORDER: HashOrder = order([
  time('eventTime'),
  field('eventTimeZoneOffset'),
  field('certificationInfo'),
  list('epcList', EPC),
  field('parentID'),
  list('inputEPCList', EPC),
  list('childEPCs', EPC),
  list('quantityList', QUANTITY),
  list('childQuantityList', QUANTITY),
  list('inputQuantityList', QUANTITY),
  list('outputEPCList', EPC),
  list('outputQuantityList', QUANTITY),
  field('action'),
  field('transformationID'),
  word('bizStep', 'bizStep'),
  word('disposition', 'disposition'),
  object('persistentDisposition', word('set', 'disposition'), word('unset', 'disposition')),
  object('readPoint', field('id')),
  object('bizLocation', field('id')),
  list('sensorElementList', object('sensorElement', SENSOR_METADATA, SENSOR_REPORT)),
]);

/** A list of typed references; in the pre-hash string it is sorted in among the extensions, and the type stands first in each pair. */
export interface PairList {
  readonly type: HashField;
  readonly id: HashField;
}

function pair(vocabulary: VocabularyKind, id: string): PairList {
  return { type: word('type', vocabulary), id: field(id) };
}

export const PAIR_LISTS: ReadonlyMap<string, PairList> = new Map([
  ['bizTransactionList', pair('bizTransactionType', 'bizTransaction')],
  ['sourceList', pair('sourceDestinationType', 'source')],
  ['destinationList', pair('sourceDestinationType', 'destination')],
]);

/** Fields of an event that are no part of what happened: assigned by the recorder, or written elsewhere in the string. */
export const UNHASHED: ReadonlySet<string> = new Set(['type', 'eventID', 'recordTime', 'errorDeclaration', '@context']);

/** The namespace form of `rdfs:comment`. */
const COMMENT = '{http://www.w3.org/2000/01/rdf-schema#}comment';

/** Whether a field is a remark for human readers, which the hash leaves out at any depth. */
export function isComment(expandedKey: string): boolean {
  return expandedKey === 'comment' || expandedKey === COMMENT;
}
