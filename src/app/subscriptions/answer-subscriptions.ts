import type { SubscriptionRow } from '../../wire/index.ts';
import type { Application } from '../application.ts';
import { listSubscriptions } from './manage-subscriptions.ts';

/** The subscriptions of the viewer's organisation, with how they fare. */
export async function answerSubscriptions(app: Application): Promise<{ subscriptions: SubscriptionRow[] }> {
  const kept = await listSubscriptions(app, null);
  return {
    subscriptions: kept.map(({ subscription, progress }) => {
      const { id, queryName, dest, createdAt, timing } = subscription;
      const { delivered, lastNotifiedAt, failures, lastFault, nextAttemptAt, hours } = progress;
      const schedule =
        'schedule' in timing
          ? Object.entries(timing.schedule)
              .map((pair) => pair.join(' '))
              .join(', ')
          : null;
      const byHour = Object.entries(hours).map(([hour, [arrived, failed]]) => ({ hour, delivered: arrived, failed }));
      return {
        id,
        queryName,
        dest,
        schedule,
        createdAt,
        delivered,
        lastNotifiedAt,
        failures,
        lastFault,
        nextAttemptAt,
        hours: byHour,
      };
    }),
  };
}
