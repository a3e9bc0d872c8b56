import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { answerMap, loadMapGround, loadRegistry, MapRefused } from '../src/app/index.ts';
import { Bench, enters, kg, lotOf, PARTIES, REGISTRY, ships, SITES } from './support/ree-events.ts';

const NOW = { asOf: null, knownAt: null };
const SQUARE = [
  [101.9, 27.9],
  [102.1, 27.9],
  [102.1, 28.1],
  [101.9, 28.1],
];
const LICENCE = {
  id: 'L',
  holder: PARTIES.mining,
  site: SITES.mine,
  kind: 'mining',
  from: '2014-01-01',
  to: '2015-06-30',
  limit: null,
  polygon: SQUARE,
};

describe('the map', () => {
  test('has the sites with a place, what stands against them, and licences of the day', async () => {
    const bench = await Bench.open();
    await loadRegistry(bench.app, JSON.stringify({ ...REGISTRY, permits: [LICENCE] }));
    const ore = lotOf('concentrate', 'K1');
    await bench.capture([
      enters('2015-03-01T08:00:00+08:00', SITES.mine, ore, 100, { CeO2: 30, Nd2O3: 20 }),
      ships('2015-03-02T08:00:00+08:00', SITES.mine, SITES.plant, 'W1', [kg(ore, 160)]),
    ]);
    const { sites, licences } = await answerMap(bench.app, { ...NOW, asOf: Date.parse('2015-06-30T12:00:00+08:00') });
    assert.deepEqual(
      sites.map(({ site, place, violations }) => [site.id, place, violations]),
      [[SITES.mine, [102, 28], 1]],
    );
    assert.equal(licences[0]?.edge.length, 5);
    assert.ok(Math.abs(licences[0].km2 - 437) < 2, String(licences[0].km2));
    assert.deepEqual((await answerMap(bench.app, { ...NOW, asOf: Date.parse('2015-07-01T12:00:00+08:00') })).licences, []);
  });

  test('draws what the deployer has loaded, with its approval; what is no GeoJSON of lines is refused with its path', async () => {
    const { app } = await Bench.open();
    assert.equal((await answerMap(app, NOW)).ground, null);
    const by = { approval: 'GS(2024)0650', source: 'a test' };
    const feature = (geometry: object) => ({ type: 'Feature', properties: {}, geometry });
    const file = (...geometries: object[]) => JSON.stringify({ type: 'FeatureCollection', features: geometries.map(feature) });
    const holes = { type: 'MultiPolygon', coordinates: [[SQUARE, SQUARE], [SQUARE]] };
    const heights = {
      type: 'LineString',
      coordinates: [
        [100, 30, 5],
        [101, 31, 6],
      ],
    };
    assert.equal(await loadMapGround(app, file(holes, heights), by), 4);
    const { ground } = await answerMap(app, NOW);
    assert.deepEqual(
      [ground?.approval, ground?.lines.length, ground?.lines[3]],
      [
        'GS(2024)0650',
        4,
        [
          [100, 30],
          [101, 31],
        ],
      ],
    );
    const refused = (text: string, message: RegExp) =>
      assert.rejects(
        loadMapGround(app, text, by),
        (error: MapRefused) => error instanceof MapRefused && message.test(error.message),
      );
    await refused('{', /is no JSON/);
    await refused(file({ type: 'Point', coordinates: [100, 30] }), /^\$\.features\.0\.geometry/);
    await refused(
      file({
        type: 'LineString',
        coordinates: [
          [100, 30],
          [200, 31],
        ],
      }),
      /coordinates\.1\.0/,
    );
    await refused(JSON.stringify({ type: 'FeatureCollection', features: [] }), /^\$\.features/);
    assert.equal((await answerMap(app, NOW)).ground?.lines.length, 4, 'what was refused changes nothing');
  });
});
