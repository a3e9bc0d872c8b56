import type { LinearSolver, ProgramRow } from '../numerics/index.ts';
import { linesOf, type Place, type Table } from './table.ts';

/** What a reader of a table can derive of a cell that it does not show. */
export interface Interval {
  readonly least: number;
  /** Infinity where nothing bounds it. */
  readonly most: number;
}

/** A table as it would be published: which places are not shown. */
export type Hidden = ReadonlySet<string>;

/** The name of a place in a set. */
export function keyOf({ row, column }: Place): string {
  return `${row} ${column}`;
}

/**
 * What somebody can derive of hidden cells: he knows everything shown, that sums hold, that nothing is below 0, and some hidden cells
 * (`known`: those that he alone is behind). The tightest bounds, by linear programs.
 */
export class Attack {
  readonly #table: Table;
  readonly #places: readonly Place[];
  readonly #rows: readonly ProgramRow[];
  readonly #scale: number;
  readonly #solve: LinearSolver;

  constructor(table: Table, hidden: Hidden, known: Hidden, solve: LinearSolver) {
    this.#table = table;
    this.#solve = solve;
    this.#scale = Math.max(...table.cells.flat().map(({ value }) => value), Number.MIN_VALUE);
    const isOpen = (place: Place): boolean => hidden.has(keyOf(place)) && !known.has(keyOf(place));
    const lines = linesOf(table).map((line) => ({ line, open: line.filter(isOpen) }));
    const places = new Map(lines.flatMap(({ open }) => open).map((place) => [keyOf(place), place]));
    this.#places = [...places.values()];
    this.#rows = lines.filter(({ open }) => open.length > 0).map(({ line }) => this.#rowOf(line, new Set(places.keys())));
  }

  /** In a line the parts less the total are 0: what is open is what is not. */
  #rowOf(line: readonly Place[], open: ReadonlySet<string>): ProgramRow {
    const signOf = (at: number): number => (at === line.length - 1 ? -1 : 1);
    const shown = line.reduce((sum, place, at) => (open.has(keyOf(place)) ? sum : sum + signOf(at) * this.#valueAt(place)), 0);
    const signs = new Map(line.map((place, at) => [keyOf(place), signOf(at)]));
    const coefficients = this.#places.map((place) => signs.get(keyOf(place)) ?? 0);
    return { coefficients, atLeast: -shown, atMost: -shown };
  }

  #valueAt({ row, column }: Place): number {
    return this.#table.cells[row]![column]!.value / this.#scale;
  }

  /** The bounds of a hidden cell. @throws Error when the table does not add up */
  boundsOf(place: Place): Interval {
    const at = this.#places.findIndex((one) => keyOf(one) === keyOf(place));
    if (at < 0) {
      const value = this.#valueAt(place) * this.#scale;
      return { least: value, most: value };
    }
    return { least: this.#extreme(at, 1), most: this.#extreme(at, -1) };
  }

  /** Where the solver's tolerance leaves the true table no room, nothing is given away: the value itself is the bound. */
  #extreme(at: number, sign: 1 | -1): number {
    const variables = this.#places.map((_, n) => ({ cost: n === at ? sign : 0, atMost: null, isWhole: false }));
    const solution = this.#solve({ variables, rows: this.#rows.map((row) => loosened(row)) });
    if (solution.status === 'unbounded') return Number.POSITIVE_INFINITY;
    if (solution.status === 'infeasible') throw new Error('attack: the table does not add up');
    return solution.values[at]! * this.#scale;
  }
}

/** Sums of doubles miss each other by parts of 1e-16. */
const ROUNDING = 1e-12;

function loosened({ coefficients, atLeast, atMost }: ProgramRow): ProgramRow {
  return { coefficients, atLeast: atLeast! - ROUNDING, atMost: atMost! + ROUNDING };
}
