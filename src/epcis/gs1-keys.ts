/** The GS1 keys that can stand in a GS1 Digital Link URI, and the characters and check digits they are made of. */

/** What may follow the fixed digits of a key inside the same path segment. */
export type KeyTail = 'none' | 'text' | 'digits' | 'part';

/** The shape of one GS1 key. */
export interface KeyRule {
  /** Application identifier: `01`, `414`, … */
  readonly ai: string;
  /** How many digits the key begins with. */
  readonly digits: number;
  /** How many of these end in a check digit; 0 where the key has none. */
  readonly checked: number;
  readonly tail: KeyTail;
  readonly minTail: number;
  readonly maxTail: number;
}

function rule(ai: string, digits: number, checked: number, tail: KeyTail = 'none', minTail = 0, maxTail = 0): KeyRule {
  return { ai, digits, checked, tail, minTail, maxTail };
}

/** Application identifier and its alphanumeric short name (GS1 Digital Link: URI Syntax 1.2, section 4.2). */
const RULES: readonly (readonly [string, KeyRule])[] = [
  ['sscc', rule('00', 18, 18)],
  ['gtin', rule('01', 14, 14)],
  ['gdti', rule('253', 13, 13, 'text', 0, 17)],
  ['gcn', rule('255', 13, 13, 'digits', 0, 12)],
  ['ginc', rule('401', 4, 0, 'text', 1, 26)],
  ['gsin', rule('402', 17, 17)],
  ['gln', rule('414', 13, 13)],
  ['party', rule('417', 13, 13)],
  ['grai', rule('8003', 14, 14, 'text', 0, 16)],
  ['giai', rule('8004', 4, 0, 'text', 1, 26)],
  ['itip', rule('8006', 18, 14)],
  ['cpid', rule('8010', 4, 0, 'part', 1, 26)],
  ['gsrnp', rule('8017', 18, 18)],
  ['gsrn', rule('8018', 18, 18)],
];

/** Rules by application identifier and by short name. */
export const KEY_RULES: ReadonlyMap<string, KeyRule> = new Map(
  RULES.flatMap(([name, key]) => [[name, key] as const, [key.ai, key] as const]),
);

/** Whether `text` holds only the digits 0–9 from `from` up to `to`, and `to` lies within it. */
export function areDigits(text: string, from: number, to: number): boolean {
  if (to > text.length) return false;
  for (let i = from; i < to; i++) {
    const code = text.charCodeAt(i);
    if (code < 0x30 || code > 0x39) return false;
  }
  return true;
}

/**
 * The GS1 check digit of a key that lacks it: weights 3 and 1 from the right, modulo 10.
 * @param digits the key without its check digit, digits only
 * @returns 0–9
 * @throws RangeError when `digits` is empty or holds anything else
 * @see GS1 General Specifications, section 7.9.1
 */
export function gs1CheckDigit(digits: string): number {
  if (digits === '' || !areDigits(digits, 0, digits.length)) throw new RangeError(`Not a string of digits: ${digits}`);
  let sum = 0;
  for (let i = digits.length - 1, weight = 3; i >= 0; i--, weight = 4 - weight) sum += (digits.charCodeAt(i) - 0x30) * weight;
  return (10 - (sum % 10)) % 10;
}

const REFUSED = 0;
const PLAIN = 1;
const ENCODED = 2;

/** For each ASCII character of a key's text: refused, stands as it is, or has to be percent-encoded in a Digital Link. */
const CHARACTERS = classifyCharacters();

function classifyCharacters(): Uint8Array {
  const classes = new Uint8Array(128);
  const set = (text: string, kind: number): void => {
    for (let i = 0; i < text.length; i++) classes[text.charCodeAt(i)] = kind;
  };
  set('0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-._\'";<=>', PLAIN);
  set('!&()*+,:', ENCODED);
  return classes;
}

/** Whether every character from `from` on stands in a canonical Digital Link as it is, unescaped, and there are 1 to `max`. */
export function isPlainText(text: string, from: number, max: number): boolean {
  const length = text.length - from;
  if (length < 1 || length > max) return false;
  for (let i = from; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code > 127 || CHARACTERS[code] !== PLAIN) return false;
  }
  return true;
}

/**
 * A serial number, lot or other free text of a key as it stands in a canonical Digital Link.
 * @param text may hold percent escapes, which stay; each counts as one character
 * @returns the text with the reserved characters percent-encoded, or null when a character is outside the GS1 sets 82 and 39 or
 *   the length outside `min`–`max`
 */
export function encodeKeyText(text: string, min: number, max: number): string | null {
  let length = 0;
  let encode = false;
  for (let i = 0; i < text.length; i++, length++) {
    const code = text.charCodeAt(i);
    const kind = code < 128 ? CHARACTERS[code] : REFUSED;
    if (kind === ENCODED) encode = true;
    else if (kind !== PLAIN) {
      if (!isEscape(text, i)) return null;
      i += 2;
    }
  }
  if (length < min || length > max) return null;
  return encode ? percentEncode(text) : text;
}

/** The reference of a component or part (CPI): upper-case letters, digits, `-`, and `#` and `/` as escapes. */
export function encodePartText(text: string, min: number, max: number): string | null {
  return /^(?:[0-9A-Z-]|%2[3Ff]|%2[Dd])*$/.test(text) ? encodeKeyText(text, min, max) : null;
}

/** Whether `%` and two hexadecimal digits of a character that a key may hold stand at `at`. */
function isEscape(text: string, at: number): boolean {
  if (text.charCodeAt(at) !== 0x25 || at + 2 >= text.length) return false;
  const hex = text.slice(at + 1, at + 3);
  if (!/^[2-7][0-9A-Fa-f]$/.test(hex)) return false;
  const character = String.fromCharCode(Number.parseInt(hex, 16));
  return CHARACTERS[character.charCodeAt(0)] !== REFUSED || '#%/?'.includes(character);
}

function percentEncode(text: string): string {
  let encoded = '';
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    encoded += CHARACTERS[code] === ENCODED ? `%${code.toString(16).toUpperCase()}` : text.charAt(i);
  }
  return encoded;
}
