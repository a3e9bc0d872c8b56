import { hash } from 'node:crypto';

/** The day under which identifiers stand whose event's time a reader need not know. */
export const ANY_DAY = -1_000_000;

const HEX_DIGITS = 13;
const HASH_PREFIX = 'ni:///sha-256;';

/**
 * A 52-bit number for an event hash or eventID: a narrow index finds the few candidates, whose full text is then compared.
 * An event hash is random already; other identifiers are hashed.
 */
export function keyNumber(key: string): number {
  const hex = key.startsWith(HASH_PREFIX) ? key.slice(HASH_PREFIX.length, HASH_PREFIX.length + HEX_DIGITS) : '';
  const number = /^[0-9a-f]{13}$/.test(hex) ? hex : hash('sha256', key, 'hex').slice(0, HEX_DIGITS);
  return Number.parseInt(number, 16);
}

/** Whether a key is an event hash, not another kind of eventID. */
export function isEventHash(key: string): boolean {
  return key.startsWith(HASH_PREFIX);
}
