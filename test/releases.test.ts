/** The calendar of releases: nothing before its time, the same for ever after, revisions told, taken away in four forms. */
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { parquetReadObjects } from 'hyparquet';
import {
  actOnRelease,
  answerRelease,
  answerReleases,
  answerStatistics,
  Embargoed,
  loadRegistry,
  openDataCatalogue,
  releaseFile,
  type ReleaseRefused,
} from '../src/app/index.ts';
import { gs1CheckDigit } from '../src/epcis/index.ts';
import { parseCsv } from '../src/industry/index.ts';
import { releaseRequestSchema, type StatisticTable } from '../src/wire/index.ts';
import { Bench, enters, lotOf, REGISTRY } from './support/ree-events.ts';
import { TestServer } from './support/http.ts';

const key = (home: string, n: number): string => {
  const digits = `9520000001${String(n).padStart(2, '0')}`;
  return `https://id.gs1.org/${home}/${digits}${gs1CheckDigit(digits)}`;
};
const PROVINCES = ['江西', '江西', '江西', '江西', '广东', '广东', '广东', '福建', '四川', '四川', '四川', '内蒙古'];
const ore = (n: number): string => (n < 8 ? 'ion' : 'light');
const name = (n: number) => ({ zh: `${n}号`, en: `No. ${n}` });

/** Twelve mines of twelve enterprises; one of them is alone in its province. */
const MINES = {
  ...REGISTRY,
  organisations: PROVINCES.map((_, n) => ({ id: key('417', n), name: name(n), group: null, usci: null, roles: ['mine'] })),
  sites: PROVINCES.map((province, n) => ({
    id: key('414', n),
    organisation: key('417', n),
    name: name(n),
    kind: 'mine',
    deposit: null,
    ore: ore(n),
    province,
    location: null,
  })),
  quotas: [],
};
const tonnes = (n: number): number => 10 + n;
const mined = (n: number, month = '03', lot = `M${n}-${month}`): Record<string, unknown> =>
  enters(`2015-${month}-10T08:00:00+08:00`, key('414', n), lotOf('concentrate', lot), tonnes(n) * 1000, { CeO2: 60, Nd2O3: 40 });

async function industry(): Promise<Bench> {
  const bench = new Bench('2015-04-05T00:00:00+08:00');
  await loadRegistry(bench.app, JSON.stringify(MINES));
  await bench.capture(PROVINCES.map((_, n) => mined(n)));
  return bench;
}

const schedule = (bench: Bench, more: object = {}): Promise<string> =>
  actOnRelease(
    bench.app,
    releaseRequestSchema.parse({
      act: 'schedule',
      release: 'R1',
      dataset: 'mining-output',
      period: '2015-03',
      releaseAt: '2015-04-20T09:00:00+08:00',
      cutOff: '2015-04-10T00:00:00+08:00',
      text: 'as announced',
      ...more,
    }),
  );
const refusedWith = (code: string) => (error: ReleaseRefused) => error.code === code;

function valueAt({ rows, columns, cells }: StatisticTable, row: string, column: string): number | null {
  const at = (labels: readonly { key: string }[], word: string) => labels.findIndex((label) => label.key === word);
  return cells[at(rows.labels, row)]![at(columns.labels, column)]!.value;
}

describe('the calendar', () => {
  test('has what was announced, and refuses what cannot be', async () => {
    const bench = await industry();
    await schedule(bench);
    const [row] = (await answerReleases(bench.app, { asOf: null, knownAt: null })).releases;
    assert.deepEqual([row?.state, row?.revises, row?.period], ['scheduled', null, '2015-03']);
    const refusals: [object, string][] = [
      [{}, 'release-exists'],
      [{ release: 'R2', releaseAt: '2015-04-04T00:00:00+08:00' }, 'release-in-the-past'],
      [{ release: 'R2', cutOff: '2015-04-21T00:00:00+08:00' }, 'cut-off-after-release'],
      [{ release: 'R2', cutOff: '2015-03-31T23:59:59+08:00' }, 'period-not-over'],
      [
        { release: 'R2', period: '2015', releaseAt: '2016-02-01T00:00:00+08:00', cutOff: '2016-01-15T00:00:00+08:00' },
        'other-period-length',
      ],
    ];
    for (const [more, code] of refusals) await assert.rejects(schedule(bench, more), refusedWith(code), code);
    const withdraw = () => actOnRelease(bench.app, { act: 'withdraw', release: 'R1', text: 'not ready' });
    await withdraw();
    await assert.rejects(withdraw(), refusedWith('withdrawn-already'));
    bench.nowMs = Date.parse('2015-04-21T00:00:00+08:00');
    await assert.rejects(answerRelease(bench.app, { id: 'R1' }), /release/);
  });
});

describe('an embargo', () => {
  test('nobody is told a figure before the time, in no form; a millisecond later everybody is', async () => {
    const bench = await industry();
    await schedule(bench);
    bench.nowMs = Date.parse('2015-04-20T09:00:00+08:00') - 1;
    await assert.rejects(answerRelease(bench.app, { id: 'R1' }), Embargoed);
    for (const format of ['csv', 'sdmx-csv', 'json', 'parquet'] as const)
      await assert.rejects(releaseFile(bench.app, { id: 'R1', format }), Embargoed);
    const told = JSON.stringify([
      await answerReleases(bench.app, { asOf: null, knownAt: null }),
      await openDataCatalogue(bench.app, 'https://example.org'),
    ]);
    const { table } = await answerStatistics(bench.app, {
      asOf: null,
      knownAt: null,
      dataset: 'mining-output',
      period: '2015-03',
    });
    for (const { value } of table.cells.flat()) if (value !== 0) assert.ok(!told.includes(String(value)), String(value));
    assert.ok(!told.includes('dcat:downloadURL'));
    bench.nowMs += 1;
    assert.equal(valueAt((await answerRelease(bench.app, { id: 'R1' })).table, '江西', 'ion'), 10 + 11 + 12 + 13);
  });

  test('over HTTP it is a 403 with its own type, and without a word of the figures', async () => {
    const server = new TestServer();
    const later = {
      dataset: 'mining-output',
      period: '2015-03',
      releaseAt: '2027-01-01T00:00:00Z',
      cutOff: '2026-11-20T00:00:00Z',
    };
    const sent = await server.post('/api/releases', { act: 'schedule', release: 'later', text: 'x', ...later });
    assert.equal(sent.status, 200, await sent.text());
    for (const path of ['/api/release?id=later', '/api/release-file?id=later&format=parquet']) {
      const response = await server.get(path);
      assert.equal(response.status, 403);
      assert.match(((await response.json()) as { type: string }).type, /embargoed$/);
    }
  });
});

describe('a release', () => {
  test('counts what was recorded by its cut-off, and stays as it is; a later one tells what it revises', async () => {
    const bench = await industry();
    await schedule(bench);
    await bench.capture([mined(0, '03', 'late')], '2015-04-15T00:00:00+08:00');
    bench.nowMs = Date.parse('2015-04-20T09:00:00+08:00');
    const first = await answerRelease(bench.app, { id: 'R1' });
    assert.equal(valueAt(first.table, '江西', 'ion'), 46);
    await schedule(bench, { release: 'R2', releaseAt: '2015-05-20T09:00:00+08:00', cutOff: '2015-05-10T00:00:00+08:00' });
    await bench.capture([mined(1, '03', 'later')], '2015-05-15T00:00:00+08:00');
    bench.nowMs = Date.parse('2015-05-20T09:00:00+08:00');
    const second = await answerRelease(bench.app, { id: 'R2' });
    assert.equal(second.release.revises, 'R1');
    assert.equal(valueAt(second.table, '江西', 'ion'), 56);
    const cell = second.table.cells.flat().find(({ value }) => value === 56);
    assert.equal(cell?.previous, 46);
    assert.deepEqual(await answerRelease(bench.app, { id: 'R1' }), first);
  });

  test('hides the enterprise that is alone in its province, and what an earlier release hid', async () => {
    const bench = await industry();
    await schedule(bench);
    bench.nowMs = Date.parse('2015-04-20T09:00:00+08:00');
    const { table } = await answerRelease(bench.app, { id: 'R1' });
    for (const [province, kind] of [
      ['福建', 'ion'],
      ['内蒙古', 'light'],
    ] as const)
      assert.equal(valueAt(table, province, kind), null);
    assert.ok(table.cells.flat().every(({ value, hidden }) => (value === null) === (hidden === 'confidential')));
    const text = JSON.stringify(table);
    assert.ok(!text.includes(`:${tonnes(7)},`) && !text.includes(`:${tonnes(11)},`), text);
    await schedule(bench, { release: 'R2', releaseAt: '2015-06-01T00:00:00+08:00', cutOff: '2015-05-31T00:00:00+08:00' });
    bench.nowMs = Date.parse('2015-06-01T00:00:00+08:00');
    const again = (await answerRelease(bench.app, { id: 'R2' })).table;
    table.cells.forEach((line, row) =>
      line.forEach(({ hidden }, column) => hidden === null || assert.notEqual(again.cells[row]![column]!.hidden, null)),
    );
  });
});

describe('concentration', () => {
  const told = async (weight: (n: number) => number) => {
    const bench = new Bench('2015-04-05T00:00:00+08:00');
    await loadRegistry(bench.app, JSON.stringify(MINES));
    const lot = (n: number) => lotOf('concentrate', `M${n}`);
    const event = (n: number) =>
      enters('2015-03-10T08:00:00+08:00', key('414', n), lot(n), weight(n) * 1000, { CeO2: 60, Nd2O3: 40 });
    await bench.capture(PROVINCES.map((_, n) => event(n)));
    await schedule(bench);
    bench.nowMs = Date.parse('2015-04-20T09:00:00+08:00');
    const question = { asOf: null, knownAt: null, dataset: 'mining-output', period: '2015-03' };
    const makers = await answerStatistics(bench.app, question);
    return { made: makers.table.concentration, released: (await answerRelease(bench.app, { id: 'R1' })).table.concentration };
  };

  test('is released among equals, and not where its root tells the share of the largest', async () => {
    const equal = await told(() => 10);
    assert.deepEqual(equal.released, { enterprises: 12, hhi: 833, largestFour: 0.333 });
    const dominated = await told((n) => (n === 0 ? 100 : 5));
    assert.equal(dominated.made?.hhi, Math.round(((100 / 155) ** 2 + 11 * (5 / 155) ** 2) * 10_000));
    assert.equal(dominated.released, null);
  });
});

describe('a release as a file', () => {
  let bench: Bench;
  before(async () => {
    bench = await industry();
    await schedule(bench);
    bench.nowMs = Date.parse('2015-04-20T09:00:00+08:00');
  });
  const file = async (format: Parameters<typeof releaseFile>[1]['format']) =>
    (await releaseFile(bench.app, { id: 'R1', format })).content;
  const textOf = async (format: Parameters<typeof releaseFile>[1]['format']) => new TextDecoder().decode(await file(format));

  test('CSV and Parquet have the same figures, with licence and source', async () => {
    const rows = parseCsv(await textOf('csv'), 'R1.csv');
    const content = await file('parquet');
    const asyncBuffer = {
      byteLength: content.length,
      slice: (start: number, end?: number) => content.slice(start, end).buffer,
    };
    const read = (await parquetReadObjects({ file: asyncBuffer })) as Record<string, unknown>[];
    assert.equal(read.length, rows.length);
    rows.forEach((row, at) => {
      assert.equal(row['value'] === '' ? null : Number(row['value']), read[at]!['value'] ?? null);
      assert.equal(row['row_name_zh'], read[at]!['row_name_zh']);
    });
    assert.ok(rows.every(({ licence, source }) => licence !== '' && source !== ''));
    assert.ok(rows.some(({ status, value }) => status === 'confidential' && value === ''));
  });

  test('SDMX-CSV 2.0.0: the columns in order, one figure a line, NaN where it is not told', async () => {
    const [head, ...lines] = (await textOf('sdmx-csv'))
      .trimEnd()
      .split('\r\n')
      .map((line) => line.split(','));
    assert.equal(
      head!.join(),
      'STRUCTURE,STRUCTURE_ID,ACTION,FREQ,REF_AREA,ORE,TIME_PERIOD,OBS_VALUE,UNIT_MEASURE,OBS_STATUS,CONF_STATUS',
    );
    const { table } = await answerRelease(bench.app, { id: 'R1' });
    assert.equal(lines.length, table.cells.flat().length);
    for (const [structure, id, action, frequency, , , period, value, , status, confidentiality] of lines) {
      assert.deepEqual(
        [structure, id, action, frequency, period],
        ['dataflow', 'YTTERBY:MINING_OUTPUT(1.0.0)', 'R', 'M', '2015-03'],
      );
      assert.deepEqual([status, confidentiality], value === 'NaN' ? ['Q', 'C'] : ['A', 'F']);
    }
    assert.equal(lines.filter((line) => line[4] === '_T' && line[5] === '_T').length, 1);
  });

  test('the catalogue has what DCAT-AP 3.0.1 demands of catalogues, datasets and distributions', async () => {
    const catalogue = (await openDataCatalogue(bench.app, 'https://example.org')) as Record<string, unknown>;
    for (const property of ['dct:title', 'dct:description', 'dct:publisher', 'dcat:dataset'])
      assert.ok(property in catalogue, property);
    const [dataset] = catalogue['dcat:dataset'] as Record<string, unknown>[];
    for (const property of ['dct:title', 'dct:description', 'dcat:distribution']) assert.ok(property in dataset!, property);
    const distributions = dataset!['dcat:distribution'] as Record<string, { '@id': string }>[];
    assert.equal(distributions.length, 4);
    for (const one of distributions)
      assert.match(one['dcat:accessURL']!['@id'], /^https:\/\/example\.org\/api\/release-file\?id=R1&format=/);
  });
});
