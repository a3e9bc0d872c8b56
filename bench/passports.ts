import { KEEPER, PUBLIC } from '../src/access/index.ts';
import { answerSite, answerSites, answerTrace, collectPassport, type Application } from '../src/app/index.ts';
import type { Figure } from './support/figure.ts';
import { quantile, timeEach } from './support/measuring.ts';

const NOW = { asOf: null, knownAt: null };
const LOTS_MAX = 20;
/** Where lots with the longest histories stand. */
const KINDS = ['material-plant', 'metal-plant', 'separation-plant'];

/** The passport of a lot, as its keeper and as everybody reads it; beside it the trace of the same lot, which it contains. */
export async function measurePassports(app: Application, on: string, events: number, questions: number): Promise<Figure[]> {
  const lots = await lotsMade(app);
  const at = (turn: number): string => lots[turn % lots.length]!;
  const turns = Math.max(lots.length, Math.ceil(questions / 5));
  const keeperMs = await timeEach(turns, (turn) => collectPassport(app.as(KEEPER), at(turn)));
  const publicMs = await timeEach(turns, (turn) => collectPassport(app.as(PUBLIC), at(turn)));
  const traceMs = await timeEach(turns, (turn) => answerTrace(app.as(KEEPER), { ...NOW, id: at(turn), direction: 'up' }));
  const figure = (who: string, ms: readonly number[], part: number): Figure => ({
    name: `passport of a lot for ${who}, p${part * 100}`,
    on,
    events,
    value: quantile(ms, part),
    unit: 'ms',
    better: 'less',
    ceilings: [{ name: `the whole trace of the same lot, p${part * 100}`, value: quantile(traceMs, part) }],
    bound: 'the trace to every mine, the histories of the nearest lots, and a proof of inclusion for each step of custody',
  });
  return [figure('everybody', publicMs, 0.5), figure('everybody', publicMs, 0.95), figure('its keeper', keeperMs, 0.5)];
}

/** Lots of the most processed kind of which there are any. */
async function lotsMade(app: Application): Promise<string[]> {
  const { sites } = await answerSites(app);
  for (const kind of KINDS) {
    const lots: string[] = [];
    for (const { id } of sites.filter((site) => site.kind === kind)) {
      const answer = await answerSite(app, { ...NOW, id, offset: 0, limit: LOTS_MAX });
      lots.push(...answer.lots.map(({ lot }) => lot));
      if (lots.length >= LOTS_MAX) return lots.slice(0, LOTS_MAX);
    }
    if (lots.length > 0) return lots;
  }
  throw new Error('measurePassports: no plant on record has a lot');
}
