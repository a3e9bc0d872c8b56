import { readCode, type CodeRefusal, type ReadCode } from '../../gs1/index.ts';

/** A code that cannot be read. */
export class CodeRefused extends Error {
  readonly refusal: CodeRefusal;

  constructor(refusal: CodeRefusal) {
    super(refusal.message);
    this.name = 'CodeRefused';
    this.refusal = refusal;
  }
}

/**
 * A code that must be readable.
 * @throws CodeRefused
 */
export function mustRead(code: string): ReadCode {
  const reading = readCode(code);
  if (!reading.ok) throw new CodeRefused(reading.refusal);
  return reading.value;
}
