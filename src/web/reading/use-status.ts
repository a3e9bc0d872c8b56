import { useEffect, useState } from 'react';
import type { Status } from '../../wire/index.ts';
import { fetchAnswer } from './fetch-answer.ts';
import type { StatusHeard } from './record-version.ts';

const LOADING_POLL_MS = 1_000;
const POLL_MS = 15_000;

/** Hears the record's status again and again: every second while a load is under way, else every quarter of a minute while in sight. */
export function useStatus(): StatusHeard {
  const [heard, setHeard] = useState<StatusHeard>({ status: null, reached: true });
  useEffect(() => {
    const abort = new AbortController();
    let timer: ReturnType<typeof setTimeout>;
    const ask = async (): Promise<void> => {
      const fetched = document.hidden ? null : await fetchAnswer<Status>('/api/status', abort.signal).catch(() => null);
      if (abort.signal.aborted) return;
      if (fetched !== null)
        setHeard((before) => (fetched.ok ? { status: fetched.answer, reached: true } : { ...before, reached: false }));
      const busy = fetched !== null && fetched.ok && fetched.answer.loading !== null;
      timer = setTimeout(() => void ask(), busy ? LOADING_POLL_MS : POLL_MS);
    };
    void ask();
    return () => {
      abort.abort();
      clearTimeout(timer);
    };
  }, []);
  return heard;
}
