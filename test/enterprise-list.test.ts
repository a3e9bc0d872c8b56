import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { answerEnterpriseList, loadRegistry } from '../src/app/index.ts';
import { Bench, enters, lotOf, PARTIES, REGISTRY, SITES } from './support/ree-events.ts';

const ASKED = { asOf: null, knownAt: null, year: 2015 };
const ORE = { CeO2: 30, Nd2O3: 20 };

describe('the yearly list of enterprises', () => {
  test('has who was active at the end of the year, with quota, province, group and announcement', async () => {
    const bench = await Bench.open();
    const lists = [{ organisation: PARTIES.making, colour: 'white', ground: 'x', from: '2015-06-01', to: null }];
    await loadRegistry(bench.app, JSON.stringify({ ...REGISTRY, lists }));
    const { enterprises, dueOn, missing } = await answerEnterpriseList(bench.app, ASKED);
    assert.equal(dueOn, '2016-03-31');
    assert.deepEqual(missing, []);
    assert.deepEqual(
      enterprises.map(({ organisation, stage, province, group, quotaTonnes, announced }) => [
        organisation,
        stage,
        province,
        group,
        quotaTonnes,
        announced,
      ]),
      [
        [PARTIES.mining, 'mining', 'Sichuan', PARTIES.group, 0.4, false],
        [PARTIES.making, 'separation', null, PARTIES.group, 0, true],
      ],
    );
  });

  test('a mine that brought out ore and is not on it is missing', async () => {
    const bench = await Bench.open();
    await bench.capture([enters('2015-03-01T08:00:00+08:00', SITES.mine, lotOf('concentrate', 'K1'), 100, ORE)]);
    const closed = REGISTRY.organisations.map((one) =>
      one.id === PARTIES.mining
        ? {
            ...one,
            history: [
              { what: 'joined', on: '2012-01-01', group: PARTIES.group },
              { what: 'closed', on: '2015-07-01' },
            ],
          }
        : one,
    );
    await loadRegistry(bench.app, JSON.stringify({ ...REGISTRY, organisations: closed }));
    const { enterprises, missing } = await answerEnterpriseList(bench.app, ASKED);
    assert.deepEqual(
      enterprises.map(({ stage }) => stage),
      ['separation'],
    );
    assert.deepEqual(
      missing.map(({ organisation, stage }) => [organisation, stage]),
      [[PARTIES.mining, 'mining']],
    );
  });
});
