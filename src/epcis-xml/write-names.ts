import { type Namespaces, namespacesOf } from '../epcis/index.ts';
import { JSON_FORM, MASTER_DATA } from './xml-element.ts';
import { isLocalName, type Node } from './xml-text.ts';

/** The prefix of our own namespace in what is written. */
const OWN_PREFIX = 'epcis-json';
/** Prefixes that the form itself uses; a context that binds them otherwise has its names written as `epcis-json:field`. */
const RESERVED: Readonly<Record<string, string>> = {
  [OWN_PREFIX]: JSON_FORM,
  epcis: 'urn:epcglobal:epcis:xsd',
  epcisq: 'urn:epcglobal:epcis-query:xsd',
  sbdh: 'http://www.unece.org/cefact/namespaces/StandardBusinessDocumentHeader',
  xsi: 'http://www.w3.org/2001/XMLSchema-instance',
  xml: 'http://www.w3.org/XML/1998/namespace',
  xmlns: 'http://www.w3.org/2000/xmlns/',
};
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
    for (const [prefix, uri] of namespaces) if (STANDARD.get(prefix) !== uri) this.need(prefix, uri);
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
    const [prefix, local] = [key.slice(0, colon), key.slice(colon + 1)];
    if (!isLocalName(prefix) || !isLocalName(local) || !this.need(prefix, this.uriOf(prefix))) return null;
    return key;
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

  private uriOf(prefix: string): string {
    return this.namespaces.get(prefix) ?? `${prefix}:`;
  }

  /** @returns whether the prefix can stand for the namespace in XML */
  private need(prefix: string, uri: string): boolean {
    if (Object.hasOwn(RESERVED, prefix) || uri === '' || uri.startsWith('@') || !isLocalName(prefix)) return false;
    if (this.outer?.find(prefix) !== uri) this.needed.set(prefix, uri);
    return true;
  }

  private find(prefix: string): string | undefined {
    return this.needed.get(prefix) ?? this.outer?.find(prefix);
  }

  private declareOutside(prefix: string, uri: string): void {
    if (this.outer === null) this.needed.set(prefix, uri);
    else this.outer.declareOutside(prefix, uri);
  }
}
