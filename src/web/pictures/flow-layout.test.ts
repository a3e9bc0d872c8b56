import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Flow, Stage } from '../../wire/index.ts';
import { courseFlows, layFlows } from './flow-layout.ts';

const flow = (from: Stage, to: Stage, value: number): Flow => ({ from, to, mass: { value, sd: 0, uom: 'KGM', basis: 'treo' } });
const STAGES: Stage[] = [
  'mine',
  'separation-plant',
  'metal-plant',
  'material-plant',
  'recycler',
  'warehouse',
  'stock',
  'exported',
  'ground',
  'unregistered',
];

function hasCycle(bands: readonly { source: string; target: string }[]): boolean {
  const open = new Set<string>();
  const visit = (node: string): boolean => {
    if (open.has(node)) return true;
    open.add(node);
    const found = bands.some((band) => band.source === node && visit(band.target));
    open.delete(node);
    return found;
  };
  return bands.some((band) => visit(band.source));
}

test('the recycling loop is returned however large, trade within a kind stays in the table', () => {
  const flows = [
    flow('recycler', 'separation-plant', 5),
    flow('material-plant', 'recycler', 50),
    flow('metal-plant', 'material-plant', 90),
    flow('separation-plant', 'metal-plant', 100),
    flow('separation-plant', 'separation-plant', 7),
  ];
  const courses = Object.fromEntries(courseFlows(flows).map((each) => [`${each.from} ${each.to}`, each.course]));
  assert.equal(courses['material-plant recycler'], 'returned');
  assert.equal(courses['recycler separation-plant'], 'forward');
  assert.equal(courses['separation-plant separation-plant'], 'internal');
  const { bands } = layFlows(flows);
  assert.deepEqual(
    bands.filter((band) => band.returned).map((band) => [band.source, band.target]),
    [
      ['material-plant', 'returned:out'],
      ['returned:in', 'recycler'],
    ],
  );
});

test('an account at both ends is a source and a sink', () => {
  const { nodes } = layFlows([flow('stock', 'mine', 1), flow('mine', 'stock', 1)]);
  assert.deepEqual(nodes.map((node) => node.id).sort(), ['mine', 'stock:in', 'stock:out']);
  assert.deepEqual(layFlows([]), { nodes: [], bands: [], unseen: 0 });
});

test('a flow too small to be seen is counted, not drawn', () => {
  const flows = [
    flow('ground', 'mine', 100_000),
    flow('mine', 'exported', 50),
    flow('unexplained-gain', 'mine', 49),
    flow('mine', 'mine', 1),
  ];
  const { bands, unseen } = layFlows(flows);
  assert.deepEqual(
    bands.map((band) => band.source),
    ['ground:in', 'mine'],
  );
  assert.equal(unseen, 1);
});

test('no flows whatever draw a cycle, and no mass is lost but the internal', () => {
  const anyFlow = fc.record({
    from: fc.constantFrom(...STAGES),
    to: fc.constantFrom(...STAGES),
    value: fc.integer({ min: 0, max: 9 }),
  });
  const anyFlows = fc.uniqueArray(anyFlow, { selector: (each) => `${each.from} ${each.to}`, maxLength: 40 });
  fc.assert(
    fc.property(anyFlows, (drawn) => {
      const flows = drawn.map((each) => flow(each.from, each.to, each.value));
      const { bands } = layFlows(flows);
      assert.equal(hasCycle(bands), false);
      const shown = bands.reduce((sum, band) => sum + (band.target === 'returned:out' ? 0 : band.mass.value), 0);
      const due = courseFlows(flows).reduce((sum, each) => sum + (each.course === 'internal' ? 0 : each.mass.value), 0);
      assert.equal(shown, due);
    }),
  );
});
