import { REE_NAMESPACE, type Json, type JsonObject } from '../../epcis/index.ts';

const EPCIS_CONTEXT = 'https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld';
const EPCIS_CONTEXTS: ReadonlySet<Json> = new Set([
  EPCIS_CONTEXT,
  'https://ref.gs1.org/standards/epcis/epcis-context.jsonld',
  'https://gs1.github.io/EPCIS/epcis-context.jsonld',
]);

/** An event and the context in which it was captured, null when it came without one. */
export interface EventInContext {
  readonly event: JsonObject;
  readonly context: Json;
}

/** The context of a document that holds events of many documents. */
export interface JoinedContext {
  /** `@context` of the document. */
  readonly document: Json;
  /** For each of the events: null when the document's context means the same for it, else what it must state itself. */
  readonly own: readonly Json[];
}

type Prefixes = ReadonlyMap<string, string>;

/**
 * Joins the contexts in which events were captured, so that every event still means, and hashes to, the same. Prefixes that nothing
 * contradicts go into the document's context. An event keeps its whole context when that binds a prefix otherwise, binds one that another
 * event writes without binding it, or says more than prefixes (terms, other documents).
 */
export function joinContexts(events: readonly EventInContext[]): JoinedContext {
  const known = new Map<string, { readonly context: Json; readonly prefixes: Prefixes | null }>();
  const keys = events.map(({ context }) => {
    const key = JSON.stringify(context);
    if (!known.has(key)) known.set(key, { context, prefixes: prefixesOf(context) });
    return key;
  });
  const unbound =
    known.size < 2
      ? new Set<string>()
      : unboundPrefixes(
          events,
          keys.map((key) => known.get(key)?.prefixes ?? null),
        );
  const joined = new Map<string, string>();
  const own = new Map<string, Json>();
  for (const [key, { context, prefixes }] of known)
    own.set(key, prefixes !== null && takeIn(prefixes, joined, unbound) ? null : context);
  const document = joined.size === 0 ? [EPCIS_CONTEXT] : [EPCIS_CONTEXT, Object.fromEntries(joined)];
  return { document, own: keys.map((key) => own.get(key) ?? null) };
}

/** Adds prefixes to those of the document when all of them fit. @returns whether they do */
function takeIn(prefixes: Prefixes, joined: Map<string, string>, unbound: ReadonlySet<string>): boolean {
  for (const [prefix, namespace] of prefixes) {
    if (unbound.has(prefix) || (joined.get(prefix) ?? namespace) !== namespace) return false;
  }
  for (const [prefix, namespace] of prefixes) joined.set(prefix, namespace);
  return true;
}

/** What stands before a colon in some event whose own context does not bind it: nobody else may bind it for that event. */
function unboundPrefixes(events: readonly EventInContext[], prefixes: readonly (Prefixes | null)[]): Set<string> {
  const unbound = new Set<string>();
  for (const [place, { event }] of events.entries()) {
    const bound = prefixes[place];
    for (const match of JSON.stringify(event).matchAll(/"([A-Za-z_][\w.-]*):/g)) {
      const prefix = match[1] ?? '';
      if (bound?.has(prefix) !== true) unbound.add(prefix);
    }
  }
  return unbound;
}

/** The prefixes of a context that says nothing else; null when it does. */
function prefixesOf(context: Json): Prefixes | null {
  if (context === null) return new Map([['ree', REE_NAMESPACE]]);
  const prefixes = new Map<string, string>();
  for (const part of Array.isArray(context) ? context : [context]) {
    if (EPCIS_CONTEXTS.has(part)) continue;
    if (!isPrefixes(part)) return null;
    for (const [prefix, namespace] of Object.entries(part)) prefixes.set(prefix, namespace);
  }
  return prefixes;
}

function isPrefixes(part: Json): part is Record<string, string> {
  if (typeof part !== 'object' || part === null || Array.isArray(part)) return false;
  return Object.entries(part).every(([prefix, namespace]) => typeof namespace === 'string' && !prefix.startsWith('@'));
}
