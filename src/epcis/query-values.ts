import { instantMs } from './instant.ts';
import type { Json } from './json.ts';
import type { Operand } from './query-model.ts';
import { isUri } from './schema/formats.ts';

/** A parameter as given: the texts of a URL (one for each time that it stands there), or the value of a JSON query. */
export type RawParameter =
  | { readonly from: 'url'; readonly name: string; readonly texts: readonly string[] }
  | { readonly from: 'body'; readonly name: string; readonly value: Json };

/** Thrown by the readers below, caught where the parameters are gone through one by one. */
export class ParameterRefusal extends Error {}

const NUMBER = /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/;

/** The strings of a list: in a URL separated by `|` (OpenAPI style `pipeDelimited`) or given by repeating the parameter. */
export function readStrings(raw: RawParameter): string[] {
  const list = raw.from === 'url' ? raw.texts.flatMap((text) => text.split('|')) : raw.value;
  if (!Array.isArray(list)) throw new ParameterRefusal('must be a list of strings');
  if (list.length === 0) throw new ParameterRefusal('must have at least one value');
  return list.map((item) => {
    if (typeof item !== 'string') throw new ParameterRefusal(`must be a list of strings, but has ${JSON.stringify(item)}`);
    if (item === '') throw new ParameterRefusal('has an empty value');
    return item;
  });
}

/** A list of URIs; compact URIs such as `example:dock-7` are URIs too. */
export function readUris(raw: RawParameter): string[] {
  return readStrings(raw).map((text) => {
    if (!isUri(text)) throw new ParameterRefusal(`${quote(text)} is not a URI`);
    return text;
  });
}

/** A list of which each value is one of `allowed`. */
export function readChoices<T extends string>(raw: RawParameter, allowed: readonly T[]): T[] {
  return readStrings(raw).map((text) => {
    const choice = allowed.find((candidate) => candidate === text);
    if (choice !== undefined) return choice;
    throw new ParameterRefusal(`${quote(text)} is not one of ${allowed.join(', ')}${separatorHint(raw, text)}`);
  });
}

/** A hint for who separated the values of a URL by commas. */
export function separatorHint(raw: RawParameter, text: string): string {
  return raw.from === 'url' && text.includes(',') ? '; values are separated by |' : '';
}

export function readChoice<T extends string>(raw: RawParameter, allowed: readonly T[]): T {
  const text = readString(raw);
  const choice = allowed.find((candidate) => candidate === text);
  if (choice === undefined) throw new ParameterRefusal(`${quote(text)} is not one of ${allowed.join(', ')}`);
  return choice;
}

export function readString(raw: RawParameter): string {
  const value = raw.from === 'url' ? onlyText(raw) : raw.value;
  if (typeof value !== 'string') throw new ParameterRefusal('must be a string');
  if (value === '') throw new ParameterRefusal('must not be empty');
  return value;
}

export function readNumber(raw: RawParameter): number {
  if (raw.from === 'url') return numberOf(onlyText(raw));
  if (typeof raw.value !== 'number' || !Number.isFinite(raw.value)) throw new ParameterRefusal('must be a number');
  return raw.value;
}

/** One number, or a list of numbers of which one must equal. */
export function readNumbers(raw: RawParameter): number[] {
  if (raw.from === 'url') return readStrings(raw).map(numberOf);
  if (!Array.isArray(raw.value)) return [readNumber(raw)];
  if (raw.value.length === 0) throw new ParameterRefusal('must have at least one value');
  return raw.value.map((value) => readNumber({ ...raw, value }));
}

/** A whole number from 1. */
export function readCount(raw: RawParameter): number {
  const count = readNumber(raw);
  if (!Number.isSafeInteger(count) || count < 1) throw new ParameterRefusal('must be a whole number from 1');
  return count;
}

/** An instant in milliseconds since 1970. */
export function readTime(raw: RawParameter): number {
  const text = raw.from === 'url' ? withPlus(onlyText(raw)) : raw.value;
  const ms = typeof text === 'string' ? instantMs(text) : null;
  if (ms !== null) return ms;
  throw new ParameterRefusal(`${JSON.stringify(text)} is not a date and time with its offset, such as 2026-11-23T08:00:00Z`);
}

export function readBoolean(raw: RawParameter): boolean {
  const value = raw.from === 'url' ? onlyText(raw) : raw.value;
  if (value === true || value === 'true') return true;
  if (value === false || value === 'false') return false;
  throw new ParameterRefusal('must be true or false');
}

/**
 * Whether an EXISTS parameter asks for anything. The standard gives it no value (null or an integer in JSON, both ignored),
 * the OpenAPI file a boolean of which `false` asks for nothing.
 */
export function readExists(raw: RawParameter): boolean {
  const value = raw.from === 'url' ? onlyText(raw) : raw.value;
  if (value === false || value === 'false') return false;
  const isVoid = value === null || value === true || Number.isInteger(value);
  const asks = raw.from === 'url' ? typeof value === 'string' && /^(true|null|-?\d+)?$/.test(value) : isVoid;
  if (!asks) throw new ParameterRefusal('must be true, false, an integer or nothing');
  return true;
}

/** The value that an extension field must equal: a list of strings, a number or an instant. */
export function readOperand(raw: RawParameter): Operand {
  if (raw.from === 'url') return { type: 'open', anyOf: readStrings(raw) };
  if (Array.isArray(raw.value)) return { type: 'text', anyOf: readStrings(raw) };
  return readBound(raw);
}

/** The bound of an extension field: a number or an instant. */
export function readBound(raw: RawParameter): Operand {
  const value = raw.from === 'url' ? onlyText(raw) : raw.value;
  if (typeof value === 'number') return { type: 'number', value: readNumber(raw) };
  if (raw.from === 'url' && typeof value === 'string' && NUMBER.test(value)) return { type: 'number', value: numberOf(value) };
  const ms = typeof value === 'string' ? instantMs(raw.from === 'url' ? withPlus(value) : value) : null;
  if (ms === null) throw new ParameterRefusal(`${JSON.stringify(value)} is neither a number nor a date and time with its offset`);
  return { type: 'time', ms };
}

/** Whether a text is a plain decimal number, so that it may be compared as one. */
export function isDecimal(text: string): boolean {
  return /^-?(0|[1-9]\d*)(\.\d+)?$/.test(text);
}

/** A value in quotation marks, cut when long, for messages. */
export function quote(text: string): string {
  return JSON.stringify(text.length > 80 ? `${text.slice(0, 79)}…` : text);
}

/** A `+` that was not percent-encoded reaches us as a space; a date and time has no space of its own. */
export function withPlus(text: string): string {
  return text.replace(/(:\d\d(?:\.\d+)?) (\d\d(?::?\d\d)?)$/, '$1+$2');
}

function onlyText(raw: RawParameter & { readonly from: 'url' }): string {
  if (raw.texts.length !== 1) throw new ParameterRefusal('must be given once');
  return raw.texts[0]!;
}

function numberOf(text: string): number {
  const value = Number(text);
  if (!NUMBER.test(text) || !Number.isFinite(value)) throw new ParameterRefusal(`${quote(text)} is not a number`);
  return value;
}
