import type { LinearSolver } from '../numerics/index.ts';
import { Attack, keyOf, type Hidden } from './attack.ts';
import { sensitivityOf, type DisclosureRules } from './sensitivity.ts';
import { placesOf, type Place, type Table, type TableCell } from './table.ts';

/** Why a cell is not shown: it tells of one enterprise itself, or it would let another one be derived. */
export type Suppression = 'primary' | 'secondary';

/** A table with what of it may be shown. */
export interface Protected {
  readonly table: Table;
  /** By place; what is not there is shown. */
  readonly hidden: ReadonlyMap<string, Suppression>;
}

/** Totals are worth more to readers than parts: hiding one costs as much as hiding this many times its value in parts. */
const TOTAL_COST = 4;

/**
 * Hides cells until none that tells of one enterprise can be derived to within `closeness` of its value, neither by a reader nor by an enterprise
 * that alone is behind a hidden cell and knows it. First the cells themselves, then for each that an attack still reaches the cheapest rectangle of
 * cells that it can be confounded with (the hypercube method; Giessing and Repsilber 2002), until no attack succeeds.
 * @param pause called between attacks, so that a server goes on serving
 * @param before places that an earlier release of the same table hid: they stay hidden, for the figures are nearly the same
 */
export async function protect(
  table: Table,
  rules: DisclosureRules,
  solve: LinearSolver,
  pause: () => Promise<void>,
  before: Hidden = new Set(),
): Promise<Protected> {
  const primary = placesOf(table).filter((place) => sensitivityOf(cellAt(table, place), rules) !== null);
  const hidden = new Map<string, Suppression>([...before].map((key) => [key, 'secondary']));
  for (const place of primary) hidden.set(keyOf(place), 'primary');
  for (let exposed = await firstExposed(table, primary, hidden, rules, solve, pause); exposed !== null;) {
    const added = cheapestRectangle(table, exposed, hidden) ?? cheapestRest(table, exposed, hidden);
    if (added === null) break;
    for (const place of added) if (!hidden.has(keyOf(place))) hidden.set(keyOf(place), 'secondary');
    exposed = await firstExposed(table, primary, hidden, rules, solve, pause);
  }
  return { table, hidden };
}

function cellAt({ cells }: Table, { row, column }: Place): TableCell {
  return cells[row]![column]!;
}

/** A cell that an attack derives too well; null when there is none. */
export async function firstExposed(
  table: Table,
  primary: readonly Place[],
  hidden: ReadonlyMap<string, Suppression>,
  rules: DisclosureRules,
  solve: LinearSolver,
  pause: () => Promise<void>,
): Promise<Place | null> {
  const places: Hidden = new Set(hidden.keys());
  for (const known of knowledges(table, places)) {
    const attack = new Attack(table, places, known, solve);
    for (const place of primary) {
      if (known.has(keyOf(place))) continue;
      await pause();
      if (isExposed(cellAt(table, place), attack.boundsOf(place), rules)) return place;
    }
  }
  return null;
}

/** What readers know of hidden cells: nothing; and for each enterprise the hidden cells that it alone is behind. */
function knowledges(table: Table, hidden: Hidden): Hidden[] {
  const own = new Map<string, Set<string>>();
  for (const place of placesOf(table)) {
    const { shares } = cellAt(table, place);
    if (!hidden.has(keyOf(place)) || shares.length !== 1) continue;
    const { respondent } = shares[0]!;
    own.set(respondent, (own.get(respondent) ?? new Set()).add(keyOf(place)));
  }
  return [new Set<string>(), ...own.values()];
}

/** Attacks are solved to about 1e-7 of the largest cell; what is protected by as much as is asked is protected. */
const SLACK = 1e-6;

function isExposed(
  { value }: TableCell,
  { least, most }: { least: number; most: number },
  { closeness }: DisclosureRules,
): boolean {
  const margin = closeness * value * (1 - SLACK);
  return most - value < margin || value - least < margin;
}

/** Of all rectangles with a cell in one corner, the one whose other corners cost least and are not all hidden already. */
function cheapestRectangle(table: Table, corner: Place, hidden: ReadonlyMap<string, Suppression>): Place[] | null {
  let best: { readonly cost: number; readonly places: Place[] } | null = null;
  for (const other of placesOf(table)) {
    if (other.row === corner.row || other.column === corner.column) continue;
    const places = [other, { row: corner.row, column: other.column }, { row: other.row, column: corner.column }];
    if (places.every((place) => hidden.has(keyOf(place)))) continue;
    if (places.some((place) => cellAt(table, place).value === 0)) continue;
    const cost = places.reduce((sum, place) => sum + costOf(table, place, hidden), 0);
    if (best === null || cost < best.cost) best = { cost, places };
  }
  return best?.places ?? null;
}

/** Where no rectangle is left: the cheapest cell of its own lines, then of all, that is still shown. */
function cheapestRest(table: Table, corner: Place, hidden: ReadonlyMap<string, Suppression>): Place[] | null {
  const shown = placesOf(table).filter((place) => !hidden.has(keyOf(place)) && cellAt(table, place).value > 0);
  const near = shown.filter(({ row, column }) => row === corner.row || column === corner.column);
  const [cheapest] = (near.length > 0 ? near : shown).toSorted((a, b) => costOf(table, a, hidden) - costOf(table, b, hidden));
  return cheapest === undefined ? null : [cheapest];
}

function costOf(table: Table, place: Place, hidden: ReadonlyMap<string, Suppression>): number {
  if (hidden.has(keyOf(place))) return 0;
  const isTotal =
    (table.rows.length > 1 && place.row === table.cells.length - 1) ||
    (table.columns.length > 1 && place.column === table.cells[0]!.length - 1);
  return cellAt(table, place).value * (isTotal ? TOTAL_COST : 1);
}
