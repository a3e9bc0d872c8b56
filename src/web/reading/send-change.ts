import type { Fetched } from './fetch-answer.ts';
import { readProblem, unreachable } from './problem.ts';

/** Sends a change as JSON and reads what came of it. */
export async function sendChange<T>(method: 'POST' | 'DELETE', address: string, body?: object): Promise<Fetched<T>> {
  try {
    const response = await fetch(address, {
      method,
      headers: { accept: 'application/json', ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!response.ok) return { ok: false, problem: await readProblem(response) };
    const text = await response.text();
    return { ok: true, answer: (text === '' ? null : JSON.parse(text)) as T };
  } catch (cause) {
    return { ok: false, problem: unreachable(cause) };
  }
}
