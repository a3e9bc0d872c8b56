/**
 * Why a code is refused. A code is read from left to right and its first fault is told; of two faults at one place, the earlier in
 * this list.
 */
export const CODE_REFUSALS = [
  'empty',
  'too-long',
  'symbology-unknown',
  'form-unknown',
  'uri-malformed',
  'escape-malformed',
  'ai-malformed',
  'ai-unknown',
  'value-missing',
  'value-length',
  'value-characters',
  'check-digit',
  'date',
  'value-range',
  'key-missing',
  'qualifier-of-another-key',
  'qualifier-order',
  'qualifier-in-query',
  'ai-repeated',
  'ai-conflict',
  'urn-malformed',
] as const;
export type CodeRefusalName = (typeof CODE_REFUSALS)[number];

/** A code that was refused: the reason, and where it begins. */
export interface CodeRefusal {
  readonly code: CodeRefusalName;
  /** Index of the character at which the fault begins, 0 for the first. */
  readonly at: number;
  /** The application identifier that the fault is about, if one is. */
  readonly ai: string | null;
  readonly message: string;
}

/** What reading a code gives. */
export type Outcome<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly refusal: CodeRefusal };

/** A reading that ended well. */
export function read<T>(value: T): Outcome<T> {
  return { ok: true, value };
}

/** A reading that did not. */
export function refuse(code: CodeRefusalName, at: number, ai: string | null, message: string): Outcome<never> {
  return { ok: false, refusal: { code, at, ai, message } };
}
