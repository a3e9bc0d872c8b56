import { ACCESS_REFUSAL_WORDS, type AccessRefusal } from '../../access/index.ts';

/** An administrative act that is refused, with its code. */
export class AccessRefused extends Error {
  readonly code: AccessRefusal;

  constructor(code: AccessRefusal) {
    super(ACCESS_REFUSAL_WORDS[code]);
    this.name = 'AccessRefused';
    this.code = code;
  }
}

/** @throws AccessRefused unless there is no reason against it */
export function refuseFor(code: AccessRefusal | null): void {
  if (code !== null) throw new AccessRefused(code);
}

/** Why somebody is not let in. */
export type EntryRefusal =
  | 'wrong'
  | 'wait'
  | 'link-unusable'
  | 'password-weak'
  | 'no-session'
  | 'code-wrong'
  | 'provider'
  | 'no-account';

/** Somebody who is not let in; the message is for him. */
export class EntryRefused extends Error {
  readonly code: EntryRefusal;
  /** How long to wait, for `wait`. */
  readonly waitMs: number;

  constructor(code: EntryRefusal, message: string, waitMs = 0) {
    super(message);
    this.name = 'EntryRefused';
    this.code = code;
    this.waitMs = waitMs;
  }
}

/** A key that opens nothing: wrong, expired or revoked. */
export class KeyUnknown extends Error {
  constructor() {
    super('the key in YTTERBY_KEY opens nothing here: it is wrong, has expired or was revoked');
    this.name = 'KeyUnknown';
  }
}
