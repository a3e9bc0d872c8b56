/**
 * How each field of an event stands in XML, for reading and writing alike (EPCIS 2.0, section 9.5; its XML schema). The order of fields in
 * an object is that of the schema.
 */
import type { VocabularyKind } from '../epcis/index.ts';

/** How one field stands in XML. */
export type Form =
  | { readonly is: 'text' | 'number' | 'boolean' }
  /** A word of a standard vocabulary, bare in JSON, written out in XML. */
  | { readonly is: 'word'; readonly vocabulary: VocabularyKind }
  /** A list whose entries stand in elements of that name inside one element. */
  | { readonly is: 'list'; readonly item: string; readonly form: Form }
  /** A list whose entries are elements of the field's own name, side by side. */
  | { readonly is: 'repeated'; readonly form: Form }
  /** The same where JSON writes a single entry without list. */
  | { readonly is: 'one-or-more'; readonly form: Form }
  /** An object; names that are not in `fields` are extensions. */
  | { readonly is: 'object'; readonly fields: Forms }
  /** An object whose fields are attributes. */
  | { readonly is: 'attributes'; readonly fields: Forms }
  /** A text with an attribute `type`; in JSON an object, in which the text has the element's name. */
  | { readonly is: 'typed'; readonly vocabulary: VocabularyKind };

/** Fields by name. */
export type Forms = ReadonlyMap<string, Form>;

const TEXT: Form = { is: 'text' };
const NUMBER: Form = { is: 'number' };

function word(vocabulary: VocabularyKind): Form {
  return { is: 'word', vocabulary };
}

function list(item: string, form: Form): Form {
  return { is: 'list', item, form };
}

function repeated(form: Form): Form {
  return { is: 'repeated', form };
}

function object(fields: Readonly<Record<string, Form>>): Form {
  return { is: 'object', fields: new Map(Object.entries(fields)) };
}

function attributes(fields: Readonly<Record<string, Form>>): Form {
  return { is: 'attributes', fields: new Map(Object.entries(fields)) };
}

function typed(vocabulary: VocabularyKind): Form {
  return { is: 'typed', vocabulary };
}

const EPCS = list('epc', TEXT);
const QUANTITIES = list('quantityElement', object({ epcClass: TEXT, quantity: NUMBER, uom: TEXT }));
const PLACE = object({ id: TEXT });

const SENSOR_METADATA = attributes({
  time: TEXT,
  deviceID: TEXT,
  deviceMetadata: TEXT,
  rawData: TEXT,
  startTime: TEXT,
  endTime: TEXT,
  bizRules: TEXT,
  dataProcessingMethod: TEXT,
});

const SENSOR_REPORT = attributes({
  type: word('measurementType'),
  value: NUMBER,
  component: word('component'),
  stringValue: TEXT,
  booleanValue: { is: 'boolean' },
  hexBinaryValue: TEXT,
  uriValue: TEXT,
  uom: TEXT,
  minValue: NUMBER,
  maxValue: NUMBER,
  sDev: NUMBER,
  chemicalSubstance: TEXT,
  microorganism: TEXT,
  deviceID: TEXT,
  deviceMetadata: TEXT,
  rawData: TEXT,
  time: TEXT,
  meanValue: NUMBER,
  percRank: NUMBER,
  percValue: NUMBER,
  dataProcessingMethod: TEXT,
  coordinateReferenceSystem: TEXT,
  exception: word('sensorAlertType'),
});

const ERROR_DECLARATION = object({
  declarationTime: TEXT,
  reason: word('errorReason'),
  correctiveEventIDs: list('correctiveEventID', TEXT),
});

const DISPOSITIONS = repeated(word('disposition'));

/** Every field of the standard's five event types. */
export const EVENT_FORMS: Forms = new Map(
  Object.entries({
    eventTime: TEXT,
    recordTime: TEXT,
    eventTimeZoneOffset: TEXT,
    eventID: TEXT,
    errorDeclaration: ERROR_DECLARATION,
    certificationInfo: { is: 'one-or-more', form: TEXT },
    epcList: EPCS,
    childEPCs: EPCS,
    inputEPCList: EPCS,
    outputEPCList: EPCS,
    parentID: TEXT,
    transformationID: TEXT,
    action: TEXT,
    bizStep: word('bizStep'),
    disposition: word('disposition'),
    readPoint: PLACE,
    bizLocation: PLACE,
    bizTransactionList: list('bizTransaction', typed('bizTransactionType')),
    quantityList: QUANTITIES,
    childQuantityList: QUANTITIES,
    inputQuantityList: QUANTITIES,
    outputQuantityList: QUANTITIES,
    sourceList: list('source', typed('sourceDestinationType')),
    destinationList: list('destination', typed('sourceDestinationType')),
    sensorElementList: list('sensorElement', object({ sensorMetadata: SENSOR_METADATA, sensorReport: repeated(SENSOR_REPORT) })),
    persistentDisposition: object({ unset: DISPOSITIONS, set: DISPOSITIONS }),
    ilmd: object({}),
  } satisfies Record<string, Form>),
);

/** The standard's event types. */
export const EVENT_TYPES: ReadonlySet<string> = new Set([
  'ObjectEvent',
  'AggregationEvent',
  'TransactionEvent',
  'TransformationEvent',
  'AssociationEvent',
]);
