import { parseQuery, type SimpleEventQuery } from '../epcis/index.ts';
import { invalidQuery, ProblemError } from './problems.ts';

/** Events or jobs on a page where the client does not say, and at most. */
export const PER_PAGE_DEFAULT = 30;
export const PER_PAGE_MAX = 1000;

/** Tokens hold no state of the server; they are good for at least this long. */
const TOKEN_DAYS = 30;
const DAY_MS = 86_400_000;

/** The headers that lead to the next page: the request's own address with the token in it; none on the last page. */
export function nextPageHeaders(url: string, token: string | null, nowMs: number): Record<string, string> {
  if (token === null) return {};
  const { pathname, searchParams } = new URL(url);
  searchParams.set('nextPageToken', token);
  return {
    Link: `<${pathname}?${searchParams.toString()}>; rel="next"`,
    'GS1-Next-Page-Token-Expires': new Date(nowMs + TOKEN_DAYS * DAY_MS).toISOString(),
  };
}

/**
 * The paging parameters, read as the event query reads them.
 * @throws ProblemError 400 when there are others
 */
export function pagingOf(url: string): Pick<SimpleEventQuery, 'perPage' | 'nextPageToken'> {
  const parameters = new URL(url).searchParams;
  const parsed = parseQuery(parameters);
  const problems = parsed.ok ? [] : [...parsed.problems];
  for (const name of parameters.keys()) {
    if (name !== 'perPage' && name !== 'nextPageToken') problems.push({ parameter: name, message: 'is not a parameter here' });
  }
  if (!parsed.ok || problems.length > 0) throw new ProblemError(invalidQuery(problems));
  return parsed.query;
}
