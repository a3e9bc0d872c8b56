/** The moment of a page: until when events happened, until when they were recorded; null is now. */
export interface MomentAsked {
  readonly asOf: string | null;
  readonly knownAt: string | null;
}

export type Parameters = Readonly<Record<string, string | number | null | undefined>>;

/** A path with those parameters that have a value, encoded; the order given is kept. */
export function addressOf(path: string, parameters: Parameters): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== null && value !== undefined && value !== '') query.set(name, String(value));
  }
  const text = query.toString();
  return text === '' ? path : `${path}?${text}`;
}

/**
 * What an address is about without the moment, year and page asked: while a new answer of the same subject comes, the old one
 * may stay in sight, marked as stale.
 */
export function subjectOf(address: string): string {
  const [path = '', query = ''] = address.split('?');
  const parameters = new URLSearchParams(query);
  for (const passing of ['asOf', 'knownAt', 'year', 'offset', 'limit', 'from', 'to']) parameters.delete(passing);
  return addressOf(path, Object.fromEntries(parameters));
}
