import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { editForm, impute, type FormItem } from './index.ts';

const ITEMS: readonly FormItem[] = (['opening-stock', 'output', 'sales', 'closing-stock', 'staff'] as const).map((item) => ({
  item,
  name: { zh: item, en: item },
  unit: { zh: 't', en: 't' },
  kind: item === 'output' || item === 'sales' ? 'flow' : 'stock',
}));
const SOUND = { 'opening-stock': 10, output: 100, sales: 90, 'closing-stock': 20, staff: 5 };
/** What the sound form is told with a change; `null` leaves an item out. */
function edits(
  change: Record<string, number | null>,
  previous: Record<string, number> | null = null,
  recordedOutput: number | null = null,
): string[] {
  const stated = Object.entries<number | null>({ ...SOUND, ...change });
  const values = Object.fromEntries(stated.flatMap(([item, value]) => (value === null ? [] : [[item, value] as const])));
  return editForm(ITEMS, values, { previous, recordedOutput }).map(({ item, code, severity }) => `${severity} ${item} ${code}`);
}

test('errors: unknown, missing, negative, a stock that does not balance or does not follow on', () => {
  assert.deepEqual(edits({}), []);
  assert.deepEqual(edits({ gold: 1 }), ['error gold unknown-item']);
  assert.deepEqual(edits({ staff: null }), ['error staff missing']);
  assert.deepEqual(edits({ staff: -1 }), ['error staff negative']);
  assert.deepEqual(edits({ 'closing-stock': 21.09 }), [], '1 % of 110 t');
  assert.deepEqual(edits({ 'closing-stock': 21.11 }), ['error closing-stock balance']);
  assert.deepEqual(edits({}, { 'closing-stock': 10.05 }), []);
  assert.deepEqual(edits({}, { 'closing-stock': 11 }), ['error opening-stock opening']);
});

test('queries: an output off the record, a flow that jumps', () => {
  assert.deepEqual(edits({}, null, 91), []);
  assert.deepEqual(edits({}, null, 90.9), ['query output record']);
  assert.deepEqual(edits({}, { output: 33.4, 'closing-stock': 10 }), []);
  assert.deepEqual(edits({}, { output: 33.3, 'closing-stock': 10 }), ['query output jump']);
  assert.deepEqual(edits({}, { output: 301, 'closing-stock': 10 }), ['query output jump']);
});

interface Given {
  readonly now?: number;
  readonly before?: number;
  readonly recorded?: number;
  readonly size?: number;
}

const report = (respondent: string, { now, before, recorded, size }: Given, stratum = 'mine') => ({
  respondent,
  stratum,
  now: now ?? null,
  before: before ?? null,
  recorded: recorded ?? null,
  size: size ?? null,
});

test('what is not sent is taken from the record, else by how its business developed, else by its size', () => {
  const sent = [
    report('a', { now: 20, before: 10, size: 2 }),
    report('b', { now: 40, before: 20, size: 4 }),
    report('c', { now: 30, before: 15, size: 3 }),
  ];
  const not = [report('d', { before: 5 }), report('e', { size: 7 }), report('f', { before: 5, recorded: 8 }), report('g', {})];
  assert.deepEqual(impute([...sent, ...not]).slice(3), [
    { respondent: 'd', value: 10, method: 'ratio' },
    { respondent: 'e', value: 70, method: 'size' },
    { respondent: 'f', value: 8, method: 'recorded' },
  ]);
  assert.equal(impute([...sent.slice(1), ...not]).length, 3, 'two reports and the record: of two nothing is estimated');
  assert.equal(impute([...sent, report('h', { before: 5, size: 7 }, 'metal')]).length, 3, 'of another business');
});

test('where all of a business double, the estimate of one that is missing is right (property)', () => {
  const before = fc.array(fc.integer({ min: 1, max: 1e6 }), { minLength: 4, maxLength: 20 });
  fc.assert(
    fc.property(before, (values) => {
      const reports = values.map((value, at) => report(String(at), { ...(at === 0 ? {} : { now: value * 2 }), before: value }));
      const [first] = impute(reports);
      assert.ok(Math.abs(first!.value - values[0]! * 2) < 1e-6 * first!.value);
    }),
  );
});
