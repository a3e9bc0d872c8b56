import { padGtin, readDigitalLink, writeDigitalLink } from './digital-link-uris.ts';
import type { Element } from './element.ts';
import { readBracketed, readUnbracketed, SEPARATOR, together } from './element-strings.ts';
import { APPLICATION_IDENTIFIERS } from './application-identifiers.ts';
import { checkValue } from './check-value.ts';
import { readEpcUrn } from './epc-urns.ts';
import { read, refuse, type Outcome } from './refusal.ts';

/** What a scanned code is written as. */
export type CodeForm = 'digital-link' | 'bracketed' | 'element-string' | 'epc-urn' | 'gtin';

/** A code that was read. */
export interface ReadCode {
  readonly form: CodeForm;
  /** The symbol that the scanner says it read; null when it does not say. */
  readonly symbol: string | null;
  readonly elements: readonly Element[];
  /** The same as a GS1 Digital Link URI at id.gs1.org. */
  readonly uri: string;
}

/** Longer codes are refused: no symbol that GS1 knows carries as many characters. */
export const CODE_LENGTH_MAX = 8000;

/** What follows a symbology identifier: a GS1 element string, any text, or the digits of a GTIN. */
type Content = 'elements' | 'plain' | 'gtin';

/** Symbology identifiers (ISO/IEC 15424) as the GS1 General Specifications, figure 5.1.2-1, list them. */
const SYMBOLS: ReadonlyMap<string, readonly [name: string, content: Content]> = new Map<string, readonly [string, Content]>([
  [']C1', ['GS1-128', 'elements']],
  [']e0', ['GS1 DataBar', 'elements']],
  [']d2', ['GS1 DataMatrix', 'elements']],
  [']Q3', ['GS1 QR Code', 'elements']],
  [']J1', ['GS1 DotCode', 'elements']],
  [']d1', ['Data Matrix', 'plain']],
  [']Q1', ['QR Code', 'plain']],
  [']J0', ['DotCode', 'plain']],
  [']C0', ['Code 128', 'plain']],
  [']E0', ['EAN-13', 'gtin']],
  [']E4', ['EAN-8', 'gtin']],
]);

/**
 * Reads what a scanner sent or a person typed: a GS1 Digital Link URI, an element string with or without brackets, an EPC URN, the
 * digits of a GTIN; with a symbology identifier before it or not.
 * @returns a refusal that says where and why; it never throws
 */
export function readCode(scanned: string): Outcome<ReadCode> {
  const text = scanned.replaceAll('\u241D', SEPARATOR).trimEnd();
  const lead = text.length - text.trimStart().length;
  if (lead === text.length) return refuse('empty', 0, null, 'there is nothing to read');
  if (text.length > CODE_LENGTH_MAX)
    return refuse('too-long', CODE_LENGTH_MAX, null, `a code has at most ${CODE_LENGTH_MAX} characters`);
  return text[lead] === ']' ? readSymbol(text.slice(lead), lead) : readPlain(text.slice(lead), null, lead);
}

/** A code behind the prefix by which a scanner says which symbol it read. @param lead characters before the prefix */
function readSymbol(text: string, lead: number): Outcome<ReadCode> {
  const prefix = text.slice(0, 3);
  const symbol = SYMBOLS.get(prefix);
  if (symbol === undefined) {
    return refuse(
      'symbology-unknown',
      lead,
      null,
      `${JSON.stringify(prefix)} is the prefix of no symbol that carries a GS1 code`,
    );
  }
  const [name, content] = symbol;
  const [rest, at] = [text.slice(3), lead + 3];
  if (rest === '') return refuse('empty', at, null, 'there is nothing behind the prefix of the symbol');
  if (content === 'plain') return readPlain(rest, name, at);
  return content === 'gtin'
    ? withUri('gtin', name, readGtin(rest, at))
    : withUri('element-string', name, readUnbracketed(rest, at));
}

function readPlain(text: string, symbol: string | null, offset: number): Outcome<ReadCode> {
  const [form, reading] = readByForm(text, offset);
  if (form === null)
    return refuse('form-unknown', offset, null, 'this is neither a GS1 Digital Link, an element string, an EPC URN nor a GTIN');
  return withUri(form, symbol, moved(reading, form === 'element-string' || form === 'gtin' ? 0 : offset));
}

function readByForm(text: string, offset: number): readonly [CodeForm, Outcome<readonly Element[]>] | readonly [null, null] {
  if (/^https?:/i.test(text)) return ['digital-link', readDigitalLink(text)];
  if (text.startsWith('urn:epc:')) return ['epc-urn', readEpcUrn(text)];
  if (text.startsWith('(')) return ['bracketed', readBracketed(text)];
  if (/^(\d{8}|\d{12,14})$/.test(text)) return ['gtin', readGtin(text, offset)];
  const isElementString = /^\d\d/.test(text.startsWith(SEPARATOR) ? text.slice(1) : text);
  return isElementString ? ['element-string', readUnbracketed(text, offset)] : [null, null];
}

function readGtin(digits: string, at: number): Outcome<readonly Element[]> {
  const gtin = padGtin(digits);
  const value = checkValue(APPLICATION_IDENTIFIERS.get('01')!, gtin, at - (gtin.length - digits.length));
  return value.ok ? together([{ ai: '01', value: value.value }]) : value;
}

/** A refusal whose place counts from further to the left. */
function moved<T>(outcome: Outcome<T>, by: number): Outcome<T> {
  return outcome.ok || by === 0 ? outcome : { ok: false, refusal: { ...outcome.refusal, at: outcome.refusal.at + by } };
}

function withUri(form: CodeForm, symbol: string | null, reading: Outcome<readonly Element[]>): Outcome<ReadCode> {
  if (!reading.ok) return reading;
  const uri = writeDigitalLink(reading.value);
  return uri.ok ? read({ form, symbol, elements: reading.value, uri: uri.value }) : uri;
}
