import type { Json, JsonObject } from './json.ts';

/** How a value of an event is compared with a value of the query. */
export type Comparison = 'EQ' | 'GT' | 'GE' | 'LT' | 'LE';

/**
 * What an extension field is compared with. `text` is a list of strings of a JSON query; `open` is what a URL states, whose type is
 * not known: it may equal a string, a number or an instant.
 */
export type Operand =
  | { readonly type: 'text' | 'open'; readonly anyOf: readonly string[] }
  | { readonly type: 'number'; readonly value: number }
  | { readonly type: 'time'; readonly ms: number };

/** Times that a query can bound. `time`, `startTime` and `endTime` are those of sensor elements. */
export type TimeField = 'eventTime' | 'recordTime' | 'errorDeclarationTime' | 'time' | 'startTime' | 'endTime';

export type VocabularyField =
  | 'bizStep'
  | 'disposition'
  | 'persistentDispositionSet'
  | 'persistentDispositionUnset'
  | 'errorReason'
  | 'measurementType';

export type IdentifierField = 'readPoint' | 'bizLocation' | 'transformationID' | 'eventID' | 'correctiveEventID';

/** The lists of identifiers that the MATCH parameters look into. */
export type MatchField =
  | 'epc'
  | 'parentID'
  | 'inputEPC'
  | 'outputEPC'
  | 'anyEPC'
  /** Of things and of classes: no parameter of the standard, but what its resource `/epcs/{epc}` asks for. */
  | 'anyIdentifier'
  | 'epcClass'
  | 'inputEPCClass'
  | 'outputEPCClass'
  | 'anyEPCClass';

export type SensorTextField =
  | 'deviceID'
  | 'dataProcessingMethod'
  | 'microorganism'
  | 'chemicalSubstance'
  | 'bizRules'
  | 'stringValue'
  | 'hexBinaryValue'
  | 'uriValue';

export type SensorNumberField = 'value' | 'minValue' | 'maxValue' | 'meanValue' | 'sDev' | 'percValue' | 'percRank';

/** Where an extension field stands: in the event itself or in one of its parts. */
export type ExtensionScope =
  | 'event'
  | 'ilmd'
  | 'errorDeclaration'
  | 'sensorElement'
  | 'sensorMetadata'
  | 'sensorReport'
  | 'readPoint'
  | 'bizLocation';

/** An extension field: directly in its scope, or (`inner`) at any depth inside an extension field of the scope. */
export interface ExtensionField {
  readonly scope: ExtensionScope;
  readonly inner: boolean;
  /** Full names; a field with any of them is meant. */
  readonly names: readonly string[];
}

/** One condition of a query. An event matches when every condition holds. */
export type Condition =
  | { readonly on: 'eventType'; readonly anyOf: readonly string[] }
  | { readonly on: 'time'; readonly field: TimeField; readonly comparison: 'GE' | 'LT'; readonly ms: number }
  | { readonly on: 'action'; readonly anyOf: readonly string[] }
  | { readonly on: 'vocabulary'; readonly field: VocabularyField; readonly anyOf: readonly string[] }
  | {
      readonly on: 'identifier';
      readonly field: IdentifierField;
      readonly anyOf: readonly string[];
      readonly withDescendants: boolean;
    }
  | { readonly on: 'match'; readonly field: MatchField; readonly exact: readonly string[]; readonly patterns: readonly string[] }
  | { readonly on: 'quantity'; readonly comparison: Comparison; readonly values: readonly number[]; readonly uom: string | null }
  | { readonly on: 'bizTransaction' | 'source' | 'destination'; readonly type: string; readonly anyOf: readonly string[] }
  | { readonly on: 'hasErrorDeclaration' }
  | { readonly on: 'hasSensorElements' }
  | { readonly on: 'sensorText'; readonly field: SensorTextField; readonly anyOf: readonly string[] }
  | { readonly on: 'sensorBoolean'; readonly value: boolean }
  | {
      readonly on: 'sensorNumber';
      readonly field: SensorNumberField;
      readonly comparison: Comparison;
      readonly values: readonly number[];
      readonly uom: string | null;
    }
  | { readonly on: 'extension'; readonly field: ExtensionField; readonly comparison: Comparison; readonly operand: Operand }
  | { readonly on: 'extensionExists'; readonly field: ExtensionField }
  | {
      readonly on: 'attribute';
      /** A standard field's own name, or the full names of an extension field. */
      readonly field: string | readonly string[];
      readonly attributes: readonly string[];
      /** Null: the attribute need only be there. */
      readonly anyOf: readonly string[] | null;
    };

/** What the answer is ordered by: a standard time, or the full names of a top-level extension field. */
export type OrderKey = 'eventTime' | 'recordTime' | readonly string[];

/** A SimpleEventQuery, read and checked; plain data. */
export interface SimpleEventQuery {
  readonly conditions: readonly Condition[];
  readonly orderBy: OrderKey | null;
  readonly orderDirection: 'ASC' | 'DESC';
  /** Give the first so many events. */
  readonly eventCountLimit: number | null;
  /** Refuse (QueryTooLargeException) when more events match. */
  readonly maxEventCount: number | null;
  readonly perPage: number | null;
  readonly nextPageToken: string | null;
}

/** A parameter that cannot be used, and why: the standard's QueryParameterException. */
export interface ParameterProblem {
  readonly parameter: string;
  readonly message: string;
}

/** What the record knows of an event beside the event itself. */
export interface EventMeta {
  /** RFC 3339. */
  readonly recordTime: string;
  /** JSON-LD context of the document in which the event came; null when there was none. */
  readonly context: Json;
}

/** Master data that some parameters need; without it nothing has descendants or attributes. */
export interface QueryLookups {
  /** Direct and indirect descendants of a location, for the WD parameters; identifiers in any form. */
  readonly descendantsOf?: (id: string) => readonly string[];
  /** Attributes of a vocabulary element by name (canonical identifier, or as the event writes it), for HASATTR and EQATTR. */
  readonly attributesOf?: (id: string) => Readonly<Record<string, Json>> | undefined;
}

/** Whether an event is one that the query asks for. */
export type EventTest = (event: JsonObject, meta: EventMeta) => boolean;
