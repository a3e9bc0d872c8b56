import { answerBalance, answerOrganisations, type Application } from '../src/app/index.ts';
import type { Figure } from './support/figure.ts';
import { quantile, timeEach } from './support/measuring.ts';
import type { BareConnection } from './support/record-place.ts';

const ALL_TIME = { asOf: null, knownAt: null, from: null, to: null } as const;
const ONE_EVENT = 'SELECT * FROM event WHERE seq = ?';
/** Coprime to any likely number of events: rows all over the record. */
const STRIDE = 7919;

/** Balances with every event on record: of one organisation after the other, and of everything; beside them one row by its key. */
export async function measureBalance(
  app: Application,
  bare: BareConnection,
  on: string,
  events: number,
  questions: number,
): Promise<Figure[]> {
  const { organisations } = await answerOrganisations(app);
  const ids = organisations.map(({ id }) => id);
  const one = (turn: number): Promise<unknown> =>
    answerBalance(app, { ...ALL_TIME, organisation: ids[turn % ids.length]!, site: null, element: null });
  const everything = (): Promise<unknown> => answerBalance(app, { ...ALL_TIME, organisation: null, site: null, element: null });
  const row = (turn: number): Promise<object[]> => bare.rows(ONE_EVENT, [((turn * STRIDE) % events) + 1]);
  await one(0);
  const oneMs = await timeEach(Math.max(questions, ids.length), one);
  const everythingMs = await timeEach(Math.ceil(questions / 10), everything);
  const rowMs = await timeEach(questions, row);
  const figure = (name: string, times: readonly number[], part: number, bound: string): Figure => ({
    name: `${name}, p${part * 100}`,
    on,
    events,
    value: quantile(times, part),
    unit: 'ms',
    better: 'less',
    ceilings: [{ name: `one row by key, p${part * 100}`, value: quantile(rowMs, part) }],
    bound,
  });
  const ofOne = 'reading and decoding the roll-ups of its accounts, one a year; it grows with years, not with events';
  const ofAll = 'the same for the totals of the kinds of account';
  return [0.5, 0.95].flatMap((part) => [
    figure('balance of one organisation', oneMs, part, ofOne),
    figure('balance of everything', everythingMs, part, ofAll),
  ]);
}
