import { type Json, pathTo } from '../epcis/index.ts';
import type { WrittenNames } from './write-names.ts';
import type { Node } from './xml-text.ts';

/**
 * An extension field as elements: one, or one for each entry of a list. A field named `…List` is one element with its entries in it, each
 * under the name without `List`, as the event hash has it. Null is nothing. Numbers and truth values become texts, which hash alike.
 * @param key the name with its prefix, as JSON has it
 */
export function writeExtension(key: string, value: Json, names: WrittenNames, path: string): Node[] {
  if (value === null) return [];
  const entries = Array.isArray(value) ? value : [value];
  if (key.endsWith('List')) return entries.length === 0 ? [] : [writeList(key, entries, names, path)];
  return entries.map((entry, at) =>
    names.element(key, writeValue(entry, names, Array.isArray(value) ? pathTo(path, at) : path), path),
  );
}

function writeList(key: string, entries: readonly Json[], names: WrittenNames, path: string): Node {
  const item = key.slice(0, -'List'.length);
  const isName = names.nameOf(item) !== null;
  const content = entries.map((entry, at): Node => {
    const inner = writeValue(entry, names, pathTo(path, at));
    return isName ? names.element(item, inner, pathTo(path, at)) : { name: names.own('item'), content: inner };
  });
  return names.element(key, content, path);
}

/** What stands in an element: a text, or elements for the fields of an object and the entries of a list in a list. */
function writeValue(value: Json, names: WrittenNames, path: string): Node['content'] {
  if (Array.isArray(value)) {
    return value.map((entry, at): Node => ({ name: names.own('item'), content: writeValue(entry, names, pathTo(path, at)) }));
  }
  if (typeof value !== 'object' || value === null) return scalarText(value);
  return Object.entries(value).flatMap(([key, inner]) => writeExtension(key, inner, names, pathTo(path, key)));
}

/** A simple value as XML Schema writes it: no exponent where a decimal is wanted. */
export function scalarText(value: Json): string {
  if (typeof value === 'number') return decimalText(value);
  return typeof value === 'object' ? '' : String(value);
}

function decimalText(value: number): string {
  const text = String(value);
  if (!text.includes('e')) return text;
  return Number.isInteger(value) ? BigInt(value).toString() : tinyText(text);
}

/** `1.5e-7` → `0.00000015` */
function tinyText(text: string): string {
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = /^(-?)(\d)(?:\.(\d+))?e-(\d+)$/.exec(text) ?? [];
  return `${sign}0.${'0'.repeat(Number(exponent) - 1)}${whole}${fraction}`;
}
