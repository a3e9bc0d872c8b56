import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { COLUMNS, NET, noMasses } from '../src/ledger/index.ts';
import { tracedFlows, traceDown, traceUp, type LineageFlow, type Trace } from '../src/lineage/index.ts';

/** Lineage against an independent computation: the definition as one dense linear system, solved by Gaussian elimination. */

const ND = 5;
const DY = 11;
type Columns = Readonly<Record<number, bigint>>;

function flow(eventSeq: number, role: LineageFlow['role'], lot: string, columns: Columns): LineageFlow {
  const masses = noMasses();
  for (const [column, mg] of Object.entries(columns)) masses[Number(column)] = mg;
  return { eventSeq, role, lot, masses };
}

function up(root: string, flows: readonly LineageFlow[]): Trace {
  return traceUp(tracedFlows(root, flows));
}

function down(root: string, flows: readonly LineageFlow[]): Trace {
  return traceDown(tracedFlows(root, flows));
}

function nd(mg: bigint): Columns {
  return { [ND]: mg, [NET]: mg * 2n };
}

function shareOf(trace: Trace, lot: string, column: number, kind: 'through' | 'origin' | 'circular' = 'origin'): number {
  const place = trace.columns.indexOf(column);
  assert.ok(place >= 0, `column ${column} is not in the trace`);
  const at = trace.lots.indexOf(lot);
  return at < 0 ? 0 : trace[kind][at * trace.columns.length + place]!;
}

function assertClose(found: number, expected: number, label: string, tolerance = 1e-12): void {
  assert.ok(Math.abs(found - expected) <= tolerance, `${label}: expected ${expected}, found ${found}`);
}

test('a blend takes each origin by its mass of the element', () => {
  // 30 kg Nd of A and 10 kg Nd of B: 3/4 and 1/4 of the neodymium; dysprosium from B alone; net 100 of A, 60 of B.
  const trace = up('blend', [
    flow(1, 'source', 'A', { [ND]: 30n, [NET]: 100n }),
    flow(2, 'source', 'B', { [ND]: 10n, [DY]: 4n, [NET]: 60n }),
    flow(3, 'input', 'A', { [ND]: 30n, [NET]: 100n }),
    flow(3, 'input', 'B', { [ND]: 10n, [DY]: 4n, [NET]: 60n }),
    flow(3, 'output', 'blend', { [ND]: 40n, [DY]: 4n, [NET]: 160n }),
  ]);
  assert.deepEqual(trace.columns, [ND, DY, NET]);
  assert.equal(trace.lots[0], 'blend');
  assertClose(shareOf(trace, 'A', ND), 0.75, 'A Nd');
  assertClose(shareOf(trace, 'B', ND), 0.25, 'B Nd');
  assertClose(shareOf(trace, 'A', DY), 0, 'A Dy');
  assertClose(shareOf(trace, 'B', DY), 1, 'B Dy');
  assertClose(shareOf(trace, 'A', NET), 0.625, 'A net');
  assert.equal(shareOf(trace, 'blend', ND), 0);
  assert.equal(shareOf(trace, 'blend', ND, 'through'), 1);
});

test('a split keeps the shares of what was split, and the other part is no ancestor', () => {
  const flows = [
    flow(1, 'source', 'A', nd(30n)),
    flow(1, 'source', 'B', nd(10n)),
    flow(2, 'input', 'A', nd(30n)),
    flow(2, 'input', 'B', nd(10n)),
    flow(2, 'output', 'mix', nd(40n)),
    flow(3, 'input', 'mix', nd(40n)),
    flow(3, 'output', 'left', nd(15n)),
    flow(3, 'output', 'right', nd(25n)),
  ];
  const trace = up('left', flows);
  assertClose(shareOf(trace, 'A', ND), 0.75, 'A');
  assertClose(shareOf(trace, 'mix', ND, 'through'), 1, 'mix');
  assert.equal(trace.lots.includes('right'), false);
  const descent = down('A', flows);
  assertClose(shareOf(descent, 'left', ND, 'through'), 0.375, 'A into left');
  assertClose(shareOf(descent, 'right', ND, 'through'), 0.625, 'A into right');
  assert.equal(descent.lots.includes('B'), false);
});

test('separation sends each element its own way, and what is lost goes nowhere', () => {
  const flows = [
    flow(1, 'source', 'ore', { [ND]: 100n, [DY]: 10n, [NET]: 1000n }),
    flow(2, 'input', 'ore', { [ND]: 80n, [DY]: 8n, [NET]: 800n }),
    flow(2, 'output', 'NdO', { [ND]: 76n, [DY]: 0n, [NET]: 90n }),
    flow(2, 'output', 'DyO', { [ND]: 2n, [DY]: 8n, [NET]: 12n }),
  ];
  const descent = down('ore', flows);
  assertClose(shareOf(descent, 'NdO', ND, 'through'), 0.76, 'Nd into NdO');
  assertClose(shareOf(descent, 'DyO', ND, 'through'), 0.02, 'Nd into DyO');
  assertClose(shareOf(descent, 'DyO', DY, 'through'), 0.8, 'Dy into DyO');
  assert.equal(shareOf(descent, 'NdO', DY, 'through'), 0);
  assert.deepEqual(up('NdO', flows).columns, [ND, NET], 'only elements that the lot has');
});

test('a lot made by several events, and topped up directly, weighs them by what each put in', () => {
  const trace = up('tank', [
    flow(1, 'source', 'A', nd(60n)),
    flow(2, 'source', 'B', nd(30n)),
    flow(3, 'source', 'tank', nd(10n)),
    flow(4, 'input', 'A', nd(60n)),
    flow(4, 'output', 'tank', nd(60n)),
    flow(5, 'input', 'B', nd(30n)),
    flow(5, 'output', 'tank', nd(30n)),
  ]);
  assertClose(shareOf(trace, 'A', ND), 0.6, 'A');
  assertClose(shareOf(trace, 'B', ND), 0.3, 'B');
  assertClose(shareOf(trace, 'tank', ND), 0.1, 'tank');
});

test('a recycling loop converges: every round brings the origin in again', () => {
  // The magnet is 70 fresh + 30 from scrap; the scrap is all magnet: all of it is fresh in the end, 30 % went through the scrap.
  const flows = [
    flow(1, 'source', 'fresh', nd(70n)),
    flow(2, 'input', 'fresh', nd(70n)),
    flow(2, 'input', 'scrap', nd(30n)),
    flow(2, 'output', 'magnet', nd(100n)),
    flow(3, 'input', 'magnet', nd(40n)),
    flow(3, 'output', 'scrap', nd(40n)),
  ];
  const trace = up('magnet', flows);
  assertClose(shareOf(trace, 'fresh', ND), 1, 'fresh');
  assertClose(shareOf(trace, 'scrap', ND, 'through'), 0.3, 'through scrap');
  assertClose(shareOf(trace, 'magnet', ND, 'through'), 1, 'through itself');
  // Down: 40 of 100 become scrap, 30 of the 40 come back into the magnet.
  const descent = down('fresh', flows);
  assertClose(shareOf(descent, 'magnet', ND, 'through'), 1, 'into the magnet');
  assertClose(shareOf(descent, 'scrap', ND, 'through'), 0.4 / (1 - 0.4 * 0.75 + 0.4 * 0.75), 'into the scrap');
});

test('a loop that almost nothing feeds still finds its origin to the last digit', () => {
  const trace = up('loop', [
    flow(1, 'source', 'seed', nd(1n)),
    flow(2, 'input', 'seed', nd(1n)),
    flow(2, 'input', 'back', nd(10n ** 14n)),
    flow(2, 'output', 'loop', nd(10n ** 14n)),
    flow(3, 'input', 'loop', nd(10n ** 14n)),
    flow(3, 'output', 'back', nd(10n ** 14n)),
  ]);
  assertClose(shareOf(trace, 'seed', ND), 1, 'seed');
  assertClose(shareOf(trace, 'back', ND, 'through'), 1, 'back', 1e-9);
});

test('a loop fed by nothing has no origin, and says so', () => {
  const trace = up('product', [
    flow(1, 'source', 'A', nd(25n)),
    flow(2, 'input', 'A', nd(25n)),
    flow(2, 'input', 'x', nd(75n)),
    flow(2, 'output', 'product', nd(100n)),
    flow(3, 'input', 'x', nd(50n)),
    flow(3, 'output', 'y', nd(50n)),
    flow(4, 'input', 'y', nd(50n)),
    flow(4, 'output', 'x', nd(50n)),
  ]);
  assertClose(shareOf(trace, 'A', ND), 0.25, 'A');
  assertClose(shareOf(trace, 'x', ND, 'circular') + shareOf(trace, 'y', ND, 'circular'), 0.75, 'circular');
  assertClose(shareOf(trace, 'x', ND, 'through'), 0.75, 'through x');
  assertClose(shareOf(trace, 'y', ND, 'through'), 0.75, 'through y');
});

test('one event that takes and gives the same lot', () => {
  const trace = up('heel', [
    flow(1, 'source', 'A', nd(10n)),
    flow(2, 'input', 'A', nd(10n)),
    flow(2, 'input', 'heel', nd(90n)),
    flow(2, 'output', 'heel', nd(100n)),
  ]);
  assertClose(shareOf(trace, 'A', ND), 1, 'A');
});

test('a lot that no event made is its own origin, by net mass', () => {
  const trace = up('lonely', []);
  assert.deepEqual(trace.columns, [NET]);
  assert.equal(shareOf(trace, 'lonely', NET), 1);
});

test('an element that no input had comes from nowhere else: the product is its origin', () => {
  const trace = up('product', [
    flow(1, 'source', 'A', { [ND]: 10n, [NET]: 20n }),
    flow(2, 'input', 'A', { [ND]: 10n, [NET]: 20n }),
    flow(2, 'output', 'product', { [ND]: 10n, [DY]: 1n, [NET]: 20n }),
  ]);
  assertClose(shareOf(trace, 'product', DY), 1, 'Dy');
  assertClose(shareOf(trace, 'A', ND), 1, 'Nd');
});

test('inputs of which nothing is known: by net mass for all elements, beside known ones for none', () => {
  const of = (known: boolean) =>
    up('product', [
      flow(1, 'source', 'A', { [NET]: 30n }),
      flow(1, 'source', 'B', known ? { [ND]: 5n, [NET]: 10n } : { [NET]: 10n }),
      flow(2, 'input', 'A', { [NET]: 30n }),
      flow(2, 'input', 'B', known ? { [ND]: 5n, [NET]: 10n } : { [NET]: 10n }),
      flow(2, 'output', 'product', { [ND]: 5n, [NET]: 40n }),
    ]);
  assertClose(shareOf(of(false), 'A', ND), 0.75, 'A');
  assertClose(shareOf(of(true), 'A', ND), 0, 'A beside a known input');
});

interface SampleEvent {
  readonly inputs: readonly (readonly [lot: number, nd: number, dy: number])[];
  readonly outputs: readonly (readonly [lot: number, nd: number, dy: number])[];
}

const LOTS = 9;
const mass = fc.oneof(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 1_000_000 }));
const row = fc.tuple(fc.nat(LOTS - 1), mass, mass);
const rows = fc.uniqueArray(row, { minLength: 1, maxLength: 4, selector: ([lot]) => lot });
const withLoops: fc.Arbitrary<SampleEvent[]> = fc.array(fc.record({ inputs: rows, outputs: rows }), {
  minLength: 1,
  maxLength: 8,
});
/** Inputs have lower numbers than outputs: nothing comes back. */
const withoutLoops = withLoops.map((events) =>
  events.map(({ inputs, outputs }, at): SampleEvent => ({
    inputs: inputs
      .filter(([lot]) => lot <= at % (LOTS - 1))
      .concat([[0, 3, 4]])
      .filter(([lot], place, all) => all.findIndex(([other]) => other === lot) === place),
    outputs: outputs.filter(([lot]) => lot > at % (LOTS - 1)),
  })),
);
const sources = fc.uniqueArray(row, { maxLength: 4, selector: ([lot]) => lot });

function flowsOf(events: readonly SampleEvent[], direct: readonly (readonly [number, number, number])[]): LineageFlow[] {
  const columns = (ndMg: number, dyMg: number): Columns => ({
    [ND]: BigInt(ndMg),
    [DY]: BigInt(dyMg),
    [NET]: BigInt(ndMg + dyMg),
  });
  return [
    ...events.flatMap(({ inputs, outputs }, at) => [
      ...inputs.map(([lot, ndMg, dyMg]) => flow(at + 1, 'input', `lot${lot}`, columns(ndMg, dyMg))),
      ...outputs.map(([lot, ndMg, dyMg]) => flow(at + 1, 'output', `lot${lot}`, columns(ndMg, dyMg))),
    ]),
    ...direct.map(([lot, ndMg, dyMg], at) => flow(100 + at, 'source', `lot${lot}`, columns(ndMg, dyMg))),
  ];
}

/**
 * Solves A·X = B in whole numbers by Gaussian elimination with row exchange, free of fractions and so free of rounding
 * (Bareiss 1968); null when A is singular.
 */
function solve(a: bigint[][], b: bigint[][]): number[][] | null {
  const n = a.length;
  const rowsOf = a.map((line, i) => [...line, ...b[i]!]);
  let before = 1n;
  for (let column = 0; column < n; column++) {
    const pivot = rowsOf.findIndex((line, i) => i >= column && line[column] !== 0n);
    if (pivot < 0) return null;
    if (pivot !== column) [rowsOf[column], rowsOf[pivot]] = [rowsOf[pivot]!, rowsOf[column]!.map((value) => -value)];
    const own = rowsOf[column]!;
    for (let i = 0; i < n; i++) {
      const factor = rowsOf[i]![column]!;
      if (i !== column) rowsOf[i] = rowsOf[i]!.map((value, j) => (own[column]! * value - factor * own[j]!) / before);
    }
    before = own[column]!;
  }
  return rowsOf.map((line, i) => line.slice(n).map((value) => Number((value * 10n ** 20n) / line[i]!) / 1e20));
}

/** The definition, lot by lot: S = W·S + D, where W takes from inputs and D is what the lot itself is the origin of; in whole numbers. */
function denseUp(flows: readonly LineageFlow[], column: number): number[][] | null {
  const a = squareOf(0n);
  const d = squareOf(0n);
  for (let lot = 0; lot < LOTS; lot++) {
    const makings = flows.filter((each) => each.lot === `lot${lot}` && each.role !== 'input');
    const inputsOf = (making: LineageFlow): LineageFlow[] =>
      making.role === 'source' ? [] : flows.filter((each) => each.eventSeq === making.eventSeq && each.role === 'input');
    const whole = makings.reduce(
      (product, making) => product * (sumOf(inputsOf(making), column) || 1n),
      sumOf(makings, column) || 1n,
    );
    a[lot]![lot]! += whole;
    if (makings.length === 0) d[lot]![lot] = whole;
    for (const making of makings) {
      const part = (whole * making.masses[column]!) / sumOf(makings, column);
      if (making.role === 'source') d[lot]![lot]! += part;
      for (const input of inputsOf(making))
        a[lot]![numberOf(input.lot)]! -= (part * input.masses[column]!) / sumOf(inputsOf(making), column);
    }
  }
  return solve(a, d);
}

function squareOf(value: bigint): bigint[][] {
  return Array.from({ length: LOTS }, () => new Array<bigint>(LOTS).fill(value));
}

function sumOf(flows: readonly LineageFlow[], column: number): bigint {
  return flows.reduce((total, each) => total + each.masses[column]!, 0n);
}

function numberOf(lot: string): number {
  return Number(lot.slice('lot'.length));
}

for (const [name, events] of [
  ['without loops', withoutLoops],
  ['with loops', withLoops],
] as const) {
  test(`shares of origins equal a dense linear solve on random graphs ${name}`, () => {
    let solved = 0;
    fc.assert(
      fc.property(events, sources, (sample, direct) => {
        const flows = flowsOf(sample, direct);
        for (const column of [ND, DY, NET]) {
          const shares = denseUp(flows, column);
          if (shares === null) continue;
          solved += 1;
          for (let root = 0; root < LOTS; root++) {
            const trace = up(`lot${root}`, flows);
            if (!trace.columns.includes(column)) continue;
            for (let lot = 0; lot < LOTS; lot++)
              assertClose(shareOf(trace, `lot${lot}`, column), shares[root]![lot]!, `lot${root} from lot${lot}`);
          }
        }
      }),
      { numRuns: 400 },
    );
    assert.ok(solved > 200, `only ${solved} systems could be solved`);
  });
}

test('origins and what has none sum to 1 in every column, and no share leaves 0 to 1', () => {
  fc.assert(
    fc.property(withLoops, sources, fc.nat(LOTS - 1), (sample, direct, root) => {
      const trace = up(`lot${root}`, flowsOf(sample, direct));
      for (const column of trace.columns) {
        let total = 0;
        for (const lot of trace.lots) {
          total += shareOf(trace, lot, column) + shareOf(trace, lot, column, 'circular');
          const through = shareOf(trace, lot, column, 'through');
          assert.ok(through >= 0 && through <= 1 + 1e-12, `${lot} ${through}`);
        }
        assertClose(total, 1, `column ${column}`);
      }
    }),
    { numRuns: 1000 },
  );
});

test('the share through an ancestor is what is lost when that ancestor is cut off', () => {
  fc.assert(
    fc.property(withLoops, sources, fc.nat(LOTS - 1), fc.nat(LOTS - 1), (sample, direct, root, ancestor) => {
      fc.pre(root !== ancestor);
      const flows = flowsOf(sample, direct);
      const trace = up(`lot${root}`, flows);
      // Without its makings the ancestor is an origin: all that came through it at least once now starts there.
      const cut = flows.filter((each) => each.lot !== `lot${ancestor}` || each.role === 'input');
      const other = up(`lot${root}`, cut);
      for (const column of trace.columns) {
        assertClose(
          shareOf(trace, `lot${ancestor}`, column, 'through'),
          shareOf(other, `lot${ancestor}`, column),
          `column ${column}`,
          1e-9,
        );
      }
    }),
    { numRuns: 1000 },
  );
});

test('down: a dense linear solve finds the same parts in descendants', () => {
  fc.assert(
    fc.property(withoutLoops, sources, fc.nat(LOTS - 1), (sample, direct, root) => {
      const flows = flowsOf(sample, direct);
      const trace = down(`lot${root}`, flows);
      const place = trace.columns.indexOf(ND);
      if (place < 0) return;
      const into = denseDown(flows, ND, root);
      for (let lot = 0; lot < LOTS; lot++)
        assertClose(shareOf(trace, `lot${lot}`, ND, 'through'), into[lot]!, `lot${root} into lot${lot}`, 1e-9);
    }),
    { numRuns: 400 },
  );
});

/** Without loops: v = e(root) + Tᵀ·v with T the part of a lot that goes into another; in whole numbers, thirty digits behind the point. */
function denseDown(flows: readonly LineageFlow[], column: number, root: number): number[] {
  const scale = 10n ** 30n;
  const system = squareOf(0n).map((line, i) => line.map((_, j) => (i === j ? scale : 0n)));
  for (const input of flows.filter(({ role }) => role === 'input')) {
    const own = flows.filter(({ lot }) => lot === input.lot);
    const whole = larger(
      sumOf(
        own.filter(({ role }) => role !== 'input'),
        column,
      ),
      sumOf(
        own.filter(({ role }) => role === 'input'),
        column,
      ),
    );
    const event = flows.filter(({ eventSeq }) => eventSeq === input.eventSeq);
    const outputs = event.filter(({ role }) => role === 'output');
    const given = larger(
      sumOf(outputs, column),
      sumOf(
        event.filter(({ role }) => role === 'input'),
        column,
      ),
    );
    for (const output of outputs) {
      system[numberOf(output.lot)]![numberOf(input.lot)]! -=
        (scale * input.masses[column]! * output.masses[column]!) / (whole * given);
    }
  }
  const start = Array.from({ length: LOTS }, (_, lot) => [lot === root ? scale : 0n]);
  return (solve(system, start) ?? []).map(([value]) => value ?? 0);
}

function larger(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}

test('columns of a trace are the ledger’s', () => {
  assert.equal(NET, COLUMNS - 1);
});
