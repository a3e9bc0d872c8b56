import { namesOfField } from './extension-names.ts';
import type { Json, JsonObject } from './json.ts';
import { type Namespaces, namespacesOf } from './namespaces.ts';
import { readEventParameter } from './query-event-parameters.ts';
import { readAttributeParameter, readExtensionParameter } from './query-extension-parameters.ts';
import type { Condition, OrderKey, ParameterProblem, SimpleEventQuery } from './query-model.ts';
import { ParameterRefusal, quote, type RawParameter, readChoice, readCount, readString } from './query-values.ts';

/** A query that was read, or everything that is wrong with it. */
export type ParsedQuery =
  | { readonly ok: true; readonly query: SimpleEventQuery }
  | { readonly ok: false; readonly problems: readonly ParameterProblem[] };

type Controls = { -readonly [Name in Exclude<keyof SimpleEventQuery, 'conditions'>]: SimpleEventQuery[Name] };

/**
 * Reads a SimpleEventQuery from the parameters of `GET /events` or from the `query` object of a JSON body.
 * In a URL the values of a list are separated by `|` (the OpenAPI file's style `pipeDelimited`, not exploded); a list may also be
 * given by repeating its parameter. The whole query is a conjunction, the values of one list are alternatives.
 * @param queryContext JSON-LD context that binds prefixes of extension names (of a `GS1-Extensions` header, or the server's own);
 *   an `@context` in the body adds to it and wins
 * @returns the query, or a problem for each parameter that cannot be used (the standard's QueryParameterException)
 * @see EPCIS 2.0, section 8.2.7.1
 */
export function parseQuery(input: URLSearchParams | JsonObject, queryContext: Json = null): ParsedQuery {
  const fromUrl = input instanceof URLSearchParams;
  const namespaces = namespacesOf(fromUrl ? queryContext : joinContexts(queryContext, input['@context'] ?? null));
  const conditions: Condition[] = [];
  const problems: ParameterProblem[] = [];
  const controls: Controls = {
    orderBy: null,
    orderDirection: 'DESC',
    eventCountLimit: null,
    maxEventCount: null,
    perPage: null,
    nextPageToken: null,
  };
  for (const raw of fromUrl ? urlParameters(input) : bodyParameters(input)) {
    try {
      const condition = readControl(raw, controls, namespaces) ? null : readCondition(raw, namespaces);
      if (condition !== null) conditions.push(condition);
    } catch (refusal) {
      if (!(refusal instanceof ParameterRefusal)) throw refusal;
      problems.push({ parameter: raw.name, message: refusal.message });
    }
  }
  problems.push(...problemsOfLimits(controls, problems));
  return problems.length > 0 ? { ok: false, problems } : { ok: true, query: { conditions, ...controls } };
}

function joinContexts(outer: Json, inner: Json): Json {
  return inner === null ? outer : [outer, inner].flat();
}

function urlParameters(input: URLSearchParams): RawParameter[] {
  return [...new Set(input.keys())].map((name) => ({ from: 'url', name, texts: input.getAll(name) }));
}

function bodyParameters(input: JsonObject): RawParameter[] {
  return Object.entries(input)
    .filter(([name]) => name !== '@context')
    .map(([name, value]) => ({ from: 'body', name, value }));
}

/** Reads a parameter that orders or limits the answer. Pages belong to the URL, not to the query language. */
function readControl(raw: RawParameter, controls: Controls, namespaces: Namespaces): boolean {
  if (raw.name === 'orderBy') controls.orderBy = readOrderKey(raw, namespaces);
  else if (raw.name === 'orderDirection') controls.orderDirection = readChoice(raw, ['ASC', 'DESC']);
  else if (raw.name === 'eventCountLimit') controls.eventCountLimit = readCount(raw);
  else if (raw.name === 'maxEventCount') controls.maxEventCount = readCount(raw);
  else if (raw.name === 'perPage' && raw.from === 'url') controls.perPage = readCount(raw);
  else if (raw.name === 'nextPageToken' && raw.from === 'url') controls.nextPageToken = readString(raw);
  else return false;
  return true;
}

function readOrderKey(raw: RawParameter, namespaces: Namespaces): OrderKey {
  const name = readString(raw);
  if (name === 'eventTime' || name === 'recordTime') return name;
  if (!/^[A-Za-z][\w.+-]*:\S+$/.test(name)) {
    throw new ParameterRefusal(`${quote(name)} is neither eventTime, recordTime nor the name of an extension field`);
  }
  return namesOfField(name, namespaces);
}

function readCondition(raw: RawParameter, namespaces: Namespaces): Condition | null {
  for (const read of [readEventParameter, readAttributeParameter, readExtensionParameter]) {
    const condition = read(raw, namespaces);
    if (condition !== undefined) return condition;
  }
  throw new ParameterRefusal('is not a parameter of the event query');
}

/** Rules that tie parameters to each other; a parameter that was refused already is not named again. */
function problemsOfLimits(controls: Controls, found: readonly ParameterProblem[]): ParameterProblem[] {
  const problems: ParameterProblem[] = [];
  if (controls.eventCountLimit === null) return problems;
  if (controls.orderBy === null && !found.some((problem) => problem.parameter === 'orderBy')) {
    problems.push({ parameter: 'eventCountLimit', message: 'may only be used together with orderBy' });
  }
  if (controls.maxEventCount !== null) {
    problems.push({ parameter: 'maxEventCount', message: 'excludes eventCountLimit' });
  }
  return problems;
}
