import { compareQuotas, type Line, lineKeyOf, type Ore, type Quota } from './quota.ts';
import type { QuotaAccount, QuotaState } from './quota-state.ts';

/**
 * What a quota is and what is left of it, in milligrams REO (basis treo):
 * `availableMg = grantedMg − allottedMg − reservedMg − cutMg − drawnMg`, below zero when too much was drawn or allotted.
 */
export interface QuotaFigures {
  readonly quota: Quota;
  readonly grantedMg: bigint;
  readonly allottedMg: bigint;
  readonly reservedMg: bigint;
  readonly cutMg: bigint;
  readonly drawnMg: bigint;
  readonly availableMg: bigint;
  /** How much of what was drawn passes the cap; what was over-allotted is not in it. */
  readonly overdrawnMg: bigint;
}

/** Draws that no quota covers: neither the holder nor any group above it holds one for that year, stage and ore. */
export interface UnheldDraw extends Line {
  readonly drawnMg: bigint;
}

/** All quotas and all draws of one year. */
export interface YearFigures {
  readonly quotas: readonly QuotaFigures[];
  readonly unheld: readonly UnheldDraw[];
}

/**
 * The quotas of a year with what was drawn on each. A holder's draws fill its own quotas (first those for the very ore, then
 * those for any), or else those of the nearest group above it that holds one; batches fill in order, the last takes what
 * passes the cap. Where a line has a figure of the year and numbered batches, the first is the total and the batches are parts
 * of it. The answer depends on what is on record, not on the order in which it came.
 */
export function figuresOfYear(state: QuotaState, year: number): YearFigures {
  const fills = fillLines(state, year);
  const quotas = [...fills.drawnByLine].flatMap(([key, drawnMg]) => figuresOfLine(state, key, drawnMg));
  return { quotas: quotas.sort((a, b) => compareForListing(a.quota, b.quota)), unheld: fills.unheld };
}

/** The figures of one quota, or undefined when it is not on record. */
export function figuresOfQuota(state: QuotaState, id: string): QuotaFigures | undefined {
  const quota = state.accounts.get(id)?.quota;
  if (quota === undefined) return undefined;
  const key = lineKeyOf(quota);
  const drawnMg = fillLines(state, quota.year).drawnByLine.get(key) ?? 0n;
  return figuresOfLine(state, key, drawnMg).find((figures) => figures.quota.id === id);
}

/**
 * What a command may still take from a quota: from itself, and from the line's figure of the year where there is one.
 * Milligrams REO.
 */
export interface Room {
  readonly ownMg: bigint;
  readonly yearMg: bigint | null;
}

/** What a command may still take from a quota; below zero when too much was drawn. Nothing from a quota that is not on record. */
export function roomOf(state: QuotaState, id: string): Room {
  const quota = state.accounts.get(id)?.quota;
  if (quota === undefined) return { ownMg: 0n, yearMg: null };
  const key = lineKeyOf(quota);
  const line = figuresOfLine(state, key, fillLines(state, quota.year).drawnByLine.get(key) ?? 0n);
  const years = line.filter((figures) => figures.quota.batch === 'year');
  const own = line.find((figures) => figures.quota.id === id)?.availableMg ?? 0n;
  return { ownMg: own, yearMg: years.length === 0 ? null : sum(years, (figures) => figures.availableMg) };
}

/**
 * What the children of one quota, or of all quotas of one line, take from them. A child line with a figure of the year counts
 * that figure, not its batches too. Batches of the very line are parts of its figure of the year and take nothing from it.
 * @param extra an allotment that is not on record yet, as if it were
 */
export function allottedFrom(
  state: QuotaState,
  parents: ReadonlySet<string>,
  extra?: { quota: Quota; amountMg: bigint },
): bigint {
  const byLine = new Map<string, { years: bigint | null; batches: bigint }>();
  const add = (quota: Quota, mg: bigint) => {
    const key = lineKeyOf(quota);
    const line = byLine.get(key) ?? { years: null, batches: 0n };
    if (quota.batch === 'year') line.years = (line.years ?? 0n) + mg;
    else line.batches += mg;
    byLine.set(key, line);
  };
  const isPart = (child: Quota, parentId: string) => {
    const parent = accountOf(state, parentId).quota;
    return lineKeyOf(parent) === lineKeyOf(child) && (parent.batch === 'year' || parents.size > 1);
  };
  for (const parent of parents) {
    for (const id of state.children.get(parent) ?? []) {
      const child = accountOf(state, id);
      if (!isPart(child.quota, parent)) add(child.quota, child.grantedMg);
    }
  }
  const extraParent = extra?.quota.parent ?? '';
  if (extra !== undefined && parents.has(extraParent) && !isPart(extra.quota, extraParent)) add(extra.quota, extra.amountMg);
  return sum(byLine.values(), (line) => line.years ?? line.batches);
}

/** Quotas of one line in the order of use. */
export function accountsOfLine(state: QuotaState, key: string): QuotaAccount[] {
  return (state.lines.get(key) ?? []).map((id) => accountOf(state, id)).sort((a, b) => compareQuotas(a.quota, b.quota));
}

/**
 * The lines that a draw of a holder may use, first to last: its own, else those of the nearest group above it that has any.
 * A draw of unknown ore (`any`) uses a quota for any ore, or, where there is none, those for light and then ion ore.
 */
export function linesForDraw(state: QuotaState, draw: Line): string[] {
  const seen = new Set<string>();
  for (
    let holder: string | null = draw.holder;
    holder !== null && !seen.has(holder);
    holder = state.groupOf.get(holder) ?? null
  ) {
    seen.add(holder);
    const keys = linesOfHolder(state, { ...draw, holder });
    if (keys.length > 0) return keys;
  }
  return [];
}

/** Milligrams REO of a line that draws may take before they pass the cap. */
export function capacityOfLine(state: QuotaState, key: string): bigint {
  const figures = figuresOfLine(state, key, 0n);
  const years = figures.filter((row) => row.quota.batch === 'year');
  return sum(years.length > 0 ? years : figures, (row) => larger(row.availableMg, 0n));
}

function linesOfHolder(state: QuotaState, line: Line): string[] {
  const held = (ore: Ore) => [lineKeyOf({ ...line, ore })].filter((key) => state.lines.has(key));
  if (line.ore !== 'any') return [...held(line.ore), ...held('any')];
  const any = held('any');
  return any.length > 0 ? any : [...held('light'), ...held('ion')];
}

const ORE_ORDER: readonly Ore[] = ['light', 'ion', 'any'];

function fillLines(state: QuotaState, year: number): { drawnByLine: Map<string, bigint>; unheld: UnheldDraw[] } {
  const drawnByLine = new Map<string, bigint>();
  const unheld: UnheldDraw[] = [];
  const prefix = `${year}|`;
  for (const key of state.lines.keys()) if (key.startsWith(prefix)) drawnByLine.set(key, 0n);
  const totals = [...state.drawTotals.values()].filter((total) => total.year === year && total.drawnMg > 0n);
  for (const total of totals.sort(compareDraws)) {
    const lines = linesForDraw(state, total);
    if (lines.length === 0) unheld.push(total);
    else pour(total.drawnMg, lines, (key) => capacityOfLine(state, key), drawnByLine);
  }
  return { drawnByLine, unheld };
}

/** Fills lines in turn; the last takes the rest. */
function pour(mg: bigint, keys: readonly string[], capacity: (key: string) => bigint, filled: Map<string, bigint>): void {
  let rest = mg;
  keys.forEach((key, position) => {
    const before = filled.get(key) ?? 0n;
    const taken = position === keys.length - 1 ? rest : smaller(rest, larger(capacity(key) - before, 0n));
    filled.set(key, before + taken);
    rest -= taken;
  });
}

function compareDraws(a: Line, b: Line): number {
  const byOre = ORE_ORDER.indexOf(a.ore) - ORE_ORDER.indexOf(b.ore);
  if (byOre !== 0) return byOre;
  return lineKeyOf(a) < lineKeyOf(b) ? -1 : 1;
}

interface Claims {
  readonly account: QuotaAccount;
  readonly allottedMg: bigint;
  readonly reservedMg: bigint;
  readonly cutMg: bigint;
  readonly drawnFromReservationsMg: bigint;
}

function figuresOfLine(state: QuotaState, key: string, drawnMg: bigint): QuotaFigures[] {
  const accounts = accountsOfLine(state, key);
  const years = accounts.filter((account) => account.quota.batch === 'year');
  const batches = accounts.filter((account) => account.quota.batch !== 'year');
  const batchClaims = batches.map((account) => ownClaims(state, account));
  if (years.length === 0) return fillRows(batchClaims, drawnMg, true);
  return [...fillRows(batchClaims, drawnMg, false), ...fillRows(yearClaims(state, years, batchClaims), drawnMg, true)];
}

function ownClaims(state: QuotaState, account: QuotaAccount): Claims {
  const { reservedMg, cutMg, drawnFromReservationsMg } = account;
  return { account, allottedMg: allottedFrom(state, new Set([account.quota.id])), reservedMg, cutMg, drawnFromReservationsMg };
}

/** The first figure of the year also bears what was claimed from its parts. */
function yearClaims(state: QuotaState, years: readonly QuotaAccount[], parts: readonly Claims[]): Claims[] {
  const [first, ...others] = years.map((account) => ownClaims(state, account));
  if (first === undefined) return [];
  const ids = new Set([...years.map((account) => account.quota.id), ...parts.map((part) => part.account.quota.id)]);
  const lead: Claims = {
    account: first.account,
    allottedMg: allottedFrom(state, ids) - sum(others, (other) => other.allottedMg),
    reservedMg: first.reservedMg + sum(parts, (part) => part.reservedMg),
    cutMg: first.cutMg + sum(parts, (part) => part.cutMg),
    drawnFromReservationsMg: first.drawnFromReservationsMg + sum(parts, (part) => part.drawnFromReservationsMg),
  };
  return [lead, ...others];
}

function fillRows(rows: readonly Claims[], drawnMg: bigint, lastTakesRest: boolean): QuotaFigures[] {
  let rest = drawnMg;
  return rows.map((row, position) => {
    const open = row.account.grantedMg - row.allottedMg - row.reservedMg - row.cutMg - row.drawnFromReservationsMg;
    const taken = lastTakesRest && position === rows.length - 1 ? rest : smaller(rest, larger(open, 0n));
    rest -= taken;
    return toFigures(row, open, taken);
  });
}

function toFigures(row: Claims, openMg: bigint, takenMg: bigint): QuotaFigures {
  const { quota, grantedMg } = row.account;
  return {
    quota,
    grantedMg,
    allottedMg: row.allottedMg,
    reservedMg: row.reservedMg,
    cutMg: row.cutMg,
    drawnMg: row.drawnFromReservationsMg + takenMg,
    availableMg: openMg - takenMg,
    overdrawnMg: larger(takenMg - larger(openMg, 0n), 0n),
  };
}

function compareForListing(a: Quota, b: Quota): number {
  const key = (quota: Quota) => `${quota.stage}|${ORE_ORDER.indexOf(quota.ore)}|${quota.holder}`;
  if (key(a) !== key(b)) return key(a) < key(b) ? -1 : 1;
  return compareQuotas(a, b);
}

function accountOf(state: QuotaState, id: string): QuotaAccount {
  const account = state.accounts.get(id);
  if (account === undefined) throw new Error(`accountOf: quota ${id} is not on record`);
  return account;
}

function sum<T>(items: Iterable<T>, value: (item: T) => bigint): bigint {
  let total = 0n;
  for (const item of items) total += value(item);
  return total;
}

function smaller(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}

function larger(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}
