import { type Namespaces, namespacesOf } from '../epcis/index.ts';
import { JSON_FORM, MASTER_DATA, OF_THE_FORM } from './xml-element.ts';
import { isLocalName, type Node } from './xml-text.ts';

/** The prefix of our own namespace in what is written. */
const OWN_PREFIX = 'epcis-json';
/** Prefixes that the form itself uses; one that a context binds too is written with `ns-` before it. */
const RESERVED: ReadonlySet<string> = new Set([OWN_PREFIX, 'epcis', 'epcisq', 'sbdh', 'xsi', 'xml', 'xmlns']);
const STANDARD: Namespaces = namespacesOf(null);

/** The names of fields in the scope of one context, and the declarations that they need. */
export class WrittenNames {
  private readonly namespaces: Namespaces;
  private readonly outer: WrittenNames | null;
  private readonly needed = new Map<string, string>();

  /** @param outer the names of the document, for an event with a context of its own */
  constructor(namespaces: Namespaces, outer: WrittenNames | null = null) {
    this.namespaces = namespaces;
    this.outer = outer;
    for (const [prefix, uri] of namespaces) if (STANDARD.get(prefix) !== uri) this.need(prefix);
  }

  /** An element for a field: by its name where that can be a name of XML, else `<epcis-json:field name="…">`. */
  element(key: string, content: Node['content'], path: string): Node {
    const name = this.nameOf(key);
    if (name !== null) return { name, content, path };
    return { name: this.own('field'), attributes: [['name', key]], content, path };
  }

  /** The name of an element or attribute for a field; null when it can be none. */
  nameOf(key: string): string | null {
    const colon = key.indexOf(':');
    if (colon < 0) return isLocalName(key) ? key : null;
    const local = key.slice(colon + 1);
    const prefix = isLocalName(local) ? this.need(key.slice(0, colon)) : null;
    return prefix === null ? null : `${prefix}:${local}`;
  }

  /** A name in our own namespace. */
  own(local: string): string {
    this.declareOutside(OWN_PREFIX, JSON_FORM);
    return `${OWN_PREFIX}:${local}`;
  }

  /** Declares the prefix of a value such as `gs1:Temperature` where it is a standard one. */
  needStandard(value: string): void {
    const prefix = value.slice(0, value.indexOf(':'));
    const uri = STANDARD.get(prefix);
    if (uri !== undefined) this.declareOutside(prefix, uri);
  }

  /** The declarations as attributes. */
  declarations(): [string, string][] {
    return [...this.needed].map(([prefix, uri]) => [`xmlns:${prefix}`, uri === MASTER_DATA.json ? MASTER_DATA.xml : uri]);
  }

  /** Declares a prefix of the context, or one that nothing binds. @returns the prefix that stands for it in XML; null when none can */
  private need(prefix: string): string | null {
    const bound = this.namespaces.get(prefix);
    const uri = bound ?? `${prefix}:`;
    if (!isLocalName(prefix) || uri === '' || uri.startsWith('@') || OF_THE_FORM.has(uri)) return null;
    if (RESERVED.has(prefix) && bound === undefined) return null;
    const written = RESERVED.has(prefix) ? `ns-${prefix}` : prefix;
    if (this.outer?.find(written) !== uri) this.needed.set(written, uri);
    return written;
  }

  private find(prefix: string): string | undefined {
    return this.needed.get(prefix) ?? this.outer?.find(prefix);
  }

  private declareOutside(prefix: string, uri: string): void {
    if (this.outer !== null) this.outer.declareOutside(prefix, uri);
    else if (!this.needed.has(prefix)) this.needed.set(prefix, uri);
  }
}
