import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { gs1CheckDigit } from '../epcis/index.ts';
import { capacityOn, readRegistry, standingOn, structureOn, type LifeEvent, type Registry } from './index.ts';

const id = (home: string, n: number): string => {
  const digits = `6950000000${String(n).padStart(2, '0')}`;
  return `https://id.gs1.org/${home}/${digits}${gs1CheckDigit(digits)}`;
};
const [GROUP, OTHER, FIRM, SECOND] = [id('417', 1), id('417', 2), id('417', 3), id('417', 4)];
const [PIT, WORKS] = [id('414', 1), id('414', 2)];
const party = (uri: string, more: object = {}) => ({
  id: uri,
  name: { zh: '甲', en: 'A' },
  group: null,
  usci: null,
  roles: [],
  ...more,
});
const place = (uri: string, organisation: string, more: object = {}) => ({
  id: uri,
  organisation,
  name: { zh: '场', en: 'Site' },
  kind: 'mine',
  deposit: null,
  ore: null,
  province: null,
  location: null,
  ...more,
});

function fileOf(firm: object, more: object = {}): unknown {
  const organisations = [party(GROUP), party(OTHER), party(FIRM, { roles: ['separation', 'mine'], ...firm }), party(SECOND)];
  const nothing = { sites: [place(PIT, FIRM)], products: [], permits: [], quotas: [], lists: [], deposits: [] };
  return { organisations, ...nothing, ...more };
}

function registryOf(firm: object, more: object = {}): Registry {
  const read = readRegistry(fileOf(firm, more));
  assert.ok(read.ok, JSON.stringify(read));
  return read.registry;
}

function problemsOf(firm: object, more: object = {}): string[] {
  const read = readRegistry(fileOf(firm, more));
  return read.ok ? [] : read.problems.map(({ path, message }) => `${path} ${message}`);
}

const LIFE: LifeEvent[] = [
  { what: 'founded', on: '2003-05-01' },
  { what: 'joined', on: '2012-04-01', group: GROUP },
  { what: 'left', on: '2014-01-01', group: GROUP },
  { what: 'joined', on: '2014-06-01', group: OTHER },
  { what: 'merged', on: '2016-03-01', into: SECOND },
];

test('an enterprise as of any day: not yet, alone, in a group, merged', () => {
  const firm = { group: OTHER, history: LIFE };
  const on = (day: string) => {
    const { state, group } = standingOn(firm, day);
    return [state, group];
  };
  assert.deepEqual(on('2003-04-30'), ['not-yet', null]);
  assert.deepEqual(on('2003-05-01'), ['active', null]);
  assert.deepEqual(on('2012-03-31'), ['active', null]);
  assert.deepEqual(on('2012-04-01'), ['active', GROUP]);
  assert.deepEqual(on('2014-01-01'), ['active', null]);
  assert.deepEqual(on('2014-06-01'), ['active', OTHER]);
  assert.deepEqual(on('2016-02-29'), ['active', OTHER]);
  assert.deepEqual(on('2016-03-01'), ['merged', OTHER]);
  assert.deepEqual(standingOn({ group: GROUP }, '1990-01-01'), { state: 'active', group: GROUP, into: null });
});

test('mines of what has merged count with the enterprise that it went into', () => {
  const registry = registryOf({ group: OTHER, history: LIFE });
  assert.deepEqual(structureOn(registry, '2011-12-31').mines, { all: 1, inGroups: 0 });
  assert.deepEqual(structureOn(registry, '2015-12-31').mines, { all: 1, inGroups: 1 });
  assert.deepEqual(structureOn(registry, '2016-03-01').mines, { all: 1, inGroups: 0 });
  assert.deepEqual(structureOn(registry, '2015-12-31').separationEnterprises, { all: 1, inGroups: 1 });
  assert.deepEqual(structureOn(registry, '2016-03-01').separationEnterprises, { all: 0, inGroups: 0 });
  assert.deepEqual(structureOn(registry, '2003-01-01').mines, { all: 0, inGroups: 0 });
});

test('a life that contradicts itself is refused with its path', () => {
  const refused: [object, string][] = [
    [
      { history: [{ what: 'joined', on: '2012-01-01', group: GROUP }] },
      '$.organisations[2].group is none, but its history ends in',
    ],
    [
      { group: GROUP, history: LIFE.toReversed() },
      '$.organisations[2].history[1] comes after 2016-03-01, but is dated 2014-06-01',
    ],
    [
      {
        history: [
          { what: 'closed', on: '2012-01-01' },
          { what: 'left', on: '2013-01-01', group: GROUP },
        ],
      },
      '$.organisations[2].history[1] follows the end',
    ],
    [
      {
        history: [
          { what: 'joined', on: '2012-01-01', group: GROUP },
          { what: 'left', on: '2013-01-01', group: OTHER },
        ],
      },
      '$.organisations[2].history[1] leaves',
    ],
    [
      {
        history: [
          { what: 'left', on: '2012-01-01', group: GROUP },
          { what: 'founded', on: '2013-01-01' },
        ],
      },
      '$.organisations[2].history[1] is not the first',
    ],
    [
      { history: [{ what: 'merged', on: '2012-01-01', into: id('417', 9) }] },
      '$.organisations[2].history[0].into names an organisation that is not',
    ],
    [{ history: [{ what: 'sold', on: '2012-01-01' }] }, '$.organisations[2].history[0].what is none of'],
  ];
  for (const [firm, start] of refused) {
    const problems = problemsOf(firm);
    assert.ok(problems[0]?.startsWith(start), problems.join('\n'));
  }
});

test('a day later never knows less of a life: what is active on two days was active between them (property)', () => {
  const day = fc.integer({ min: 0, max: 9000 }).map((n) => new Date(n * 86_400_000 + 946_684_800_000).toISOString().slice(0, 10));
  fc.assert(
    fc.property(fc.tuple(day, day, day), (days) => {
      const [first, middle, last] = days.toSorted() as [string, string, string];
      const state = (on: string) => standingOn({ group: OTHER, history: LIFE }, on).state;
      if (state(first) === 'active' && state(last) === 'active') assert.equal(state(middle), 'active');
    }),
  );
});

const square = (west: number, south: number, size = 0.1) => [
  [west, south],
  [west + size, south],
  [west + size, south + size],
  [west, south + size],
];
const licence = (name: string, polygon: unknown, more: object = {}) => ({
  id: name,
  holder: FIRM,
  site: PIT,
  kind: 'mining',
  from: '2014-01-01',
  to: '2018-12-31',
  limit: null,
  polygon,
  ...more,
});
const sealed = (polygon: unknown) => ({
  id: 'S',
  name: { zh: '封', en: 'S' },
  kind: 'sealed',
  polygon,
  from: '2010-01-01',
  to: null,
});

test('mining licences that overlap are refused, those that touch or follow each other are not', () => {
  const both = (...permits: object[]) => problemsOf({}, { permits });
  const east = square(115.1, 25);
  assert.deepEqual(both(licence('L1', square(115, 25)), licence('L2', east)), []);
  assert.match(
    both(licence('L1', square(115, 25)), licence('L2', square(115.05, 25)))[0]!,
    /^\$\.permits\[1\]\.polygon overlaps licence L1 by 56 km²$/,
  );
  assert.deepEqual(both(licence('L1', square(115, 25)), licence('L2', square(115.05, 25), { from: '2019-01-01', to: null })), []);
  assert.match(
    both(licence('L1', square(115, 25)), licence('L2', square(115.05, 25), { from: '2018-12-31', to: null }))[0]!,
    /overlaps licence L1/,
  );
  const ring = { type: 'Polygon', coordinates: [square(115, 25, 0.3), square(115.05, 25.05)] };
  assert.deepEqual(both(licence('ring', ring), licence('in its hole', square(115.06, 25.06, 0.05))), []);
  assert.match(
    both(
      licence('L1', [
        [115, 25],
        [116, 26],
      ]),
    )[0]!,
    /^\$\.permits\[0\]\.polygon/,
  );
});

test('sealed ore takes no licence, and one on record counts too', () => {
  const more = { permits: [licence('L1', square(115, 25))], miningAreas: [sealed(square(115.05, 25.05))] };
  assert.match(problemsOf({}, more)[0]!, /^\$\.miningAreas\[0\]\.polygon overlaps licence L1/);
  const known = registryOf({}, { miningAreas: [sealed(square(115.05, 25.05))] });
  const read = readRegistry(fileOf({}, { permits: [licence('L1', square(115, 25))] }), known);
  assert.ok(!read.ok && /overlaps sealed ground S/.test(read.problems[0]!.message), JSON.stringify(read));
});

const line = (name: string, capacityTonnes: number, from: string, to: string | null, more: object = {}) => ({
  id: name,
  process: 'separation',
  capacityTonnes,
  from,
  to,
  ...more,
});

test('a line that replaces others has no more capacity, and begins when they are gone', () => {
  const works = (...lines: object[]) => ({ sites: [place(WORKS, FIRM, { kind: 'separation-plant', lines })] });
  const old = [line('A', 2000, '2005-01-01', '2015-06-30'), line('B', 1000, '2005-01-01', '2015-12-31')];
  const swap = (tonnes: number, from: string) => works(...old, line('C', tonnes, from, null, { replaces: ['A', 'B'] }));
  assert.deepEqual(problemsOf({}, swap(3000, '2016-01-01')), []);
  assert.match(
    problemsOf({}, swap(3000.001, '2016-01-01'))[0]!,
    /^\$\.sites\[0\]\.lines\[2\]\.replaces has 3000.001 t a year for the 3000/,
  );
  assert.match(problemsOf({}, swap(3000, '2015-12-31'))[0]!, /replaces B, which is not retired before 2015-12-31/);
  assert.match(
    problemsOf({}, works(line('C', 1, '2016-01-01', null, { replaces: ['Z'] })))[0]!,
    /names a line that no site has: Z/,
  );
  const registry = registryOf({}, swap(2500, '2016-01-01'));
  const total = (day: string) => capacityOn(registry, day)[0]?.tonnes ?? 0;
  assert.deepEqual(['2004-12-31', '2015-06-30', '2015-07-01', '2016-01-01'].map(total), [0, 3000, 1000, 2500]);
});
