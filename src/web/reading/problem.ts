/** Why an answer failed, as an RFC 9457 problem document says it or as the network does. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
}

/** The type of a problem that never reached the server: no network, or the server is down. */
export const UNREACHABLE = 'about:unreachable';

/** A problem from an HTTP error: the problem document when there is one, else the bare status. */
export async function readProblem(response: Response): Promise<Problem> {
  const bare: Problem = {
    type: 'about:blank',
    title: response.statusText || `HTTP ${response.status}`,
    status: response.status,
    detail: '',
  };
  if (!(response.headers.get('content-type') ?? '').includes('json')) return bare;
  const body: unknown = await response.json().catch(() => null);
  return problemFrom(body, bare);
}

/** Takes the four members of a problem document that are there and well typed; the rest from `bare`. */
export function problemFrom(body: unknown, bare: Problem): Problem {
  if (typeof body !== 'object' || body === null) return bare;
  const text = (key: string, otherwise: string) => {
    const value: unknown = Reflect.get(body, key);
    return typeof value === 'string' ? value : otherwise;
  };
  return {
    type: text('type', bare.type),
    title: text('title', bare.title),
    status: bare.status,
    detail: text('detail', bare.detail),
  };
}

/** A problem from something thrown by `fetch`. */
export function unreachable(cause: unknown): Problem {
  return { type: UNREACHABLE, title: '', status: 0, detail: cause instanceof Error ? cause.message : String(cause) };
}
