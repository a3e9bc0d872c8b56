import { hash as digest } from 'node:crypto';

/** Where a page of a query ends: what the next one needs to go on, whatever is captured in the meantime. */
export interface PagePosition {
  /** The last place in the record when the first page was made: later events are not of this answer. */
  readonly headSeq: number;
  /** Place of the last event given, by which its place in any order is known. */
  readonly lastSeq: number;
  /** Events given so far, for limits over all pages. */
  readonly given: number;
}

/** A page token that this record did not make for this query. */
export class PageTokenRefusal extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'PageTokenRefusal';
  }
}

const FORM = 'p1';

/** The token of a position within a query. @param query everything that the answer depends on, as plain data */
export function pageToken(position: PagePosition, query: unknown): string {
  const { headSeq, lastSeq, given } = position;
  return [FORM, headSeq.toString(36), lastSeq.toString(36), given.toString(36), fingerprint(query)].join('.');
}

/**
 * The position that a token stands for.
 * @throws PageTokenRefusal when it is no token, or one of another query
 */
export function readPageToken(token: string, query: unknown): PagePosition {
  const parts = /^p1\.([0-9a-z]{1,11})\.([0-9a-z]{1,11})\.([0-9a-z]{1,11})\.([0-9a-f]{12})$/.exec(token);
  const [headSeq, lastSeq, given] = (parts ?? []).slice(1, 4).map((part) => Number.parseInt(part, 36));
  if (parts === null || headSeq === undefined || lastSeq === undefined || given === undefined || lastSeq > headSeq) {
    throw new PageTokenRefusal('the nextPageToken is none that was given out here; follow the Link header as it stands');
  }
  if (parts[4] !== fingerprint(query)) {
    throw new PageTokenRefusal('the nextPageToken belongs to another query; ask with the same parameters, or without the token');
  }
  return { headSeq, lastSeq, given };
}

/** Twelve hexadecimal digits of the query: enough to notice that a token was carried over to another one. */
function fingerprint(query: unknown): string {
  return digest('sha256', JSON.stringify(query), 'hex').slice(0, 12);
}
