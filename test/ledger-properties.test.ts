import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  accountKey,
  addInto,
  addVariancesInto,
  COLUMNS,
  NET,
  noMasses,
  noVariances,
  type Entry,
  type LotState,
  type Matter,
  type Variances,
} from '../src/ledger/index.ts';
import { bookFromScratch, inLedgerOrder, SampleBook } from './contract/sample-book.ts';
import { sampleHistory } from './contract/sample-matter.ts';

const RUNS = { numRuns: 1500 };

test('every entry sums to zero in each column', () => {
  fc.assert(
    fc.property(sampleHistory, (history) => {
      for (const entry of bookFromScratch(history).entries.values()) {
        const sum = noMasses();
        for (const leg of entry.legs) addInto(sum, leg.masses);
        assert.deepEqual(sum, noMasses(), entry.key);
      }
    }),
    RUNS,
  );
});

test('the variance of an amount moved is never negative', () => {
  fc.assert(
    fc.property(sampleHistory, (history) => {
      for (const entry of bookFromScratch(history).entries.values()) {
        for (const leg of entry.legs)
          assert.ok(
            leg.flowVariance.every((variance) => variance >= 0),
            `${entry.key} ${leg.account.kind}`,
          );
      }
    }),
    RUNS,
  );
});

test('posting in order equals a replay from scratch', () => {
  fc.assert(
    fc.property(sampleHistory, (history) => {
      const book = new SampleBook();
      for (const matter of inLedgerOrder(history)) book.capture(matter);
      assertSameEntries(book.entries, bookFromScratch(history).entries);
    }),
    RUNS,
  );
});

test('variances add up: no account falls below zero, and a lot with nothing left has none', () => {
  fc.assert(
    fc.property(sampleHistory, (history) => {
      const { entries, states } = bookFromScratch(history);
      const accounts = new VarianceSums();
      const pools = new VarianceSums();
      for (const matter of inLedgerOrder(history)) {
        for (const leg of entries.get(matter.key)?.legs ?? []) {
          accounts.add(accountKey(leg.account), leg.balanceVariance);
          if (leg.lot !== null) pools.add(`${leg.lot}|${accountKey(leg.account)}`, leg.balanceVariance);
        }
        accounts.assertNoneNegative(matter.key);
      }
      assertEmptyPoolsCertain(states, pools);
    }),
    RUNS,
  );
});

test('an event declared in error leaves the ledger as if it had never been', () => {
  fc.assert(
    fc.property(sampleHistory, fc.nat(), (history, pick) => {
      const book = new SampleBook();
      for (const matter of inLedgerOrder(history)) book.capture(matter);
      const removed = history[pick % history.length]?.key ?? '';
      book.remove(removed);
      assertSameEntries(book.entries, bookFromScratch(history.filter((matter) => matter.key !== removed)).entries);
    }),
    RUNS,
  );
});

test('a history replayed from any order of arrival gives the same ledger', () => {
  fc.assert(
    fc.property(shuffledHistory(), ({ history, shuffled }) => {
      assertSameEntries(bookFromScratch(shuffled).entries, bookFromScratch(history).entries);
    }),
    RUNS,
  );
});

test('events captured in any order, replaying only the lots they touch, give the same ledger', () => {
  fc.assert(
    fc.property(shuffledHistory(), ({ history, shuffled }) => {
      const book = new SampleBook();
      for (const matter of shuffled) book.capture(matter);
      assertSameEntries(book.entries, bookFromScratch(history).entries);
    }),
    RUNS,
  );
});

const TENTH = [{ index: 5, fraction: 0.1, sd: 0 }];
const CASES: readonly {
  readonly title: string;
  readonly events: readonly Partial<Matter>[];
  readonly balances: Readonly<Record<string, bigint>>;
}[] = [
  {
    title: 'a lot that enters from nowhere is in stock, and shows as unexplained',
    events: [{ move: 'source', outputs: [{ lot: 'L', netMg: 100n }] }],
    balances: { 'stock|plant|': 100n, 'unexplained-gain|plant|': -100n },
  },
  {
    title: 'what comes back to stock does not explain where it came from',
    events: [
      { move: 'receive', outputs: [{ lot: 'L', netMg: 100n }] },
      { move: 'ship', inputs: [{ lot: 'L', netMg: 100n }], counterpart: 'smelter', transactions: ['w'] },
      { move: 'void-shipment', inputs: [{ lot: 'L', netMg: 100n }], counterpart: 'smelter', transactions: ['w'] },
    ],
    balances: { 'stock|plant|': 100n, 'unexplained-gain|plant|': -100n },
  },
  {
    title: 'a reserve that gives out what it never held shows it as unexplained',
    events: [{ move: 'remove', site: 'reserve', inputs: [{ lot: 'L', netMg: 100n }] }],
    balances: { 'stock|reserve|': 100n, 'unexplained-gain|reserve|': -100n },
  },
  {
    title: 'a receipt for a shipment of nothing is posted as a difference',
    events: [
      { move: 'ship', inputs: [{ lot: 'L', netMg: 0n }], counterpart: 'smelter', transactions: ['w'] },
      { move: 'receive', site: 'smelter', outputs: [{ lot: 'L', netMg: 70n }], transactions: ['w'] },
    ],
    balances: { 'stock|smelter|': 70n, 'transit-difference|plant|smelter': -70n },
  },
  {
    title: 'two early receipts are explained by the one shipment of the same papers',
    events: [
      { move: 'receive', outputs: [{ lot: 'L', netMg: 60n }], transactions: ['w'] },
      { move: 'receive', outputs: [{ lot: 'L', netMg: 40n }], transactions: ['w'] },
      { move: 'source', site: 'mine', outputs: [{ lot: 'L', netMg: 100n }] },
      { move: 'ship', site: 'mine', inputs: [{ lot: 'L', netMg: 100n }], counterpart: 'plant', transactions: ['w'] },
    ],
    balances: { 'stock|plant|': 100n, 'ground|mine|': -100n },
  },
];

for (const { title, events, balances } of CASES) {
  test(title, () => {
    const matters = events.map((event, place) => matterOf(event, place));
    assert.deepEqual(balancesOf(bookFromScratch(matters).entries, NET), balances);
  });
}

test('a discard of the same composition leaves the rest as it was', () => {
  const events: Partial<Matter>[] = [
    { move: 'source', outputs: [{ lot: 'L', netMg: 1000n }], assays: new Map([['L', TENTH]]) },
    {
      move: 'transform',
      inputs: [{ lot: 'L', netMg: 1000n }],
      outputs: [{ lot: 'N', netMg: 500n }],
      losses: [{ kind: 'discard', netMg: 500n, composition: TENTH }],
    },
  ];
  const { entries } = bookFromScratch(events.map(matterOf));
  assert.deepEqual(balancesOf(entries, 5), { 'stock|plant|': 50n, 'unexplained-gain|plant|': -100n, 'discard|plant|': 50n });
});

function matterOf(parts: Partial<Matter>, place: number): Matter {
  return {
    key: `key ${place}`,
    timeMs: place,
    move: 'observe',
    site: 'plant',
    counterpart: null,
    transactions: [],
    process: null,
    inputs: [],
    outputs: [],
    losses: [],
    assays: new Map(),
    containers: [],
    weighingSd: 0.002,
    ...parts,
  };
}

/** What each account holds in one column, those with nothing left out. */
function balancesOf(entries: ReadonlyMap<string, Entry>, column: number): Record<string, bigint> {
  const balances = new Map<string, bigint>();
  for (const leg of [...entries.values()].flatMap((entry) => entry.legs)) {
    const key = accountKey(leg.account);
    balances.set(key, (balances.get(key) ?? 0n) + (leg.masses[column] ?? 0n));
  }
  return Object.fromEntries([...balances].filter(([, mg]) => mg !== 0n));
}

function shuffledHistory() {
  return sampleHistory.chain((history) =>
    fc
      .shuffledSubarray(history, { minLength: history.length, maxLength: history.length })
      .map((shuffled) => ({ history, shuffled })),
  );
}

/** An entry in a form without order: how its legs and flows follow one another says nothing. */
function unordered(entry: Entry): unknown {
  const texts = (items: readonly object[]): string[] => items.map((item) => JSON.stringify(item, plain)).sort();
  return { ...entry, legs: texts(entry.legs.filter((leg) => !isEmpty(leg))), flows: texts(entry.flows) };
}

function isEmpty(leg: Entry['legs'][number]): boolean {
  return leg.masses.every((mg) => mg === 0n) && leg.balanceVariance.every((variance) => variance === 0);
}

function plain(_: string, value: unknown): unknown {
  if (typeof value === 'bigint') return value.toString();
  return value;
}

function assertSameEntries(found: ReadonlyMap<string, Entry>, expected: ReadonlyMap<string, Entry>): void {
  assert.deepEqual([...found.keys()].sort(), [...expected.keys()].sort());
  for (const [key, entry] of expected) {
    const other = found.get(key);
    assert.ok(other !== undefined);
    assert.deepEqual(unordered(other), unordered(entry));
  }
}

/** Sums of changes of variance, with the largest size that each sum has had: rounding is small beside that. */
class VarianceSums {
  readonly sums = new Map<string, Variances>();
  readonly #sizes = new Map<string, Variances>();

  add(key: string, change: Variances): void {
    const sum = this.sums.get(key) ?? noVariances();
    const size = this.#sizes.get(key) ?? noVariances();
    addVariancesInto(sum, change);
    for (let column = 0; column < COLUMNS; column++) size[column] = Math.max(size[column] ?? 0, Math.abs(change[column] ?? 0));
    this.sums.set(key, sum);
    this.#sizes.set(key, size);
  }

  /** The sum relative to the largest change. */
  relative(key: string): number[] {
    const size = this.#sizes.get(key) ?? noVariances();
    return [...(this.sums.get(key) ?? [])].map((sum, column) => sum / Math.max(Number.MIN_VALUE, size[column] ?? 0));
  }

  assertNoneNegative(label: string): void {
    for (const key of this.sums.keys())
      assert.ok(
        this.relative(key).every((sum) => sum > -1e-6),
        `${label}: ${key} ${String(this.sums.get(key))}`,
      );
  }
}

function assertEmptyPoolsCertain(states: ReadonlyMap<string, LotState>, pools: VarianceSums): void {
  for (const state of states.values()) {
    for (const pool of state.pools) {
      if (pool.account.kind !== 'stock' || pool.masses.some((mg) => mg !== 0n)) continue;
      const key = `${state.lot}|${accountKey(pool.account)}`;
      assert.ok(
        pools.relative(key).every((sum) => Math.abs(sum) < 1e-6),
        `${key}: ${String(pools.sums.get(key))}`,
      );
    }
  }
}
