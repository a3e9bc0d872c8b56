import { useCallback, useContext, useEffect, useState } from 'react';
import { subjectOf } from './address.ts';
import { fetchAnswer, type Fetched } from './fetch-answer.ts';
import type { Problem } from './problem.ts';
import { RecordVersion } from './record-version.ts';

/**
 * What a tile knows: nothing yet, an answer, an answer that may be out of date (a newer one is on its way, or could not be had:
 * `problem`), or a failure.
 */
export type Reading<T> =
  | { readonly state: 'loading' }
  | { readonly state: 'ready'; readonly answer: T }
  | { readonly state: 'stale'; readonly answer: T; readonly problem: Problem | null; readonly retry: () => void }
  | { readonly state: 'failed'; readonly problem: Problem; readonly retry: () => void };

interface Held<T> {
  readonly asked: string;
  readonly address: string;
  readonly fetched: Fetched<T>;
  readonly answer: T | null;
}

/**
 * Reads an address, and again when it changes, when the record grows, and on `retry`; a change aborts what is under way.
 * @param address null reads nothing yet
 * @param renewal another number reads again: after a change that the page itself has sent
 */
export function useAnswer<T>(address: string | null, renewal = 0): Reading<T> {
  const version = useContext(RecordVersion);
  const [attempt, setAttempt] = useState(0);
  const [held, setHeld] = useState<Held<T> | null>(null);
  const asked = `${address} ${version} ${attempt} ${renewal}`;
  useEffect(() => {
    if (address === null) return;
    const abort = new AbortController();
    fetchAnswer<T>(address, abort.signal).then(
      (fetched) => setHeld((before) => keep(before, address, asked, fetched)),
      // Only an abort is thrown: a newer reading has taken over, nothing is left to say.
      () => undefined,
    );
    return () => abort.abort();
  }, [address, asked]);
  const retry = useCallback(() => setAttempt((count) => count + 1), []);
  return readingOf(held, address, asked, retry);
}

function sameSubject(a: string, b: string): boolean {
  return subjectOf(a) === subjectOf(b);
}

function keep<T>(before: Held<T> | null, address: string, asked: string, fetched: Fetched<T>): Held<T> {
  const earlier = before !== null && sameSubject(before.address, address) ? before.answer : null;
  return { asked, address, fetched, answer: fetched.ok ? fetched.answer : earlier };
}

function readingOf<T>(held: Held<T> | null, address: string | null, asked: string, retry: () => void): Reading<T> {
  if (held === null || address === null || !sameSubject(held.address, address)) return { state: 'loading' };
  const problem = held.fetched.ok || held.asked !== asked ? null : held.fetched.problem;
  if (held.answer === null) return problem === null ? { state: 'loading' } : { state: 'failed', problem, retry };
  if (problem !== null || held.asked !== asked) return { state: 'stale', answer: held.answer, problem, retry };
  return { state: 'ready', answer: held.answer };
}
