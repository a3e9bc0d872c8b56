import { readFile } from 'node:fs/promises';
import type { IndustryRegistry } from '../src/industry/index.ts';
import { measureBalance } from './balance.ts';
import { diskFigure, measureCapture, measureLatency } from './capture.ts';
import { measureLog } from './log.ts';
import { measureLineage } from './lineage.ts';
import { measurePassports } from './passports.ts';
import { measureVisibility } from './visibility.ts';
import { measureOverview } from './overview.ts';
import { measureRawInserts } from './raw-inserts.ts';
import { measureRuleCost, measureRules } from './rules.ts';
import { measureStart } from './start.ts';
import { bareCommits } from './support/bare-commits.ts';
import { DOCUMENTS_IN_FLIGHT } from './support/capture-documents.ts';
import { DocumentQueue, type DocumentPlace, type Documents } from './support/documents.ts';
import type { Ceiling, Figure } from './support/figure.ts';
import type { Filling } from './support/fill-child.ts';
import { LoadedServer } from './support/loaded-server.ts';
import { captureLotTree } from './support/lot-tree.ts';
import type { Plan } from './support/options.ts';
import { bytesOnDisk, connectBare, loadRegistries, openPlace, type Backend, type RecordPlace } from './support/record-place.ts';
import { answerOf } from './support/talk.ts';
import type { Workspace } from './support/workspace.ts';

/** The largest document has 500 events: what a taking of documents may go beyond the events that it was to take. */
const EVENTS_IN_DOCUMENT_MAX = 500;

/** How many simulated events a plan takes: up to the largest size, and what is measured there. */
export function simulatedEventsNeeded({ sizes, windows, documentsPerWindow, singles }: Plan): number {
  return (
    sizes.at(-1)! +
    sizes.length * (windows * documentsPerWindow + 2) * EVENTS_IN_DOCUMENT_MAX +
    sizes.length * (singles + EVENTS_IN_DOCUMENT_MAX)
  );
}

/** What a record is compared with, measured once for each database. */
interface Yardsticks {
  readonly captureCeilings: readonly Ceiling[];
  readonly bareRssBytes: number;
  readonly bareCommitMs: readonly number[];
}

/** Everything of one record while it grows. */
interface Growing {
  readonly backend: Backend;
  readonly place: RecordPlace;
  readonly documents: Documents;
  readonly queue: DocumentQueue;
  readonly plan: Plan;
  readonly workspace: Workspace;
  readonly yardsticks: Yardsticks;
  readonly roots: string[];
  readonly say: (line: string) => void;
}

/**
 * Measures one database: a record that grows from size to size, in front of a server and directly.
 * @param say told what happens, for a long run
 */
export async function measureRecord(
  backend: Backend,
  documents: Documents,
  plan: Plan,
  workspace: Workspace,
  say: (line: string) => void,
): Promise<Figure[]> {
  say(`${backend.name}: ceilings`);
  const yardsticks = await measureYardsticks(backend, documents, plan, workspace);
  const place = await backend.emptyPlace('record');
  const growing: Growing = {
    backend,
    place,
    documents,
    queue: new DocumentQueue(documents),
    plan,
    workspace,
    yardsticks,
    roots: [],
    say,
  };
  await begin(growing);
  const figures: Figure[] = plan.parts.has('rules') ? [await measureRuleCost(backend, documents, plan.rawEvents)] : [];
  for (const size of plan.sizes) {
    say(`${backend.name}: filling to ${size} events`);
    figures.push(...(await measureAt(growing, size)));
  }
  return figures;
}

async function measureYardsticks(backend: Backend, documents: Documents, plan: Plan, workspace: Workspace): Promise<Yardsticks> {
  const bareCommitMs = await bareCommits(await backend.emptyPlace('commits'), plan.singles);
  if (!plan.parts.has('capture')) return { captureCeilings: [], bareRssBytes: 0, bareCommitMs };
  const queue = new DocumentQueue(documents);
  const some = queue.takeUntil(plan.rawEvents);
  const raw = await measureRawInserts(backend, documents, some, plan.rawReplays);
  const parsing = await LoadedServer.start(workspace, null, documents.file);
  await parsing.send(some, 'documents', DOCUMENTS_IN_FLIGHT);
  const { events, ms } = await parsing.send(some, 'documents', DOCUMENTS_IN_FLIGHT);
  const { rssBytes } = await parsing.use();
  await parsing.stop();
  const captureCeilings = [
    { name: 'the same statements alone, into an empty database', value: raw },
    { name: 'HTTP and JSON.parse alone', value: (events / ms) * 1000 },
  ];
  return { captureCeilings, bareRssBytes: rssBytes, bareCommitMs };
}

async function begin({ place, documents, plan, roots }: Growing): Promise<void> {
  const app = await openPlace(place);
  await loadRegistries(app, documents.registries);
  if (plan.parts.has('lineage')) {
    const registry = JSON.parse(await readFile(documents.registries[0]!, 'utf8')) as IndustryRegistry;
    for (let tree = 0; tree < plan.treesOfLots; tree++) roots.push(await captureLotTree(app, registry, tree));
  }
  await app.store.close();
}

async function measureAt(growing: Growing, size: number): Promise<Figure[]> {
  const { plan, queue } = growing;
  const isServed = plan.parts.has('capture') || plan.parts.has('latency');
  const warmUp = isServed ? Math.min(plan.warmUpEvents, Math.ceil((size - queue.taken) / 2)) : 0;
  await fill(growing, queue.takeUntil(size - warmUp));
  growing.say(`${growing.backend.name}: ${size} events, over HTTP`);
  const figures = isServed ? await measureServed(growing, size) : [];
  growing.say(`${growing.backend.name}: ${size} events, directly`);
  const isAsked = (['lineage', 'balance', 'log', 'passports', 'visibility', 'rules'] as const).some((part) =>
    plan.parts.has(part),
  );
  if (isAsked) figures.push(...(await measureDirectly(growing)));
  if (plan.parts.has('start'))
    figures.push(
      await measureStart(growing.workspace, growing.place, growing.backend.name, await eventsOn(growing), plan.starts),
    );
  return figures;
}

/** Fills in a process of its own, so that what it uses is not counted here. */
async function fill({ place, documents, workspace }: Growing, places: readonly DocumentPlace[]): Promise<void> {
  if (places.length === 0) return;
  const child = workspace.fork(new URL('support/fill-child.ts', import.meta.url), []);
  const filling: Filling = { place, file: documents.file, places };
  await answerOf(child, filling);
}

async function measureServed(
  { backend, place, documents, queue, plan, workspace, yardsticks }: Growing,
  size: number,
): Promise<Figure[]> {
  const server = await LoadedServer.start(workspace, place, documents.file);
  await server.send(queue.takeUntil(size), 'documents', DOCUMENTS_IN_FLIGHT);
  const run = { on: backend.name, size, plan };
  const { captureCeilings, bareRssBytes, bareCommitMs } = yardsticks;
  const capture = plan.parts.has('capture') ? await measureCapture(run, server, queue, captureCeilings, bareRssBytes) : [];
  const latency = plan.parts.has('latency') ? await measureLatency(run, server, queue, bareCommitMs) : [];
  const { eventsOnRecord } = await server.use();
  await server.stop();
  const disk = plan.parts.has('capture')
    ? [diskFigure(backend.name, eventsOnRecord, await bytesOnDisk(place), documents.bytesPerEvent)]
    : [];
  return [...capture, ...latency, ...disk];
}

async function measureDirectly({ backend, place, plan, roots }: Growing): Promise<Figure[]> {
  const app = await openPlace(place);
  const bare = await connectBare(place);
  // What autovacuum does in a minute or so: without statistics PostgreSQL may plan the bare walk very badly.
  if (place.kind === 'postgres') await bare.rows('ANALYZE', []);
  const events = await app.store.read((reader) => reader.head());
  const lineage = plan.parts.has('lineage') ? await measureLineage(app, bare, roots, backend.name, events, plan.questions) : [];
  const balance = plan.parts.has('balance') ? await measureBalance(app, bare, backend.name, events, plan.questions) : [];
  const overview = plan.parts.has('balance')
    ? await measureOverview(app, bare, backend.name, events, Math.ceil(plan.questions / 10))
    : [];
  const log = plan.parts.has('log') ? await measureLog(app, bare, backend.name, events, plan.questions) : [];
  const passports = plan.parts.has('passports') ? await measurePassports(app, backend.name, events, plan.questions) : [];
  const visibility = plan.parts.has('visibility') ? await measureVisibility(app, backend.name, events, plan.questions) : [];
  const rules = plan.parts.has('rules') ? await measureRules(app, backend.name, events, Math.ceil(plan.questions / 10)) : [];
  await bare.close();
  await app.store.close();
  return [...rules, ...lineage, ...balance, ...overview, ...log, ...passports, ...visibility];
}

async function eventsOn({ place }: Growing): Promise<number> {
  const app = await openPlace(place);
  const events = await app.store.read((reader) => reader.head());
  await app.store.close();
  return events;
}
