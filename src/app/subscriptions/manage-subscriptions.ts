import { randomUUID } from 'node:crypto';
import type { Application } from '../application.ts';
import type { NamedQuery } from '../queries/named-queries.ts';
import { dropSubscription, keepSubscription, readSubscriptions } from './kept-subscriptions.ts';
import { destinationFault } from './private-addresses.ts';
import { scheduleFault } from './schedule.ts';
import { firstProgress, type Progress, type Subscription, type Timing, type Wish } from './subscription.ts';

/** A subscription that cannot be kept, and why: the standard's SubscriptionControlsException. */
export class SubscriptionRefused extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'SubscriptionRefused';
  }
}

/** What a subscriber asks for. */
export interface SubscriptionWish {
  readonly dest: string;
  readonly signatureToken: string | null;
  readonly timing: Timing;
  readonly initialRecordTime: string | null;
  readonly format: Wish['format'];
}

/** A subscription with how far it has come. */
export interface KeptSubscription {
  readonly subscription: Subscription;
  readonly progress: Progress;
}

/** Whose subscriptions these are: of an organisation all its people's. */
function ownerKey({ organisation, account }: Wish['owner']): string {
  return organisation ?? account ?? '';
}

/**
 * Subscribes the viewer to a query of his.
 * @throws SubscriptionRefused
 */
export async function subscribe(
  app: Application,
  query: NamedQuery,
  wish: SubscriptionWish,
  allowsPrivate: boolean,
): Promise<KeptSubscription> {
  const fault = destinationFault(wish.dest, allowsPrivate);
  if (fault !== null) throw new SubscriptionRefused(`dest ${JSON.stringify(wish.dest)} ${fault}`);
  const subscription = {
    ...wishOf(app, query, wish.timing, wish.format),
    id: randomUUID(),
    dest: wish.dest,
    signatureToken: wish.signatureToken,
    createdAt: new Date(app.now()).toISOString(),
    initialRecordTime: wish.initialRecordTime,
  };
  const after = await placeBefore(app, wish.initialRecordTime);
  const progress = firstProgress(after, app.now());
  await app.whole.write((writer) => keepSubscription(writer, subscription, progress));
  return { subscription, progress };
}

/** What the viewer wants of a query. @throws SubscriptionRefused when the schedule cannot be kept */
export function wishOf(app: Application, { name, query, context }: NamedQuery, timing: Timing, format: Wish['format']): Wish {
  const fault = 'schedule' in timing ? scheduleFault(timing.schedule) : null;
  if (fault !== null) throw new SubscriptionRefused(`schedule ${fault}`);
  return { queryName: name, query, context, timing, format, owner: app.viewer };
}

/** The last place in the record before an instant; of now where none is stated. */
export function placeBefore(app: Application, recordTime: string | null): Promise<number> {
  return app.whole.read((reader) => (recordTime === null ? reader.head() : reader.seqAt(Date.parse(recordTime) - 1)));
}

/** The subscriptions of the viewer's organisation, to one query or to all. */
export async function listSubscriptions(app: Application, queryName: string | null): Promise<KeptSubscription[]> {
  const kept = await app.whole.read(readSubscriptions);
  return kept.filter(
    ({ subscription: { owner, queryName: name } }) =>
      ownerKey(owner) === ownerKey(app.viewer) && (queryName === null || name === queryName),
  );
}

/** One of them; null when it is none of his. */
export async function findSubscription(app: Application, queryName: string, id: string): Promise<KeptSubscription | null> {
  return (await listSubscriptions(app, queryName)).find(({ subscription }) => subscription.id === id) ?? null;
}

/** Ends a subscription. @returns false when it is none of the viewer's */
export async function unsubscribe(app: Application, queryName: string, id: string): Promise<boolean> {
  if ((await findSubscription(app, queryName, id)) === null) return false;
  await app.whole.write((writer) => dropSubscription(writer, id));
  return true;
}

/** Ends the subscriptions to a query, whose name is taken away. */
export async function endSubscriptionsOf(app: Application, queryName: string): Promise<void> {
  for (const { subscription } of await listSubscriptions(app, queryName)) await unsubscribe(app, queryName, subscription.id);
}
