import { setImmediate } from 'node:timers/promises';
import { mayDo } from '../../access/index.ts';
import { symbolAt } from '../../elements/index.ts';
import { BalanceSheet, treoOf, treoVarianceOf, UNEXPLAINED_KINDS, type Turnover, startOfMonth } from '../../ledger/index.ts';
import type { RecordStore } from '../../record/index.ts';
import type { AccountKind, MassAnswer, Overview, Stage } from '../../wire/index.ts';
import type { Application } from '../application.ts';
import { columnOf } from './answer-balance.ts';
import { quotasOfYear, yearOfRecord } from './answer-quotas.ts';
import { netOf, totalOf } from './balance-rows.ts';
import { ask, askOfAll, type AskedMoment, type Asking } from './moment.ts';
import { flowsBetweenStages, type FlowColumn } from './overview-flows.ts';
import { HELD_KINDS, overviewLines, type OverviewLine } from './overview-lines.ts';
import { periodOf, readSheet, sitesSeen, type AddRollUps, type SheetSums } from './read-sheet.ts';
import { siteRef } from './references.ts';
import { elementColumns, wireMass } from './wire-mass.ts';

/** Overviews kept ready; the oldest goes first. */
const KEPT_MAX = 32;
const UNEXPLAINED_ROWS_MAX = 500;

const kept = new WeakMap<RecordStore, Map<string, Overview>>();

/** What an overview is asked for. */
interface OverviewQuestion extends AskedMoment {
  /** That of the last event when absent. */
  readonly year?: number | null;
  /** The element whose flows are told; TREO when absent. */
  readonly element?: string | null;
}

/**
 * What the viewer may see of the record, or else the whole industry's published sums, in one year (of the last event when none is asked for): totals, flows, stocks, quotas, what nothing explains.
 * Kept in memory until something is recorded.
 * @throws NotOnRecord when the element is unknown
 */
export async function answerOverview(app: Application, question: OverviewQuestion): Promise<Overview> {
  if (mayDo(app.viewer.role, 'balance.read')) return ask(app, question, (asking) => overviewOf(app, asking, question));
  return published(await askOfAll(app, question, (asking) => overviewOf(app, asking, question)));
}

/** What everybody may know: sums over the whole industry, and nothing of any one enterprise. */
function published(overview: Overview): Overview {
  return { ...overview, quotas: [], unexplained: [] };
}

async function overviewOf(app: Application, asking: Asking, question: OverviewQuestion): Promise<Overview> {
  const column = flowColumnOf(question.element);
  const year = question.year ?? (await yearOfRecord(asking, app.now()));
  const key = `${await stateKey(asking, year)} ${column}`;
  const known = kept.get(app.whole) ?? new Map<string, Overview>();
  kept.set(app.whole, known);
  const ready = known.get(key);
  if (ready !== undefined) return { ...ready, moment: asking.moment };
  const overview = await computeOverview(asking, year, column, app.now());
  known.set(key, overview);
  for (const old of [...known.keys()].slice(0, -KEPT_MAX)) known.delete(old);
  return overview;
}

function flowColumnOf(element: string | null | undefined): FlowColumn {
  return element === null || element === undefined || element === 'TREO' ? null : columnOf(element);
}

/** Everything that an overview depends on but its question. */
async function stateKey({ reader, world, scope, asOf, knownAt }: Asking, year: number): Promise<string> {
  const movements = (await reader.journal('rights', 0)).length;
  return [await reader.head(), movements, registryNumber(world.registry), year, asOf, knownAt, JSON.stringify(scope)].join(' ');
}

const registryNumbers = new WeakMap<object, number>();
let registries = 0;

/** A number for each registry that was seen, so that another one gives another key. */
function registryNumber(registry: object): number {
  const known = registryNumbers.get(registry);
  if (known !== undefined) return known;
  registries += 1;
  registryNumbers.set(registry, registries);
  return registries;
}

/** Other work runs between its parts: each takes some milliseconds. */
async function computeOverview(asking: Asking, year: number, column: FlowColumn, nowMs: number): Promise<Overview> {
  const { reader, world, moment, asOf, knownSeq } = asking;
  const stretch = { from: startOfMonth(year, 0), to: startOfMonth(year + 1, 0) };
  const sites = sitesSeen(asking);
  const sheet = new BalanceSheet(periodOf(asking, stretch, nowMs), sites === null ? null : new Set(sites), overviewLines(world));
  const sums = await readSheet(asking, sheet, addRollUps);
  const unexplained = unexplainedBySite(sums.turnover);
  await setImmediate();
  const flows = flowsBetweenStages(sums.turnover, column);
  await setImmediate();
  const { quotas } = await quotasOfYear(asking, year);
  const draws = await reader.drawTotals({ year, knownSeq, asOfMs: asOf });
  await setImmediate();
  const separatedMg = draws.filter(({ stage }) => stage === 'separation').reduce((sum, { reoMg }) => sum + reoMg, 0n);
  return {
    moment,
    year,
    figures: { ...figuresOf(sums), separated: wireMass(separatedMg, 0, 'treo'), unexplained: unexplainedTotal(unexplained) },
    flowsOf: column === null ? 'TREO' : symbolAt(column),
    flows,
    stocks: stocksOf(sums),
    quotas,
    unexplained: unexplainedOf(unexplained, asking),
  };
}

type LineSums = ReadonlyMap<OverviewLine, Turnover>;

const addRollUps: AddRollUps = async (reader, days, sumOf, side) => {
  if (side === 'period') return reader.sumCells({ ...days, kinds: null, sites: null }, sumOf);
  await reader.sumCells({ ...days, kinds: ['stock'], sites: null }, sumOf);
  return reader.sumKinds({ ...days, kinds: ['transit', 'reserve'] }, sumOf);
};

function figuresOf({ opening, turnover }: SheetSums<OverviewLine>): Omit<Overview['figures'], 'separated' | 'unexplained'> {
  const before = Map.groupBy(opening, ([{ kind }]) => kind);
  const within = Map.groupBy(turnover, ([{ kind }]) => kind);
  const period = (kind: AccountKind): Turnover => totalOf(sumsOf(within.get(kind) ?? []));
  const closing = (kind: AccountKind): Turnover => totalOf(sumsOf([...(before.get(kind) ?? []), ...(within.get(kind) ?? [])]));
  return {
    mined: givenBy(period('ground')),
    returnedScrap: givenBy(period('returned-scrap')),
    imported: givenBy(period('imported')),
    exported: takenBy(period('exported')),
    stock: takenBy(closing('stock')),
    inTransit: takenBy(closing('transit')),
    reserve: takenBy(closing('reserve')),
    processLoss: takenBy(period('process-loss')),
    tailings: takenBy(period('tailings')),
  };
}

function takenBy(turnover: Turnover): MassAnswer {
  return wireMass(treoOf(netOf(turnover)), treoVarianceOf(turnover.balanceVariance), 'treo');
}

function givenBy(turnover: Turnover): MassAnswer {
  return wireMass(-treoOf(netOf(turnover)), treoVarianceOf(turnover.balanceVariance), 'treo');
}

function sumsOf(sums: Iterable<readonly [OverviewLine, Turnover]>): Turnover[] {
  return Array.from(sums, ([, turnover]) => turnover);
}

type UnexplainedBySite = ReadonlyMap<string | null, Turnover>;

/** What nothing explains, site by site over the period; a gain is below zero, a loss above. */
function unexplainedBySite(turnovers: LineSums): UnexplainedBySite {
  const unexplained = [...turnovers].filter(([{ kind }]) => UNEXPLAINED_KINDS.includes(kind));
  const bySite = Map.groupBy(unexplained, ([{ site }]) => site);
  return new Map([...bySite].map(([site, some]) => [site, totalOf(sumsOf(some))]));
}

/** The sum over sites of what nothing explains there, gain or loss: one site's gain does not make up for another's loss. */
function unexplainedTotal(bySite: UnexplainedBySite): MassAnswer {
  let mg = 0n;
  let variance = 0;
  for (const turnover of bySite.values()) {
    const treo = treoOf(netOf(turnover));
    mg += treo < 0n ? -treo : treo;
    variance += treoVarianceOf(turnover.balanceVariance);
  }
  return wireMass(mg, variance, 'treo');
}

/** By site and element, the least explained by measurement error first. */
function unexplainedOf(bySite: UnexplainedBySite, { world }: Asking): Overview['unexplained'] {
  const rows = [...bySite].flatMap(([site, turnover]) => {
    const masses = netOf(turnover);
    return elementColumns([masses]).map((column) => ({
      site: siteRef(world, site ?? 'unregistered'),
      element: symbolAt(column),
      mass: wireMass(masses[column]!, turnover.balanceVariance[column]!, `element:${symbolAt(column)}`),
    }));
  });
  return rows
    .sort((a, b) => sigmas(b.mass) - sigmas(a.mass) || Math.abs(b.mass.value) - Math.abs(a.mass.value))
    .slice(0, UNEXPLAINED_ROWS_MAX);
}

/** |TREO| over its standard deviation, which is that of the element's own mass: oxide is a fixed multiple of it. */
function sigmas({ value, sd }: MassAnswer): number {
  return sd === 0 ? Number.MAX_VALUE : Math.abs(value) / sd;
}

/** Closing stock by kind of site and element; what is on the way and in reserve under those names. */
function stocksOf({ opening, turnover }: SheetSums<OverviewLine>): Overview['stocks'] {
  const held = [...opening, ...turnover].filter(([{ kind }]) => HELD_KINDS.includes(kind));
  const byStage = Map.groupBy(held, ([{ kind, from }]): Stage => (kind === 'stock' ? from : kind));
  return [...byStage].flatMap(([stage, some]) => {
    const total = totalOf(sumsOf(some));
    const masses = netOf(total);
    return elementColumns([masses]).map((column) => ({
      stage,
      element: symbolAt(column),
      mass: wireMass(masses[column]!, total.balanceVariance[column]!, `element:${symbolAt(column)}`),
    }));
  });
}
