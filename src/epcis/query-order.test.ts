import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { Json } from './json.ts';
import { orderEvents, type RecordedEvent } from './query-order.ts';
import { parseQuery } from './query-parameters.ts';

const context = { x: 'https://example.com/x/' };

function recorded(sequence: number, eventTime: string, field?: Json, recordTime = '2026-01-01T00:00:00Z'): RecordedEvent {
  return { sequence, event: { eventTime, ...(field === undefined ? {} : { 'x:key': field }) }, meta: { recordTime, context } };
}

function sequencesInOrder(parameters: Record<string, string>, events: readonly RecordedEvent[]): number[] {
  const parsed = parseQuery(new URLSearchParams(parameters), { q: 'https://example.com/x/' });
  assert.ok(parsed.ok, JSON.stringify(parsed));
  return [...events].sort(orderEvents(parsed.query)).map(({ sequence }) => Number(sequence));
}

const DAY_1 = '2026-01-01T00:00:00Z';
const DAY_1_IN_CHINA = '2026-01-01T08:00:00+08:00';
const DAY_2 = '2026-01-02T00:00:00Z';

describe('orderEvents', () => {
  it('orders by instant, newest first unless told otherwise; ties go by sequence', () => {
    const events = [recorded(2, DAY_1_IN_CHINA), recorded(3, DAY_2), recorded(1, DAY_1)];
    assert.deepEqual(sequencesInOrder({ orderBy: 'eventTime' }, events), [3, 2, 1]);
    assert.deepEqual(sequencesInOrder({ orderBy: 'eventTime', orderDirection: 'ASC' }, events), [1, 2, 3]);
    assert.deepEqual(sequencesInOrder({}, events), [1, 2, 3]);
  });

  it('orders by record time', () => {
    const events = [recorded(1, DAY_1, undefined, DAY_2), recorded(2, DAY_2, undefined, DAY_1)];
    assert.deepEqual(sequencesInOrder({ orderBy: 'recordTime', orderDirection: 'ASC' }, events), [2, 1]);
  });

  it('orders an extension field by number, instant or code points; events without it come last either way', () => {
    const keys: (Json | undefined)[] = ['b', 10, undefined, '9', DAY_1, 'B', DAY_1_IN_CHINA, 'a', '\u{1F600}', '\uFFFD'];
    const events = keys.map((key, index) => recorded(index, DAY_1, key));
    assert.deepEqual(sequencesInOrder({ orderBy: 'q:key', orderDirection: 'ASC' }, events), [3, 1, 4, 6, 5, 7, 0, 9, 8, 2]);
    assert.deepEqual(sequencesInOrder({ orderBy: 'q:key', orderDirection: 'DESC' }, events), [8, 9, 0, 7, 5, 6, 4, 1, 3, 2]);
  });

  it('is a total order that does not depend on how the events came', () => {
    const key = fc.option(fc.oneof(fc.integer(), fc.string(), fc.constantFrom(DAY_1, DAY_2, '10', '9')), { nil: undefined });
    const direction = fc.constantFrom('ASC', 'DESC');
    const keyed = fc.array(key, { maxLength: 12 });
    fc.assert(
      fc.property(keyed, direction, fc.integer(), (keys, orderDirection, rotation) => {
        const events = keys.map((value, index) => recorded(index, DAY_1, value));
        const at = events.length === 0 ? 0 : Math.abs(rotation) % events.length;
        const turned = [...events.slice(at), ...events.slice(0, at)].reverse();
        const parameters = { orderBy: 'q:key', orderDirection };
        assert.deepEqual(sequencesInOrder(parameters, turned), sequencesInOrder(parameters, events));
      }),
    );
  });
});
