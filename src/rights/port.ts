import type { Draw, Movement } from './movement.ts';
import type { Line } from './quota.ts';
import type { QuotaState } from './quota-state.ts';
import type { Refusal } from './refusal.ts';

/** What became of one movement that was to be appended. */
export type AppendAnswer =
  | { readonly id: string; readonly refusal: null; readonly repeated: boolean }
  | { readonly id: string; readonly refusal: Refusal };

/** Until when movements count: as they happened, and as they were known; milliseconds since 1970 UTC, null for now. */
export interface RightsMoment {
  readonly happenedMs: number | null;
  readonly recordedMs: number | null;
}

/** What rights need from storage. */
export interface RightsPort {
  /**
   * All rights that concern a year: every movement of its quotas, and its draws either as movements or summed
   * (`emptyQuotaState(groupOf, drawTotals)`).
   */
  quotaState(year: number, moment?: RightsMoment): Promise<QuotaState>;
  /**
   * Appends movements, each checked with `applyMovement` against the state under a lock of its year, so that two at once never
   * pass a cap. A refused one is left out; the others stay. Draws and reversals need no lock: they are refused for no cap.
   */
  appendMovements(movements: readonly Movement[]): Promise<readonly AppendAnswer[]>;
  /** The draws of one holder, year, stage and ore that are not reversed, oldest first. */
  draws(line: Line): Promise<readonly Draw[]>;
}
