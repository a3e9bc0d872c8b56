import type { Json, JsonObject } from '../epcis/index.ts';
import type { Prefixes } from './prefixes.ts';
import { JSON_FORM, XML, type XmlAttribute, type XmlElement, XSI } from './xml-element.ts';

/** The types of XML Schema whose values are numbers in JSON. */
const NUMBER_TYPES: ReadonlySet<string> = new Set(
  `decimal integer int long short byte double float nonNegativeInteger positiveInteger nonPositiveInteger negativeInteger
unsignedLong unsignedInt unsignedShort unsignedByte`.split(/\s+/),
);

/**
 * The value of an extension element: a text where it has neither elements nor attributes (with `xsi:type` a number or truth value), a list
 * where it is named `…List` and every element in it bears the name without it, else an object.
 */
export function readExtension(element: XmlElement, prefixes: Prefixes): Json {
  if (isNil(element)) return null;
  const attributes = statedAttributes(element);
  if (element.children.length === 0) return readLeaf(element, attributes, prefixes);
  if (attributes.length === 0 && isList(element)) return element.children.map((item) => readExtension(item, prefixes));
  const fields = element.children.map((child): Field => [fieldNameOf(child, prefixes), readExtension(child, prefixes)]);
  return objectOf([...attributes.map((attribute) => readAttribute(attribute, prefixes)), ...fields]);
}

type Field = readonly [name: string, value: Json];

/** An object of fields; several of one name become a list, in their order. What is a list in itself stands in one, unless its name says so. */
export function objectOf(fields: readonly Field[]): JsonObject {
  const values = new Map<string, Json[]>();
  for (const [name, value] of fields) {
    const known = values.get(name);
    if (known === undefined) values.set(name, [value]);
    else known.push(value);
  }
  return Object.fromEntries([...values].map(([name, entries]) => [name, isSingle(name, entries) ? entries[0]! : entries]));
}

function isSingle(name: string, entries: readonly Json[]): boolean {
  return entries.length === 1 && (!Array.isArray(entries[0]) || name.endsWith('List'));
}

/** The name of the field that an extension element is. */
export function fieldNameOf(element: XmlElement, prefixes: Prefixes): string {
  const stated = isJsonForm(element, 'field') ? element.attributes.find(({ local }) => local === 'name')?.value : undefined;
  return stated ?? prefixes.keyOf(element);
}

/** The attributes that are data: neither those of XML Schema nor the name that `<epcis-json:field>` states. */
function statedAttributes(element: XmlElement): readonly XmlAttribute[] {
  const ofField = isJsonForm(element, 'field');
  return element.attributes.filter(({ uri, local }) => uri !== XSI && !(ofField && uri === '' && local === 'name'));
}

function readLeaf(element: XmlElement, attributes: readonly XmlAttribute[], prefixes: Prefixes): Json {
  const value = typedValue(element.text.trim(), xsiOf(element, 'type'));
  if (attributes.length === 0) return value;
  const fields = attributes.map((attribute) => readAttribute(attribute, prefixes));
  return objectOf(value === '' ? fields : [...fields, ['@value', value]]);
}

/** An attribute as a field. The language of a text is JSON-LD's own word. */
export function readAttribute(attribute: XmlAttribute, prefixes: Prefixes): Field {
  if (attribute.uri === XML) return [attribute.local === 'lang' ? '@language' : attribute.local, attribute.value];
  return [prefixes.keyOf(attribute), attribute.value];
}

function isList(element: XmlElement): boolean {
  const item = element.local.endsWith('List') ? element.local.slice(0, -4) : null;
  return element.children.every((child) => isJsonForm(child, 'item') || (child.uri === element.uri && child.local === item));
}

function isJsonForm({ uri, local }: XmlElement, name: string): boolean {
  return uri === JSON_FORM && local === name;
}

/** Whether an element says that there is no value. */
export function isNil(element: XmlElement): boolean {
  return readBoolean(xsiOf(element, 'nil') ?? '') === true;
}

function xsiOf(element: XmlElement, local: string): string | undefined {
  return element.attributes.find((attribute) => attribute.uri === XSI && attribute.local === local)?.value.trim();
}

function typedValue(text: string, type: string | undefined): Json {
  const local = type?.slice(type.indexOf(':') + 1);
  if (local === undefined || text === '') return text;
  if (local === 'boolean') return readBoolean(text) ?? text;
  return NUMBER_TYPES.has(local) ? (readNumber(text) ?? text) : text;
}

/** A truth value as XML Schema writes it; null when it is none. */
export function readBoolean(text: string): boolean | null {
  if (text === 'true' || text === '1') return true;
  return text === 'false' || text === '0' ? false : null;
}

/** A finite number as XML Schema writes it; null when it is none. */
export function readNumber(text: string): number | null {
  if (!/^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/.test(text)) return null;
  const value = Number(text);
  return Number.isFinite(value) ? value : null;
}
