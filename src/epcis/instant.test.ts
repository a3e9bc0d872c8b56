import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { instantMs } from './instant.ts';

describe('instantMs', () => {
  it('agrees with the platform on every instant of a thousand years, in every offset', () => {
    const instant = fc.date({
      min: new Date('1970-01-01T00:00:00Z'),
      max: new Date('2969-12-31T00:00:00Z'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(instant, fc.integer({ min: -14 * 60, max: 14 * 60 }), (date, offset) => {
        const local = new Date(date.getTime() + offset * 60_000).toISOString().slice(0, -1);
        const size = Math.abs(offset);
        const [hours, minutes] = [Math.floor(size / 60), size % 60].map((part) => String(part).padStart(2, '0'));
        assert.equal(instantMs(`${local}${offset < 0 ? '-' : '+'}${hours}:${minutes}`), date.getTime());
      }),
    );
  });

  it('counts digits below the millisecond', () => {
    const base = Date.parse('2026-01-01T00:00:00Z');
    assert.equal(instantMs('2026-01-01T00:00:00.000500Z')! - base, 0.5);
    assert.ok(instantMs('2026-01-01T00:00:00.000001Z')! > base);
  });

  it('takes the spellings that the event schema takes', () => {
    const ms = Date.parse('2026-01-01T00:00:00Z');
    const spellings = ['2026-01-01t00:00:00z', '2026-01-01 08:00:00+08:00', '2026-01-01T08:00:00+0800', '2026-01-01T08:00:00+08'];
    for (const text of spellings) assert.equal(instantMs(text), ms, text);
  });

  it('refuses what is no instant', () => {
    const bad = [
      '',
      '2026-01-01',
      '2026-01-01T00:00:00',
      '2026-02-29T00:00:00Z',
      '2026-13-01T00:00:00Z',
      '2026-00-10T00:00:00Z',
      '2026-01-00T00:00:00Z',
      '2026-01-01T24:00:00Z',
      '2026-01-01T00:60:00Z',
      '2026-01-01T00:00:61Z',
      '2026-01-01T00:00:00+24:00',
      '2026-01-01T00:00:00.Z',
      ' 2026-01-01T00:00:00Z',
    ];
    for (const text of bad) assert.equal(instantMs(text), null, text);
    assert.notEqual(instantMs('2024-02-29T00:00:00Z'), null);
  });
});
