import { type JsonObject, type Namespaces, namespacesOf } from '../epcis/index.ts';
import { type Declaration, isStandard, MASTER_DATA, OF_THE_FORM, type XmlName } from './xml-element.ts';

const STANDARD: Namespaces = namespacesOf(null);
const STANDARD_BY_URI: ReadonlyMap<string, string> = new Map([...STANDARD].map(([prefix, uri]) => [uri, prefix]));

/**
 * The prefixes by which a document's extensions are named in JSON: those of the XML, as long as one prefix means one namespace.
 * A prefix that is bound to `itself:` needs no binding: so stands in XML what had an unbound prefix in JSON.
 */
export class Prefixes {
  private readonly bound = new Map<string, string>();
  private readonly byUri = new Map<string, string>();
  /** How many prefixes were made of each stem, so that a text with very many takes no longer than it must. */
  private readonly made = new Map<string, number>();
  private readonly outer: Prefixes | null;

  /** @param outer the prefixes of the document, for an event that binds some of them otherwise */
  constructor(outer: Prefixes | null = null) {
    this.outer = outer;
  }

  /** Takes in what an element declares. @returns what it declares otherwise than it stands here already */
  declare(declared: readonly Declaration[]): Declaration[] {
    const clashes: Declaration[] = [];
    for (const [prefix, xmlUri] of declared) {
      const uri = jsonNamespace(xmlUri);
      if (prefix === '' || uri === '' || OF_THE_FORM.has(uri)) continue;
      const known = this.find(prefix);
      if (known === uri) continue;
      if (known === undefined || !this.bound.has(prefix)) this.bind(prefix, uri);
      else clashes.push([prefix, uri]);
    }
    return clashes;
  }

  /** Binds a prefix whatever it meant before. */
  bind(prefix: string, uri: string): void {
    this.bound.set(prefix, uri);
    this.byUri.set(uri, prefix);
  }

  /** The name of a field: `example:myField`, or the local name alone where there is no namespace. */
  keyOf(name: XmlName): string {
    if (isStandard(name)) return name.local;
    const uri = jsonNamespace(name.uri);
    const prefix = this.find(name.prefix) === uri ? name.prefix : (this.prefixOf(uri) ?? this.bindNew(name.prefix, uri));
    return `${prefix}:${name.local}`;
  }

  /** The bindings, for a JSON-LD context; null when there are none. */
  context(): JsonObject | null {
    const bindings = [...this.bound].filter(([prefix, uri]) => uri !== `${prefix}:`);
    return bindings.length === 0 ? null : Object.fromEntries(bindings);
  }

  private find(prefix: string): string | undefined {
    return this.bound.get(prefix) ?? this.outer?.find(prefix) ?? STANDARD.get(prefix);
  }

  private prefixOf(uri: string): string | undefined {
    const prefix = this.byUri.get(uri) ?? this.outer?.prefixOf(uri) ?? STANDARD_BY_URI.get(uri);
    return prefix !== undefined && this.find(prefix) === uri ? prefix : undefined;
  }

  private bindNew(wanted: string, uri: string): string {
    const stem = wanted === '' ? 'ns' : wanted;
    let prefix = stem;
    for (let count = this.made.get(stem) ?? 1; this.find(prefix) !== undefined; count++) {
      prefix = `${stem}${count + 1}`;
      this.made.set(stem, count);
    }
    this.bind(prefix, uri);
    return prefix;
  }
}

function jsonNamespace(uri: string): string {
  return uri === MASTER_DATA.xml ? MASTER_DATA.json : uri;
}
