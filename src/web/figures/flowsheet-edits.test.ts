import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { portsOfUnit, solveCase, type FlowsheetAnswer } from '../../separation/index.ts';
import { asFlowsheet, partsOf, withConnection, withoutConnection, withoutUnit, withShare, withUnit } from './flowsheet-edits.ts';

const EXAMPLES = new URL('../../../data/examples/separation/', import.meta.url);
const example = (name: string): string => readFileSync(new URL(`${name}.json`, EXAMPLES), 'utf8');
const solve = (text: string): FlowsheetAnswer => solveCase(JSON.parse(text), { now: () => performance.now() }) as FlowsheetAnswer;

test('the streams that a unit is said to have are those of its answer', () => {
  let units = 0;
  for (const file of readdirSync(EXAMPLES)) {
    const json = JSON.parse(readFileSync(new URL(file, EXAMPLES), 'utf8')) as unknown;
    const ports = portsOfUnit(json);
    if (ports === null) continue;
    units++;
    const answer = solveCase(json, { now: () => performance.now() }) as unknown as { streams: { name: string }[] };
    assert.deepEqual(
      ports.streams.map(({ name }) => name),
      answer.streams.map(({ name }) => name),
      file,
    );
  }
  assert.ok(units > 12, `${units} units`);
});

test('a flowsheet is built from one unit on, connected, divided and taken apart', () => {
  const alone = asFlowsheet(example('dissolution'))!;
  const two = withUnit(alone, 'precipitate', JSON.parse(example('carbonate-precipitation')) as Record<string, unknown>);
  const connected = withConnection(two, { from: 'dissolution/liquor', to: 'precipitate/liquid' });
  const halved = withShare(connected, 0, 0.5);
  const product = (text: string): number =>
    solve(text).streams.find(({ from }) => from === 'precipitate/precipitate')!.kilogramPerHour!;
  assert.ok(Math.abs(product(halved) / product(connected) - 0.5) < 1e-3);
  assert.deepEqual(partsOf(withoutUnit(halved, 'precipitate')), partsOf(alone));
  assert.deepEqual(partsOf(withoutConnection(halved, 0))?.connections, []);
});

test('a second unit of a name gets a number; what leads to a unit that goes, goes with it, make-ups too', () => {
  const scrap = example('route-ndfeb-scrap');
  const again = withUnit(scrap, 'leach', JSON.parse(example('dissolution')) as Record<string, unknown>);
  assert.ok(partsOf(again)!.units.some(({ name, type }) => name === 'leach 2' && type === 'dissolution'));
  const without = JSON.parse(withoutUnit(scrap, 'saponify')) as {
    makeUps: unknown[];
    connections: { from: string; to: string }[];
  };
  assert.deepEqual(without.makeUps, []);
  assert.ok(!without.connections.some(({ from, to }) => `${from} ${to}`.includes('saponify')));
});

test('cases that are no flowsheets have no parts, and designs do not become one', () => {
  assert.equal(partsOf(example('dissolution')), null);
  assert.equal(partsOf('{"unit": "flowsheet"'), null);
  assert.equal(asFlowsheet(example('xu-design')), null);
});
