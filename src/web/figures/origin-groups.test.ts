import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PassportOrigin, QuotaCover } from '../../wire/index.ts';
import { groupCovers, groupOrigins } from './origin-groups.ts';

const origin = (kind: PassportOrigin['kind'], province: string | null, Nd: number): PassportOrigin => ({
  kind,
  province,
  deposit: null,
  ore: null,
  shares: { Nd },
  site: null,
  organisation: null,
});

test('origins of one kind in one province are one, their shares added', () => {
  const groups = groupOrigins([origin('ground', '江西', 0.5), origin('ground', '四川', 0.2), origin('ground', '江西', 0.25)]);
  assert.deepEqual(
    groups.map(({ province, shares }) => [province, shares['Nd']]),
    [
      ['江西', 0.75],
      ['四川', 0.2],
    ],
  );
});

test('a province that is covered for one mine and not for another stands in both groups, the uncovered first', () => {
  const cover = (province: string, covered: boolean): QuotaCover => ({
    year: 2015,
    province,
    ore: null,
    covered,
    holder: null,
    quotas: null,
  });
  assert.deepEqual(groupCovers([cover('江西', true), cover('四川', true), cover('江西', true), cover('江西', false)]), [
    { year: 2015, covered: false, provinces: ['江西'] },
    { year: 2015, covered: true, provinces: ['江西', '四川'] },
  ]);
});
