import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readNotices, replayNotices } from './index.ts';
import type { NoticeException } from './index.ts';

const HEAD = 'year,batch,stage,ore,level,holder,reo_t,printed_t,source,confidence,note\n';

function exceptionsOf(...lines: string[]): readonly NoticeException[] {
  const read = readNotices(HEAD + lines.join('\n'));
  assert.ok(read.ok, JSON.stringify(read));
  return replayNotices(read.rows, { from: 2022, to: 2022 }).exceptions;
}

function kindsOf(...lines: string[]): string[] {
  return exceptionsOf(...lines).map((one) => `${one.kind} ${one.differenceTonnes}`);
}

const CAPS = ['2022,year,mining,any,national,全国,100,,S,opened,', '2022,year,separation,any,national,全国,90,,S,opened,'];
const ORES = ['2022,year,mining,light,national,全国,70,,S,opened,', '2022,year,mining,ion,national,全国,30,,S,opened,'];
const SPLIT = [
  '2022,year,mining,light,group,甲,70,,S,opened,',
  '2022,year,mining,ion,group,乙,30,,S,opened,',
  '2022,year,separation,any,group,甲,90,,S,opened,',
];

test('notices that add up give no exception', () => {
  assert.deepEqual(kindsOf(...CAPS, ...ORES, ...SPLIT), []);
});

test('every kind of exception is found where it is', () => {
  const whole = [...CAPS, ...ORES, ...SPLIT];
  const without = (index: number) => whole.filter((_, position) => position !== index);
  const instead = (index: number, line: string) => whole.map((one, position) => (position === index ? line : one));
  assert.deepEqual(kindsOf(...without(1)), ['cap-missing null', 'split-without-cap 90']);
  assert.deepEqual(kindsOf(...instead(0, '2022,year,mining,any,national,全国,100,,S,recalled,')), ['cap-not-opened null']);
  assert.deepEqual(kindsOf(...instead(0, '2022,year,mining,any,national,全国,100,101,S,opened,')), ['source-misprint 1']);
  assert.deepEqual(kindsOf(...CAPS, ...SPLIT), ['ore-split-missing 100']);
  assert.deepEqual(kindsOf(...without(3)), ['ore-split-partial 30']);
  assert.deepEqual(kindsOf(...instead(3, '2022,year,mining,ion,national,全国,29,,S,opened,')).slice(0, 1), [
    'ore-split-differs 1',
  ]);
  assert.deepEqual(kindsOf(...without(6)), ['split-missing 90']);
  assert.deepEqual(kindsOf(...instead(6, '2022,year,separation,any,group,甲,80,,S,opened,')), ['split-incomplete 10']);
  assert.deepEqual(kindsOf(...instead(6, '2022,year,separation,any,group,甲,91,,S,opened,')), ['split-exceeds-cap -1']);
  assert.deepEqual(kindsOf(...instead(6, '2022,year,separation,any,group,甲,90,,S,derived,')), ['sum-not-independent 0']);
  assert.deepEqual(kindsOf(...whole, '2022,year,separation,any,group,乙,,,S,opened,'), ['amount-not-printed null']);
  assert.deepEqual(kindsOf(...whole, '2022,1+2,separation,any,group,甲,50,,S,opened,'), ['batches-merged null']);
  assert.deepEqual(kindsOf(...whole, '2022,year,separation,any,groups-total,各家,85,,S,opened,'), ['total-without-split 5']);
  assert.deepEqual(kindsOf(...whole, '2022,1,separation,any,national,全国,40,,S,opened,'), [
    'split-missing 40',
    'batches-incomplete 50',
  ]);
  assert.deepEqual(kindsOf(...whole, '2022,1,separation,any,national,全国,95,,S,opened,'), [
    'split-missing 95',
    'batches-differ -5',
  ]);
  const big = ['2022,year,separation,any,national,全国,100000,,S,opened,', '2022,year,separation,any,group,甲,99960,,S,opened,'];
  assert.deepEqual(kindsOf(...big, ...whole.filter((line) => line.includes('mining'))), ['split-rounding 40']);
  const anyOre = [...CAPS, ...SPLIT.slice(2), '2022,year,mining,any,group,甲,100,,S,opened,'];
  assert.deepEqual(kindsOf(...anyOre), ['ore-split-missing 100', 'ore-not-printed null']);
});

test('a province that changes its class of ore is found against the last year before that is known', () => {
  const read = readNotices(
    `${HEAD}2009,year,mining,ion,province,广西,200,,S,opened,\n2011,year,mining,light,province,广西,2500,,S,opened,`,
  );
  assert.ok(read.ok);
  const changed = replayNotices(read.rows).exceptions.filter((one) => one.kind === 'ore-class-changed');
  assert.deepEqual(
    changed.map((one) => [one.year, one.ore, one.holder, one.note]),
    [[2011, 'light', '广西', '2500 t counted as light ore; in 2009 it was ion ore']],
  );
});

test('a line that cannot be read is refused with its number; quotes, CRLF and a BOM are read', () => {
  const good = '2022,year,mining,any,national,全国,100,,S,opened,"a ""note"", with comma"';
  const read = readNotices(`\uFEFF${(HEAD + good).replace('\n', '\r\n')}\r\n`);
  assert.ok(read.ok);
  assert.equal(read.rows[0]?.note, 'a "note", with comma');
  assert.deepEqual(readNotices('year,what\n'), {
    ok: false,
    problems: [{ line: 1, message: `expected the columns ${HEAD.trim()}` }],
  });
  const bad = [
    'x,year,mining,any,national,全国,100,,S,opened,',
    '2022,0.5,mining,any,national,全国,100,,S,opened,',
    '2022,year,smelting,any,national,全国,100,,S,opened,',
    '2022,year,mining,total,national,全国,100,,S,opened,',
    '2022,year,mining,any,nation,全国,100,,S,opened,',
    '2022,year,mining,any,national,,100,,S,opened,',
    '2022,year,mining,any,national,全国,-1,,S,opened,',
    '2022,year,mining,any,national,全国,1e3,,S,opened,',
    '2022,year,mining,any,national,全国,100,x,S,opened,',
    '2022,year,mining,any,national,全国,100,,,opened,',
    '2022,year,mining,any,national,全国,100,,S,sure,',
    '2022,year,mining,any,national,全国,100,,S,opened',
    '2022,year,mining,any,national,全国,100,,S,opened,,',
    '2022,year,mining,any,national,全国,100,,S,opened,"open',
  ];
  const refused = readNotices([HEAD.trim(), good, ...bad].join('\n'));
  assert.ok(!refused.ok);
  assert.deepEqual(
    refused.problems.map((problem) => problem.line),
    bad.map((_, index) => index + 3),
  );
});
