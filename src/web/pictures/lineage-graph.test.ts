import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LineageAnswer } from '../../wire/index.ts';
import { addLinks, canOpen, placeNodes, startGraph } from './lineage-graph.ts';

const mass = { value: 1, sd: 0, uom: 'KGM' as const, basis: 'net' };

function answer(lot: string, direction: 'up' | 'down', lots: string[], total = lots.length, more = false): LineageAnswer {
  const links = lots.map((other) => ({
    lot: other,
    event: `event ${lot}`,
    eventTime: '2015-01-01T00:00:00Z',
    product: null,
    site: null,
    net: mass,
    treo: mass,
    more,
  }));
  return { moment: { asOf: null, knownAt: null, computedAt: '' }, lot, direction, total, links };
}

test('one level at a time, with n of m', () => {
  let graph = addLinks(startGraph('a'), answer('a', 'up', ['b', 'c'], 5));
  assert.deepEqual(graph.nodes.get('a')?.up, { shown: 2, total: 5 });
  assert.equal(graph.nodes.get('b')?.level, -1);
  graph = addLinks(graph, answer('a', 'up', ['d', 'e', 'f'], 5));
  assert.deepEqual(graph.nodes.get('a')?.up, { shown: 5, total: 5 });
  assert.equal(graph.edges.size, 5);
});

test('what can be opened: unknown ends yes, known ends no', () => {
  const graph = addLinks(addLinks(startGraph('a'), answer('a', 'up', ['b'], 1, false)), answer('a', 'down', ['z'], 1, true));
  const node = (lot: string) => graph.nodes.get(lot) ?? assert.fail(lot);
  assert.equal(canOpen(node('a'), 'up'), false);
  assert.equal(canOpen(node('b'), 'up'), false);
  assert.equal(canOpen(node('b'), 'down'), true);
  assert.equal(canOpen(node('z'), 'down'), true);
});

test('a loop adds an edge, not a lot; an answer for an unknown lot changes nothing', () => {
  const graph = addLinks(addLinks(startGraph('a'), answer('a', 'down', ['b'])), answer('b', 'down', ['a']));
  assert.equal(graph.nodes.size, 2);
  assert.equal(graph.edges.size, 2);
  assert.equal(graph.nodes.get('a')?.level, 0);
  assert.equal(addLinks(graph, answer('nowhere', 'up', ['q'])), graph);
});

test('every lot has a place of its own inside the unit square', () => {
  const graph = addLinks(addLinks(startGraph('a'), answer('a', 'up', ['b', 'c', 'd'])), answer('c', 'up', ['e', 'f']));
  const placed = placeNodes(graph);
  assert.equal(new Set(placed.map((node) => `${node.x} ${node.y}`)).size, 6);
  assert.ok(placed.every((node) => node.x >= 0 && node.x <= 1 && node.y > 0 && node.y < 1));
  assert.deepEqual(
    placeNodes(startGraph('a')).map((node) => [node.x, node.y]),
    [[0.5, 0.5]],
  );
});
