import { mergeRegistry, readRegistry, viewRegistry, type MergedRegistry, type RegistryProblem } from '../registry/index.ts';
import type { RecordReader, RecordWriter } from '../record/index.ts';
import { applyMovements, emptyQuotaState, groupsOf, quotasFromRegistry, type QuotaException } from '../rights/index.ts';
import type { Application } from './application.ts';
import { partiesOfAccounts } from './capture/account-parties.ts';
import { drawsOf } from './capture/draws.ts';
import { BatchPosting, cellsOf, lotsAtSitesOf } from './capture/post-batch.ts';
import { readMovements, writeMovements } from './rights-journal.ts';
import { worldOf, type World } from './world.ts';
import { REGISTRY_DOCUMENT, REGISTRY_VERSION_DOCUMENT } from './world-source.ts';

/** A registry that was refused, with every problem found; nothing of it is on record. */
export class RegistryRefusal extends Error {
  readonly problems: readonly RegistryProblem[];

  constructor(problems: readonly RegistryProblem[]) {
    super(problems[0]?.message ?? 'the registry was refused');
    this.name = 'RegistryRefusal';
    this.problems = problems;
  }
}

/** What loading a registry did. */
export interface LoadedRegistry {
  readonly organisations: number;
  readonly sites: number;
  readonly products: number;
  readonly quotas: number;
  /** Quotas that do not add up; kept as stated. */
  readonly exceptions: readonly QuotaException[];
  /** Events whose postings changed, because a site or a product turned out to be of another kind. */
  readonly reposted: number;
}

/**
 * Takes a `registry.json` into the record: entries with a known id replace the old ones, quotas become grants and allotments, and
 * events on record are posted anew where the registry changes what they mean.
 * @throws RegistryRefusal with every problem by JSON path
 */
export function loadRegistry(app: Application, text: string): Promise<LoadedRegistry> {
  return app.store.write((writer) => takeRegistry(app, writer, text));
}

/** Takes some entries into the registry on record, within a change. @throws RegistryRefusal */
export function mergeIntoRegistry(
  app: Application,
  writer: RecordWriter,
  entries: { readonly lists: readonly object[] },
): Promise<LoadedRegistry> {
  const nothing = { organisations: [], sites: [], products: [], permits: [], quotas: [], deposits: [] };
  return takeRegistry(app, writer, JSON.stringify({ ...nothing, ...entries }));
}

async function takeRegistry(app: Application, writer: RecordWriter, text: string): Promise<LoadedRegistry> {
  const before = await app.worlds.current(writer);
  const reading = readRegistry(text, before.registry.registry);
  if (!reading.ok) throw new RegistryRefusal(reading.problems);
  const merged = mergeRegistry(before.registry.registry, reading.registry);
  const world = worldOf(viewRegistry(merged.registry));
  const exceptions = await loadQuotas(writer, merged, app.now());
  const reposted = await repost(writer, merged, before, world);
  await writer.putDocument(REGISTRY_DOCUMENT, JSON.stringify(merged.registry));
  const version = Number((await writer.document(REGISTRY_VERSION_DOCUMENT)) ?? 0) + 1;
  await writer.putDocument(REGISTRY_VERSION_DOCUMENT, String(version));
  const { organisations, sites, products, quotas } = reading.registry;
  return {
    organisations: organisations.length,
    sites: sites.length,
    products: products.length,
    quotas: quotas.length,
    exceptions,
    reposted,
  };
}

async function loadQuotas(writer: RecordWriter, { registry }: MergedRegistry, nowMs: number): Promise<readonly QuotaException[]> {
  const { state } = applyMovements(emptyQuotaState(groupsOf(registry)), await readMovements(writer));
  const { movements, exceptions } = quotasFromRegistry(registry, nowMs, state);
  await writeMovements(writer, movements, nowMs);
  return exceptions;
}

/**
 * Posts anew the lots of sites and products whose kind changed. The revisions bear the place of the latest event, for a registry has no
 * place of its own in the record.
 */
async function repost(writer: RecordWriter, merged: MergedRegistry, before: World, world: World): Promise<number> {
  const head = await writer.head();
  const recordedMs = await writer.lastRecordedMs();
  if (head === 0 || recordedMs === null) return 0;
  const posting = new BatchPosting(writer, world);
  posting.touch(await lotsConcerned(writer, merged));
  const { revisions, lotStates, contents } = await posting.finish(head, () => null, true);
  const draws = [
    ...drawsOf(
      revisions.map((revision) => ({ ...revision, previous: null })),
      world,
    ),
    ...takenBack(revisions, before),
  ];
  const cells = cellsOf(revisions, recordedMs);
  await writer.append({
    log: null,
    events: [],
    revisions,
    lotStates,
    voids: [],
    draws,
    cells,
    lotsAtSites: lotsAtSitesOf(revisions),
    contents,
    parties: partiesOfAccounts(revisions),
  });
  return revisions.length;
}

/** What the old entries drew under the old registry. */
function takenBack(revisions: Parameters<typeof drawsOf>[0], before: World): ReturnType<typeof drawsOf> {
  const empty = { key: '', timeMs: 0, legs: [], flows: [] };
  return drawsOf(
    revisions.map((revision) => ({ ...revision, entry: empty })),
    before,
  );
}

const LOTS_PAGE = 10_000;

async function lotsConcerned(reader: RecordReader, { changedSites, changedProducts }: MergedRegistry): Promise<Set<string>> {
  const lots = new Set<string>();
  for (const { id } of changedSites) {
    for (let offset = 0, total = 1; offset < total; offset += LOTS_PAGE) {
      const page = await reader.lotsAtSite(id, offset, LOTS_PAGE);
      for (const lot of page.lots) lots.add(lot);
      total = page.total;
    }
  }
  for (const { id } of changedProducts) {
    for (const lot of await reader.searchIdentifiers(`${id}/`, Number.MAX_SAFE_INTEGER)) lots.add(lot);
  }
  return lots;
}
