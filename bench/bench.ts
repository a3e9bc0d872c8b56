/** `npm run bench`: what Ytterby does in a second and in a millisecond, each figure beside its ceiling. See docs/performance.md. */
import { startPostgres } from '../test/support/postgres.ts';
import { measureHashing } from './hashing.ts';
import { measureRecord, simulatedEventsNeeded } from './record.ts';
import { writeDocuments, type Documents } from './support/documents.ts';
import { tableOf, type Figure } from './support/figure.ts';
import { describeMachine } from './support/machine.ts';
import { readPlan, USAGE, UsageError, type Plan } from './support/options.ts';
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

async function measure(plan: Plan, workspace: Workspace): Promise<Figure[]> {
  say('writing simulated events');
  const documents: Documents = await writeDocuments(workspace, plan.scale, simulatedEventsNeeded(plan));
  const figures = plan.parts.has('hash') ? await measureHashing(documents, plan.windows) : [];
  if (plan.parts.size === 1 && plan.parts.has('hash')) return figures;
  for (const backend of await backends(plan, workspace))
    figures.push(...(await measureRecord(backend, documents, plan, workspace, say)));
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
