import { randomBytes } from 'node:crypto';
import { Secret, TOTP } from 'otpauth';
import { digestOf } from './tokens.ts';

/** RFC 6238 as every authenticator has it: SHA-1, six digits, thirty seconds. */
const PERIOD_SECONDS = 30;
/** Codes of so many steps before and after are taken: clocks differ. */
const STEPS_OFF_MAX = 1;
const SECRET_BYTES = 20;
const RECOVERY_CODES = 8;
const RECOVERY_BYTES = 6;

/** What is kept of a second factor. */
export interface SecondFactor {
  /** Base32. */
  readonly secret: string;
  /** The last step whose code was used: no code counts twice. */
  readonly lastStep: number;
  /** Digests of recovery codes that are left. */
  readonly recovery: readonly string[];
}

/** A new secret, in base32. */
export function newSecret(): string {
  return new Secret({ size: SECRET_BYTES }).base32;
}

/** What an authenticator reads from a picture: `otpauth://totp/…`. */
export function enrolmentUri(secret: string, account: string): string {
  return totpOf(secret, account).toString();
}

function totpOf(secret: string, label: string): TOTP {
  return new TOTP({ issuer: 'Ytterby', label, secret, algorithm: 'SHA1', digits: 6, period: PERIOD_SECONDS });
}

/**
 * The step of time that a code is for.
 * @param nowMs milliseconds since 1970 UTC
 * @returns null for a wrong code, and for one of a step that was used
 */
export function stepOfCode(secret: string, code: string, nowMs: number, lastStep: number): number | null {
  const delta = totpOf(secret, '').validate({ token: code.replaceAll(/\s/g, ''), timestamp: nowMs, window: STEPS_OFF_MAX });
  if (delta === null) return null;
  const step = Math.floor(nowMs / 1000 / PERIOD_SECONDS) + delta;
  return step > lastStep ? step : null;
}

/** Codes for the day on which the telephone is lost, and what is kept of them. */
export function newRecoveryCodes(): { readonly codes: string[]; readonly digests: string[] } {
  const codes = Array.from({ length: RECOVERY_CODES }, () => randomBytes(RECOVERY_BYTES).toString('hex'));
  return { codes, digests: codes.map(digestOf) };
}

/** Uses up a code of either kind. @returns the factor as it is then; null when the code is none of it */
export function useCode(factor: SecondFactor, code: string, nowMs: number): SecondFactor | null {
  const step = stepOfCode(factor.secret, code, nowMs, factor.lastStep);
  if (step !== null) return { ...factor, lastStep: step };
  const digest = digestOf(code.replaceAll(/[\s-]/g, '').toLowerCase());
  if (!factor.recovery.includes(digest)) return null;
  return { ...factor, recovery: factor.recovery.filter((other) => other !== digest) };
}
