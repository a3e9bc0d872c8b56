import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

const TOKEN_BYTES = 32;

/** A token that nobody guesses, as it is given out. */
export function newToken(): string {
  return randomBytes(TOKEN_BYTES).toString('base64url');
}

/** What is kept of a token: whoever reads the record cannot use it. */
export function digestOf(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}

/** Whether two digests are the same, in a time that does not tell how much of them is. */
export function sameDigest(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
