import type { VocabularyField } from './query-model.ts';
import { canonicalVocabulary, shortVocabulary, type VocabularyKind } from './vocabulary.ts';

/** The types of event that EPCIS 2.0 defines. */
export const EVENT_TYPES = [
  'ObjectEvent',
  'AggregationEvent',
  'TransactionEvent',
  'TransformationEvent',
  'AssociationEvent',
] as const;

const EPCIS_HOME = 'https://ref.gs1.org/epcis/';

/** The bare name of a type of event that EPCIS defines; an extension's type stays as it is. */
export function canonicalEventType(name: string): string {
  const local = name.startsWith(EPCIS_HOME) ? name.slice(EPCIS_HOME.length) : name;
  return isStandardEventType(local) ? local : name;
}

export function isStandardEventType(name: string): boolean {
  return EVENT_TYPES.some((type) => type === name);
}

const KINDS: Readonly<Record<VocabularyField, VocabularyKind>> = {
  bizStep: 'bizStep',
  disposition: 'disposition',
  persistentDispositionSet: 'disposition',
  persistentDispositionUnset: 'disposition',
  errorReason: 'errorReason',
  measurementType: 'measurementType',
};

/** The one form of a vocabulary value: bare word, URN and URI of one value become the same. */
export function canonicalValue(field: VocabularyField, value: string): string {
  return canonicalVocabulary(KINDS[field], value);
}

/** Whether a value, in any of its forms, is one of the standard's own. */
export function isStandardValue(field: VocabularyField, value: string): boolean {
  return shortVocabulary(KINDS[field], canonicalValue(field, value)) !== canonicalValue(field, value);
}

/** Whether a URI lies in a namespace that only GS1 gives values to; one that is no standard value there is a slip of the pen. */
export function isInStandardNamespace(uri: string): boolean {
  return /^(urn:epcglobal:cbv:|https?:\/\/(ref|ns)\.gs1\.org\/cbv\/|https?:\/\/(www\.)?gs1\.org\/voc\/)/.test(uri);
}

/** The one form of the type of a business transaction, source or destination. */
export function canonicalType(list: 'bizTransaction' | 'source' | 'destination', type: string): string {
  return canonicalVocabulary(list === 'bizTransaction' ? 'bizTransactionType' : 'sourceDestinationType', type);
}
