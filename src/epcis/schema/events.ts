import { z } from 'zod';
import { extensibleObject, type Fields, lengthOf, type ReportRule, Time, TimeZoneOffset, uniqueTexts, Uri } from './fields.ts';
import {
  Action,
  BizStep,
  BizTransaction,
  CertificationInfo,
  Destination,
  Disposition,
  ErrorDeclaration,
  ExtensionType,
  Ilmd,
  LdContext,
  PersistentDisposition,
  Place,
  QuantityElement,
  Source,
} from './parts.ts';
import { SensorElement } from './sensors.ts';

/** Fields of every event, of the standard's types and of others. */
const everyEvent = {
  '@context': LdContext.optional(),
  eventTime: Time,
  recordTime: Time.optional(),
  eventTimeZoneOffset: TimeZoneOffset,
  eventID: Uri.optional(),
  certificationInfo: CertificationInfo.optional(),
  errorDeclaration: ErrorDeclaration.optional(),
};

/** Fields of every event of the standard's five types: why and where, with whom, and what sensors said. */
const standardEvent = {
  ...everyEvent,
  bizStep: BizStep.optional(),
  disposition: Disposition.optional(),
  readPoint: Place.optional(),
  bizLocation: Place.optional(),
  sourceList: z.array(Source).optional(),
  destinationList: z.array(Destination).optional(),
  sensorElementList: z.array(SensorElement).optional(),
};

const bizTransactionList = z.array(BizTransaction);
const quantityList = z.array(QuantityElement).optional();
const epcList = uniqueTexts(Uri).optional();

/** What happened to objects: they came to be (ADD), were seen (OBSERVE) or ended (DELETE). */
export const ObjectEvent = extensibleObject(
  {
    type: z.literal('ObjectEvent'),
    ...standardEvent,
    action: Action,
    epcList,
    quantityList,
    persistentDisposition: PersistentDisposition.optional(),
    bizTransactionList: bizTransactionList.optional(),
    ilmd: Ilmd.optional(),
  },
  (event, report) => {
    const sensed = lengthOf(event.sensorElementList) > 0 && event.readPoint !== undefined;
    if (event.epcList === undefined && lengthOf(event.quantityList) === 0 && !sensed) {
      report(
        [],
        'names no object; state epcList, quantityList with at least one entry, or sensorElementList together with readPoint',
      );
    }
    if (event.ilmd !== undefined && event.action !== 'ADD') {
      report(['ilmd'], 'is allowed only with action ADD; leave it out or set the action');
    }
  },
);
export type ObjectEvent = z.infer<typeof ObjectEvent>;

const childFields = {
  childEPCs: z.array(Uri).optional(),
  childQuantityList: quantityList,
};

function requireChildren(event: Fields, report: ReportRule): void {
  if (lengthOf(event.childEPCs) > 0 || lengthOf(event.childQuantityList) > 0 || event.action === 'DELETE') return;
  report(
    [],
    'names no child; state childEPCs or childQuantityList with at least one entry (both may be absent only with action DELETE)',
  );
}

/** Objects put into or taken out of a parent: drums on a pallet. */
export const AggregationEvent = extensibleObject(
  {
    type: z.literal('AggregationEvent'),
    ...standardEvent,
    action: Action,
    parentID: Uri.optional(),
    ...childFields,
    bizTransactionList: bizTransactionList.optional(),
  },
  requireChildren,
);
export type AggregationEvent = z.infer<typeof AggregationEvent>;

/** Objects tied to or untied from a parent that is no container: a sensor on a tank. */
export const AssociationEvent = extensibleObject(
  {
    type: z.literal('AssociationEvent'),
    ...standardEvent,
    action: Action,
    parentID: Uri,
    ...childFields,
    bizTransactionList: bizTransactionList.optional(),
  },
  requireChildren,
);
export type AssociationEvent = z.infer<typeof AssociationEvent>;

/** Objects tied to or untied from transactions of business. */
export const TransactionEvent = extensibleObject(
  {
    type: z.literal('TransactionEvent'),
    ...standardEvent,
    action: Action,
    bizTransactionList: bizTransactionList.min(1),
    parentID: Uri.optional(),
    epcList: z.array(Uri).optional(),
    quantityList,
  },
  (event, report) => {
    if (event.epcList !== undefined || lengthOf(event.quantityList) > 0 || event.action === 'DELETE') return;
    report([], 'names no object; state epcList or quantityList (both may be absent only with action DELETE)');
  },
);
export type TransactionEvent = z.infer<typeof TransactionEvent>;

/** Inputs used up to make outputs. */
export const TransformationEvent = extensibleObject(
  {
    type: z.literal('TransformationEvent'),
    ...standardEvent,
    inputEPCList: epcList,
    inputQuantityList: quantityList,
    outputEPCList: epcList,
    outputQuantityList: quantityList,
    transformationID: Uri.optional(),
    persistentDisposition: PersistentDisposition.optional(),
    bizTransactionList: bizTransactionList.optional(),
    ilmd: Ilmd.optional(),
  },
  (event, report) => {
    const hasInput = lengthOf(event.inputEPCList) > 0 || lengthOf(event.inputQuantityList) > 0;
    const hasOutput = lengthOf(event.outputEPCList) > 0 || lengthOf(event.outputQuantityList) > 0;
    if ((hasInput && hasOutput) || (event.transformationID !== undefined && (hasInput || hasOutput))) return;
    const missing = hasInput ? 'output' : 'input';
    report(
      [],
      `names no ${missing}; state ${missing}EPCList or ${missing}QuantityList, or tie several events by transformationID`,
    );
  },
);
export type TransformationEvent = z.infer<typeof TransformationEvent>;

/** An event of one of the standard's five types. */
export const EpcisEvent = z.discriminatedUnion('type', [
  ObjectEvent,
  AggregationEvent,
  AssociationEvent,
  TransactionEvent,
  TransformationEvent,
]);
export type EpcisEvent = z.infer<typeof EpcisEvent>;

/** An event of somebody else's type, named by a URI: only the fields of every event are checked. */
export const ExtensionEvent = z.looseObject({ ...everyEvent, type: ExtensionType });
export type ExtensionEvent = z.infer<typeof ExtensionEvent>;

/** Any event that a document may carry. */
export const AnyEvent = z.union([EpcisEvent, ExtensionEvent]);
export type AnyEvent = z.infer<typeof AnyEvent>;

/** The standard's five event types, each with its schema. */
export const EVENT_SCHEMAS = { ObjectEvent, AggregationEvent, AssociationEvent, TransactionEvent, TransformationEvent } as const;
