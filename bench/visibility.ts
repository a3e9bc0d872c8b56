import { KEEPER, NO_MANDATE, type Viewer } from '../src/access/index.ts';
import { answerSites, type Application } from '../src/app/index.ts';
import { createServer } from '../src/server/index.ts';
import type { Figure } from './support/figure.ts';
import { quantile, timeEach } from './support/measuring.ts';

const PAGE = '/events?perPage=30&orderBy=recordTime&orderDirection=DESC';

/** The latest page of events for a member of an enterprise, who sees its part, beside the same page for the keeper, who sees all. */
export async function measureVisibility(app: Application, on: string, events: number, questions: number): Promise<Figure[]> {
  const { sites } = await answerSites(app);
  const plant = sites.find(({ kind }) => kind === 'separation-plant');
  if (plant === undefined) throw new Error('measureVisibility: the registry has no separation plant');
  const member: Viewer = { account: null, organisation: plant.organisation, role: 'operator', mandate: NO_MANDATE };
  const [memberMs, keeperMs] = [await pageMs(app, member, questions), await pageMs(app, KEEPER, questions)];
  const figure = (part: number): Figure => ({
    name: `GET /events, a page of 30 for a member, p${part * 100}`,
    on,
    events,
    value: quantile(memberMs, part),
    unit: 'ms',
    better: 'less',
    ceilings: [{ name: `the same for the keeper, unfiltered, p${part * 100}`, value: quantile(keeperMs, part) }],
    bound: 'finding events of its own among all: by the index of parties, a window of the record at a time',
  });
  return [figure(0.5), figure(0.95)];
}

async function pageMs(app: Application, viewer: Viewer, questions: number): Promise<number[]> {
  const http = createServer(app.as(viewer), { webRoot: null, bodyLimitBytes: 1e6, access: 'open', log: () => undefined });
  const ask = async (): Promise<void> => {
    const response = await http.request(PAGE);
    if (!response.ok) throw new Error(`measureVisibility: ${response.status} ${await response.text()}`);
    await response.arrayBuffer();
  };
  await ask();
  return timeEach(questions, ask);
}
