import { hash, verify } from '@node-rs/argon2';

/** Argon2id as OWASP's Password Storage Cheat Sheet has it: 19 MiB, two passes, one lane. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** NIST SP 800-63B asks for eight; people who run plants for longer than a year get twelve. */
const LENGTH_MIN = 12;
const LENGTH_MAX = 256;
/** Parts without which a password must still be long enough. */
const WORTHLESS = ['password', 'passw0rd', 'qwertyuiop', 'ytterby', 'administrator', '1234567890', '0123456789', 'abcdefgh'];

/** Why a password is not taken; null when it is. */
export function passwordFault(password: string, account: string): string | null {
  const { length } = [...password];
  if (length < LENGTH_MIN) return `has ${length} characters: take ${LENGTH_MIN} or more, best several words`;
  if (length > LENGTH_MAX) return `has more than ${LENGTH_MAX} characters`;
  const names = [...WORTHLESS, account.toLowerCase(), account.toLowerCase().split('@')[0] ?? ''].filter(
    (name) => name.length > 2,
  );
  const rest = names.reduce((left, name) => left.replaceAll(name, ''), password.toLowerCase());
  return new Set(rest).size < LENGTH_MIN / 2 ? 'is one that is tried first: add words of your own' : null;
}

/** What is kept of a password. */
export function hashPassword(password: string): Promise<string> {
  return hash(password, COST);
}

/** A hash that no password has: an account that does not exist takes as long as one that does. */
const NOBODY = hashPassword('nobody has this password: it only takes as long');

/** Whether a password is the one that was hashed; null for an account that has none. */
export async function isPassword(kept: string | null, password: string): Promise<boolean> {
  const right = await verify(kept ?? (await NOBODY), password.slice(0, LENGTH_MAX));
  return kept !== null && right;
}
