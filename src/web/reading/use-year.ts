import { useCallback, useContext } from 'react';
import { useSearchParams } from 'react-router';
import { yearOf } from '../figures/times.ts';
import { StatusContext } from './record-version.ts';

/** Official quota notices begin in 2006. */
const FIRST_QUOTA_YEAR = 2006;
const THIS_YEAR = new Date().getFullYear();

/** The year in the page's address (`year`), null when there is none, and how to set it. */
export function useYear(): [number | null, (year: number | null) => void] {
  const [search, setSearch] = useSearchParams();
  const text = search.get('year') ?? '';
  const setYear = useCallback(
    (next: number | null) =>
      setSearch((before) => {
        const after = new URLSearchParams(before);
        if (next === null) after.delete('year');
        else after.set('year', String(next));
        return after;
      }),
    [setSearch],
  );
  return [/^\d{4}$/.test(text) ? Number(text) : null, setYear];
}

/** The years of the events on record, newest first; empty before the status is known or without events. */
export function useRecordYears(): number[] {
  const { status } = useContext(StatusContext);
  if (status === null || status.firstEventTime === null || status.lastEventTime === null) return [];
  return yearsBetween(yearOf(status.firstEventTime), yearOf(status.lastEventTime));
}

/** The years for which there may be quotas, newest first: from the first notices to this year or the record's last. */
export function useQuotaYears(): number[] {
  return yearsBetween(FIRST_QUOTA_YEAR, Math.max(THIS_YEAR, ...useRecordYears()));
}

function yearsBetween(first: number, last: number): number[] {
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, back) => last - back);
}
