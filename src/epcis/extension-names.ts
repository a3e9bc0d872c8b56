import { expandCurie, type Namespaces } from './namespaces.ts';

/**
 * A name or value in full: `example:myField` → `http://ns.example.com/epcis/myField`. A term without a colon is looked up whole.
 * @returns the name itself when it is a URI already or its prefix is not bound
 */
export function expandName(name: string, namespaces: Namespaces): string {
  return name.includes(':') ? expandCurie(name, namespaces) : (namespaces.get(name) ?? name);
}

/**
 * The full names that a field name of a query stands for.
 * A name as EPCIS 1.x wrote it, `{namespace}#{local}`, is taken both as a URI and as namespace and local name put together.
 * A prefix that the query's context does not bind stands for itself: it finds fields with the same prefix, unbound there too.
 */
export function namesOfField(name: string, namespaces: Namespaces): readonly string[] {
  const expanded = expandName(name, namespaces);
  const hash = expanded.lastIndexOf('#');
  return hash < 0 ? [expanded] : [expanded, expanded.slice(0, hash) + expanded.slice(hash + 1)];
}

/**
 * The context that a `GS1-Extensions` header states: `example=http://ns.example.com/epcis/, ree=https://…`.
 * @returns prefixes with their namespaces, for `parseQuery`, or null when the header is not of that form
 * @see EPCIS 2.0 OpenAPI, header GS1-Extensions (style simple, exploded)
 */
export function contextOfExtensionsHeader(header: string): { [prefix: string]: string } | null {
  const context: { [prefix: string]: string } = {};
  for (const part of header.split(',')) {
    const text = part.trim();
    if (text === '') continue;
    const pair = /^([A-Za-z][\w.-]*)=([A-Za-z][A-Za-z0-9+.-]*:\S+)$/.exec(text);
    if (pair === null) return null;
    context[pair[1]!] = pair[2]!;
  }
  return context;
}
