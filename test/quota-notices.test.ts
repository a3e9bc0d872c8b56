import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { NOTICE_EXCEPTION_KINDS, type NoticeException, type NoticeRow, readNotices, replayNotices } from '../src/rights/index.ts';
import { sharedData } from './support/environment.ts';

/**
 * The official notices of 2009–2024, replayed through the rights engine, against `docs/quota-notices.md` and the shared tables.
 */

const ROOT = join(import.meta.dirname, '..');
const DOCS = readFileSync(join(ROOT, 'docs/quota-notices.md'), 'utf8');

function tableRows(): readonly NoticeRow[] {
  const read = readNotices(readFileSync(join(ROOT, 'data/quota-notices.csv'), 'utf8'));
  assert.ok(read.ok, JSON.stringify(read));
  return read.rows;
}

/** One exception as the documentation's table has it. */
function docLine(one: NoticeException): string {
  const whose = one.holder ?? (one.level === 'national' ? '' : one.level);
  const difference = one.differenceTonnes === null ? '' : String(one.differenceTonnes);
  const cells = [one.year, one.stage, one.batch ?? '', one.ore ?? '', one.kind, whose, difference, one.note];
  return `| ${cells.join(' | ')} |`;
}

test('the exceptions in docs/quota-notices.md are exactly those that the replay finds', () => {
  const found = replayNotices(tableRows()).exceptions.map(docLine);
  const listed = DOCS.split('\n').filter((line) => /^\| 20\d\d \|/.test(line));
  assert.deepEqual(listed, found);
});

test('the documentation explains every kind of exception and every source', () => {
  for (const kind of NOTICE_EXCEPTION_KINDS) assert.match(DOCS, new RegExp(`^\\| \`${kind}\` \\|`, 'm'));
  const codes = new Set(tableRows().flatMap((row) => row.source.split(';')));
  for (const code of codes) assert.ok(DOCS.includes(`| ${code} |`), `source ${code} has no line in docs/quota-notices.md`);
});

test('every split that is whole sums to its cap, to the tonne', () => {
  const whole = replayNotices(tableRows()).splits.filter((split) => split.capTonnes === split.splitTonnes);
  const keys = whole.map(({ cap, level }) => `${cap.year} ${cap.batch} ${cap.stage} ${cap.ore} ${level}`);
  const years = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index);
  const oreAndTotal = (head: string, level: string) => ['any', 'light', 'ion'].map((ore) => `${head} mining ${ore} ${level}`);
  const expected = [
    ...[...years(2009, 2011), 2017, 2018].flatMap((year) => oreAndTotal(`${year} year`, 'province')),
    ...years(2018, 2022).flatMap((year) => [...oreAndTotal(`${year} year`, 'group'), `${year} year separation any group`]),
    '2022 2 mining ion group',
    ...oreAndTotal('2023 1', 'group'),
    '2023 3 mining any group',
    '2023 3 separation any group',
    ...oreAndTotal('2024 1', 'group'),
    '2024 1 separation any group',
    '2024 year mining any group',
    '2024 year separation any group',
  ];
  assert.deepEqual(keys.sort(), expected.sort());
});

test('no split of the notices passes its cap', () => {
  const { splits, exceptions } = replayNotices(tableRows());
  assert.equal(splits.length, 56);
  assert.deepEqual(
    splits.filter((split) => split.splitTonnes > split.capTonnes),
    [],
  );
  assert.deepEqual(
    exceptions.filter((one) => one.kind === 'split-exceeds-cap' || one.kind === 'batches-differ'),
    [],
  );
});

/** `year batch stage ore level holder` → tonnes, of the project's table; zero and blank apart. */
function projectFigures(level: NoticeRow['level']): Map<string, number | null> {
  const rows = tableRows().filter((row) => row.level === level);
  return new Map(rows.map((row) => [`${row.year} ${row.batch} ${row.stage} ${row.ore} ${row.holder}`, row.reoTonnes]));
}

/** The records of a shared table, by column. */
function sharedRows(file: string): Record<string, string>[] {
  const [head, ...lines] = readFileSync(file, 'utf8').trim().split(/\r?\n/);
  const names = (head ?? '').split(',');
  return lines.map((line) => {
    const cells = [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^",]*))/g)].map((cell) => cell[1] ?? cell[2] ?? '');
    return Object.fromEntries(names.map((name, index) => [name, cells[index] ?? '']));
  });
}

const tonnes = (text: string | undefined) => (text === undefined || text === '' ? null : Number(text));

test('the national figures are those of the shared table', (t) => {
  const file = sharedData(t, 'industry/quota_national.csv');
  if (file === undefined) return;
  const shared = sharedRows(file).map((row): [string, number | null] => {
    const stage = row['stage'] === 'smelting' ? 'separation' : row['stage'];
    const ore = row['ore'] === 'total' ? 'any' : row['ore'];
    return [`${row['year']} ${row['batch']} ${stage} ${ore} 全国`, tonnes(row['reo_t'])];
  });
  assert.deepEqual(projectFigures('national'), new Map(shared));
});

test('the figures of the groups are those of the shared table', (t) => {
  const file = sharedData(t, 'industry/quota_group.csv');
  if (file === undefined) return;
  const ours = new Map([...projectFigures('group'), ...projectFigures('groups-total')]);
  const expected = new Map<string, number | null>();
  for (const row of sharedRows(file)) {
    const line = `${row['year']} ${row['batch']}`;
    expected.set(`${line} separation any ${row['group']}`, tonnes(row['smelting_reo_t']));
    if (row['note']?.includes('without the light/ion split')) {
      expected.set(`${line} mining any ${row['group']}`, Number(row['light_reo_t']) + Number(row['ion_reo_t']));
    } else if (row['group'] === '六家集团合计') {
      assert.match(row['note'] ?? '', /mining of the six: 49,712/);
      expected.set(`${line} mining any ${row['group']}`, 49_712);
    } else {
      expected.set(`${line} mining light ${row['group']}`, tonnes(row['light_reo_t']));
      expected.set(`${line} mining ion ${row['group']}`, tonnes(row['ion_reo_t']));
    }
  }
  assert.deepEqual(ours, expected);
});

test('the figures of the provinces are those of the shared table', (t) => {
  const file = sharedData(t, 'industry/quota_province_mining.csv');
  if (file === undefined) return;
  const shared = sharedRows(file).flatMap((row) =>
    ['light', 'ion'].map((ore): [string, number | null] => [
      `${row['year']} year mining ${ore} ${row['province']}`,
      tonnes(row[`${ore}_reo_t`]),
    ]),
  );
  assert.deepEqual(projectFigures('province'), new Map(shared));
});
