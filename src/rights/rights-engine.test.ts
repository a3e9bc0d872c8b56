import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { applyMovement, applyMovements, emptyQuotaState, figuresOfYear, isRefusal, markDraws } from './index.ts';
import type { Draw, Movement, Ore, Quota, QuotaState } from './index.ts';

const HOLDERS = ['state', 'g1', 'p1', 'p2'] as const;
const GROUPS = new Map<string, string | null>([
  ['p1', 'g1'],
  ['p2', 'p1'],
]);
const YEAR = 2020;
const LINE = { year: YEAR, stage: 'mining' } as const;

type Step =
  | {
      readonly kind: 'allot';
      readonly at: number;
      readonly holder: string;
      readonly batch: number | 'year';
      readonly ore: Ore;
      readonly mg: bigint;
    }
  | { readonly kind: 'reserve' | 'cut'; readonly at: number; readonly mg: bigint }
  | { readonly kind: 'release' | 'reverse-draw'; readonly at: number }
  | { readonly kind: 'draw'; readonly holder: string; readonly ore: Ore; readonly mg: bigint; readonly at: number | null };

const holder = fc.constantFrom(...HOLDERS);
const batch = fc.constantFrom(1, 2, 'year' as const);
const mg = fc.bigInt({ min: 1n, max: 60n });
const at = fc.nat({ max: 8 });

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('allot' as const),
      at,
      holder,
      batch,
      ore: fc.constantFrom<Ore>('light', 'any'),
      mg,
    }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constantFrom('reserve' as const, 'reserve' as const, 'cut' as const), at, mg }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom('release' as const, 'reverse-draw' as const), at }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('draw' as const),
      holder,
      ore: fc.constantFrom<Ore>('light', 'ion'),
      mg,
      at: fc.option(at),
    }),
  },
);

/** What the state grants before anything else: a figure of the year, batches, or both, and something for any ore. */
const grants = fc.subarray(
  [
    { batch: 'year', ore: 'light', mg: 200n },
    { batch: 1, ore: 'light', mg: 90n },
    { batch: 2, ore: 'light', mg: 80n },
    { batch: 1, ore: 'any', mg: 70n },
  ] as const,
  { minLength: 1 },
);

const history = fc.record({ grants, steps: fc.array(step, { minLength: 1, maxLength: 60, size: 'max' }) });
type History = typeof history extends fc.Arbitrary<infer T> ? T : never;

const idOf = (part: { holder: string; batch: number | 'year'; ore: Ore }) => `${part.holder}/${part.batch}/${part.ore}`;

function pick(movements: readonly Movement[], kind: Movement['kind'], position: number): Movement | undefined {
  const ofKind = movements.filter((movement) => movement.kind === kind);
  return ofKind[position % Math.max(ofKind.length, 1)];
}

function quotaAt(movements: readonly Movement[], position: number): Quota | undefined {
  const opened = movements.flatMap((movement) =>
    movement.kind === 'grant' || movement.kind === 'allot' ? [movement.quota] : [],
  );
  return opened[position % Math.max(opened.length, 1)];
}

/** A quota on record, or one that is split from a quota on record; now and then one that does not fit its parent. */
function childAt(
  movements: readonly Movement[],
  position: number,
  of: { holder: string; batch: number | 'year'; ore: Ore },
): Quota {
  const parent = quotaAt(movements, position);
  const child = { ...of, batch: parent === undefined || parent.batch === 'year' ? of.batch : parent.batch };
  const known = movements.flatMap((movement) => (movement.kind === 'grant' || movement.kind === 'allot' ? [movement.quota] : []));
  return known.find((quota) => quota.id === idOf(child)) ?? { id: idOf(child), ...LINE, ...child, parent: parent?.id ?? 'none' };
}

function toMovement(one: Step, index: number, movements: readonly Movement[]): Movement {
  const base = { id: `m${index}`, atMs: index };
  switch (one.kind) {
    case 'allot':
      return {
        ...base,
        kind: 'allot',
        ground: 'command',
        quota: childAt(movements, one.at, { holder: one.holder, batch: one.batch, ore: one.ore }),
        amountMg: one.mg,
      };
    case 'reserve':
      return {
        ...base,
        kind: 'reserve',
        reservation: `R${index}`,
        quota: quotaAt(movements, one.at)?.id ?? 'none',
        amountMg: one.mg,
      };
    case 'cut':
      return { ...base, kind: 'cut', ground: 'command', quota: quotaAt(movements, one.at)?.id ?? 'none', amountMg: one.mg };
    case 'release':
      return { ...base, kind: 'release', reservation: reservationAt(movements, one.at) ?? 'none' };
    case 'reverse-draw':
      return { ...base, kind: 'reverse-draw', draw: pick(movements, 'draw', one.at)?.id ?? 'none' };
    case 'draw': {
      const reservation = one.at === null ? null : reservationAt(movements, one.at);
      return {
        ...base,
        kind: 'draw',
        event: `e${index}`,
        reservation,
        ...LINE,
        holder: one.holder,
        ore: one.ore,
        amountMg: one.mg,
      };
    }
  }
}

function reservationAt(movements: readonly Movement[], position: number): string | null {
  const reserved = pick(movements, 'reserve', position);
  return reserved?.kind === 'reserve' ? reserved.reservation : null;
}

function grantsOf(of: History): Movement[] {
  return of.grants.map(({ batch: ofBatch, ore, mg: amountMg }) => {
    const quota = { holder: 'state', batch: ofBatch, ore };
    return {
      id: `g:${idOf(quota)}`,
      atMs: 0,
      kind: 'grant',
      quota: { id: idOf(quota), ...LINE, ...quota, parent: null },
      amountMg,
    };
  });
}

function run(of: History): { state: QuotaState; accepted: Movement[] } {
  const accepted = grantsOf(of);
  let { state } = applyMovements(emptyQuotaState(GROUPS), accepted);
  of.steps.forEach((next, index) => {
    const movement = toMovement(next, index, accepted);
    const answer = applyMovement(state, movement);
    if (isRefusal(answer)) return;
    state = answer;
    accepted.push(movement);
  });
  return { state, accepted };
}

interface Claimed {
  quota: Quota;
  granted: bigint;
  claimed: bigint;
}

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

function claim(quotas: Map<string, Claimed>, id: string, changeMg: bigint): void {
  const known = quotas.get(id);
  assert.ok(known !== undefined);
  quotas.set(id, { ...known, claimed: known.claimed + changeMg });
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
  const own = new Set(parents.map(lineOf));
  const isYear = parents.some((row) => row.quota.batch === 'year');
  const children = all.filter((row) => ids.has(row.quota.parent ?? '') && !(isYear && own.has(lineOf(row))));
  return sum([...Map.groupBy(children, lineOf).values()].map(sizeOf));
}

test('no sequence of commands passes a cap: parts, reservations, cuts and draws on reservations stay within what was granted', () => {
  fc.assert(
    fc.property(history, (of) => {
      const { accepted } = run(of);
      const all = [...modelOf(accepted).values()];
      for (const row of all) {
        assert.ok(takenByChildren(all, [row]) + row.claimed <= row.granted, `quota ${row.quota.id}`);
      }
      for (const [line, rows] of Map.groupBy(all, lineOf)) {
        assert.ok(takenByChildren(all, rows) + sum(rows.map((row) => row.claimed)) <= sizeOf(rows), `line ${line}`);
      }
    }),
    { numRuns: 1500 },
  );
});

test('nothing drawn is lost: draws on quotas and unheld draws add up, and what passes the cap is marked', () => {
  fc.assert(
    fc.property(history, (of) => {
      const { state, accepted } = run(of);
      const reversed = new Set(accepted.flatMap((movement) => (movement.kind === 'reverse-draw' ? [movement.draw] : [])));
      const draws = accepted.filter((movement): movement is Draw => movement.kind === 'draw' && !reversed.has(movement.id));
      const { quotas, unheld } = figuresOfYear(state, YEAR);
      const lines = [...Map.groupBy(quotas, (row) => `${row.quota.holder}/${row.quota.ore}`).values()];
      const totals = lines.flatMap((line) => {
        const years = line.filter((row) => row.quota.batch === 'year');
        return years.length > 0 ? years : line;
      });
      assert.equal(
        sum(totals.map((row) => row.drawnMg)) + sum(unheld.map((row) => row.drawnMg)),
        sum(draws.map((row) => row.amountMg)),
      );
      for (const row of quotas) {
        assert.equal(row.availableMg, row.grantedMg - row.allottedMg - row.reservedMg - row.cutMg - row.drawnMg);
      }
      for (const row of totals) assert.equal(row.overdrawnMg, row.availableMg < 0n ? -row.availableMg : 0n, row.quota.id);
      const marks = markDraws(state, draws);
      for (const mark of marks) assert.equal(mark.coveredMg + mark.overdrawnMg + mark.unheldMg, mark.draw.amountMg);
      assert.equal(sum(marks.map((mark) => mark.overdrawnMg)), sum(totals.map((row) => row.overdrawnMg)));
      assert.equal(sum(marks.map((mark) => mark.unheldMg)), sum(unheld.map((row) => row.drawnMg)));
    }),
    { numRuns: 1500 },
  );
});

test('draws in any order, before or after the notices, give the same figures; repeated movements change nothing', () => {
  fc.assert(
    fc.property(history, fc.infiniteStream(fc.nat({ max: 1000 })), (of, ranks) => {
      const { state, accepted } = run(of);
      const free = accepted
        .filter((movement) => movement.kind === 'draw' && movement.reservation === null)
        .map((movement) => movement.id);
      const reversals = accepted.filter((movement) => movement.kind === 'reverse-draw' && free.includes(movement.draw));
      const draws = accepted.filter((movement) => free.includes(movement.id));
      const others = accepted.filter((movement) => !free.includes(movement.id) && !reversals.includes(movement));
      const shuffled = draws.map((movement) => ({ movement, rank: ranks.next().value })).sort((a, b) => a.rank - b.rank);
      const facts = [...shuffled.map(({ movement }) => movement), ...reversals];
      const again = applyMovements(emptyQuotaState(GROUPS), [...others, ...facts, ...facts, ...others]);
      assert.deepEqual(again.refused, []);
      assert.deepEqual(figuresOfYear(again.state, YEAR), figuresOfYear(state, YEAR));
    }),
    { numRuns: 500 },
  );
});

test('a state is a value: applying to it leaves it as it was', () => {
  fc.assert(
    fc.property(history, history, (first, second) => {
      const { state, accepted } = run(first);
      const before = structuredClone(state);
      second.steps.forEach((next, index) => void applyMovement(state, toMovement(next, index + 1000, accepted)));
      assert.deepEqual(state, before);
    }),
    { numRuns: 100 },
  );
});
