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

const report = (
  respondent: string,
  now: number | null,
  before: number | null,
  recorded: number | null = null,
  stratum = 'mine',
) => ({
  respondent,
  stratum,
  now,
  before,
  recorded,
});

test('what is not sent is taken from the record, else by the ratio of its business, else its mean', () => {
  const reports = [
    report('a', 20, 10),
    report('b', 40, 20),
    report('c', null, 5),
    report('d', null, null),
    report('e', null, 5, 7),
  ];
  assert.deepEqual(impute(reports), [
    { respondent: 'a', value: 20, method: 'reported' },
    { respondent: 'b', value: 40, method: 'reported' },
    { respondent: 'c', value: 10, method: 'ratio' },
    { respondent: 'd', value: 30, method: 'mean' },
    { respondent: 'e', value: 7, method: 'recorded' },
  ]);
  assert.deepEqual(impute([report('a', null, 5)]), [], 'of whose business nobody reported');
  assert.deepEqual(impute([report('a', 5, 5), report('b', null, 5, null, 'metal')]).length, 1);
});

test('where all of a business double, the estimate of one that is missing is right (property)', () => {
  const before = fc.array(fc.integer({ min: 1, max: 1e6 }), { minLength: 2, maxLength: 20 });
  fc.assert(
    fc.property(before, (values) => {
      const reports = values.map((value, at) => report(String(at), at === 0 ? null : value * 2, value));
      const [first] = impute(reports);
      assert.ok(Math.abs(first!.value - values[0]! * 2) < 1e-6 * first!.value);
    }),
  );
});
