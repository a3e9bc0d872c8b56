import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Movement } from '../rights/index.ts';
import { createMemoryStore } from '../store/index.ts';
import { readMovements, writeMovements } from './rights-journal.ts';

const at = (text: string): number => Date.parse(`${text}T00:00:00+08:00`);
const quota = { id: 'q', year: 2015, batch: 1, stage: 'mining', ore: 'light', holder: 'h', parent: null } as const;
const grant: Movement = { kind: 'grant', id: 'g', atMs: at('2015-06-01'), quota, amountMg: 2n ** 70n + 1n };
const cut: Movement = { kind: 'cut', ground: 'command', id: 'c', atMs: at('2015-07-01'), quota: 'q', amountMg: 5n };
const closing: Movement = { kind: 'close-year', id: 'y', atMs: at('2016-01-01'), year: 2015 };

test('movements come back whole, beyond what a double holds, in their order', async () => {
  const store = createMemoryStore();
  await store.write((writer) => writeMovements(writer, [grant, cut, closing], at('2016-02-01')));
  assert.deepEqual(await store.read((reader) => readMovements(reader)), [grant, cut, closing]);
});

test('as of a day and as known on a day; what a registry states counts from the beginning of its year', async () => {
  const store = createMemoryStore();
  await store.write((writer) => writeMovements(writer, [grant], at('2015-06-01')));
  await store.write((writer) => writeMovements(writer, [cut], at('2015-08-01')));
  const read = (asOf: number | null, knownAt: number | null) => store.read((reader) => readMovements(reader, { asOf, knownAt }));
  assert.deepEqual(await read(at('2014-12-31'), null), []);
  assert.deepEqual(await read(at('2015-01-01'), null), [grant]);
  assert.deepEqual(await read(at('2015-07-01'), null), [grant, cut]);
  assert.deepEqual(await read(null, at('2015-07-15')), [grant]);
  assert.deepEqual(await read(null, at('2015-05-31')), []);
});

test('a line that is no movement is named', async () => {
  for (const line of [
    '{}',
    '[]',
    'null',
    '{"kind":"cut"}',
    '{"kind":"cut","recordedMs":"1"}',
    '{"kind":"cut","recordedMs":1,"amountMg":5}',
  ]) {
    const store = createMemoryStore();
    await store.write((writer) => writeMovements(writer, [grant], 0));
    await store.write((writer) => writer.appendJournal('rights', [line]));
    await assert.rejects(
      store.read((reader) => readMovements(reader)),
      /line 2 of the journal rights/,
      line,
    );
  }
});
