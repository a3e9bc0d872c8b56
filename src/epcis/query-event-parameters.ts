import { expandName } from './extension-names.ts';
import { readEpcPattern } from './epc-patterns.ts';
import { canonicalUri } from './identifiers.ts';
import type { Namespaces } from './namespaces.ts';
import type {
  Comparison,
  Condition,
  IdentifierField,
  MatchField,
  SensorNumberField,
  SensorTextField,
  TimeField,
  VocabularyField,
} from './query-model.ts';
import {
  ParameterRefusal,
  quote,
  type RawParameter,
  readBoolean,
  readChoices,
  readExists,
  readNumber,
  readNumbers,
  readStrings,
  readTime,
  readUris,
  separatorHint,
} from './query-values.ts';
import {
  canonicalEventType,
  canonicalType,
  canonicalValue,
  EVENT_TYPES,
  isInStandardNamespace,
  isStandardEventType,
  isStandardValue,
} from './query-vocabulary.ts';
import { isUri } from './schema/formats.ts';

/** Reads a parameter whose name has been recognised; `parts` are the groups of its pattern. Null asks for nothing. */
type Reader = (raw: RawParameter, parts: RegExpExecArray, namespaces: Namespaces) => Condition | null;

const ACTIONS = ['ADD', 'OBSERVE', 'DELETE'] as const;

/** Parameters on the fields that EPCIS itself defines (EPCIS 2.0, section 8.2.7.1), each with the pattern of its name. */
const READERS: readonly (readonly [RegExp, Reader])[] = [
  [/^eventType$/, readEventTypes],
  [/^(GE|LT)_(eventTime|recordTime|time|startTime|endTime)$/, readTimeBound],
  [/^(GE|LT)_errorDeclaration_?Time$/, readErrorTimeBound],
  [/^EQ_action$/, (raw) => ({ on: 'action', anyOf: readChoices(raw, ACTIONS) })],
  [/^EQ_(bizStep|disposition|persistentDisposition_set|persistentDisposition_unset|errorReason|type)$/, readVocabulary],
  [/^(EQ|WD)_(readPoint|bizLocation)$/, readIdentifiers],
  [/^(EQ)_(transformationID|eventID|correctiveEventID)$/, readIdentifiers],
  [/^MATCH_(epc|parentID|inputEPC|outputEPC|anyEPC|epcClass|inputEPCClass|outputEPCClass|anyEPCClass)$/, readMatch],
  [/^(EQ|GT|GE|LT|LE)_quantity(?:_([A-Z0-9]{2,4}))?$/, readQuantity],
  [/^EQ_(bizTransaction|source|destination)_(.+)$/, readTyped],
  [/^EXISTS_errorDeclaration$/, (raw) => (readExists(raw) ? { on: 'hasErrorDeclaration' } : null)],
  [/^EXISTS_sensorElementList$/, (raw) => (readExists(raw) ? { on: 'hasSensorElements' } : null)],
  [/^EQ_(deviceID|dataProcessingMethod|microorganism|chemicalSubstance|bizRules|uriValue)$/, readSensorUris],
  [/^EQ_(stringValue)$/, (raw) => ({ on: 'sensorText', field: 'stringValue', anyOf: readStrings(raw) })],
  [/^EQ_(hexBinaryValue)$/, readHexBinary],
  [/^EQ_booleanValue$/, (raw) => ({ on: 'sensorBoolean', value: readBoolean(raw) })],
  [/^(EQ|GT|GE|LT|LE)_(value|minValue|maxValue|meanValue|sDev|percValue)_([A-Z0-9]{2,4})$/, readSensorNumber],
  [/^(EQ|GT|GE|LT|LE)_(percRank)$/, readSensorNumber],
];

/**
 * The condition of a parameter on a field that EPCIS defines.
 * @returns undefined when the name is none of these, null when the parameter asks for nothing
 * @throws ParameterRefusal when the value cannot be used
 */
export function readEventParameter(raw: RawParameter, namespaces: Namespaces): Condition | null | undefined {
  for (const [pattern, read] of READERS) {
    const parts = pattern.exec(raw.name);
    if (parts !== null) return read(raw, parts, namespaces);
  }
  return undefined;
}

function readEventTypes(raw: RawParameter, _parts: RegExpExecArray, namespaces: Namespaces): Condition {
  const anyOf = readStrings(raw).map((text) => {
    const name = canonicalEventType(expandName(text, namespaces));
    if (!name.includes(':') && !isStandardEventType(name)) {
      const allowed = `one of ${EVENT_TYPES.join(', ')}, nor the URI of an extension`;
      throw new ParameterRefusal(`${quote(text)} is not ${allowed}${separatorHint(raw, text)}`);
    }
    return name;
  });
  return { on: 'eventType', anyOf };
}

function readTimeBound(raw: RawParameter, parts: RegExpExecArray): Condition {
  return { on: 'time', field: parts[2] as TimeField, comparison: parts[1] as 'GE' | 'LT', ms: readTime(raw) };
}

function readErrorTimeBound(raw: RawParameter, parts: RegExpExecArray): Condition {
  return { on: 'time', field: 'errorDeclarationTime', comparison: parts[1] as 'GE' | 'LT', ms: readTime(raw) };
}

const VOCABULARY_FIELDS: Readonly<Record<string, VocabularyField>> = {
  bizStep: 'bizStep',
  disposition: 'disposition',
  persistentDisposition_set: 'persistentDispositionSet',
  persistentDisposition_unset: 'persistentDispositionUnset',
  errorReason: 'errorReason',
  type: 'measurementType',
};

function readVocabulary(raw: RawParameter, parts: RegExpExecArray, namespaces: Namespaces): Condition {
  const field = VOCABULARY_FIELDS[parts[1]!]!;
  return { on: 'vocabulary', field, anyOf: readStrings(raw).map((text) => readVocabularyValue(raw, field, text, namespaces)) };
}

/** A standard value in any of its forms, or the URI of a value of a user's own. */
function readVocabularyValue(raw: RawParameter, field: VocabularyField, text: string, namespaces: Namespaces): string {
  const value = canonicalValue(field, expandName(text, namespaces));
  if (!isStandardValue(field, value) && (!isUri(value) || isInStandardNamespace(value))) {
    const allowed = 'a value of the standard vocabulary nor the URI of another';
    throw new ParameterRefusal(`${quote(text)} is neither ${allowed}${separatorHint(raw, text)}`);
  }
  return value;
}

function readIdentifiers(raw: RawParameter, parts: RegExpExecArray, namespaces: Namespaces): Condition {
  const anyOf = readUris(raw).map((text) => canonicalUri(expandName(text, namespaces)));
  return { on: 'identifier', field: parts[2] as IdentifierField, anyOf, withDescendants: parts[1] === 'WD' };
}

function readMatch(raw: RawParameter, parts: RegExpExecArray): Condition {
  const field = parts[1] as MatchField;
  const exact: string[] = [];
  const patterns: string[] = [];
  for (const text of readUris(raw)) {
    const meaning = readEpcPattern(text, field.endsWith('Class'));
    if (meaning.kind === 'malformed') throw new ParameterRefusal(`${quote(text)}: ${meaning.message}`);
    if (meaning.kind === 'exact') exact.push(meaning.uri);
    else patterns.push(text);
  }
  return { on: 'match', field, exact, patterns };
}

function readQuantity(raw: RawParameter, parts: RegExpExecArray): Condition {
  const comparison = parts[1] as Comparison;
  return { on: 'quantity', comparison, values: numbersFor(raw, comparison), uom: parts[2] ?? null };
}

function readTyped(raw: RawParameter, parts: RegExpExecArray, namespaces: Namespaces): Condition {
  const list = parts[1] as 'bizTransaction' | 'source' | 'destination';
  const type = canonicalType(list, expandName(parts[2]!, namespaces));
  if (!isUri(type))
    throw new ParameterRefusal(`${quote(parts[2]!)} is neither a standard type of ${list} nor the URI of another`);
  return { on: list, type, anyOf: readUris(raw).map((text) => canonicalUri(expandName(text, namespaces))) };
}

function readSensorUris(raw: RawParameter, parts: RegExpExecArray): Condition {
  return { on: 'sensorText', field: parts[1] as SensorTextField, anyOf: readUris(raw).map(canonicalUri) };
}

function readHexBinary(raw: RawParameter): Condition {
  const anyOf = readStrings(raw).map((text) => {
    if (!/^[0-9A-Fa-f]+$/.test(text)) throw new ParameterRefusal(`${quote(text)} is not hexadecimal`);
    return text.toUpperCase();
  });
  return { on: 'sensorText', field: 'hexBinaryValue', anyOf };
}

function readSensorNumber(raw: RawParameter, parts: RegExpExecArray): Condition {
  const comparison = parts[1] as Comparison;
  const field = parts[2] as SensorNumberField;
  return { on: 'sensorNumber', field, comparison, values: numbersFor(raw, comparison), uom: parts[3] ?? null };
}

function numbersFor(raw: RawParameter, comparison: Comparison): number[] {
  return comparison === 'EQ' ? readNumbers(raw) : [readNumber(raw)];
}
