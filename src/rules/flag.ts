import type { Finding } from './rule.ts';

/** A finding that stands. */
export interface Flag extends Finding {
  readonly rule: string;
  /** `rule|group|key`: the same matter has the same id whenever it is found. */
  readonly id: string;
  readonly group: string;
}

/** Something that happened to a flag, by the event at a place in the record. */
export interface FlagChange {
  readonly kind: 'raised' | 'changed' | 'cleared';
  /** The place in the record of the last event that was known. */
  readonly seq: number;
  /** When that event was recorded, milliseconds since 1970 UTC. */
  readonly recordedMs: number;
  readonly flag: Flag;
}

/** A statistic that moves by less than this part of itself is the same finding. */
const NEWS = 0.05;

/** Whether a finding says something new about the matter of a flag. */
export function isNews(before: Finding, after: Finding): boolean {
  if (before.severity !== after.severity) return true;
  const [a, b] = [before.statistic ?? 0, after.statistic ?? 0];
  return Math.abs(a - b) > NEWS * Math.max(Math.abs(a), Math.abs(b));
}
