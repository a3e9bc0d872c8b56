import { useCallback, useState } from 'react';
import type { Problem } from './problem.ts';
import { sendChange } from './send-change.ts';

/** A change that a page can send: whether it is under way, and why the last one failed. */
export interface Change {
  readonly busy: boolean;
  readonly problem: Problem | null;
  /** @returns what came of it; undefined when it failed, which `problem` tells */
  readonly send: <T>(method: 'POST' | 'DELETE', address: string, body?: object) => Promise<T | undefined>;
}

/** Sends changes one at a time and keeps the problem of the last. */
export function useChange(): Change {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const send = useCallback(async <T>(method: 'POST' | 'DELETE', address: string, body?: object): Promise<T | undefined> => {
    setBusy(true);
    setProblem(null);
    const sent = await sendChange<T>(method, address, body);
    setBusy(false);
    if (sent.ok) return sent.answer;
    setProblem(sent.problem);
    return undefined;
  }, []);
  return { busy, problem, send };
}
