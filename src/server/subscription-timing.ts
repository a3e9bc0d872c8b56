import { SubscriptionRefused, type Schedule, type Timing } from '../app/index.ts';
import { ProblemError, subscriptionRefused } from './problems.ts';

/** The fields of the standard's QuerySchedule. */
export const SCHEDULE_FIELDS = ['second', 'minute', 'hour', 'dayOfMonth', 'month', 'dayOfWeek'] as const;

/** @throws ProblemError unless exactly one of the two is stated */
export function timingOf(stream: boolean, schedule: Schedule | null, reportIfEmpty: boolean): Timing {
  if (stream === (schedule !== null))
    throw new ProblemError(subscriptionRefused('state either stream: true, or a schedule; it would be unclear when to tell you'));
  return schedule === null ? { stream: true } : { schedule, reportIfEmpty };
}

/** @throws ProblemError for a subscription that cannot be kept */
export function refuseSubscription(error: unknown): never {
  throw error instanceof SubscriptionRefused ? new ProblemError(subscriptionRefused(error.message)) : error;
}
