import { DATASETS, revisedBy, type Dataset, type Release, type Releases } from '../../statistics/index.ts';
import type { ReleaseAnswer, ReleaseRow, ReleasesAnswer, StatisticsAnswer, StatisticTable } from '../../wire/index.ts';
import { ask, askOfAll, type AskedMoment, type Asking } from '../answers/moment.ts';
import { NotOnRecord } from '../answers/not-on-record.ts';
import type { Application } from '../application.ts';
import { axisOf } from './axis-labels.ts';
import { computeTable, hiddenBefore, tellTable } from './compute-table.ts';
import { readReleases } from './release-journal.ts';

/** What may be done with what is released (Creative Commons Attribution 4.0). */
export const LICENCE = 'https://creativecommons.org/licenses/by/4.0/';

const SOURCE = {
  zh: '由签名的事件记录计算；核验：ytterby verify',
  en: 'computed from the signed record of events; to verify: ytterby verify',
};

/** Figures that are not public yet. */
export class Embargoed extends Error {
  readonly releaseMs: number;

  constructor(id: string, releaseMs: number) {
    super(`the release ${id} becomes public at ${new Date(releaseMs).toISOString()}`);
    this.name = 'Embargoed';
    this.releaseMs = releaseMs;
  }
}

/** The calendar of releases, latest first, and the tables that there are; the same for everybody, and without a figure. */
export async function answerReleases(app: Application, question: AskedMoment): Promise<ReleasesAnswer> {
  return askOfAll(app, question, async ({ reader, moment, knownAt }) => {
    const releases = await readReleases(reader, knownAt);
    const nowMs = knownAt ?? app.now();
    return {
      moment,
      datasets: DATASETS.map(({ id, name, unit: { zh, en }, method }) => ({ id, name, unit: { zh, en }, method })),
      releases: [...releases.values()]
        .toSorted((a, b) => b.releaseMs - a.releaseMs)
        .map((release) => releaseRow(release, releases, nowMs)),
    };
  });
}

function datasetOf(id: string): Dataset {
  const found = DATASETS.find((dataset) => dataset.id === id);
  if (found === undefined) throw new NotOnRecord('dataset', id);
  return found;
}

function releaseRow(release: Release, releases: Releases, nowMs: number): ReleaseRow {
  const { id, period, releaseMs, cutOffMs, withdrawn, text } = release;
  const dataset = datasetOf(release.dataset);
  return {
    id,
    dataset: dataset.id,
    name: dataset.name,
    period,
    releaseAt: new Date(releaseMs).toISOString(),
    cutOff: new Date(cutOffMs).toISOString(),
    state: withdrawn ? 'withdrawn' : releaseMs <= nowMs ? 'released' : 'scheduled',
    revises: revisedBy(releases, release)?.id ?? null,
    text,
  };
}

/**
 * A release: the table of its period as it was known at its cut-off, with what may be shown. It is worked out once, when somebody first asks after
 * it became public, and kept; before that nobody is told, whoever he is.
 * @throws NotOnRecord when there is no such release or it was withdrawn; Embargoed before its time
 */
export async function answerRelease(app: Application, { id }: { readonly id: string }): Promise<ReleaseAnswer> {
  const releases = await app.whole.read((reader) => readReleases(reader));
  const release = releases.get(id);
  if (release === undefined || release.withdrawn) throw new NotOnRecord('release', id);
  if (release.releaseMs > app.now()) throw new Embargoed(id, release.releaseMs);
  const row = releaseRow(release, releases, app.now());
  return { release: row, table: await releasedTable(app, release, releases), licence: LICENCE, source: SOURCE };
}

async function releasedTable(app: Application, release: Release, releases: Releases): Promise<StatisticTable> {
  const document = `release:${release.id}`;
  const kept = await app.whole.read((reader) => reader.document(document));
  if (kept !== null) return JSON.parse(kept) as StatisticTable;
  const earlier = revisedBy(releases, release);
  const previous = earlier === null ? null : await releasedTable(app, earlier, releases);
  const table = await askOfAll(app, { asOf: null, knownAt: release.cutOffMs }, (asking) =>
    publicTable(asking, datasetOf(release.dataset), release.period, previous),
  );
  await app.whole.write((writer) => writer.putDocument(document, JSON.stringify(table)));
  return table;
}

/** A table as the public is told it: what an earlier release hid stays hidden. */
async function publicTable(
  asking: Asking,
  dataset: Dataset,
  period: string,
  previous: StatisticTable | null,
): Promise<StatisticTable> {
  const first = await computeTable(asking, dataset, period);
  const axes = [axisOf(dataset.rows, first.table.rows, asking.world), axisOf(dataset.columns, first.table.columns, asking.world)];
  const before = hiddenBefore(previous, axes[0]!, axes[1]!);
  const table = before.size === 0 ? first : await computeTable(asking, dataset, period, before);
  return tellTable(table, dataset, period, asking.world, 'public', previous);
}

/** A table for those who make it: every figure that they may see, and what a release would hide. @throws NotOnRecord */
export function answerStatistics(
  app: Application,
  question: AskedMoment & { readonly dataset: string; readonly period: string },
): Promise<StatisticsAnswer> {
  const dataset = datasetOf(question.dataset);
  return ask(app, question, async (asking) => {
    const table = await computeTable(asking, dataset, question.period);
    return { moment: asking.moment, table: tellTable(table, dataset, question.period, asking.world, 'makers') };
  });
}
