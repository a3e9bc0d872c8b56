/** A name of XML: a local name in a namespace, and the prefix that the text used for it. */
export interface XmlName {
  readonly prefix: string;
  readonly local: string;
  /** The namespace, empty for none. */
  readonly uri: string;
}

/** The one name of XML that would change an object instead of naming a field of it: never read, and written as the text of an attribute. */
export const FORBIDDEN_NAME = '__proto__';

/** An attribute; declarations of namespaces are none. */
export interface XmlAttribute extends XmlName {
  readonly value: string;
}

/** A prefix and the namespace that an element binds it to. */
export type Declaration = readonly [prefix: string, uri: string];

/** An element as it was read. Comments and processing instructions are gone, CDATA is text. */
export interface XmlElement extends XmlName {
  readonly attributes: readonly XmlAttribute[];
  readonly declared: readonly Declaration[];
  readonly children: readonly XmlElement[];
  /** All character data directly in the element, put together. */
  readonly text: string;
  /** The line on which it begins, from 1. */
  readonly line: number;
  /** Its place among its siblings of the same name, from 1. */
  readonly place: number;
  readonly parent: XmlElement | null;
}

/** The namespaces of documents of EPCIS 1.x and 2.0. Its elements have none, but some senders put them into these by default. */
export const EPCIS_1 = 'urn:epcglobal:epcis:xsd:1';
export const EPCIS_2 = 'urn:epcglobal:epcis:xsd:2';
export const QUERY_1 = 'urn:epcglobal:epcis-query:xsd:1';
export const QUERY_2 = 'urn:epcglobal:epcis-query:xsd:2';
export const SBDH = 'http://www.unece.org/cefact/namespaces/StandardBusinessDocumentHeader';
export const XSI = 'http://www.w3.org/2001/XMLSchema-instance';
export const XML = 'http://www.w3.org/XML/1998/namespace';

/**
 * Our own namespace, for what JSON has and XML has not: `<epcis-json:field name="…">` is a field whose name is no XML name, `<epcis-json:item>` an
 * entry of a list inside a list. The standard's schemas let foreign elements stand wherever we write these.
 */
export const JSON_FORM = 'https://w3id.org/ytterby/epcis-json/';

/** JSON-LD puts namespace and local name together, so its namespace of master data ends in a colon; that of XML does not. */
export const MASTER_DATA = { xml: 'urn:epcglobal:cbv:mda', json: 'urn:epcglobal:cbv:mda:' } as const;

/** Namespaces of the form, which say nothing about an event. */
export const OF_THE_FORM: ReadonlySet<string> = new Set([
  EPCIS_1,
  EPCIS_2,
  QUERY_1,
  QUERY_2,
  SBDH,
  XSI,
  XML,
  JSON_FORM,
  'urn:epcglobal:xsd:1',
  'http://www.w3.org/2001/XMLSchema',
  'http://www.w3.org/2000/xmlns/',
]);

const EPCIS_NAMESPACES: ReadonlySet<string> = new Set(['', EPCIS_1, EPCIS_2, QUERY_1, QUERY_2]);

/** Whether a name is one of the standard's own, and not an extension. */
export function isStandard(name: XmlName): boolean {
  return EPCIS_NAMESPACES.has(name.uri);
}

/** Whether an element is the standard's of that name. */
export function isNamed(element: XmlElement, local: string): boolean {
  return element.local === local && isStandard(element);
}

/** Where an element stands, as an XPath: `/epcis:EPCISDocument/EPCISBody[1]/EventList[1]/ObjectEvent[3]`. */
export function xpathOf(element: XmlElement): string {
  const whole = element.prefix === '' ? element.local : `${element.prefix}:${element.local}`;
  const name = whole.length > 60 ? `${whole.slice(0, 59)}…` : whole;
  return element.parent === null ? `/${name}` : `${xpathOf(element.parent)}/${name}[${element.place}]`;
}

/** The value of an attribute without namespace, or undefined. */
export function attributeOf(element: XmlElement, local: string): string | undefined {
  return element.attributes.find((attribute) => attribute.uri === '' && attribute.local === local)?.value;
}

/** The first of the standard's elements of that name in an element, or undefined. */
export function childOf(element: XmlElement, local: string): XmlElement | undefined {
  return contentOf(element).find((child) => isNamed(child, local));
}

/**
 * The elements in an element of the standard. What EPCIS 1.x puts into `extension` and `baseExtension` (which later versions took in)
 * stands as if these were not there.
 */
export function contentOf(element: XmlElement): readonly XmlElement[] {
  if (!element.children.some(isWrapper)) return element.children;
  return element.children.flatMap((child) => (isWrapper(child) ? contentOf(child) : [child]));
}

/** Whether an element only makes room for what later versions of the standard, or users, add. */
export function isWrapper(element: XmlElement): boolean {
  return isNamed(element, 'extension') || isNamed(element, 'baseExtension');
}
