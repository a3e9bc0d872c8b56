import { areDigits, encodeKeyText, encodePartText, KEY_RULES, type KeyRule } from './gs1-keys.ts';

/** Where canonical GS1 Digital Link URIs live. */
export const DIGITAL_LINK_HOME = 'https://id.gs1.org/';

/** Key qualifiers by application identifier or short name; only those that the event hash knows. */
const QUALIFIERS: ReadonlyMap<string, string> = new Map([
  ['22', '22'],
  ['cpv', '22'],
  ['10', '10'],
  ['lot', '10'],
  ['21', '21'],
  ['ser', '21'],
  ['235', '235'],
  ['254', '254'],
  ['8011', '8011'],
]);

/**
 * A GS1 Digital Link URI of any host as the constrained canonical one: host `id.gs1.org`, GTIN of 14 digits, numeric application
 * identifiers, no query, no consumer product variant, and only the finest level of identification (a serial number displaces a lot).
 * @returns null when this is no Digital Link of that kind (unknown key, wrong length, fragment, …)
 * @see CBV 2.0, section 8.9; GS1 Digital Link: URI Syntax 1.2, section 4.11
 */
export function canonicalDigitalLink(uri: string): string | null {
  const query = uri.indexOf('?');
  const link = query < 0 ? uri : uri.slice(0, query);
  let from = pathStart(link);
  while (from > 0) {
    const slash = link.indexOf('/', from);
    if (slash < 0) return null;
    const rule = KEY_RULES.get(link.slice(from, slash));
    const path = rule === undefined ? null : canonicalPath(rule, link.slice(slash + 1));
    if (path !== null) return DIGITAL_LINK_HOME + path;
    from = slash + 1;
  }
  return null;
}

/** Index behind the slash that ends the host; 0 when this is no web address. */
function pathStart(link: string): number {
  if (link.startsWith(DIGITAL_LINK_HOME)) return DIGITAL_LINK_HOME.length;
  if (!link.startsWith('https://') && !link.startsWith('http://')) return 0;
  return link.indexOf('/', link.indexOf('://') + 3) + 1;
}

/** The path of a canonical link from what stands behind the key's name, or null. */
function canonicalPath(rule: KeyRule, rest: string): string | null {
  const slash = rest.indexOf('/');
  const value = canonicalValue(rule, slash < 0 ? rest : rest.slice(0, slash));
  if (value === null) return null;
  const qualifier = slash < 0 ? '' : canonicalQualifier(rule.ai, rest.slice(slash + 1).split('/'));
  return qualifier === null ? null : `${rule.ai}/${value}${qualifier}`;
}

function canonicalValue(rule: KeyRule, value: string): string | null {
  if (rule.ai === '01') return padGtin(value);
  if (!areDigits(value, 0, rule.digits)) return null;
  const tail = value.slice(rule.digits);
  const encoded = encodeTail(rule, tail);
  return encoded === null ? null : value.slice(0, rule.digits) + encoded;
}

function encodeTail(rule: KeyRule, tail: string): string | null {
  if (rule.tail === 'text') return encodeKeyText(tail, rule.minTail, rule.maxTail);
  if (rule.tail === 'part') return encodePartText(tail, rule.minTail, rule.maxTail);
  return tail.length <= rule.maxTail && areDigits(tail, 0, tail.length) ? tail : null;
}

/** GTIN-8, -12, -13 and -14 as 14 digits. */
function padGtin(value: string): string | null {
  const length = value.length;
  if (length !== 8 && length !== 12 && length !== 13 && length !== 14) return null;
  return areDigits(value, 0, length) ? value.padStart(14, '0') : null;
}

/** The finest qualifier of a key as `/ai/value`, `''` when none identifies, null when one is not the key's. */
function canonicalQualifier(ai: string, segments: readonly string[]): string | null {
  if (segments.length % 2 !== 0) return null;
  let finest = '';
  let previous = '';
  for (let i = 0; i < segments.length; i += 2) {
    const qualifier = QUALIFIERS.get(segments[i] ?? '');
    if (qualifier === undefined || !mayFollow(ai, previous, qualifier)) return null;
    const value = qualifierValue(qualifier, segments[i + 1] ?? '');
    if (value === null) return null;
    if (qualifier !== '22') finest = `/${qualifier}/${value}`;
    previous = qualifier;
  }
  return finest;
}

/** Order of qualifiers: variant, lot, serial for GTIN and ITIP; one only for the other keys. */
function mayFollow(ai: string, previous: string, qualifier: string): boolean {
  if (qualifier === '254') return ai === '414' && previous === '';
  if (qualifier === '8011') return ai === '8010' && previous === '';
  if (ai !== '01' && ai !== '8006') return false;
  if (qualifier === '22') return previous === '';
  if (qualifier === '235') return ai === '01' && (previous === '' || previous === '22');
  return previous === '' || previous === '22' || (qualifier === '21' && previous === '10');
}

function qualifierValue(qualifier: string, value: string): string | null {
  if (qualifier === '8011') return value.length >= 1 && value.length <= 12 && areDigits(value, 0, value.length) ? value : null;
  return encodeKeyText(value, 1, qualifier === '235' ? 28 : 20);
}
