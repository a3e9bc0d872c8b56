import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router';
import { readInstant } from '../figures/times.ts';
import { addressOf, type MomentAsked, type Parameters } from './address.ts';

/** The moment that the page's address carries (`asOf`, `knownAt`), and how to set it. */
export function useMoment(): [MomentAsked, (moment: MomentAsked) => void] {
  const [search, setSearch] = useSearchParams();
  const asOf = readInstant(search.get('asOf'));
  const knownAt = readInstant(search.get('knownAt'));
  const moment = useMemo(() => ({ asOf, knownAt }), [asOf, knownAt]);
  const setMoment = useCallback(
    (next: MomentAsked) =>
      setSearch((before) => {
        const after = new URLSearchParams(before);
        for (const name of ['asOf', 'knownAt'] as const) {
          if (next[name] === null) after.delete(name);
          else after.set(name, next[name]);
        }
        return after;
      }),
    [setSearch],
  );
  return [moment, setMoment];
}

/** Makes the address of another page or of an answer at the page's moment. */
export function useAddress(): (path: string, parameters?: Parameters) => string {
  const [moment] = useMoment();
  return useCallback((path: string, parameters: Parameters = {}) => addressOf(path, { ...parameters, ...moment }), [moment]);
}
