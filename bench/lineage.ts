import { answerTrace, type Application } from '../src/app/index.ts';
import { traceUp } from '../src/lineage/index.ts';
import { IDENTIFIER_ROLES } from '../src/record/index.ts';
import type { Figure } from './support/figure.ts';
import { quantile, timeEach } from './support/measuring.ts';
import type { BareConnection } from './support/record-place.ts';

/** Only the numbers of the ancestors: what the same database needs for the walk alone. */
const BARE_ANCESTRY = `WITH RECURSIVE reached(lot) AS (
  SELECT id FROM term WHERE uri = ?
  UNION
  SELECT there.lot FROM reached
    CROSS JOIN event_identifier made
    CROSS JOIN flow there
  WHERE made.identifier = reached.lot AND made.role = ${IDENTIFIER_ROLES.indexOf('output')}
    AND there.event_seq = made.seq AND there.role = ${IDENTIFIER_ROLES.indexOf('input')} AND there.superseded IS NULL
) SELECT lot FROM reached`;

const NOW = { knownSeq: null, asOfMs: null } as const;
const LOTS_MIN = 1000;

/**
 * The ancestry of lots that have a thousand ancestors: flows and shares, the whole answer, and beside them the ancestors' numbers alone.
 * @param roots lots whose ancestry takes turns
 */
export async function measureLineage(
  app: Application,
  bare: BareConnection,
  roots: readonly string[],
  on: string,
  events: number,
  questions: number,
): Promise<Figure[]> {
  const rootOf = (turn: number): string => roots[turn % roots.length]!;
  const shares = (turn: number): Promise<number> =>
    app.store.read(async (reader) => traceUp(await reader.flowsOfTrace(rootOf(turn), 'up', NOW)).lots.length);
  const answer = (turn: number): Promise<unknown> =>
    answerTrace(app, { id: rootOf(turn), direction: 'up', asOf: null, knownAt: null });
  const walk = (turn: number): Promise<object[]> => bare.rows(BARE_ANCESTRY, [rootOf(turn)]);
  const [found, walked] = [await shares(0), (await walk(0)).length];
  if (found < LOTS_MIN || walked !== found)
    throw new Error(`measureLineage: the ancestry has ${found} lots, the bare walk ${walked}`);
  const sharesMs = await timeEach(questions, shares);
  const answerMs = await timeEach(questions, answer);
  const walkMs = await timeEach(questions, walk);
  const figure = (what: string, times: readonly number[], part: number, bound: string): Figure => ({
    name: `${what}, p${part * 100}`,
    on,
    events,
    value: quantile(times, part),
    unit: 'ms',
    better: 'less',
    ceilings: [{ name: `walk for numbers only, p${part * 100}`, value: quantile(walkMs, part) }],
    bound,
  });
  const reading = 'reading and decoding the flows of a thousand events, then the shares of seventeen elements over them';
  const writing =
    'besides, the outlines of the entries of all those events (for sites and sources) and a JSON-ready answer of nodes and edges';
  return [0.5, 0.95].flatMap((part) => [
    figure(`lineage of ${found} lots with shares`, sharesMs, part, reading),
    figure(`whole trace answer of ${found} lots`, answerMs, part, writing),
  ]);
}
