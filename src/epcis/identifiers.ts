import { canonicalDigitalLink, DIGITAL_LINK_HOME } from './digital-link.ts';
import { digitalLinkOfEpc } from './epc-urn.ts';
import { areDigits, gs1CheckDigit, isPlainText, KEY_RULES } from './gs1-keys.ts';

const GTIN_HOME = `${DIGITAL_LINK_HOME}01/`;
const PIECE_HOME = `${DIGITAL_LINK_HOME}8006/`;
const LOCATION_HOME = `${DIGITAL_LINK_HOME}414/`;
const PARTY_HOME = `${DIGITAL_LINK_HOME}417/`;
const GTIN_END = GTIN_HOME.length + 14;
const LOCATION_END = LOCATION_HOME.length + 13;

/**
 * The one form of an identifier: EPC URNs, EPC class URNs, one-class EPC patterns and GS1 Digital Link URIs of any host become the
 * canonical GS1 Digital Link URI that the CBV 2.0 event hash asks for. Check digits of URNs are computed; those of links are kept
 * as written (see {@link isValidKey}).
 * @returns the canonical URI; any other string comes back unchanged
 */
export function canonicalUri(id: string): string {
  return keyUri(id) ?? id;
}

/** The canonical link of an identifier that is a well-formed GS1 key, else null. */
function keyUri(id: string): string | null {
  if (id.startsWith(DIGITAL_LINK_HOME) && isCanonical(id)) return id;
  if (id.startsWith('urn:epc:')) return digitalLinkOfEpc(id);
  return id.startsWith('http') ? canonicalDigitalLink(id) : null;
}

/** Whether a link is one of the frequent canonical kinds: GTIN alone, with lot or with serial number; GLN of a place or a party. */
function isCanonical(link: string): boolean {
  if (link.startsWith(GTIN_HOME)) return areDigits(link, GTIN_HOME.length, GTIN_END) && isCanonicalEnd(link);
  const isGln = link.startsWith(LOCATION_HOME) || link.startsWith(PARTY_HOME);
  return isGln && link.length === LOCATION_END && areDigits(link, LOCATION_HOME.length, LOCATION_END);
}

function isCanonicalEnd(link: string): boolean {
  if (link.length === GTIN_END) return true;
  return (link.startsWith('/10/', GTIN_END) || link.startsWith('/21/', GTIN_END)) && isPlainText(link, GTIN_END + 4, 20);
}

/**
 * Whether an identifier is a GS1 key in any of its forms and its check digit is right. Keys without a check digit (GIAI, GINC, CPI)
 * need only be well formed.
 */
export function isValidKey(id: string): boolean {
  const uri = keyUri(id);
  if (uri === null) return false;
  const from = uri.indexOf('/', DIGITAL_LINK_HOME.length) + 1;
  const rule = KEY_RULES.get(uri.slice(DIGITAL_LINK_HOME.length, from - 1));
  if (rule === undefined) return false;
  if (rule.checked === 0) return true;
  const key = uri.slice(from, from + rule.checked);
  return gs1CheckDigit(key.slice(0, -1)) === Number(key.slice(-1));
}

/** The 14-digit GTIN of an item, lot, class or piece; null when the identifier has none. */
export function gtinOf(id: string): string | null {
  const uri = keyUri(id);
  return digitsBehind(uri, GTIN_HOME, 14) ?? digitsBehind(uri, PIECE_HOME, 14);
}

/** The 13-digit GLN of a place (with or without extension) or a party; null when the identifier has none. */
export function glnOf(id: string): string | null {
  const uri = keyUri(id);
  return digitsBehind(uri, LOCATION_HOME, 13) ?? digitsBehind(uri, PARTY_HOME, 13);
}

/** The lot number of a lot's identifier as its maker writes it, percent escapes undone; null when the identifier names no lot. */
export function lotOf(id: string): string | null {
  const uri = keyUri(id);
  if (uri === null || (!uri.startsWith(GTIN_HOME) && !uri.startsWith(PIECE_HOME))) return null;
  const at = uri.indexOf('/10/', GTIN_END);
  return at < 0 ? null : decodeURIComponent(uri.slice(at + 4));
}

/**
 * The site that a place belongs to: `https://id.gs1.org/414/{gln}` without extension.
 * @returns for anything but a GLN of a place, the canonical form of the identifier itself
 */
export function siteOf(id: string): string {
  const uri = canonicalUri(id);
  const gln = uri.length === LOCATION_END ? null : digitsBehind(keyUri(id), LOCATION_HOME, 13);
  return gln === null ? uri : LOCATION_HOME + gln;
}

/** The product of a lot, item or class: `https://id.gs1.org/01/{gtin}`; null when the identifier has no GTIN. */
export function productOf(id: string): string | null {
  const gtin = gtinOf(id);
  return gtin === null ? null : GTIN_HOME + gtin;
}

function digitsBehind(uri: string | null, home: string, digits: number): string | null {
  return uri?.startsWith(home) === true ? uri.slice(home.length, home.length + digits) : null;
}
