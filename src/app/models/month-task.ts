import { reconcileMonth, type MonthOnRecord, type ReconciledMonth } from '../../material-balance/index.ts';
import { ReconcileRefused } from '../../reconcile/index.ts';
import { runThread, ThreadStopped } from './threads.ts';

/** A reconciled month, or why there is none. */
type MonthOutcome =
  | { readonly reconciled: ReconciledMonth }
  | { readonly refusal: { readonly code: string; readonly message: string } };

/** A month whose measurements cannot be reconciled: a code of `RECONCILE_REFUSALS`, or `time-limit`. */
export class MonthRefused extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(`the month cannot be reconciled: ${message}`);
    this.name = 'MonthRefused';
    this.code = code;
  }
}

/** So few lots are reconciled sooner than a thread begins. */
const LOTS_IN_PLACE_MAX = 8;

/**
 * Reconciles a month: in place where it is small, else in a thread.
 * @throws MonthRefused
 */
export async function runMonth(month: MonthOnRecord, alpha: number, stop: AbortSignal): Promise<ReconciledMonth> {
  const outcome = month.lots.length <= LOTS_IN_PLACE_MAX ? tryMonth(month, alpha) : await inThread(month, alpha, stop);
  if ('refusal' in outcome) throw new MonthRefused(outcome.refusal.code, outcome.refusal.message);
  return outcome.reconciled;
}

/** Reconciles a month where it is called. */
export function tryMonth(month: MonthOnRecord, alpha: number): MonthOutcome {
  try {
    return { reconciled: reconcileMonth(month, alpha) };
  } catch (error) {
    if (!(error instanceof ReconcileRefused)) throw error;
    return { refusal: { code: error.code, message: error.message } };
  }
}

async function inThread(month: MonthOnRecord, alpha: number, stop: AbortSignal): Promise<MonthOutcome> {
  try {
    return await runThread<MonthOutcome>('month-thread', { month, alpha }, stop);
  } catch (error) {
    if (!(error instanceof ThreadStopped)) throw error;
    return { refusal: { code: 'time-limit', message: error.message } };
  }
}
