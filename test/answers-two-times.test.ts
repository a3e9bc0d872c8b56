import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { answerBalance, loadRegistry, type BalanceQuestion } from '../src/app/index.ts';
import { rareEarthIndex } from '../src/elements/index.ts';
import { addLeg, COLUMNS, NET, noTurnover, type AccountKind, type Turnover } from '../src/ledger/index.ts';
import type { BalanceRow, MassAnswer } from '../src/wire/index.ts';
import {
  becomes,
  Bench,
  declared,
  enters,
  kg,
  lotOf,
  observed,
  PARTIES,
  receives,
  REGISTRY,
  ships,
  SITES,
} from './support/ree-events.ts';

/**
 * Balances in two times, on random histories: what roll-ups, revisions and cut days give must equal the sum of all legs of the entries
 * that were current at the place in the record, one by one.
 */

const HOUR_MS = 3_600_000;
/** 2015-05-30T20:00+08:00: four hours before a month's last day begins. */
const START_MS = Date.parse('2015-05-30T20:00:00+08:00');
/** Recording begins in another month, so that days of both kinds are told apart. */
const RECORDED_MS = Date.parse('2015-06-29T20:00:00+08:00');

const LOTS = [lotOf('concentrate', 'A'), lotOf('concentrate', 'B'), lotOf('oxide', 'N')];
const PLACES = [SITES.mine, SITES.plant, SITES.smelter, SITES.elsewhere];

interface Happening {
  readonly kind: 'enters' | 'becomes' | 'ships' | 'receives' | 'inspected' | 'counted' | 'error';
  readonly lot: number;
  readonly place: number;
  readonly hour: number;
  readonly mass: number;
  /** Hours between this recording and the one before. */
  readonly wait: number;
}

const happening: fc.Arbitrary<Happening> = fc.record({
  kind: fc.constantFrom('enters', 'enters', 'becomes', 'becomes', 'ships', 'receives', 'inspected', 'counted', 'error', 'error'),
  lot: fc.nat(LOTS.length - 1),
  place: fc.nat(PLACES.length - 1),
  // Event times at whole hours over three days: some at midnight, some together.
  hour: fc.integer({ min: 0, max: 72 }),
  mass: fc.integer({ min: 1, max: 50 }),
  wait: fc.constantFrom(0, 0, 1, 5, 24),
});

function eventOf(
  { kind, lot: at, place, hour, mass }: Happening,
  number: number,
  before: readonly Record<string, unknown>[],
): Record<string, unknown> {
  const [lot, next] = [LOTS[at]!, LOTS[(at + 1) % LOTS.length]!];
  const [site, other] = [PLACES[place]!, PLACES[(place + 1) % PLACES.length]!];
  // A millisecond of its own keeps the hashes apart, and lies on no boundary but its own hour's.
  const time = new Date(START_MS + hour * HOUR_MS + (number % 3)).toISOString();
  switch (kind) {
    case 'enters':
      return enters(time, site, lot, mass, { Nd2O3: 30 + number, CeO2: 20 });
    case 'becomes':
      return becomes(
        time,
        site,
        [kg(lot, mass)],
        [kg(next, mass * 0.9)],
        number % 2 === 0 ? { [next]: { Nd2O3: 40 } } : undefined,
      );
    case 'ships':
      return ships(time, site, other, `W${at}`, [kg(lot, mass)]);
    case 'receives':
      return receives(time, site, other, `W${at}`, [kg(lot, mass)]);
    case 'inspected':
      return observed(time, site, 'inspecting', [{ epcClass: lot }], { [lot]: { Nd2O3: 10 + mass, Dy2O3: 1 } });
    case 'counted':
      return observed(time, site, 'stock_taking', [kg(lot, mass)]);
    case 'error': {
      const wrong = before[mass % Math.max(1, before.length)];
      if (wrong === undefined || 'errorDeclaration' in wrong) return enters(time, site, lot, mass);
      return declared(wrong, new Date(START_MS + 80 * HOUR_MS + number).toISOString());
    }
  }
}

/** @param registryAfter the registry comes after so many events: what was recorded before is posted anew */
async function benchOf(history: readonly Happening[], registryAfter = 0): Promise<Bench> {
  const bench =
    registryAfter === 0 ? await Bench.open(new Date(RECORDED_MS).toISOString()) : new Bench(new Date(RECORDED_MS).toISOString());
  // A site that is not registered can be asked about once something happened there.
  const events: Record<string, unknown>[] = [
    enters(new Date(START_MS).toISOString(), SITES.elsewhere, lotOf('oxide', 'first'), 1),
  ];
  await bench.capture(events);
  let hours = 0;
  for (const [number, each] of history.entries()) {
    const event = eventOf(each, number, events);
    events.push(event);
    hours += each.wait;
    await bench.capture([event], new Date(RECORDED_MS + hours * HOUR_MS).toISOString());
    if (number + 1 === registryAfter) await loadRegistry(bench.app, JSON.stringify(REGISTRY));
  }
  if (registryAfter > history.length) await loadRegistry(bench.app, JSON.stringify(REGISTRY));
  return bench;
}

// Bounds fall on days, between them, and a millisecond beside an event.
const instant = fc.oneof(
  fc.integer({ min: 0, max: 72 }).map((hour) => START_MS + hour * HOUR_MS),
  fc.constantFrom(4, 28, 52).map((hour) => START_MS + hour * HOUR_MS),
  fc.integer({ min: 0, max: 72 }).map((hour) => START_MS + hour * HOUR_MS + 1),
);
const recordedInstant = fc.oneof(
  fc.integer({ min: -1, max: 90 }).map((hour) => RECORDED_MS + hour * HOUR_MS),
  fc.integer({ min: 0, max: 4 }).map((day) => Date.parse('2015-06-29T00:00:00+08:00') + day * 24 * HOUR_MS - (day % 2)),
);
const question: fc.Arbitrary<BalanceQuestion> = fc.record({
  organisation: fc.constantFrom(null, null, PARTIES.group, PARTIES.mining),
  site: fc.constantFrom(null, null, null, SITES.plant, SITES.elsewhere),
  element: fc.constant(null),
  from: fc.option(instant),
  to: fc.option(instant),
  asOf: fc.option(instant, { freq: 1 }),
  knownAt: fc.option(recordedInstant, { freq: 4 }),
});

const histories = fc.array(happening, { minLength: 1, maxLength: 10 });
const eightQuestions = fc.array(question, { minLength: 8, maxLength: 8 });

interface Sums {
  readonly opening: Turnover;
  readonly period: Turnover;
}

/** Every leg of every current entry, one by one. */
async function bruteForce(bench: Bench, asked: BalanceQuestion, events: number): Promise<Map<AccountKind, Sums>> {
  const end = Math.min(asked.to ?? Infinity, asked.asOf === null ? Infinity : asked.asOf + 1);
  const from = asked.from === null ? -Infinity : Math.min(asked.from, end);
  const sites = sitesOf(asked);
  const sums = new Map<AccountKind, Sums>();
  await bench.app.store.read(async (reader) => {
    const knownSeq = asked.knownAt === null ? null : await reader.seqAt(asked.knownAt);
    const seqs = Array.from({ length: events }, (_, place) => place + 1);
    for (const { entry } of (await reader.entries(seqs, knownSeq)).values()) {
      if (entry.timeMs >= end) continue;
      for (const leg of entry.legs) {
        if (sites !== null && (leg.account.site === null || !sites.has(leg.account.site))) continue;
        const sum = sums.get(leg.account.kind) ?? { opening: noTurnover(), period: noTurnover() };
        addLeg(entry.timeMs < from ? sum.opening : sum.period, leg, 1);
        sums.set(leg.account.kind, sum);
      }
    }
  });
  return sums;
}

function sitesOf({ organisation, site }: BalanceQuestion): ReadonlySet<string> | null {
  const { mine, plant, smelter, magnets, recycler } = SITES;
  const owned =
    organisation === PARTIES.mining ? [mine] : organisation === PARTIES.group ? [mine, plant, smelter, magnets, recycler] : null;
  if (site === null) return owned === null ? null : new Set<string>(owned);
  return new Set([site].filter((id) => owned === null || owned.some((other) => other === id)));
}

function columnOf(basis: string): number {
  return basis === 'net' ? NET : rareEarthIndex(basis.slice('element:'.length))!;
}

function assertMass(found: MassAnswer, mg: bigint, variance: number, label: string): void {
  assert.equal(found.value, Number(mg) / 1e6, label);
  const sd = Math.sqrt(Math.max(0, variance)) / 1e6;
  // Sums in another order round otherwise; a variance of nothing may be 1e-16 of what went in and out.
  assert.ok(Math.abs(found.sd - sd) < 1e-6 + 1e-9 * sd, `${label}: sd ${found.sd}, expected ${sd}`);
}

function assertRows(rows: readonly BalanceRow[], sums: ReadonlyMap<AccountKind, Sums>): void {
  let expectedRows = 0;
  for (const [kind, { opening, period }] of sums) {
    for (let column = 0; column < COLUMNS; column++) {
      const open = opening.debits[column]! - opening.credits[column]!;
      const [debits, credits] = [period.debits[column]!, period.credits[column]!];
      const row = rows.find((each) => each.account === kind && each.basis !== 'treo' && columnOf(each.basis) === column);
      if (open === 0n && debits === 0n && credits === 0n) {
        assert.equal(row, undefined, `${kind} column ${column} has a row of zeros`);
        continue;
      }
      expectedRows += 1;
      const label = `${kind} ${row?.basis}`;
      assert.ok(row !== undefined, `${kind} column ${column} is missing`);
      assertMass(row.opening, open, opening.balanceVariance[column]!, `${label} opening`);
      assertMass(row.increases, debits, period.debitVariance[column]!, `${label} increases`);
      assertMass(row.decreases, credits, period.creditVariance[column]!, `${label} decreases`);
      assertMass(
        row.closing,
        open + debits - credits,
        opening.balanceVariance[column]! + period.balanceVariance[column]!,
        `${label} closing`,
      );
    }
  }
  assert.equal(rows.filter((row) => row.basis !== 'treo').length, expectedRows);
}

test('a balance from roll-ups, revisions and cut days equals the sum of all legs, in two times', async () => {
  await fc.assert(
    fc.asyncProperty(histories, fc.constantFrom(0, 0, 1, 4, 99), eightQuestions, async (history, registryAfter, questions) => {
      const bench = await benchOf(history, registryAfter);
      for (const asked of questions) {
        const { rows } = await answerBalance(bench.app, asked);
        assertRows(rows, await bruteForce(bench, asked, history.length + 1));
      }
    }),
    { numRuns: 250 },
  );
});

test('the balance of everything is zero in every column, in every view', async () => {
  await fc.assert(
    fc.asyncProperty(histories, question, async (history, asked) => {
      const bench = await benchOf(history);
      const { rows } = await answerBalance(bench.app, { ...asked, organisation: null, site: null });
      for (const basis of new Set(rows.map((row) => row.basis))) {
        if (basis === 'treo') continue;
        const closingMg = rows
          .filter((row) => row.basis === basis)
          .reduce((sum, row) => sum + BigInt(Math.round(row.closing.value * 1e6)), 0n);
        assert.equal(closingMg, 0n, basis);
      }
    }),
    { numRuns: 250 },
  );
});
