import type { Viewer } from '../../access/index.ts';
import type { Json, JsonObject } from '../../epcis/index.ts';
import type { EpcFormat } from '../events/epc-format.ts';
import type { Schedule } from './schedule.ts';

/** When a subscriber is told: of each event as it is recorded, or at set times. */
export type Timing = { readonly stream: true } | { readonly schedule: Schedule; readonly reportIfEmpty: boolean };

/** What a subscriber wants, whatever way it is brought to him. */
export interface Wish {
  readonly queryName: string;
  readonly query: JsonObject;
  readonly context: Json;
  readonly timing: Timing;
  /** EPC URNs are not promised: an event to come may name a company prefix that the registry does not know. */
  readonly format: Exclude<EpcFormat, 'epc-urn'>;
  /** For whom: what he may see is decided anew at each delivery. */
  readonly owner: Viewer;
}

/** A subscription by webhook, as it is kept. */
export interface Subscription extends Wish {
  readonly id: string;
  readonly dest: string;
  readonly signatureToken: string | null;
  readonly createdAt: string;
  readonly initialRecordTime: string | null;
}

/** How far a subscription has come: rewritten with every delivery. */
export interface Progress {
  /** Every match up to this place in the record has been delivered. */
  readonly after: number;
  /** The last place of the delivery under way; the same events go again until it has arrived. */
  readonly pending: number | null;
  readonly delivered: number;
  readonly lastNotifiedAt: string | null;
  /** Attempts in a row that failed, and what the last one failed with. */
  readonly failures: number;
  readonly lastFault: string | null;
  readonly nextAttemptAt: string | null;
  /** When a schedule last ran, milliseconds since 1970. */
  readonly ranMs: number;
  /** Deliveries and failures by hour, the last day's: `2026-11-26T13` → [delivered, failed]. */
  readonly hours: Readonly<Record<string, readonly [delivered: number, failed: number]>>;
}

export function firstProgress(after: number, nowMs: number): Progress {
  return {
    after,
    pending: null,
    delivered: 0,
    lastNotifiedAt: null,
    failures: 0,
    lastFault: null,
    nextAttemptAt: null,
    ranMs: nowMs,
    hours: {},
  };
}

const HOURS_KEPT = 24;
const HOUR_LENGTH = 'yyyy-mm-ddThh'.length;

/** Counts events delivered, or a failure, into their hour. */
export function countHour(hours: Progress['hours'], nowMs: number, delivered: number, failed: number): Progress['hours'] {
  const hour = new Date(nowMs).toISOString().slice(0, HOUR_LENGTH);
  const [before, failedBefore] = hours[hour] ?? [0, 0];
  const all = { ...hours, [hour]: [before + delivered, failedBefore + failed] as const };
  return Object.fromEntries(
    Object.entries(all)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .slice(-HOURS_KEPT),
  );
}
