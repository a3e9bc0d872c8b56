import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  sigmasFromZero,
  spaceThousands,
  THIN_SPACE as S,
  writeInFull,
  writeMeasured,
  writePercent,
  writePurity,
  writeSignificant,
} from './numbers.ts';

test('thousands are spaced from 1 000 on, decimals are not', () => {
  assert.equal(spaceThousands('999'), '999');
  assert.equal(spaceThousands('1000'), `1${S}000`);
  assert.equal(spaceThousands('-1234567.12345'), `−1${S}234${S}567.12345`);
  assert.equal(spaceThousands('-0.00'), '0.00');
});

test('four significant digits at most', () => {
  assert.equal(writeSignificant(105234.7), `105${S}200`);
  assert.equal(writeSignificant(0.00123456), '0.001235');
  assert.equal(writeSignificant(0), '0');
  assert.equal(writeSignificant(22.5), '22.5');
  assert.equal(writeSignificant(1000), `1${S}000`);
  assert.equal(writeSignificant(-12.3456), '−12.35');
  assert.equal(writeSignificant(Number.NaN), '–');
  assert.equal(writeSignificant(Number.POSITIVE_INFINITY), '–');
  assert.equal(writeSignificant(1.234e-12), '1.23e−12');
});

test('the standard deviation sets the last place', () => {
  assert.deepEqual(writeMeasured(12.41, 0.31), { value: '12.4', sd: '0.3' });
  assert.deepEqual(writeMeasured(12.413, 0.16), { value: '12.41', sd: '0.16' });
  assert.deepEqual(writeMeasured(105234, 2340), { value: `105${S}000`, sd: `2${S}000` });
  assert.deepEqual(writeMeasured(0, 0.42), { value: '0.0', sd: '0.4' });
  assert.deepEqual(writeMeasured(0.3, 1.23), { value: '0.3', sd: '1.2' });
});

test('an uncertainty below the digits shown is left to the hover', () => {
  assert.deepEqual(writeMeasured(1234.5678, 0.0002), { value: `1${S}235`, sd: '' });
  assert.deepEqual(writeMeasured(7, 0), { value: '7', sd: '' });
  assert.equal(writeInFull(12.4134, 0.2981), '12.4134 ± 0.2981');
  assert.equal(writeInFull(7, 0), '7');
});

test('what rounding left over reads 0', () => {
  assert.deepEqual(writeMeasured(0, 4.27e-10), { value: '0', sd: '' });
  assert.deepEqual(writeMeasured(0, 1.3e-5), { value: '0', sd: '' });
  assert.deepEqual(writeMeasured(0, 2e-4), { value: '0.0000', sd: '0.0002' });
  assert.deepEqual(writeMeasured(-3e-9, 0), { value: '0', sd: '' });
  assert.deepEqual(writeMeasured(2e-6, 2e-6), { value: '0.000002', sd: '0.000002' });
  assert.deepEqual(writeMeasured(Number.NaN, 1e-9), { value: '–', sd: '' });
});

test('shares and sigmas', () => {
  assert.equal(writePercent(0.12345), '12.3');
  assert.equal(sigmasFromZero(-6, 2), 3);
  assert.equal(sigmasFromZero(6, 0), null);
});

test('what is written reads back within a thousandth of the value', () => {
  const finite = fc.double({ min: -1e12, max: 1e12, noNaN: true, noDefaultInfinity: true });
  fc.assert(
    fc.property(finite, (value) => {
      const written = Number(writeSignificant(value).replaceAll(S, '').replaceAll('−', '-'));
      assert.ok(Math.abs(written - value) <= Math.abs(value) * 5.1e-3, `${value} was written ${written}`);
    }),
  );
});

test('value and standard deviation are written to the same place', () => {
  const positive = fc.double({ min: 1e-6, max: 1e9, noNaN: true });
  fc.assert(
    fc.property(positive, positive, (value, sd) => {
      const written = writeMeasured(value, sd);
      if (written.sd === '') return;
      assert.equal(written.value.split('.')[1]?.length ?? 0, written.sd.split('.')[1]?.length ?? 0);
    }),
  );
});

test('a purity keeps its nines, and reads 100 only beyond ten of them', () => {
  const written = [99.5, 99.9041, 99.999_999_5, 99.999_999_999_999, 100, 12.345_67, Number.NaN].map(writePurity);
  assert.deepEqual(written, ['99.5000', '99.9041', '99.99999950', '100', '100', '12.35', '–']);
});
