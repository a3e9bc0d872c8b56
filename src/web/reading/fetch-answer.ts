import { readProblem, unreachable, type Problem } from './problem.ts';

/** An answer or the reason why there is none. */
export type Fetched<T> = { readonly ok: true; readonly answer: T } | { readonly ok: false; readonly problem: Problem };

/** GETs JSON. An abort is thrown on, every other failure is a problem. */
export async function fetchAnswer<T>(address: string, signal: AbortSignal): Promise<Fetched<T>> {
  try {
    const response = await fetch(address, { signal, headers: { accept: 'application/json' } });
    if (!response.ok) return { ok: false, problem: await readProblem(response) };
    return { ok: true, answer: (await response.json()) as T };
  } catch (cause) {
    if (signal.aborted) throw cause;
    return { ok: false, problem: unreachable(cause) };
  }
}
