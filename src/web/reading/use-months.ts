import { useContext } from 'react';
import { monthsBetween } from '../figures/times.ts';
import { StatusContext } from './record-version.ts';

/** The months in Beijing of the events on record (`2015-03`), newest first; empty before the status is known or without events. */
export function useRecordMonths(): string[] {
  const { status } = useContext(StatusContext);
  if (status === null || status.firstEventTime === null || status.lastEventTime === null) return [];
  return monthsBetween(status.firstEventTime, status.lastEventTime);
}
