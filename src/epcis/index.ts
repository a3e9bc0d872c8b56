export { contextOfExtensionsHeader } from './extension-names.ts';
export { instantMs } from './instant.ts';
export { candidateHints } from './query-hints.ts';
export type { CandidateHints } from './query-hints.ts';
export { compileQuery, matches } from './query-match.ts';
export type {
  Condition,
  EventMeta,
  EventTest,
  OrderKey,
  ParameterProblem,
  QueryLookups,
  SimpleEventQuery,
} from './query-model.ts';
export { orderEvents } from './query-order.ts';
export type { RecordedEvent } from './query-order.ts';
export { parseQuery } from './query-parameters.ts';
export type { ParsedQuery } from './query-parameters.ts';
export type { Json, JsonObject } from './json.ts';
export { problemsOfSchema } from './check-schema.ts';
export type { EpcisDocumentKind } from './check-schema.ts';
export { contextOf, readDocument, readDocumentValue } from './document.ts';
export type { DocumentReading, ReadDocument } from './document.ts';
export { decodeUtf8, DEPTH_MAX, findUnkeepable, parseJson, problemOfDepth } from './json-text.ts';
export type { Reading } from './json-text.ts';
export { expandCurie, namespacesOf, withContext } from './namespaces.ts';
export type { Namespaces } from './namespaces.ts';
export { LINE_BYTES_MAX, readNdjson, streamNdjson } from './ndjson.ts';
export type { NdjsonLine } from './ndjson.ts';
export { checkQuantities, checkTime, FUTURE_MS_MAX } from './plausibility.ts';
export { pathTo } from './problems.ts';
export type { Problem, ProblemCode } from './problems.ts';
export { readReeExtension, REE_NAMESPACE, ReeAssay, ReeExtension, ReeMeasuredLoss } from './ree-extension.ts';
export type { ReeReading } from './ree-extension.ts';
export { EpcisDocument, EpcisQueryDocument, Vocabulary } from './schema/documents.ts';
export {
  AggregationEvent,
  AnyEvent,
  AssociationEvent,
  EpcisEvent,
  ExtensionEvent,
  ObjectEvent,
  TransactionEvent,
  TransformationEvent,
} from './schema/events.ts';
export { BizTransaction, Destination, QuantityElement, Source } from './schema/parts.ts';
export { SensorElement } from './schema/sensors.ts';
export { examineEvent, validateDocument, validateEvent } from './validate.ts';
export type { DocumentVerdict, ExaminedEvent, RefusedEvent } from './validate.ts';
export { eventHash, preHashString } from './event-hash.ts';
export type { Sha256Hex } from './event-hash.ts';
export { gs1CheckDigit } from './gs1-keys.ts';
export { documentHashes, hashableEvents } from './hashable-events.ts';
export type { HashableEvents } from './hashable-events.ts';
export { canonicalUri, glnOf, gtinOf, isValidKey, lotOf, productOf, siteOf } from './identifiers.ts';
export { canonicalVocabulary, shortVocabulary, spelledVocabulary, vocabularyWords } from './vocabulary.ts';
export type { VocabularyKind, VocabularySpelling } from './vocabulary.ts';
export { conditionOf, type EventGrouping } from './resource-conditions.ts';
