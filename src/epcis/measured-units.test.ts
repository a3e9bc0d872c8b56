import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { quantityToMg } from '../units/index.ts';
import { valueInUnit } from './measured-units.ts';

function convert(value: number, from: string, to: string): number {
  const converted = valueInUnit(value, from, to);
  assert.ok(converted !== null, `${from} must convert to ${to}`);
  return converted.value;
}

describe('valueInUnit', () => {
  it('converts masses as the ledger does', () => {
    for (const uom of ['MGM', 'GRM', 'HGM', 'KGM', 'DTN', 'TNE', 'KTN', 'LBR', 'ONZ', 'LTN', 'STN']) {
      const milligrams = quantityToMg(3, uom);
      assert.equal(typeof milligrams, 'bigint', uom);
      assert.equal(Math.round(convert(3, uom, 'MGM')), Number(milligrams), uom);
    }
  });

  it('knows a few values by heart', () => {
    const close = (value: number, expected: number) =>
      assert.ok(Math.abs(value - expected) < 1e-9, `${value} is not ${expected}`);
    close(convert(100, 'CEL', 'FAH'), 212);
    close(convert(32, 'FAH', 'CEL'), 0);
    close(convert(0, 'CEL', 'KEL'), 273.15);
    close(convert(36, 'KMH', 'MTS'), 10);
    close(convert(1, 'BAR', 'KPA'), 100);
    close(convert(180, 'DD', 'C81'), Math.PI);
    close(convert(2, 'LTR', 'MLT'), 2000);
    close(convert(1, 'HUR', 'SEC'), 3600);
    close(convert(50, 'P1', 'C62'), 0.5);
  });

  it('there and back lies within the stated tolerance', () => {
    const units = fc.constantFrom(['TNE', 'ONZ'], ['CEL', 'FAH'], ['FAH', 'KEL'], ['KMH', 'MTS'], ['INH', 'KMT']);
    fc.assert(
      fc.property(units, fc.integer({ min: -1e9, max: 1e9 }), ([a, b], thousandths) => {
        const value = thousandths / 1000;
        const there = valueInUnit(value, a, b)!;
        const back = valueInUnit(there.value, b, a)!;
        assert.ok(Math.abs(back.value - value) <= back.tolerance * 4, `${value} ${a} came back as ${back.value}`);
      }),
    );
  });

  it('does not convert between dimensions, from no unit, or unknown codes except to themselves', () => {
    assert.equal(valueInUnit(1, 'KGM', 'MTR'), null);
    assert.equal(valueInUnit(1, undefined, 'KGM'), null);
    assert.equal(valueInUnit(1, 'A93', 'KGM'), null);
    assert.deepEqual(valueInUnit(1, 'A93', 'A93'), { value: 1, tolerance: 0 });
    assert.equal(valueInUnit(1, 'constructor', 'toString'), null);
  });
});
