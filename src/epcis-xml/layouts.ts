/** Which elements stand where in an event: the order, and in EPCIS 1.x the wrappers, that the XML schemas demand. */

/** The versions of the XML form that are written. */
export type XmlVersion = '1.2' | '2.0';

/** A field; a wrapper with the fields in it; or a field that stands there even when it is empty. */
export type Place = string | { readonly wrapper: string; readonly places: Layout } | { readonly always: string };
export type Layout = readonly Place[];

const WHEN = ['eventTime', 'recordTime', 'eventTimeZoneOffset'];
const WHY_AND_WHERE = ['bizStep', 'disposition', 'readPoint', 'bizLocation'];
const PARTIES = ['sourceList', 'destinationList'];
const NEW_IN_2 = ['sensorElementList', 'persistentDisposition'];
const TRANSFORMED = ['inputEPCList', 'inputQuantityList', 'outputEPCList', 'outputQuantityList', 'transformationID'];

const BASE_2: Layout = [...WHEN, 'eventID', 'errorDeclaration', 'certificationInfo'];
const MIDDLE: Layout = ['action', ...WHY_AND_WHERE];

const LAYOUTS_2: Readonly<Record<string, Layout>> = {
  ObjectEvent: [...BASE_2, 'epcList', ...MIDDLE, 'bizTransactionList', 'quantityList', ...PARTIES, ...NEW_IN_2, 'ilmd'],
  AggregationEvent: [
    ...BASE_2,
    'parentID',
    'childEPCs',
    ...MIDDLE,
    'bizTransactionList',
    'childQuantityList',
    ...PARTIES,
    ...NEW_IN_2,
  ],
  TransactionEvent: [...BASE_2, 'bizTransactionList', 'parentID', 'epcList', ...MIDDLE, 'quantityList', ...PARTIES, ...NEW_IN_2],
  TransformationEvent: [...BASE_2, ...TRANSFORMED, ...WHY_AND_WHERE, 'bizTransactionList', ...PARTIES, ...NEW_IN_2, 'ilmd'],
  AssociationEvent: [
    ...BASE_2,
    'parentID',
    'childEPCs',
    'childQuantityList',
    ...MIDDLE,
    'bizTransactionList',
    ...PARTIES,
    ...NEW_IN_2,
  ],
};

function extension(...places: Layout): Place {
  return { wrapper: 'extension', places };
}

/** What came after 1.2 stands in an `extension` in the `extension`: so 1.2 lets a later version's elements through. */
const LATER = extension(...NEW_IN_2);
const BASE_1: Layout = [
  ...WHEN,
  { wrapper: 'baseExtension', places: ['eventID', 'errorDeclaration', extension('certificationInfo')] },
];

const LAYOUTS_1: Readonly<Record<string, Layout>> = {
  ObjectEvent: [
    ...BASE_1,
    { always: 'epcList' },
    ...MIDDLE,
    'bizTransactionList',
    extension('quantityList', ...PARTIES, 'ilmd', LATER),
  ],
  AggregationEvent: [
    ...BASE_1,
    'parentID',
    { always: 'childEPCs' },
    ...MIDDLE,
    'bizTransactionList',
    extension('childQuantityList', ...PARTIES, LATER),
  ],
  TransactionEvent: [
    ...BASE_1,
    'bizTransactionList',
    'parentID',
    { always: 'epcList' },
    ...MIDDLE,
    extension('quantityList', ...PARTIES, LATER),
  ],
  TransformationEvent: [...BASE_1, ...TRANSFORMED, ...WHY_AND_WHERE, 'bizTransactionList', ...PARTIES, 'ilmd', LATER],
};

/** The layout of events of other types: the fields of every event, then the others as an ObjectEvent has them. */
const OTHERS = [...new Set([...LAYOUTS_2['ObjectEvent']!, ...Object.values(LAYOUTS_2).flat()])];

/** The layout of an event of a type. AssociationEvent came with 2.0; in a document of 1.2 it keeps its own layout. */
export function layoutOf(type: string, version: XmlVersion): Layout {
  const layouts = version === '1.2' ? LAYOUTS_1 : LAYOUTS_2;
  if (Object.hasOwn(layouts, type)) return layouts[type]!;
  return Object.hasOwn(LAYOUTS_2, type) ? LAYOUTS_2[type]! : OTHERS;
}

/** The wrappers, outermost first, in which an event of a type stands in the event list. */
export function wrappersOf(type: string, version: XmlVersion): readonly string[] {
  if (!Object.hasOwn(LAYOUTS_2, type)) return ['extension'];
  if (version === '2.0' || type in LAYOUTS_1 === false) return version === '2.0' ? [] : ['extension', 'extension'];
  return type === 'TransformationEvent' ? ['extension'] : [];
}
