import { createContext, useCallback, useContext, useEffect, useState } from 'react';
import type { Who } from '../../wire/index.ts';
import { fetchAnswer } from './fetch-answer.ts';

/** Who looks at the page; null until the server has said. */
export interface KnownWho {
  readonly who: Who | null;
  /** Asks anew, after somebody signed in or out. */
  readonly renew: () => void;
}

export const WhoContext = createContext<KnownWho>({ who: null, renew: () => undefined });

export const WHO_ADDRESS = '/api/access/who';

/** Asks the server who looks at the page. */
export function useAskedWho(): KnownWho {
  const [who, setWho] = useState<Who | null>(null);
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    const abort = new AbortController();
    fetchAnswer<Who>(WHO_ADDRESS, abort.signal).then(
      (fetched) => (fetched.ok ? setWho(fetched.answer) : undefined),
      () => undefined,
    );
    return () => abort.abort();
  }, [attempt]);
  const renew = useCallback(() => setAttempt((count) => count + 1), []);
  return { who, renew };
}

export function useWho(): KnownWho {
  return useContext(WhoContext);
}

/** Whether he may do an act; true until the server has said, so that nothing flickers away. */
export function useMay(): (act: string) => boolean {
  const { who } = useWho();
  return (act) => who === null || who.acts.includes(act);
}
