import assert from 'node:assert/strict';
import { hash } from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';
import { creditOf, drawInspections, likenessOf, type CreditWeight } from './index.ts';

const sha256 = (text: string): string => hash('sha256', text, 'hex');

test('names are alike in characters, without legal forms, and in how they are read', () => {
  const like = (one: string, other: string) => likenessOf(one, other);
  assert.deepEqual(like('赣州虔东稀土集团股份有限公司', '赣州虔东稀土（集团）公司'), { by: 'name', score: 1 });
  assert.equal(like('Ganzhou Qiandong Rare Earth Co., Ltd.', 'GANZHOU QIANDONG RARE-EARTH').score, 1);
  assert.deepEqual(like('赣州虔东稀土有限公司', '赣州乾东稀土有限公司'), { by: 'pinyin', score: 1 });
  assert.deepEqual(like('冕宁望舒稀土矿业有限公司', 'mianning wangshu xitu kuangye'), { by: 'pinyin', score: 1 });
  assert.ok(like('赣州虔东稀土有限公司', '包头华星稀土有限公司').score < 0.6);
  assert.ok(like('绿源矿业', '吕源矿业').score > 0.85, 'lü is read lv on both sides');
});

test('likeness is the same both ways, between 0 and 1, and 1 of a name with itself (property)', () => {
  const name = fc
    .array(fc.constantFrom(...'赣州虔乾东稀土矿业有限公司AaBb'), { minLength: 1, maxLength: 12 })
    .map((parts) => parts.join(''));
  fc.assert(
    fc.property(name, name, (one, other) => {
      const { score } = likenessOf(one, other);
      assert.ok(score >= 0 && score <= 1);
      assert.equal(score, likenessOf(other, one).score);
      if (likenessOf(one, one).score > 0) assert.equal(likenessOf(one, one).score, 1);
    }),
  );
});

const weight = (item: string, from: string, points: number, most: number): CreditWeight => ({
  item,
  from,
  name: { zh: item, en: item },
  points,
  most,
  why: 'a test',
});

test('a score is what is left of 100, by the weights of the day, to the most of each kind', () => {
  const weights = [weight('a', '2000-01-01', 10, 25), weight('a', '2016-01-01', 20, 40), weight('b', '2000-01-01', 90, 90)];
  assert.deepEqual(creditOf({}, weights, '2015-12-31'), { score: 100, deductions: [] });
  assert.equal(creditOf({ a: ['1', '2'] }, weights, '2015-12-31').score, 80);
  assert.equal(creditOf({ a: ['1', '2', '3'] }, weights, '2015-12-31').score, 75);
  assert.equal(creditOf({ a: ['1', '2', '3'] }, weights, '2016-01-01').score, 60);
  assert.equal(creditOf({ a: ['1'], b: ['2'] }, weights, '2016-01-01').score, 0);
  assert.deepEqual(creditOf({ b: ['x'] }, weights, '2015-12-31').deductions, [
    { item: 'b', name: { zh: 'b', en: 'b' }, points: 90, what: ['x'] },
  ]);
});

test('a draw is the same for whoever has the seed, in whatever order the candidates stand', () => {
  const candidates = ['a', 'b', 'c', 'd'].map((id, at) => ({ id, risk: at + 1 }));
  const drawn = drawInspections(candidates, '2016-08-01', 2, sha256);
  assert.deepEqual(drawInspections(candidates.toReversed(), '2016-08-01', 2, sha256), drawn);
  assert.equal(drawn[0]!.digest, sha256(`2016-08-01\n${drawn[0]!.id}`));
  assert.deepEqual(drawInspections([{ id: 'a', risk: 0 }], 's', 1, sha256), []);
  assert.equal(drawInspections(candidates, 's', 9, sha256).length, 4);
});

test('who is drawn first is drawn in proportion to his risk', () => {
  const candidates = [
    { id: 'a', risk: 1 },
    { id: 'b', risk: 3 },
    { id: 'c', risk: 6 },
  ];
  const counts = new Map(candidates.map(({ id }) => [id, 0]));
  const draws = 20_000;
  for (let seed = 0; seed < draws; seed++) {
    const { id } = drawInspections(candidates, `seed ${seed}`, 1, sha256)[0]!;
    counts.set(id, counts.get(id)! + 1);
  }
  for (const { id, risk } of candidates) {
    const expected = (draws * risk) / 10;
    const sd = Math.sqrt(expected * (1 - risk / 10));
    assert.ok(Math.abs(counts.get(id)! - expected) < 5 * sd, `${id}: ${counts.get(id)} for ${expected}`);
  }
});
