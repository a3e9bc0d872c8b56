import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { applyMovement, applyMovements, emptyQuotaState, figuresOfYear, isRefusal, markDraws } from './index.ts';
import type { Draw, Movement, Ore, Quota, QuotaState } from './index.ts';

const HOLDERS = ['state', 'g1', 'g2', 'p1', 'p2', 'p3'] as const;
const GROUPS = new Map<string, string | null>([['p1', 'g1'], ['p2', 'g1'], ['p3', 'g2']]);
const YEAR = 2020;
const LINE = { year: YEAR, stage: 'mining' } as const;

const holder = fc.constantFrom(...HOLDERS);
const batch = fc.constantFrom(1, 2, 'year' as const);
const ore = fc.constantFrom<Ore>('light', 'any');
const drawnOre = fc.constantFrom<Ore>('light', 'ion');
const amountMg = fc.bigInt({ min: 1n, max: 60n });
const small = fc.nat({ max: 8 });

type Step = (index: number, movements: readonly Movement[]) => Movement;

const quota = fc.record({ holder, batch, ore, parent: fc.option(fc.record({ holder, batch, ore })) });

function toQuota(of: typeof quota extends fc.Arbitrary<infer T> ? T : never): Quota {
  const idOf = (part: { holder: string; batch: number | 'year'; ore: Ore }) => `${part.holder}/${part.batch}/${part.ore}`;
  return { id: idOf(of), ...LINE, batch: of.batch, ore: of.ore, holder: of.holder, parent: of.parent === null ? null : idOf(of.parent) };
}

function pick(movements: readonly Movement[], kind: Movement['kind'], at: number): Movement | undefined {
  const ofKind = movements.filter((movement) => movement.kind === kind);
  return ofKind[at % Math.max(ofKind.length, 1)];
}

function quotaIdAt(movements: readonly Movement[], at: number): string {
  const opened = movements.filter((movement) => movement.kind === 'grant' || movement.kind === 'allot');
  const found = opened[at % Math.max(opened.length, 1)];
  return found !== undefined && (found.kind === 'grant' || found.kind === 'allot') ? found.quota.id : 'none';
}

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ quota, amountMg }).map((of): Step => (index) => {
    return { id: `m${index}`, atMs: index, kind: 'grant', quota: { ...toQuota(of.quota), parent: null }, amountMg: of.amountMg + 60n };
  }),
  { weight: 3, arbitrary: fc.record({ quota, amountMg }).map((of): Step => (index) => {
    return { id: `m${index}`, atMs: index, kind: 'allot', ground: 'command', quota: toQuota(of.quota), amountMg: of.amountMg };
  }) },
  { weight: 2, arbitrary: fc.record({ at: small, amountMg }).map((of): Step => (index, movements) => {
    return { id: `m${index}`, atMs: index, kind: 'reserve', reservation: `R${index}`, quota: quotaIdAt(movements, of.at), amountMg: of.amountMg };
  }) },
  fc.record({ at: small, amountMg }).map((of): Step => (index, movements) => {
    return { id: `m${index}`, atMs: index, kind: 'cut', ground: 'command', quota: quotaIdAt(movements, of.at), amountMg: of.amountMg };
  }),
  small.map((at): Step => (index, movements) => {
    const reserved = pick(movements, 'reserve', at);
    return { id: `m${index}`, atMs: index, kind: 'release', reservation: reserved?.kind === 'reserve' ? reserved.reservation : 'none' };
  }),
  { weight: 2, arbitrary: fc.record({ holder, ore: drawnOre, amountMg, at: fc.option(small) }).map((of): Step => (index, movements) => {
    const reserved = of.at === null ? undefined : pick(movements, 'reserve', of.at);
    const reservation = reserved?.kind === 'reserve' ? reserved.reservation : null;
    return { id: `m${index}`, atMs: index, kind: 'draw', event: `e${index}`, reservation, ...LINE, holder: of.holder, ore: of.ore, amountMg: of.amountMg };
  }) },
  small.map((at): Step => (index, movements) => ({ id: `m${index}`, atMs: index, kind: 'reverse-draw', draw: pick(movements, 'draw', at)?.id ?? 'none' })),
);

const history = fc.array(step, { minLength: 1, maxLength: 40 });

function run(steps: readonly Step[]): { state: QuotaState; accepted: Movement[] } {
  let state = emptyQuotaState(GROUPS);
  const accepted: Movement[] = [];
  steps.forEach((next, index) => {
    const movement = next(index, accepted);
    const answer = applyMovement(state, movement);
    if (isRefusal(answer)) return;
    state = answer;
    accepted.push(movement);
  });
  return { state, accepted };
}

interface Claimed { quota: Quota; granted: bigint; claimed: bigint }

/** The model: what was accepted, added up quota by quota in the plainest way. */
function modelOf(accepted: readonly Movement[]): Map<string, Claimed> {
  const quotas = new Map<string, Claimed>();
  const left = new Map<string, { quota: string; left: bigint; open: boolean }>();
  const fromReservation = new Map<string, bigint>();
  for (const movement of accepted) {
    if (movement.kind === 'grant' || movement.kind === 'allot') {
      const known = quotas.get(movement.quota.id) ?? { quota: movement.quota, granted: 0n, claimed: 0n };
      quotas.set(movement.quota.id, { ...known, granted: known.granted + movement.amountMg });
    }
    if (movement.kind === 'cut') claim(quotas, movement.quota, movement.amountMg);
    if (movement.kind === 'reserve') {
      left.set(movement.reservation, { quota: movement.quota, left: movement.amountMg, open: true });
      claim(quotas, movement.quota, movement.amountMg);
    }
    if (movement.kind === 'release') {
      const held = left.get(movement.reservation);
      assert.ok(held !== undefined);
      claim(quotas, held.quota, -held.left);
      left.set(movement.reservation, { ...held, left: 0n, open: false });
    }
    if (movement.kind === 'draw') {
      const held = left.get(movement.reservation ?? '');
      const heldOre = quotas.get(held?.quota ?? '')?.quota.ore;
      if (held === undefined || (heldOre !== 'any' && heldOre !== movement.ore)) continue;
      const used = held.left < movement.amountMg ? held.left : movement.amountMg;
      held.left -= used;
      fromReservation.set(movement.id, used);
    }
    if (movement.kind === 'reverse-draw') {
      const draw = accepted.find((other) => other.id === movement.draw);
      const used = fromReservation.get(movement.draw) ?? 0n;
      const held = draw?.kind === 'draw' ? left.get(draw.reservation ?? '') : undefined;
      if (held === undefined) continue;
      if (held.open) held.left += used;
      else claim(quotas, held.quota, -used);
    }
  }
  return quotas;
}

function claim(quotas: Map<string, Claimed>, id: string, mg: bigint): void {
  const known = quotas.get(id);
  assert.ok(known !== undefined);
  quotas.set(id, { ...known, claimed: known.claimed + mg });
}

function sum(values: readonly bigint[]): bigint {
  return values.reduce((total, value) => total + value, 0n);
}

const lineOf = ({ quota }: Claimed) => `${quota.holder}/${quota.ore}`;

/** A line's amount: its figure of the year, or its batches. */
function sizeOf(rows: readonly Claimed[]): bigint {
  const years = rows.filter((row) => row.quota.batch === 'year');
  return sum((years.length > 0 ? years : rows).map((row) => row.granted));
}

function takenByChildren(all: readonly Claimed[], parents: readonly Claimed[]): bigint {
  const ids = new Set(parents.map((row) => row.quota.id));
  const children = all.filter((row) => ids.has(row.quota.parent ?? ''));
  return sum([...Map.groupBy(children, lineOf).values()].map(sizeOf));
}

test('no sequence of commands passes a cap: parts, reservations, cuts and draws on reservations stay within what was granted', () => {
  fc.assert(
    fc.property(history, (steps) => {
      const { accepted } = run(steps);
      const all = [...modelOf(accepted).values()];
      for (const row of all) {
        assert.ok(takenByChildren(all, [row]) + row.claimed <= row.granted, `quota ${row.quota.id}`);
      }
      for (const [line, rows] of Map.groupBy(all, lineOf)) {
        assert.ok(takenByChildren(all, rows) + sum(rows.map((row) => row.claimed)) <= sizeOf(rows), `line ${line}`);
      }
    }),
    { numRuns: 400 },
  );
});

test('nothing drawn is lost: draws on quotas and unheld draws add up, and what passes the cap is marked', () => {
  fc.assert(
    fc.property(history, (steps) => {
      const { state, accepted } = run(steps);
      const reversed = new Set(accepted.flatMap((movement) => (movement.kind === 'reverse-draw' ? [movement.draw] : [])));
      const draws = accepted.filter((movement): movement is Draw => movement.kind === 'draw' && !reversed.has(movement.id));
      const { quotas, unheld } = figuresOfYear(state, YEAR);
      const lines = [...Map.groupBy(quotas, (row) => `${row.quota.holder}/${row.quota.ore}`).values()];
      const totals = lines.flatMap((line) => {
        const years = line.filter((row) => row.quota.batch === 'year');
        return years.length > 0 ? years : line;
      });
      assert.equal(sum(totals.map((row) => row.drawnMg)) + sum(unheld.map((row) => row.drawnMg)), sum(draws.map((row) => row.amountMg)));
      for (const row of quotas) {
        assert.equal(row.availableMg, row.grantedMg - row.allottedMg - row.reservedMg - row.cutMg - row.drawnMg);
      }
      for (const row of totals) assert.equal(row.overdrawnMg, row.availableMg < 0n ? -row.availableMg : 0n, row.quota.id);
      const marks = markDraws(state, draws);
      for (const mark of marks) assert.equal(mark.coveredMg + mark.overdrawnMg + mark.unheldMg, mark.draw.amountMg);
      assert.equal(sum(marks.map((mark) => mark.overdrawnMg)), sum(totals.map((row) => row.overdrawnMg)));
      assert.equal(sum(marks.map((mark) => mark.unheldMg)), sum(unheld.map((row) => row.drawnMg)));
    }),
    { numRuns: 400 },
  );
});

test('draws in any order, before or after the notices, give the same figures; repeated movements change nothing', () => {
  fc.assert(
    fc.property(history, fc.infiniteStream(fc.nat({ max: 1000 })), (steps, ranks) => {
      const { state, accepted } = run(steps);
      const free = accepted.filter((movement) => movement.kind === 'draw' && movement.reservation === null).map((movement) => movement.id);
      const reversals = accepted.filter((movement) => movement.kind === 'reverse-draw' && free.includes(movement.draw));
      const draws = accepted.filter((movement) => free.includes(movement.id));
      const others = accepted.filter((movement) => !free.includes(movement.id) && !reversals.includes(movement));
      const shuffled = draws.map((movement) => ({ movement, rank: ranks.next().value })).sort((a, b) => a.rank - b.rank);
      const facts = [...shuffled.map(({ movement }) => movement), ...reversals];
      const again = applyMovements(emptyQuotaState(GROUPS), [...others, ...facts, ...facts, ...others]);
      assert.deepEqual(again.refused, []);
      assert.deepEqual(figuresOfYear(again.state, YEAR), figuresOfYear(state, YEAR));
    }),
    { numRuns: 300 },
  );
});

test('a state is a value: applying to it leaves it as it was', () => {
  fc.assert(
    fc.property(history, history, (first, second) => {
      const { state, accepted } = run(first);
      const before = structuredClone(state);
      second.forEach((next, index) => void applyMovement(state, next(index + 1000, accepted)));
      assert.deepEqual(state, before);
    }),
    { numRuns: 100 },
  );
});
