import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { LookedAt } from './looked-at.ts';
import type { ProcessDay } from './process-days.ts';

const PRIOR = { spread: 0.01, worth: 4 };

interface Alarm {
  readonly seenAt: number;
}

function dayOf(lost: number): ProcessDay {
  const none: number[] = [];
  return {
    events: 1,
    changes: 1,
    lastEvent: '',
    lastMs: 0,
    inputKg: none,
    unmeasuredKg: [lost],
    measuredKg: none,
    variance: none,
  };
}

/** Rings at the first day that loses more than ten; `from` says where to begin. */
function firstLarge(days: readonly ProcessDay[], from: number): Alarm | null {
  const seenAt = days.findIndex((day, at) => at >= from && day.unmeasuredKg[0]! > 10);
  return seenAt < 0 ? null : { seenAt };
}

/** Adds a day, changes one, removes one, or has other parameters. */
const step = fc.oneof(
  fc.record({ kind: fc.constant('add' as const), lost: fc.nat(12) }),
  fc.record({ kind: fc.constant('change' as const), at: fc.nat(30), lost: fc.nat(12) }),
  fc.record({ kind: fc.constant('remove' as const), at: fc.nat(30) }),
  fc.record({ kind: fc.constant('parameters' as const) }),
);

describe('what sequential tests said of days before', () => {
  test('stands for those that did not change: it is what a test of all of them says', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const lookedAt = new LookedAt<Alarm>();
        let days: ProcessDay[] = [];
        let parameters = 0;
        for (const done of steps) {
          if (done.kind === 'add') days = [...days, dayOf(done.lost)];
          else if (done.kind === 'parameters') parameters++;
          else if (done.kind === 'remove') days = days.filter((_, at) => at !== done.at);
          else if (done.at < days.length) {
            const day = days[done.at]!;
            day.unmeasuredKg[0] = done.lost;
            day.changes++;
          }
          const isOdd = (day: ProcessDay): boolean => day.unmeasuredKg[0]! % 2 === 1;
          const told = days.filter(isOdd);
          const looking = lookedAt.begin('line', days);
          const asked = { prior: PRIOR, parameters: String(parameters) };
          const make = (of: readonly ProcessDay[]) => (from: number) => firstLarge(of, from);
          assert.deepEqual(
            looking.test('all', () => true, asked, make(days)),
            firstLarge(days, 0),
          );
          assert.deepEqual(looking.test('odd', isOdd, asked, make(told)), firstLarge(told, 0));
        }
      }),
    );
  });

  test('is not looked for again', () => {
    const lookedAt = new LookedAt<Alarm>();
    const days = [dayOf(1), dayOf(2)];
    const asked = { prior: PRIOR, parameters: '' };
    const froms: number[] = [];
    const look = (of: readonly ProcessDay[], prior = PRIOR): void => {
      lookedAt.begin('line', of).test(
        'all',
        () => true,
        { ...asked, prior },
        (from) => {
          froms.push(from);
          return null;
        },
      );
    };
    look(days);
    look([...days, dayOf(3)]);
    look([...days, dayOf(3)], { spread: 0.02, worth: 4 });
    assert.deepEqual(froms, [0, 2, 0]);
  });
});
