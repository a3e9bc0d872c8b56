import { useCallback } from 'react';
import { useSearchParams } from 'react-router';

/** A word of the page's address and how to ask another, the rest of the address kept. Empty while nothing is asked. */
export function useAsked(name: string): readonly [asked: string, ask: (next: string) => void] {
  const [search, setSearch] = useSearchParams();
  const ask = useCallback(
    (next: string) =>
      setSearch((before) => {
        const after = new URLSearchParams(before);
        after.set(name, next);
        return after;
      }),
    [name, setSearch],
  );
  return [search.get(name) ?? '', ask];
}
