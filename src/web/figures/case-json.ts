/** A case as JSON has it. */
export type CaseJson = Record<string, unknown>;

/** The JSON of a case; null while it is half typed, and of what is no object. */
export function readCaseJson(text: string): CaseJson | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as CaseJson) : null;
  } catch {
    // The solver says what is wrong with it.
    return null;
  }
}

/** A case as people read it. */
export function writeCaseJson(json: object): string {
  return JSON.stringify(json, null, 2);
}
