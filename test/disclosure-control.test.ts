/** Tables are published so that no enterprise can be derived: attacked by linear programs, and by elimination. */
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import fc from 'fast-check';
import { loadLinearSolver } from '../src/app/index.ts';
import type { LinearSolver } from '../src/numerics/index.ts';
import { Attack } from '../src/statistics/attack.ts';
import { herfindahlHirschman, keyOf, largestShare, protect, sensitivityOf, tabulate } from '../src/statistics/index.ts';
import type { Contribution, Protected, Table } from '../src/statistics/index.ts';
import { linesOf, placesOf, type Place } from '../src/statistics/table.ts';

const RULES = { respondentsLeast: 3, closeness: 0.1 };
const noPause = (): Promise<void> => Promise.resolve();
const of = (row: string, column: string, ...values: number[]): Contribution[] =>
  values.map((value, at) => ({ row, column, respondent: `${row}${column}${at}`, value }));

/** Hidden places whose value follows from what is shown, by elimination over the lines: what somebody without a solver does. */
function determined({ table, hidden }: Protected): string[] {
  const unknown = placesOf(table).filter((place) => hidden.has(keyOf(place)));
  const rows = linesOf(table).map((line) =>
    unknown.map((place) => {
      const at = line.findIndex((one) => keyOf(one) === keyOf(place));
      return at < 0 ? 0 : at === line.length - 1 ? -1 : 1;
    }),
  );
  const reduced = reduce(rows);
  return reduced.flatMap((row) => {
    const ones = row.flatMap((value, at) => (Math.abs(value) > 1e-9 ? [at] : []));
    return ones.length === 1 ? [keyOf(unknown[ones[0]!]!)] : [];
  });
}

/** Reduced row echelon form. */
function reduce(rows: number[][]): number[][] {
  const matrix = rows.map((row) => [...row]);
  let rank = 0;
  for (let column = 0; column < (matrix[0]?.length ?? 0); column++) {
    const pivot = matrix.findIndex((row, at) => at >= rank && Math.abs(row[column]!) > 1e-9);
    if (pivot < 0) continue;
    [matrix[rank], matrix[pivot]] = [matrix[pivot]!, matrix[rank]!];
    const lead = matrix[rank]![column]!;
    matrix[rank] = matrix[rank]!.map((value) => value / lead);
    matrix.forEach((row, at) => {
      if (at === rank) return;
      const factor = row[column]!;
      matrix[at] = row.map((value, n) => value - factor * matrix[rank]![n]!);
    });
    rank += 1;
  }
  return matrix;
}

describe('cells that tell of one enterprise', () => {
  const cell = (...values: number[]) => tabulate(of('r', 'c', ...values), ['r'], ['c']).cells[0]![0]!;

  test('fewer than three, and one that the second largest can estimate to 10 %', () => {
    assert.equal(sensitivityOf(cell(), RULES), null);
    assert.equal(sensitivityOf(cell(5), RULES), 'few');
    assert.equal(sensitivityOf(cell(5, 5), RULES), 'few');
    assert.equal(sensitivityOf(cell(5, 5, 5), RULES), null);
    assert.equal(sensitivityOf(cell(100, 50, 9.99), RULES), 'dominated');
    assert.equal(sensitivityOf(cell(100, 50, 10), RULES), null);
    assert.equal(sensitivityOf(cell(100, 50, 0, 10), RULES), null, 'who adds nothing is nobody');
  });

  test('a table adds up, whatever is in it; one of one column has no column of totals', () => {
    const table = tabulate([...of('a', 'x', 1, 2), ...of('b', 'x', 4)], ['a', 'b'], ['x', 'y']);
    assert.deepEqual(
      table.cells.map((line) => line.map(({ value }) => value)),
      [
        [3, 0, 3],
        [4, 0, 4],
        [7, 0, 7],
      ],
    );
    assert.equal(tabulate([], ['a', 'b'], ['x']).cells[0]!.length, 1);
    assert.equal(table.cells[2]![2]!.shares.length, 3);
  });
});

describe('protection', () => {
  let solve: LinearSolver;
  before(async () => {
    solve = await loadLinearSolver();
  });

  /** A table of three provinces and two ores in which only one cell tells of one enterprise. */
  const table = (): Table =>
    tabulate(
      [
        ...of('a', 'x', 50),
        ...of('a', 'y', 20, 20, 20),
        ...of('b', 'x', 30, 30, 30),
        ...of('b', 'y', 10, 10, 10),
        ...of('c', 'x', 40, 40, 40),
        ...of('c', 'y', 25, 25, 25),
      ],
      ['a', 'b', 'c'],
      ['x', 'y'],
    );

  test('one hidden cell alone is derived to the last digit; the attack says so', () => {
    const bounds = new Attack(table(), new Set(['0 0']), new Set(), solve).boundsOf({ row: 0, column: 0 });
    assert.ok(Math.abs(bounds.least - 50) < 1e-6 && Math.abs(bounds.most - 50) < 1e-6);
  });

  test('the cheapest rectangle is hidden with it, and then it cannot be derived to 10 %', async () => {
    const answer = await protect(table(), RULES, solve, noPause);
    assert.deepEqual(
      [...answer.hidden],
      [
        ['0 0', 'primary'],
        ['1 1', 'secondary'],
        ['0 1', 'secondary'],
        ['1 0', 'secondary'],
      ],
    );
    const { least, most } = new Attack(answer.table, new Set(answer.hidden.keys()), new Set(), solve).boundsOf({
      row: 0,
      column: 0,
    });
    // a x + a y = 110 and b x + b y = 120: a x is least where b x is 120, and most where a y is 0.
    assert.ok(Math.abs(least - 20) < 1e-4 && Math.abs(most - 110) < 1e-4, `${least} ${most}`);
    assert.deepEqual(determined(answer), []);
  });

  test('an enterprise that knows its own cell does not find another one’s', async () => {
    const alone = tabulate(
      [
        ...of('a', 'x', 50),
        ...of('a', 'y', 60),
        ...of('b', 'x', 30, 30, 30),
        ...of('b', 'y', 20, 20, 20),
        ...of('c', 'x', 9, 9, 9),
        ...of('c', 'y', 8, 8, 8),
      ],
      ['a', 'b', 'c'],
      ['x', 'y'],
    );
    const { hidden } = await protect(alone, RULES, solve, noPause);
    const bounds = new Attack(alone, new Set(hidden.keys()), new Set(['0 0']), solve).boundsOf({ row: 0, column: 1 });
    assert.ok(bounds.most - 60 >= 6 && 60 - bounds.least >= 6, JSON.stringify(bounds));
  });

  test('no attack succeeds on any table (property), unless all of it is hidden', async () => {
    const part = fc.record({
      row: fc.constantFrom('a', 'b', 'c', 'd'),
      column: fc.constantFrom('x', 'y', 'z'),
      respondent: fc.constantFrom('1', '2', '3', '4', '5', '6', '7'),
      value: fc.integer({ min: 1, max: 1000 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(part, { minLength: 1, maxLength: 40 }), async (parts) => {
        const answer = await protect(tabulate(parts, ['a', 'b', 'c', 'd'], ['x', 'y', 'z']), RULES, solve, noPause);
        const shown = placesOf(answer.table).filter(
          (place) => !answer.hidden.has(keyOf(place)) && valueAt(answer.table, place) > 0,
        );
        if (shown.length === 0) return;
        const attack = new Attack(answer.table, new Set(answer.hidden.keys()), new Set(), solve);
        for (const [key, why] of answer.hidden) {
          if (why !== 'primary') continue;
          const [row, column] = key.split(' ').map(Number) as [number, number];
          const value = valueAt(answer.table, { row, column });
          const { least, most } = attack.boundsOf({ row, column });
          assert.ok(most - value >= 0.0999 * value && value - least >= 0.0999 * value, `${key}: ${value} in ${least}…${most}`);
          assert.ok(!determined(answer).includes(key), key);
        }
      }),
      { numRuns: 60 },
    );
  });
});

const valueAt = ({ cells }: Table, { row, column }: Place): number => cells[row]![column]!.value;

test('concentration: equal shares, one alone, nobody; by hand', () => {
  assert.equal(herfindahlHirschman([1]), 10_000);
  assert.equal(herfindahlHirschman([5, 5, 5, 5]), 2500);
  assert.ok(Math.abs(herfindahlHirschman([50, 30, 20])! - (2500 + 900 + 400)) < 1e-9);
  assert.equal(herfindahlHirschman([0, 0]), null);
  assert.equal(largestShare([1, 2, 3, 4], 2), 0.7);
  assert.equal(largestShare([], 3), null);
});
