/** `npm run bench`: what Ytterby does in a second and in a millisecond, each figure beside its ceiling. See docs/performance.md. */
import { startPostgres } from '../test/support/postgres.ts';
import { measureHashing } from './hashing.ts';
import { measureLeaves } from './log.ts';
import { measureSeparation } from './separation.ts';
import { measureRecord, simulatedEventsNeeded } from './record.ts';
import { measureSubscriptions } from './subscriptions.ts';
import { writeDocuments, type Documents } from './support/documents.ts';
import { tableOf, type Figure } from './support/figure.ts';
import { describeMachine } from './support/machine.ts';
import { PARTS, readPlan, USAGE, UsageError, type Part, type Plan } from './support/options.ts';
import { postgresBackend, sqliteBackend, type Backend } from './support/record-place.ts';
import { clearOnSignals, Workspace } from './support/workspace.ts';

/** What the run does, with the seconds since it began. */
const say = (line: string): void =>
  void process.stderr.write(`${(performance.now() / 1000).toFixed(0).padStart(5)} s  ${line}\n`);

/** The databases to measure: the embedded one, and PostgreSQL where there is one. */
async function backends(plan: Plan, workspace: Workspace): Promise<Backend[]> {
  const sqlite = sqliteBackend(workspace);
  let url = plan.postgresUrl;
  if (url === null) {
    const server = await startPostgres();
    if (server !== undefined) workspace.atEnd(() => server.stop());
    url = server?.url ?? null;
  }
  if (url === null) {
    say('PostgreSQL is not installed: its figures are left out');
    return [sqlite];
  }
  const { backend, removeAll } = postgresBackend(url);
  workspace.atEnd(removeAll);
  return [sqlite, backend];
}

/** Parts that a growing record is measured for. */
const RECORD_PARTS: readonly Part[] = PARTS.filter(
  (part) => part !== 'hash' && part !== 'subscriptions' && part !== 'separation',
);

async function measure(plan: Plan, workspace: Workspace): Promise<Figure[]> {
  const figures = plan.parts.has('log') ? [measureLeaves(plan.leaves)] : [];
  if (plan.parts.has('separation')) figures.push(...(await measureSeparation(plan.solves)));
  const isRecordNeeded = RECORD_PARTS.some((part) => plan.parts.has(part));
  let documents: Documents | null = null;
  if (isRecordNeeded || plan.parts.has('hash')) {
    say('writing simulated events');
    documents = await writeDocuments(workspace, plan.scale, simulatedEventsNeeded(plan));
    if (plan.parts.has('hash')) figures.push(...(await measureHashing(documents, plan.windows)));
  }
  if (!isRecordNeeded && !plan.parts.has('subscriptions')) return figures;
  for (const backend of await backends(plan, workspace)) {
    if (plan.parts.has('subscriptions')) {
      say(`${backend.name}: subscriptions`);
      figures.push(...(await measureSubscriptions(backend, plan, workspace)));
    }
    if (documents !== null && isRecordNeeded) figures.push(...(await measureRecord(backend, documents, plan, workspace, say)));
  }
  return figures;
}

async function run(words: readonly string[]): Promise<void> {
  const plan = readPlan(words);
  const workspace = new Workspace();
  clearOnSignals(workspace);
  try {
    const figures = await measure(plan, workspace);
    const machine = describeMachine();
    process.stdout.write(
      plan.json ? `${JSON.stringify({ machine, figures }, null, 1)}\n` : `${machine}\n\n${tableOf(figures)}\n`,
    );
  } finally {
    await workspace.clear();
  }
}

try {
  await run(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  process.stderr.write(`${error.message}\n\n${USAGE}\n`);
  process.exitCode = 2;
}
