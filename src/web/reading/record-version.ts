import { createContext } from 'react';
import type { Status } from '../../wire/index.ts';

/** Changes when the record has grown, so that open tiles read again; while a load is under way only at each of its quarters. */
export const RecordVersion = createContext('');

/** The record's status as last heard; null before the first answer, and whether the server could be reached at all. */
export interface StatusHeard {
  readonly status: Status | null;
  readonly reached: boolean;
}

export const StatusContext = createContext<StatusHeard>({ status: null, reached: true });

/** The version that a status stands for. */
export function versionOf(status: Status | null): string {
  if (status === null) return '';
  return status.loading === null
    ? `${status.events} ${status.lastRecordedAt ?? ''}`
    : `loading ${Math.floor(shareLoaded(status.loading) * 4)}`;
}

/** The share of a load that is done, 0 to 1. */
export function shareLoaded({ done, total }: NonNullable<Status['loading']>): number {
  return total > 0 ? Math.min(1, done / total) : 0;
}
