import { LIVE, placeBefore, wishOf } from '../app/index.ts';
import { promisedFormatOf } from './epcis-headers.ts';
import { knownQuery } from './known-query.ts';
import { ProblemError, subscriptionRefused } from './problems.ts';
import type { SeenContext } from './seeing.ts';
import { refuseSubscription, SCHEDULE_FIELDS, timingOf } from './subscription-timing.ts';

const HEADERS: Readonly<Record<(typeof SCHEDULE_FIELDS)[number], string>> = {
  second: 'GS1-Query-Second',
  minute: 'GS1-Query-Minute',
  hour: 'GS1-Query-Hour',
  dayOfMonth: 'GS1-Query-DayOfMonth',
  month: 'GS1-Query-Month',
  dayOfWeek: 'GS1-Query-DayOfWeek',
};

/**
 * What a WebSocket that asks for the events of a query is to be told, from the headers of its request.
 * @throws ProblemError
 */
export async function liveWish(context: SeenContext): Promise<LiveWish> {
  const { app } = context.var;
  const query = await knownQuery(context);
  const header = (name: string): string | null => context.req.header(name) ?? null;
  const stated = SCHEDULE_FIELDS.flatMap((field) => {
    const text = header(HEADERS[field]);
    return text === null ? [] : [[field, text] as const];
  });
  const schedule = stated.length === 0 ? null : Object.fromEntries(stated);
  const streams = schedule === null || header('GS1-Query-Stream') === 'true';
  const timing = timingOf(streams, schedule, header('GS1-Query-ReportIfEmpty') === 'true');
  const initial = header('GS1-Query-InitialRecordTime');
  if (initial !== null && Number.isNaN(Date.parse(initial)))
    throw new ProblemError(subscriptionRefused('GS1-Query-InitialRecordTime is no time'));
  const after = await placeBefore(app, initial);
  try {
    return { id: LIVE + crypto.randomUUID(), wish: wishOf(app, query, timing, promisedFormatOf(context.req.raw.headers)), after };
  } catch (error) {
    return refuseSubscription(error);
  }
}

/** A subscriber over a WebSocket. */
export interface LiveWish {
  readonly id: string;
  readonly wish: ReturnType<typeof wishOf>;
  readonly after: number;
}
