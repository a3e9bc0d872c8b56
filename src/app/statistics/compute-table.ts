import { setImmediate } from 'node:timers/promises';
import { numberIn, parseCsv, textIn } from '../../industry/index.ts';
import {
  contributionsOf,
  herfindahlHirschman,
  keyOf,
  largestShare,
  protect,
  tabulate,
  type Contribution,
  type Dataset,
  type DisclosureRules,
  type Protected,
  type StatisticalPlaces,
} from '../../statistics/index.ts';
import type { Axis, StatisticTable } from '../../wire/index.ts';
import type { Asking } from '../answers/moment.ts';
import { loadLinearSolver } from '../models/linear-solver.ts';
import { readData } from '../package-data.ts';
import type { World } from '../world.ts';
import { axisOf } from './axis-labels.ts';
import { spanOf } from './statistics-period.ts';

const SETTINGS = 'statistics-settings.csv';
const KG = 1000;
const LARGEST = 4;
/** With fewer enterprises one that knows its own share could work out others' from the index. */
const INDEX_RESPONDENTS_LEAST = 10;
const HHI_MOST = 10_000;
const MONTH_MS = 31 * 86_400_000;

let rules: DisclosureRules | null = null;

function disclosureRules(): DisclosureRules {
  if (rules !== null) return rules;
  const rows = parseCsv(readData(SETTINGS), SETTINGS);
  const settings = new Map(rows.map((row) => [textIn(row, 'setting', SETTINGS), numberIn(row, 'value', SETTINGS)]));
  rules = { respondentsLeast: settings.get('respondents-least')!, closeness: settings.get('closeness')! };
  return rules;
}

/** A table of a period with what of it may be shown, of what an asking sees. @param before places that stay hidden */
export async function computeTable(
  asking: Asking,
  dataset: Dataset,
  period: string,
  before: ReadonlySet<string> = new Set(),
): Promise<Protected> {
  const contributions = await contributionsIn(asking, dataset, period);
  const wordsOf = (pick: (one: Contribution) => string): string[] => [...new Set(contributions.map(pick))].sort();
  const table = tabulate(
    contributions,
    wordsOf(({ row }) => row),
    wordsOf(({ column }) => column),
  );
  if (contributions.length === 0) return { table, hidden: new Map() };
  return protect(table, disclosureRules(), await loadLinearSolver(), () => setImmediate(), before);
}

async function contributionsIn(
  { reader, world, scope, knownSeq, asOf }: Asking,
  dataset: Dataset,
  period: string,
): Promise<Contribution[]> {
  const { from, to } = spanOf(period);
  const end = asOf === null ? to : Math.min(to, asOf + 1);
  const places = placesOf(world);
  const found: Contribution[] = [];
  for (let start = from; start < end; start += MONTH_MS) {
    const entries = await reader.entriesBetween(start, Math.min(end, start + MONTH_MS), knownSeq);
    for (const { entry } of entries) found.push(...contributionsOf(dataset.id, entry, places));
    await setImmediate();
  }
  return scope === null ? found : found.filter(({ respondent }) => scope.organisations.includes(respondent));
}

/** Sites and lots as the tables ask for them. */
export function placesOf(world: World): StatisticalPlaces {
  const { registry } = world;
  return {
    siteKind: (site) => world.siteKind(site),
    productKind: (lot) => world.productKind(lot),
    owner: (site) => registry.site(site)?.organisation ?? null,
    province: (site) => registry.site(site)?.province ?? null,
    ore: (site) => registry.site(site)?.ore ?? null,
    hs: (lot) => registry.productOfLot(lot)?.hs ?? null,
  };
}

/** Who reads a table: its makers see all of it and what would be hidden, the public what is shown. */
export type Reader = 'makers' | 'public';

/** A table as it is told. @param previous what the release that is revised told */
export function tellTable(
  { table, hidden }: Protected,
  { id, name, unit, method, rows, columns }: Dataset,
  period: string,
  world: World,
  reader: Reader,
  previous: StatisticTable | null = null,
): StatisticTable {
  const axes = { rows: axisOf(rows, table.rows, world), columns: axisOf(columns, table.columns, world) };
  const earlier = previous === null ? null : valuesOf(previous);
  return {
    dataset: id,
    name,
    unit,
    method,
    period,
    ...axes,
    cells: table.cells.map((line, row) =>
      line.map(({ value }, column) => {
        const why = hidden.get(keyOf({ row, column })) ?? null;
        const key = `${axes.rows.labels[row]?.key} ${axes.columns.labels[column]?.key}`;
        return {
          value: why === null || reader === 'makers' ? Math.round(value * KG) / KG : null,
          hidden: why === null || reader === 'makers' ? why : 'confidential',
          previous: earlier?.get(key) ?? null,
        };
      }),
    ),
    concentration: concentrationOf({ table, hidden }, reader),
  };
}

function valuesOf({ rows, columns, cells }: StatisticTable): Map<string, number | null> {
  return new Map(
    cells.flatMap((line, row) =>
      line.map(({ value }, column) => [`${rows.labels[row]?.key} ${columns.labels[column]?.key}`, value] as const),
    ),
  );
}

/** The largest share is at most the root of the index: where that is close to it, or where there are few, the index tells of one enterprise. */
function tellsOfLargest(shares: readonly number[], hhi: number): boolean {
  const largest = largestShare(shares, 1)!;
  return shares.length < INDEX_RESPONDENTS_LEAST || Math.sqrt(hhi / HHI_MOST) < (1 + disclosureRules().closeness) * largest;
}

function concentrationOf({ table: { cells }, hidden }: Protected, reader: Reader): StatisticTable['concentration'] {
  const shares = (cells.at(-1)?.at(-1)?.shares ?? []).map(({ value }) => value);
  const hhi = herfindahlHirschman(shares);
  const isHidden = hidden.has(keyOf({ row: cells.length - 1, column: (cells.at(-1)?.length ?? 0) - 1 }));
  if (hhi === null || (reader === 'public' && (isHidden || tellsOfLargest(shares, hhi)))) return null;
  return {
    enterprises: shares.length,
    hhi: Math.round(hhi),
    largestFour: Math.round(largestShare(shares, LARGEST)! * 1000) / 1000,
  };
}

/** Places of a release that were not shown, by the words of their row and column, as places of another table of the same words. */
export function hiddenBefore(previous: StatisticTable | null, rows: Axis, columns: Axis): Set<string> {
  const keys = (axis: Axis): Map<string, number> => new Map(axis.labels.map(({ key }, at) => [key, at]));
  const [rowAt, columnAt] = [keys(rows), keys(columns)];
  const places = (previous?.cells ?? []).flatMap((line, row) =>
    line.flatMap((cell, column) => {
      const place = {
        row: rowAt.get(previous!.rows.labels[row]!.key) ?? -1,
        column: columnAt.get(previous!.columns.labels[column]!.key) ?? -1,
      };
      return cell.hidden === null || place.row < 0 || place.column < 0 ? [] : [keyOf(place)];
    }),
  );
  return new Set(places);
}
