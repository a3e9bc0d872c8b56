import { DIGITAL_LINK_HOME } from './digital-link.ts';
import { withDescendants } from './query-match.ts';
import type { Condition, QueryLookups, SimpleEventQuery } from './query-model.ts';
import { isStandardEventType, isStandardValue } from './query-vocabulary.ts';

/**
 * Conditions that every event of the answer meets, for a database to narrow its candidates with. A field that is not there asks for
 * nothing. What the hints let through must still be tested with the query itself.
 */
export interface CandidateHints {
  /** The event has one of these in one of its lists of EPCs or classes, or as parent; canonical URIs. */
  readonly anyOfEpcs?: readonly string[];
  /** The event's `type`, by its bare name. */
  readonly eventTypes?: readonly string[];
  /** The event's `bizStep`, as `canonicalVocabulary` writes it. */
  readonly bizSteps?: readonly string[];
  /** Its `readPoint` or its `bizLocation` is one of these; canonical URIs. */
  readonly sites?: readonly string[];
  /** Milliseconds since 1970, whole, for times that were rounded down: from is inclusive, to exclusive. */
  readonly eventTimeFromMs?: number;
  readonly eventTimeToMs?: number;
  readonly recordTimeFromMs?: number;
  readonly recordTimeToMs?: number;
}

type MutableHints = { -readonly [Name in keyof CandidateHints]: CandidateHints[Name] };

/**
 * Sound necessary conditions of a query.
 * @param lookups the same as for `compileQuery`
 */
export function candidateHints(query: SimpleEventQuery, lookups: QueryLookups = {}): CandidateHints {
  const hints: MutableHints = {};
  for (const condition of query.conditions) addHint(hints, condition, lookups);
  return hints;
}

function addHint(hints: MutableHints, condition: Condition, lookups: QueryLookups): void {
  switch (condition.on) {
    case 'eventType':
      if (condition.anyOf.every(isStandardEventType)) keepFewer(hints, 'eventTypes', condition.anyOf);
      return;
    case 'vocabulary':
      // A value of a user's own may stand in the event as a compact URI, which the database does not expand.
      if (condition.field === 'bizStep' && condition.anyOf.every((value) => isStandardValue('bizStep', value))) {
        keepFewer(hints, 'bizSteps', condition.anyOf);
      }
      return;
    case 'match':
      if (condition.patterns.length === 0) keepFewer(hints, 'anyOfEpcs', condition.exact);
      return;
    case 'identifier':
      addSiteHint(hints, condition, lookups);
      break;
    case 'time':
      addTimeHint(hints, condition);
      break;
    // What no index of the record narrows down.
    default:
      break;
  }
}

function keepFewer(
  hints: MutableHints,
  name: 'anyOfEpcs' | 'eventTypes' | 'bizSteps' | 'sites',
  values: readonly string[],
): void {
  const known = hints[name];
  const distinct = [...new Set(values)];
  if (known === undefined || distinct.length < known.length) hints[name] = distinct;
}

function addSiteHint(hints: MutableHints, condition: Extract<Condition, { on: 'identifier' }>, lookups: QueryLookups): void {
  if (condition.field !== 'readPoint' && condition.field !== 'bizLocation') return;
  const sites = condition.withDescendants ? withDescendants(condition.anyOf, lookups) : condition.anyOf;
  // Only a GS1 key has the same form in every event; another place's URI may stand there as a compact URI.
  if (sites.every((site) => site.startsWith(DIGITAL_LINK_HOME))) keepFewer(hints, 'sites', sites);
}

function addTimeHint(hints: MutableHints, condition: Extract<Condition, { on: 'time' }>): void {
  const { field, comparison, ms } = condition;
  if (field !== 'eventTime' && field !== 'recordTime') return;
  if (comparison === 'GE') {
    const name = `${field}FromMs` as const;
    hints[name] = Math.max(hints[name] ?? -Infinity, Math.floor(ms));
  } else {
    const name = `${field}ToMs` as const;
    hints[name] = Math.min(hints[name] ?? Infinity, Math.ceil(ms));
  }
}
