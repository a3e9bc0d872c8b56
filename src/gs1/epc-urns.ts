import { canonicalUri } from '../epcis/index.ts';
import { readDigitalLink } from './digital-link-uris.ts';
import type { Element } from './element.ts';
import { keyAmong } from './keys.ts';
import { read, refuse, type Outcome } from './refusal.ts';

/**
 * The elements that an EPC URN, class URN or one-class pattern stands for, check digits computed.
 * @see EPC Tag Data Standard 1.13, sections 6 and 7
 */
export function readEpcUrn(urn: string): Outcome<readonly Element[]> {
  const uri = canonicalUri(urn);
  if (uri !== urn) return readDigitalLink(uri);
  return refuse('urn-malformed', 0, null, 'this is no EPC URN of a scheme that has a GS1 key, or it is malformed');
}

/** How the key of a scheme is taken apart: which digits are company prefix and reference, and what follows them. */
interface Scheme {
  readonly name: string;
  /** Digits before the company prefix: the filler of a GRAI. */
  readonly skip: number;
  /** The first digit stands in the URN before the reference, behind the company prefix. */
  readonly leading: boolean;
  /** Digits of company prefix and reference, without the check digit; null where the key is free text. */
  readonly digits: number | null;
  /** What follows the reference; null when it lacks there what the scheme needs. */
  readonly rest: (key: string, values: ReadonlyMap<string, string>) => string | null;
}

const nothing: Scheme['rest'] = () => '';

/** The tail of a key behind its check digit, where it has one. */
function tail(from: number): Scheme['rest'] {
  return (key) => (key.length > from ? `.${escapeUrn(key.slice(from))}` : null);
}

function qualifier(ai: string, otherwise: string | null = null): Scheme['rest'] {
  return (_, values) => (values.has(ai) ? `.${escapeUrn(values.get(ai)!)}` : otherwise);
}

function scheme(name: string, digits: number | null, rest: Scheme['rest'], leading = false, skip = 0): Scheme {
  return { name, digits, rest, leading, skip };
}

const pieces: Scheme['rest'] = (key, values) =>
  values.has('21') ? `.${key.slice(14, 16)}.${key.slice(16)}.${escapeUrn(values.get('21')!)}` : null;

/** Schemes by the application identifier of their key, the finest first. */
const SCHEMES: Readonly<Record<string, readonly Scheme[]>> = {
  '00': [scheme('id:sscc', 17, nothing, true)],
  '01': [
    scheme('id:sgtin', 13, qualifier('21'), true),
    scheme('id:upui', 13, qualifier('235'), true),
    scheme('class:lgtin', 13, qualifier('10'), true),
    scheme('idpat:sgtin', 13, () => '.*', true),
  ],
  '253': [scheme('id:gdti', 12, tail(13))],
  '255': [scheme('id:sgcn', 12, tail(13))],
  '401': [scheme('id:ginc', null, nothing)],
  '402': [scheme('id:gsin', 16, nothing)],
  '414': [scheme('id:sgln', 12, qualifier('254', '.0'))],
  '417': [scheme('id:pgln', 12, nothing)],
  '8003': [scheme('id:grai', 12, tail(14), false, 1)],
  '8004': [scheme('id:giai', null, nothing)],
  '8006': [scheme('id:itip', 13, pieces, true)],
  '8010': [scheme('id:cpi', null, qualifier('8011'))],
  '8017': [scheme('id:gsrnp', 17, nothing)],
  '8018': [scheme('id:gsrn', 17, nothing)],
};

/**
 * The EPC URN of elements. A key does not tell the length of its company prefix, so the caller must.
 * @param prefixLength how many of the digits, which begin with the company prefix, are that prefix: 6 to 12, or null where it is not known
 * @returns a refusal when the elements have no EPC (a GRAI or GDTI without serial, no key) or the key is too short for the prefix
 */
export function writeEpcUrn(elements: readonly Element[], prefixLength: (digits: string) => number | null): Outcome<string> {
  const key = keyAmong(elements);
  if (key === undefined) return refuse('key-missing', 0, null, 'there is no GS1 key among the elements');
  const values = new Map(elements.map(({ ai, value }) => [ai, value]));
  for (const each of SCHEMES[key.ai] ?? []) {
    const rest = each.rest(key.value, values);
    const body = rest === null ? null : bodyOf(each, key.value, prefixLength);
    if (body !== null) return read(`urn:epc:${each.name}:${body}${rest}`);
  }
  return refuse('urn-malformed', 0, key.ai, `(${key.ai}) has no EPC URN, or the length of its company prefix is not known`);
}

function bodyOf({ digits, leading, skip }: Scheme, key: string, prefixLength: (digits: string) => number | null): string | null {
  if (digits === null) {
    const prefixDigits = lengthWithin(key, prefixLength);
    const prefix = key.slice(0, prefixDigits);
    return prefixDigits > 0 && /^\d+$/.test(prefix) && key.length > prefixDigits
      ? `${prefix}.${escapeUrn(key.slice(prefixDigits))}`
      : null;
  }
  const own = key.slice(skip, skip + digits);
  const from = leading ? 1 : 0;
  const prefixDigits = lengthWithin(own.slice(from), prefixLength);
  const prefix = own.slice(from, from + prefixDigits);
  if (prefixDigits === 0) return null;
  return `${prefix}.${own.slice(0, from)}${own.slice(from + prefixDigits)}`;
}

/** 0 for a length that there is none of. */
function lengthWithin(digits: string, prefixLength: (digits: string) => number | null): number {
  const length = prefixLength(digits) ?? 0;
  return length >= 6 && length <= 12 ? length : 0;
}

/** Characters that an EPC URN writes as escapes (Tag Data Standard, section 5.4). */
function escapeUrn(text: string): string {
  return text.replaceAll(/["%&/<>?#]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}
