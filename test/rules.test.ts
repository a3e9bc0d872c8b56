import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { ALL_FLAGS, answerFlag, answerFlags, loadRegistry } from '../src/app/index.ts';
import { RuleWatch } from '../src/app/rules/rule-watch.ts';
import type { FlagRow } from '../src/wire/index.ts';
import { becomes, Bench, enters, kg, lotOf, observed, PARTIES, receives, REGISTRY, ships, SITES } from './support/ree-events.ts';

type JsonObject = Record<string, unknown>;

const ASKED = {
  severity: null,
  rule: null,
  organisation: null,
  site: null,
  asOf: null,
  knownAt: null,
  offset: 0,
  limit: ALL_FLAGS,
};

async function flagsOf(bench: Bench, more: Partial<typeof ASKED> | { knownAt: number } = {}): Promise<FlagRow[]> {
  return (await answerFlags(bench.app, { ...ASKED, ...more })).flags;
}

async function rulesRaised(bench: Bench): Promise<string[]> {
  return (await flagsOf(bench)).map(({ rule }) => rule).sort();
}

/** Rules that raised flags, without those whose names begin so. */
async function rulesBeside(bench: Bench, prefix: string): Promise<string[]> {
  return (await rulesRaised(bench)).filter((rule) => !rule.startsWith(prefix));
}

/** A registry like the small world's, with something more. */
async function benchWith(more: JsonObject): Promise<Bench> {
  const bench = await Bench.open();
  await loadRegistry(bench.app, JSON.stringify({ ...REGISTRY, ...more }));
  return bench;
}

const ORE = lotOf('concentrate', 'K1');
const OXIDE = lotOf('oxide', 'O1');
const HILL = { CeO2: 30, Nd2O3: 20 };
const mined = (mass = 100, lot = ORE, percent: Record<string, number> = HILL, more: JsonObject = {}): JsonObject =>
  enters('2015-03-01T08:00:00+08:00', SITES.mine, lot, mass, percent, more);

describe('lots', () => {
  test('used before they exist: raised at once, cleared when the origin comes, the history stays', async () => {
    const bench = await Bench.open('2015-06-01T00:00:00+08:00');
    const made = becomes('2015-04-01T08:00:00+08:00', SITES.mine, [kg(ORE, 50)], [kg(OXIDE, 20)]);
    await bench.capture([made], '2015-06-01T00:00:00+08:00');
    const [flag] = await flagsOf(bench);
    assert.equal(flag?.rule, 'lot.not-held');
    assert.equal(flag.severity, 'violation');
    assert.deepEqual(flag.subject.lot, ORE);
    assert.equal(flag.statistic, 50);
    assert.equal(flag.raisedAt, '2015-04-01T00:00:00.000Z');
    await bench.capture([mined()], '2015-06-05T00:00:00+08:00');
    assert.deepEqual(await rulesRaised(bench), []);
    const history = (await answerFlag(bench.app, { id: flag.id, asOf: null, knownAt: null })).history;
    assert.deepEqual(
      history.map(({ kind, recordedAt }) => [kind, recordedAt.slice(0, 10)]),
      [
        ['raised', '2015-05-31'],
        ['cleared', '2015-06-04'],
      ],
    );
    const then = await flagsOf(bench, { knownAt: Date.parse('2015-06-02T00:00:00+08:00') });
    assert.deepEqual(
      then.map(({ id }) => id),
      [flag.id],
    );
  });

  test('a second sale of the same lot is seen, a whole sale weighed a little heavier is not', async () => {
    const bench = await Bench.open();
    await bench.capture([mined(), ships('2015-03-02T08:00:00+08:00', SITES.mine, SITES.plant, 'W1', [kg(ORE, 100.5)])]);
    assert.deepEqual(await rulesRaised(bench), []);
    await bench.capture([ships('2015-03-05T08:00:00+08:00', SITES.mine, SITES.smelter, 'W2', [kg(ORE, 60)])]);
    const [flag] = await flagsOf(bench);
    assert.equal(flag?.rule, 'lot.oversold');
    assert.ok(flag.statistic! > flag.threshold!);
    assert.equal(flag.subject.organisation, PARTIES.mining);
  });

  test('what nobody shipped, and what appears where nothing is mined', async () => {
    const bench = await Bench.open();
    await bench.capture([
      observed('2015-01-01T08:00:00+08:00', SITES.plant, 'inspecting', [{ epcClass: OXIDE }]),
      receives('2015-03-05T08:00:00+08:00', SITES.mine, SITES.plant, 'W1', [kg(ORE, 60)]),
      enters('2015-03-06T08:00:00+08:00', SITES.plant, OXIDE, 10, { Nd2O3: 99 }),
    ]);
    assert.deepEqual(await rulesRaised(bench), ['lot.appeared', 'receipt.unannounced']);
    await bench.capture([mined(), ships('2015-03-02T08:00:00+08:00', SITES.mine, SITES.plant, 'W1', [kg(ORE, 60)])]);
    assert.deepEqual(await rulesRaised(bench), ['lot.appeared']);
  });

  test('an opening stock, declared on the first day of a site, is a notice', async () => {
    const bench = await Bench.open();
    await bench.capture([enters('2015-01-01T08:00:00+08:00', SITES.plant, OXIDE, 10, { Nd2O3: 99 })]);
    assert.deepEqual(
      (await flagsOf(bench)).map(({ rule, severity }) => [rule, severity]),
      [['lot.appeared', 'notice']],
    );
  });
});

describe('sent and received', () => {
  const sent = ships('2015-03-02T08:00:00+08:00', SITES.mine, SITES.plant, 'W1', [kg(ORE, 100)]);
  const arrived = (mass: number, time = '2015-03-03T08:00:00+08:00'): JsonObject =>
    receives(time, SITES.mine, SITES.plant, 'W1', [kg(ORE, mass)]);

  test('differ beyond five standard deviations of both weighings', async () => {
    // 0.2 % each: σ = √2 · 0.2 kg ≈ 0.2825 kg with the lighter arrival.
    for (const [mass, rules] of [
      [98.62, []],
      [98.55, ['shipment.difference']],
      [101.5, ['shipment.difference']],
    ] as const) {
      const bench = await Bench.open();
      await bench.capture([mined(), sent, arrived(mass)]);
      assert.deepEqual(await rulesRaised(bench), rules, String(mass));
    }
  });

  test('parts that arrive one after the other are added up', async () => {
    const bench = await Bench.open();
    await bench.capture([mined(), sent, arrived(60)]);
    assert.deepEqual(await rulesRaised(bench), ['shipment.difference']);
    await bench.capture([arrived(40, '2015-03-04T08:00:00+08:00')]);
    assert.deepEqual(await rulesRaised(bench), []);
  });

  test('a little less each time is a bias', async () => {
    const bench = await Bench.open();
    const lots = Array.from({ length: 12 }, (_, at) => lotOf('concentrate', `B${at}`));
    await bench.capture(
      lots.flatMap((lot, at) => [
        mined(100, lot),
        ships(`2015-03-${10 + at}T08:00:00+08:00`, SITES.mine, SITES.plant, `W${at}`, [kg(lot, 100)]),
        receives(`2015-03-${10 + at}T18:00:00+08:00`, SITES.mine, SITES.plant, `W${at}`, [kg(lot, 99.5)]),
      ]),
    );
    const [flag] = await flagsOf(bench);
    assert.equal(flag?.rule, 'shipment.bias');
    assert.ok(flag.statistic! > 6 && flag.severity === 'violation');
  });
});

describe('stock-takes', () => {
  test('a lot that is short, and a little short in each of many', async () => {
    const bench = await Bench.open();
    await bench.capture([mined(), observed('2015-03-05T08:00:00+08:00', SITES.mine, 'stock_taking', [kg(ORE, 98)])]);
    assert.deepEqual(await rulesRaised(bench), ['stock.difference', 'stock.drift']);
    const other = await Bench.open();
    const lots = Array.from({ length: 20 }, (_, at) => lotOf('concentrate', `B${at}`));
    await other.capture([
      ...lots.map((lot) => mined(100, lot)),
      observed(
        '2015-03-05T08:00:00+08:00',
        SITES.mine,
        'stock_taking',
        lots.map((lot) => kg(lot, 99.6)),
      ),
    ]);
    assert.deepEqual(await rulesBeside(other, 'quota.'), ['stock.drift']);
  });
});

describe('processes', () => {
  const feed = [
    mined(),
    ships('2015-03-02T08:00:00+08:00', SITES.mine, SITES.plant, 'W', [kg(ORE, 100)]),
    receives('2015-03-03T08:00:00+08:00', SITES.mine, SITES.plant, 'W', [kg(ORE, 100)]),
  ];

  test('more comes out than went in', async () => {
    const make = async (mass: number): Promise<string[]> => {
      const bench = await Bench.open();
      await bench.capture([
        ...feed,
        becomes('2015-03-10T08:00:00+08:00', SITES.plant, [kg(ORE, 100)], [kg(OXIDE, mass)], { [OXIDE]: { Nd2O3: 99.5 } }),
      ]);
      return rulesRaised(bench);
    };
    assert.deepEqual(await make(20.2), []);
    assert.deepEqual(await make(22.5), ['process.gain']);
  });

  test('what an impure input does not state is not judged', async () => {
    const bench = await Bench.open();
    await bench.capture([
      ...feed,
      becomes('2015-03-10T08:00:00+08:00', SITES.plant, [kg(ORE, 100)], [kg(OXIDE, 5)], { [OXIDE]: { La2O3: 99.5 } }),
    ]);
    assert.deepEqual(await rulesRaised(bench), []);
  });

  /** Campaigns of a plant that loses a share of the neodymium, a little more or less each time. */
  async function campaigns(shares: readonly number[]): Promise<Bench> {
    const bench = await Bench.open();
    const day = (at: number): string => new Date(Date.parse('2015-02-01T08:00:00+08:00') + at * 86_400_000).toISOString();
    await bench.capture(
      shares.flatMap((share, at) => {
        const [ore, oxide] = [lotOf('concentrate', `C${at}`), lotOf('oxide', `P${at}`)];
        const wobble = 1 + 0.002 * Math.sin(7 * at);
        return [
          { ...enters(day(at), SITES.mine, ore, 100, HILL), eventTimeZoneOffset: '+08:00' },
          ships(day(at + 0.1), SITES.mine, SITES.plant, `W${at}`, [kg(ore, 100)]),
          receives(day(at + 0.2), SITES.mine, SITES.plant, `W${at}`, [kg(ore, 100)]),
          becomes(day(at + 0.5), SITES.plant, [kg(ore, 100)], [kg(oxide, 50 * (1 - share) * wobble)], {
            [oxide]: { CeO2: 60, Nd2O3: 40 },
          }),
        ];
      }),
    );
    return bench;
  }

  test('a loss that grows is found, as a step and by Page’s test; an even one is not', async () => {
    const even = await campaigns(Array.from({ length: 30 }, () => 0.06));
    assert.deepEqual(await rulesBeside(even, 'quota.'), []);
    const more = await campaigns(Array.from({ length: 30 }, (_, at) => (at < 15 ? 0.06 : 0.1)));
    const flags = (await flagsOf(more)).filter(({ rule }) => rule.startsWith('muf.'));
    assert.deepEqual(flags.map(({ rule }) => rule).sort(), ['muf.loss', 'muf.loss-step']);
    for (const { window, subject } of flags) {
      assert.equal(subject.site, SITES.plant);
      assert.ok(window.from >= '2015-02-14' && window.from <= '2015-02-18', window.from);
    }
    const less = await campaigns(Array.from({ length: 30 }, (_, at) => (at < 15 ? 0.1 : 0.06)));
    assert.deepEqual(
      (await rulesRaised(less)).filter((rule) => rule.startsWith('muf.')),
      ['muf.gain', 'muf.gain-step'],
    );
  });

  test('a product purer than the declared stages allow', async () => {
    const cascades = [
      {
        name: 'Ce/Nd',
        cut: ['Ce', 'Nd'],
        stages: 4,
        extractionMax: 4,
        factor: 3,
        factorSource: 'a test',
        from: '2010-01-01',
        to: null,
      },
    ];
    const sites = REGISTRY.sites.map((site) => (site['id'] === SITES.plant ? { ...site, cascades } : site));
    const bench = await benchWith({ sites });
    const make = (purity: number): JsonObject[] => [
      ...feed,
      becomes('2015-03-10T08:00:00+08:00', SITES.plant, [kg(ORE, 100)], [kg(OXIDE, 19)], {
        [OXIDE]: { Nd2O3: purity, CeO2: 99.99 - purity },
      }),
    ];
    await bench.capture(make(99.9));
    assert.deepEqual(await rulesRaised(bench), ['process.composition']);
    const poorer = await benchWith({ sites });
    await poorer.capture(make(80));
    assert.deepEqual(await rulesRaised(poorer), []);
  });
});

describe('assays', () => {
  test('that sum to more than all', async () => {
    const bench = await Bench.open();
    const sd = { CeO2: 0.05, Nd2O3: 0.05 };
    const assay = (Nd2O3: number): JsonObject => ({ 'ree:assays': [{ lot: ORE, percent: { CeO2: 60, Nd2O3 }, sd }] });
    await bench.capture([{ ...mined(), ...assay(40.1) }]);
    assert.deepEqual(await rulesRaised(bench), []);
    const other = await Bench.open();
    await other.capture([{ ...mined(), ...assay(40.4) }]);
    assert.deepEqual(await rulesRaised(other), ['assay.sum']);
  });

  test('that contradict each other', async () => {
    const bench = await Bench.open();
    await bench.capture([
      mined(),
      observed('2015-03-05T08:00:00+08:00', SITES.mine, 'inspecting', [{ epcClass: ORE }], { [ORE]: { CeO2: 30.5, Nd2O3: 20 } }),
    ]);
    assert.deepEqual(await rulesRaised(bench), []);
    await bench.capture([
      observed('2015-03-06T08:00:00+08:00', SITES.mine, 'inspecting', [{ epcClass: ORE }], { [ORE]: { CeO2: 34, Nd2O3: 20 } }),
    ]);
    const [flag] = await flagsOf(bench);
    assert.deepEqual([flag?.rule, flag?.element], ['assay.disagreement', 'Ce']);
  });

  test('copied, digit by digit; a split lot keeps the assay of the whole', async () => {
    const bench = await Bench.open();
    const percent = { La2O3: 12.3456, CeO2: 25.9871, Pr6O11: 2.9183, Nd2O3: 8.0297 };
    const lots = ['L1', 'L2', 'L3'].map((name) => lotOf('concentrate', name));
    await bench.capture([
      mined(100, lots[0], percent),
      becomes('2015-03-02T08:00:00+08:00', SITES.mine, [kg(lots[0]!, 100)], [kg(lots[1]!, 100)], { [lots[1]!]: percent }),
    ]);
    assert.deepEqual(
      (await rulesRaised(bench)).filter((rule) => rule.startsWith('assay')),
      [],
    );
    await bench.capture([mined(80, lots[2], percent)]);
    assert.deepEqual(
      (await rulesRaised(bench)).filter((rule) => rule.startsWith('assay')),
      ['assay.copied'],
    );
    const round = await Bench.open();
    await round.capture(lots.map((lot) => mined(100, lot, { CeO2: 30, Nd2O3: 20 })));
    assert.deepEqual(await rulesRaised(round), [], 'round figures coincide by chance');
  });
});

describe('origin', () => {
  const deposits = [
    { name: 'Hill', reoPercent: { La2O3: 25, CeO2: 50, Pr6O11: 5, Nd2O3: 20 }, sdPercent: null, source: 'a test' },
    { name: 'Clay', reoPercent: { La2O3: 40, CeO2: 5, Pr6O11: 10, Nd2O3: 45 }, sdPercent: null, source: 'a test' },
  ];

  test('a lot with the pattern of another deposit', async () => {
    const bench = await benchWith({ deposits });
    await bench.capture([
      mined(100, ORE, { La2O3: 13, CeO2: 24.5, Pr6O11: 2.6, Nd2O3: 9.9 }),
      mined(100, lotOf('concentrate', 'K2'), { La2O3: 20, CeO2: 2.6, Pr6O11: 5, Nd2O3: 22.4 }),
    ]);
    const flags = await flagsOf(bench);
    assert.deepEqual(
      flags.map(({ rule, subject }) => [rule, subject.lot]),
      [['origin.distribution', lotOf('concentrate', 'K2')]],
    );
    assert.ok(flags[0]!.evidence.some(({ name, value }) => name === 'nearest-deposit' && value === 'Clay'));
  });

  test('ore sold as scrap', async () => {
    const bench = await benchWith({ deposits });
    const scrap = (name: string, percent: Record<string, number>): JsonObject =>
      enters('2015-03-01T08:00:00+08:00', SITES.recycler, lotOf('scrap', name), 50, percent);
    await bench.capture([
      scrap('honest', { Nd: 22, Pr: 6, Dy: 2, Fe: 65, Ce: 0.1 }),
      scrap('battery', { La: 20, Ce: 8, Nd: 3, Ni: 55 }),
      scrap('mixed', { Nd: 20, Pr: 5, La: 1.2, Ce: 2.4, Fe: 65 }),
    ]);
    assert.deepEqual(
      (await flagsOf(bench)).map(({ rule, subject }) => [rule, subject.lot]),
      [['scrap.looks-like-ore', lotOf('scrap', 'mixed')]],
    );
  });
});

describe('rights', () => {
  test('a quota used up exactly is no excess, a gram more is one', async () => {
    // The mining company holds 0.4 t; ore of 50 % REO.
    const bench = await Bench.open();
    await bench.capture([mined(800)]);
    assert.deepEqual(
      (await rulesRaised(bench)).filter((rule) => rule !== 'quota.pace'),
      [],
    );
    await bench.capture([mined(0.002, lotOf('concentrate', 'K2'))]);
    const [flag] = await flagsOf(bench);
    assert.equal(flag?.rule, 'quota.overdraw');
    assert.equal(flag.threshold, 0.4);
    assert.ok(Math.abs(flag.statistic! - 0.400001) < 1e-8);
  });

  test('production without a quota, and ahead of the year', async () => {
    const bench = await benchWith({ quotas: REGISTRY.quotas });
    await bench.capture([enters('2015-04-01T08:00:00+08:00', SITES.mine, ORE, 500, HILL)]);
    assert.deepEqual(await rulesRaised(bench), ['quota.pace']);
    const without = await benchWith({});
    await without.capture([enters('2014-04-01T08:00:00+08:00', SITES.mine, ORE, 500, HILL)]);
    assert.deepEqual(await rulesRaised(without), [], 'of 2014 no quota was issued');
  });

  test('permits: missing, expired, exceeded', async () => {
    const permit = (more: JsonObject): JsonObject => ({
      id: 'P1',
      holder: PARTIES.mining,
      site: null,
      kind: 'mining',
      from: '2014-01-01',
      to: '2015-03-01',
      limit: null,
      ...more,
    });
    const on = (time: string): JsonObject[] => [enters(time, SITES.mine, ORE, 100, HILL)];
    const inForce = await benchWith({ permits: [permit({})] });
    await inForce.capture(on('2015-03-01T23:00:00+08:00'));
    assert.deepEqual(await rulesRaised(inForce), []);
    const expired = await benchWith({ permits: [permit({})] });
    await expired.capture(on('2015-03-02T00:00:00+08:00'));
    assert.deepEqual(await rulesRaised(expired), ['permit.missing']);
    const small = await benchWith({ permits: [permit({ limit: { quantity: 49.9, uom: 'KGM', basis: 'treo' } })] });
    await small.capture(on('2015-03-01T00:00:00+08:00'));
    assert.deepEqual(await rulesRaised(small), ['permit.exceeded']);
  });

  test('a mine ahead of the plan of its month', async () => {
    const planned = async (reoTonnes: number, month = '2015-03') => {
      const sites = REGISTRY.sites.map((site) =>
        site['id'] === SITES.mine ? { ...site, monthPlans: [{ month, reoTonnes }] } : site,
      );
      const bench = await benchWith({ sites });
      await bench.capture([mined()]);
      return rulesRaised(bench);
    };
    assert.deepEqual(await planned(0.05), [], '100 kg with 50 % are 50 kg REO');
    assert.deepEqual(await planned(0.0491), [], 'within the margin of 2 %');
    assert.deepEqual(await planned(0.049), ['mine.month-plan']);
    assert.deepEqual(await planned(0.01, '2015-04'), []);
  });

  test('mining beside the licence, and a licence beside the planned zones', async () => {
    const around = (west: number) => [
      [west, 27.9],
      [west + 0.2, 27.9],
      [west + 0.2, 28.1],
      [west, 28.1],
    ];
    const licence = {
      id: 'L',
      holder: PARTIES.mining,
      site: SITES.mine,
      kind: 'mining',
      from: '2014-01-01',
      to: null,
      limit: null,
    };
    const zone = { id: 'Z', name: { zh: '规划矿区', en: 'Zone' }, kind: 'planned-zone', from: '2014-01-01', to: null };
    const raised = async (licensed: number, planned: number | null, from = '2014-01-01') => {
      const miningAreas = planned === null ? [] : [{ ...zone, from, polygon: around(planned) }];
      const bench = await benchWith({ permits: [{ ...licence, polygon: around(licensed) }], miningAreas });
      await bench.capture([mined()]);
      return rulesRaised(bench);
    };
    assert.deepEqual(await raised(101.9, null), []);
    assert.deepEqual(await raised(101.9, 101.9), []);
    assert.deepEqual(await raised(102.01, null), ['mine.outside-licence']);
    assert.deepEqual(await raised(101.9, 101.91), ['licence.outside-zone']);
    assert.deepEqual(await raised(101.9, 101.91, '2015-03-02'), []);
  });

  test('exports: no licence, another’s, overdrawn', async () => {
    const licence = {
      id: 'E1',
      holder: PARTIES.mining,
      site: null,
      kind: 'export',
      from: '2015-01-01',
      to: '2015-12-31',
      limit: { quantity: 60, uom: 'KGM', basis: 'net' },
    };
    const theirs = { ...licence, id: 'E2', holder: PARTIES.making };
    const send = (waybill: string, mass: number, id: string | null): JsonObject =>
      ships(
        '2015-03-05T08:00:00+08:00',
        SITES.mine,
        SITES.abroad,
        waybill,
        [kg(ORE, mass)],
        id === null ? {} : { 'ree:licence': id },
      );
    for (const [shipments, rules] of [
      [[send('W1', 60, 'E1')], []],
      [[send('W1', 40, 'E1'), send('W2', 20.1, 'E1')], ['export.licence-overdrawn']],
      [[send('W1', 10, null)], ['export.licence']],
      [[send('W1', 10, 'E2')], ['export.licence']],
      [[send('W1', 10, 'E9')], ['export.licence']],
    ] as const) {
      const bench = await benchWith({ permits: [licence, theirs] });
      await bench.capture([mined(), ...shipments]);
      assert.deepEqual(await rulesRaised(bench), [...rules], JSON.stringify(shipments.length));
    }
  });
});

describe('conduct', () => {
  test('a listed enterprise deals, from the first day to the last', async () => {
    const lists = [{ organisation: PARTIES.mining, colour: 'black', ground: 'smuggling', from: '2015-03-01', to: '2015-03-31' }];
    const bench = await benchWith({ lists });
    await bench.capture([mined()]);
    assert.deepEqual(await rulesRaised(bench), ['list.black']);
    const after = await benchWith({ lists });
    await after.capture([enters('2015-04-01T00:00:00+08:00', SITES.mine, ORE, 100, HILL)]);
    assert.deepEqual(await rulesRaised(after), []);
  });

  test('an unregistered site, cleared when it is registered', async () => {
    const bench = await Bench.open();
    await bench.capture([
      mined(),
      ships('2015-03-02T08:00:00+08:00', SITES.mine, SITES.elsewhere, 'W', [kg(ORE, 50)]),
      receives('2015-03-03T08:00:00+08:00', SITES.mine, SITES.elsewhere, 'W', [kg(ORE, 50)]),
    ]);
    assert.deepEqual(await rulesRaised(bench), ['site.unregistered']);
    const site = { ...REGISTRY.sites[1], id: SITES.elsewhere, kind: 'warehouse' };
    await loadRegistry(bench.app, JSON.stringify({ ...REGISTRY, sites: [...REGISTRY.sites, site] }));
    assert.deepEqual(await rulesRaised(bench), []);
  });

  test('invoices: reused, of another mass, going round', async () => {
    const bench = await Bench.open();
    const invoice = { bizTransactionList: [{ type: 'inv', bizTransaction: 'urn:epcglobal:cbv:bt:9506000134352:VAT1' }] };
    const other = lotOf('concentrate', 'K2');
    await bench.capture([
      mined(),
      mined(100, other),
      ships('2015-03-02T08:00:00+08:00', SITES.mine, SITES.plant, 'W1', [kg(ORE, 100)], invoice),
      ships('2015-03-04T08:00:00+08:00', SITES.mine, SITES.reserve, 'W2', [kg(other, 100)], {
        ...invoice,
        'ree:invoices': [{ id: 'VAT1', quantity: 90, uom: 'KGM' }],
      }),
      receives('2015-03-05T08:00:00+08:00', SITES.mine, SITES.plant, 'W1', [kg(ORE, 100)], invoice),
      ships('2015-03-08T08:00:00+08:00', SITES.plant, SITES.mine, 'W3', [kg(ORE, 100)]),
      receives('2015-03-09T08:00:00+08:00', SITES.plant, SITES.mine, 'W3', [kg(ORE, 100)]),
    ]);
    assert.deepEqual(await rulesRaised(bench), ['invoice.mass', 'invoice.reused', 'invoice.round-trip']);
  });

  test('a retired line, a closed season', async () => {
    const lines = [{ id: 'A', process: 'mining', capacityTonnes: 100, from: '2010-01-01', to: '2014-12-31' }];
    const closedSeasons = [{ from: '12-01', to: '03-15', ground: 'ice' }];
    const sites = REGISTRY.sites.map((site) => (site['id'] === SITES.mine ? { ...site, lines, closedSeasons } : site));
    const bench = await benchWith({ sites });
    await bench.capture([mined(100, ORE, HILL, { 'ree:line': 'A' })]);
    assert.deepEqual(await rulesRaised(bench), ['line.retired', 'season.closed']);
    const spring = await benchWith({ sites });
    await spring.capture([enters('2015-03-16T00:00:00+08:00', SITES.mine, ORE, 100, HILL)]);
    assert.deepEqual(await rulesRaised(spring), []);
  });

  test('a month recorded after the 10th of the next, once the record has begun', async () => {
    const bench = await Bench.open('2025-09-01T00:00:00+08:00');
    const on = (time: string, name: string): JsonObject => enters(time, SITES.mine, lotOf('concentrate', name), 1, HILL);
    await bench.capture([on('2025-07-30T08:00:00+08:00', 'before')], '2025-09-20T00:00:00+08:00');
    await bench.capture([on('2025-09-25T08:00:00+08:00', 'intime')], '2025-10-10T23:00:00+08:00');
    assert.deepEqual(
      (await rulesRaised(bench)).filter((rule) => rule === 'record.late'),
      [],
    );
    await bench.capture([on('2025-09-26T08:00:00+08:00', 'late')], '2025-10-11T00:00:00+08:00');
    const [flag] = await flagsOf(bench, { rule: 'record.late' } as never);
    assert.equal(flag?.statistic, 1);
    assert.equal(flag.article.includes('第71号'), true);
  });
});

describe('reserves', () => {
  const OLD = lotOf('oxide', 'R1');
  const NEW = lotOf('oxide', 'R2');
  const order = {
    id: 'O-1',
    site: SITES.reserve,
    act: 'release',
    product: null,
    tonnes: 0.06,
    from: '2015-04-01',
    to: '2015-04-30',
  };
  const at = (day: string, step: 'storing' | 'removing', lot: string, mass: number, licence: string | null): JsonObject => ({
    ...observed(`2015-${day}T08:00:00+08:00`, SITES.reserve, step, [kg(lot, mass)]),
    ...(licence === null ? {} : { 'ree:licence': licence }),
  });
  const arrives = (day: string, lot: string): JsonObject[] => [
    enters(`2015-${day}T07:00:00+08:00`, SITES.reserve, lot, 100, { Nd2O3: 99 }),
    at(day, 'storing', lot, 100, null),
  ];
  async function raisedBy(events: readonly JsonObject[], reserveOrders: readonly JsonObject[]): Promise<string[]> {
    const bench = await benchWith({ reserveOrders });
    await bench.capture([...arrives('02-01', OLD), ...arrives('03-01', NEW), ...events]);
    return (await rulesRaised(bench)).filter((rule) => rule.startsWith('reserve.'));
  }

  test('are released by order only, of the day, the kind and the product', async () => {
    const out = (day: string, licence: string | null) => raisedBy([at(day, 'removing', OLD, 50, licence)], [order]);
    assert.deepEqual(await out('04-01', 'O-1'), []);
    assert.deepEqual(await out('04-30', 'O-1'), []);
    assert.deepEqual(await out('05-01', 'O-1'), ['reserve.no-order']);
    assert.deepEqual(await out('04-01', 'O-2'), ['reserve.no-order']);
    assert.deepEqual(await out('04-01', null), ['reserve.no-order']);
    const other = { ...order, product: OXIDE.slice(0, OXIDE.indexOf('/10/')) };
    assert.deepEqual(await raisedBy([at('04-01', 'removing', OLD, 50, 'O-1')], [other]), []);
    const metal = { ...order, product: lotOf('metal', 'x').replace('/10/x', '') };
    assert.deepEqual(await raisedBy([at('04-01', 'removing', OLD, 50, 'O-1')], [metal]), ['reserve.no-order']);
    assert.deepEqual(await raisedBy([at('04-01', 'removing', OLD, 50, null)], []), [], 'no orders are registered');
  });

  test('not more than ordered, and the oldest lot first', async () => {
    const both = [at('04-02', 'removing', OLD, 50, 'O-1'), at('04-03', 'removing', OLD, 10, 'O-1')];
    assert.deepEqual(await raisedBy(both, [order]), []);
    assert.deepEqual(await raisedBy([...both, at('04-04', 'removing', OLD, 0.01, 'O-1')], [order]), ['reserve.order-exceeded']);
    assert.deepEqual(await raisedBy([at('04-02', 'removing', NEW, 50, 'O-1')], [order]), ['reserve.not-oldest']);
    const large = { ...order, tonnes: 1 };
    const inTurn = [at('04-02', 'removing', OLD, 100, 'O-1'), at('04-03', 'removing', NEW, 50, 'O-1')];
    assert.deepEqual(await raisedBy(inTurn, [large]), []);
  });

  test('what is lent comes back in time', async () => {
    const loan = { ...order, act: 'lend', returnBy: '2015-06-30' };
    const lent = at('04-02', 'removing', OLD, 50, 'O-1');
    const back = (day: string, mass: number) => at(day, 'storing', OLD, mass, 'O-1');
    const later = (day: string) => at(day, 'storing', NEW, 0.001, null);
    assert.deepEqual(await raisedBy([lent, later('06-30')], [loan]), []);
    assert.deepEqual(await raisedBy([lent, later('07-01')], [loan]), ['reserve.loan-overdue']);
    assert.deepEqual(await raisedBy([lent, back('06-01', 49.9), later('07-01')], [loan]), ['reserve.loan-overdue']);
    assert.deepEqual(await raisedBy([lent, back('06-01', 50), later('07-01')], [loan]), []);
  });
});

describe('customs codes and discharges', () => {
  test('a licence covers its customs codes', async () => {
    const leaves = async (hs: readonly string[] | undefined, code: string | null) => {
      const licence = {
        id: 'E',
        holder: PARTIES.mining,
        site: null,
        kind: 'export',
        from: '2015-01-01',
        to: '2015-12-31',
        limit: null,
      };
      const products = REGISTRY.products.map((product) => ({ ...product, hs: product.kind === 'concentrate' ? code : null }));
      const bench = await benchWith({ products, permits: [hs === undefined ? licence : { ...licence, hs }] });
      const away = ships('2015-03-02T08:00:00+08:00', SITES.mine, SITES.abroad, 'W1', [kg(ORE, 50)], { 'ree:licence': 'E' });
      await bench.capture([mined(), away]);
      return rulesRaised(bench);
    };
    assert.deepEqual(await leaves(undefined, '28469019'), []);
    assert.deepEqual(await leaves(['2846'], '28469019'), []);
    assert.deepEqual(await leaves(['2846901920'], '28469019'), [], 'a line of more digits within the code');
    assert.deepEqual(await leaves(['28461010'], '28469019'), ['export.licence']);
    assert.deepEqual(await leaves(['28461010'], null), []);
  });

  test('effluents of a year add up to the permit, on its basis', async () => {
    const permit = (quantity: number, basis: string): JsonObject => ({
      id: 'D',
      holder: PARTIES.making,
      site: SITES.plant,
      kind: 'discharge',
      from: '2015-01-01',
      to: null,
      limit: { quantity, uom: 'KGM', basis },
    });
    const lose = (month: string, kind = 'effluent'): JsonObject => ({
      ...becomes(`2015-${month}-01T08:00:00+08:00`, SITES.plant, [kg(ORE, 1)], [kg(lotOf('oxide', `O${month}`), 0.4)]),
      'ree:measuredLoss': [{ kind, quantity: 10, uom: 'KGM', percent: { CeO2: 1 } }],
    });
    const raised = async (limit: JsonObject, ...events: JsonObject[]) => {
      const bench = await benchWith({ permits: [limit] });
      await bench.capture([mined(), ...arrivals(), ...events]);
      return (await rulesRaised(bench)).filter((rule) => rule === 'discharge.exceeded');
    };
    const arrivals = (): JsonObject[] => [
      ships('2015-03-02T08:00:00+08:00', SITES.mine, SITES.plant, 'W1', [kg(ORE, 100)]),
      receives('2015-03-03T08:00:00+08:00', SITES.mine, SITES.plant, 'W1', [kg(ORE, 100)]),
    ];
    assert.deepEqual(await raised(permit(20, 'net'), lose('04'), lose('05')), []);
    assert.deepEqual(await raised(permit(19.9, 'net'), lose('04'), lose('05')), ['discharge.exceeded']);
    assert.deepEqual(await raised(permit(0.2, 'treo'), lose('04'), lose('05')), []);
    assert.deepEqual(await raised(permit(0.19, 'treo'), lose('04'), lose('05')), ['discharge.exceeded']);
    assert.deepEqual(await raised(permit(5, 'net'), lose('04', 'tailings')), []);
  });
});

describe('names and addresses', () => {
  test('an invoice that names something else than rare earths', async () => {
    const sold = (product: string): JsonObject => ({
      ...ships('2015-03-02T08:00:00+08:00', SITES.mine, SITES.plant, 'W1', [kg(ORE, 50)]),
      'ree:invoices': [{ id: 'INV-1', product, quantity: 50, uom: 'KGM' }],
    });
    for (const [product, raised] of [
      ['混合碳酸稀土', []],
      ['氧化镧', []],
      ['Neodymium oxide', []],
      ['化工原料', ['invoice.product']],
    ] as const) {
      const bench = await Bench.open();
      await bench.capture([mined(), sold(product)]);
      assert.deepEqual(await rulesRaised(bench), raised, product);
    }
  });

  test('three enterprises behind one door, not of one group', async () => {
    const behind = async (ids: readonly string[], more: JsonObject = {}) => {
      const organisations = REGISTRY.organisations.map((one) =>
        ids.includes(one.id) ? { ...one, address: '江西省赣州市某路 1 号', ...more } : one,
      );
      const bench = await benchWith({ organisations });
      await bench.capture([mined(), ships('2015-03-02T08:00:00+08:00', SITES.mine, SITES.plant, 'W1', [kg(ORE, 50)])]);
      return rulesRaised(bench);
    };
    assert.deepEqual(await behind([PARTIES.mining, PARTIES.making]), []);
    assert.deepEqual(await behind([PARTIES.mining, PARTIES.making, PARTIES.state]), ['address.shared']);
    assert.deepEqual(await behind([PARTIES.mining, PARTIES.making, PARTIES.state], { address: ' ' }), []);
  });
});

describe('the rule book', () => {
  /** A few honest and dishonest deeds, in any order and at any times. */
  const deeds = (): JsonObject[] => [
    mined(),
    mined(900, lotOf('concentrate', 'K2')),
    ships('2015-03-02T08:00:00+08:00', SITES.mine, SITES.plant, 'W1', [kg(ORE, 80)]),
    receives('2015-03-03T08:00:00+08:00', SITES.mine, SITES.plant, 'W1', [kg(ORE, 70)]),
    ships('2015-03-04T08:00:00+08:00', SITES.mine, SITES.smelter, 'W2', [kg(ORE, 60)]),
    becomes('2015-03-10T08:00:00+08:00', SITES.plant, [kg(ORE, 70)], [kg(OXIDE, 20)], { [OXIDE]: { Nd2O3: 99.5 } }),
    observed('2015-03-12T08:00:00+08:00', SITES.plant, 'stock_taking', [kg(OXIDE, 15)]),
    ships('2015-03-15T08:00:00+08:00', SITES.plant, SITES.abroad, 'W4', [kg(OXIDE, 15)]),
  ];

  test('what stands does not depend on how the record came in parts, nor on when it was judged', async () => {
    const whole = await Bench.open();
    await whole.capture(deeds());
    const expected = (await flagsOf(whole)).map(({ id, severity, statistic }) => [id, severity, statistic]);
    assert.ok(expected.length >= 5, JSON.stringify(expected));
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray([...deeds().keys()], { minLength: 8 }),
        fc.array(fc.boolean(), { minLength: 8, maxLength: 8 }),
        async (order, judged) => {
          const bench = await Bench.open();
          for (const [at, place] of order.entries()) {
            await bench.capture([deeds()[place]!]);
            if (judged[at] === true) await bench.app.rules.catchUp();
          }
          const kept = (await flagsOf(bench)).map(({ id }) => id).sort();
          const anew = (await bench.app.rules.judgeAnew(null)).map(({ id }) => id).sort();
          assert.deepEqual(kept, anew);
          // Groups of flags on single events bear the place of the event in the record; all else is the same.
          assert.equal(kept.length, expected.length);
        },
      ),
      { numRuns: 30 },
    );
  });

  test('goes on from what it kept, and tells nothing twice', async () => {
    const bench = await Bench.open();
    await bench.capture(deeds().slice(0, 5));
    await bench.app.rules.catchUp();
    await bench.app.rules.save();
    const restarted = new RuleWatch(bench.app.whole, bench.app.worlds, bench.app.rules.parameters);
    await bench.capture(deeds().slice(5));
    const flags = await restarted.flags();
    assert.deepEqual(flags.map(({ id }) => id).sort(), (await bench.app.rules.judgeAnew(null)).map(({ id }) => id).sort());
    const lines = await bench.app.whole.read((reader) => reader.journal('flags', 0));
    const raised = lines
      .map((line) => JSON.parse(line) as { kind: string; flag: { id: string } })
      .filter(({ kind }) => kind === 'raised');
    assert.equal(new Set(raised.map(({ flag }) => flag.id)).size, raised.length);
  });

  test('what stands does not depend on how seldom lines are settled', async () => {
    const bench = await Bench.open();
    const days = Array.from({ length: 90 }, (_, n) =>
      new Date(Date.parse('2015-03-02T00:00:00Z') + n * 86_400_000).toISOString().slice(0, 10),
    );
    await bench.capture([
      enters('2015-03-01T08:00:00+08:00', SITES.plant, ORE, 9000, HILL),
      ...days.map((day, n) =>
        becomes(
          `${day}T08:00:00+08:00`,
          SITES.plant,
          [kg(ORE, 100)],
          [kg(lotOf('oxide', `P${n}`), n < 45 ? 49 + (n % 3) * 0.1 : 46)],
          {
            [lotOf('oxide', `P${n}`)]: { CeO2: 60, Nd2O3: 40 },
          },
        ),
      ),
    ]);
    const found = async (settledEvents: number) => {
      const watch = new RuleWatch(bench.app.whole, bench.app.worlds, bench.app.rules.parameters, {
        pageEvents: 7,
        settledEvents,
        eventsBetweenSaves: 50,
      });
      return watch.judgeAnew(null);
    };
    const every = await found(0);
    assert.ok(
      every.some(({ rule }) => rule.startsWith('muf.')),
      every.map(({ rule }) => rule).join(),
    );
    for (const settledEvents of [7, 20, 1000]) assert.deepEqual(await found(settledEvents), every, String(settledEvents));
  });

  test('judging anew that was broken off and taken up again tells all that differs', async () => {
    const bench = await Bench.open();
    await bench.capture(deeds());
    await bench.app.rules.catchUp();
    const listing = { organisation: PARTIES.mining, colour: 'black', from: '2015-01-01', to: null, ground: 'a test' };
    await loadRegistry(bench.app, JSON.stringify({ ...REGISTRY, lists: [listing] }));
    const { whole, worlds, rules } = bench.app;
    const pace = { pageEvents: 3, settledEvents: 3, eventsBetweenSaves: 3 };
    const stop = new AbortController();
    const broken = new RuleWatch(whole, worlds, rules.parameters, pace).catchUp(stop.signal);
    setImmediate(() => stop.abort());
    await broken;
    const saved = await whole.read((reader) => reader.document('flags-book'));
    assert.equal((JSON.parse(saved!) as { book: { seq: number } }).book.seq, 3, 'it was broken off on its way');
    const resumed = new RuleWatch(whole, worlds, rules.parameters, pace);
    const stands = (await resumed.flags()).map(({ id }) => id).sort();
    assert.deepEqual(stands, (await resumed.judgeAnew(null)).map(({ id }) => id).sort());
    assert.ok(stands.some((id) => id.startsWith('list.black')));
    assert.deepEqual([...(await resumed.kept())].sort(), stands);
    const lines = await whole.read((reader) => reader.journal('flags', 0));
    await resumed.catchUp();
    assert.equal((await whole.read((reader) => reader.journal('flags', 0))).length, lines.length, 'told once');
  });

  test('an event declared in error takes its flags with it, also one that moved nothing', async () => {
    const bench = await Bench.open();
    const wrong = {
      ...observed('2015-03-05T08:00:00+08:00', SITES.mine, 'inspecting', [{ epcClass: ORE }], {
        [ORE]: { CeO2: 70, Nd2O3: 30.9 },
      }),
      eventID: 'urn:uuid:0b6f2a3c-0000-4000-8000-000000000001',
    };
    await bench.capture([
      observed('2015-03-01T07:00:00+08:00', SITES.mine, 'inspecting', [{ epcClass: lotOf('oxide', 'X') }]),
      wrong,
    ]);
    assert.deepEqual(await rulesRaised(bench), []);
    await bench.capture([
      {
        ...wrong,
        'ree:assays': [{ lot: ORE, percent: { CeO2: 70, Nd2O3: 30.9 }, sd: { CeO2: 0.01, Nd2O3: 0.01 } }],
        eventID: 'urn:uuid:0b6f2a3c-0000-4000-8000-000000000002',
      },
    ]);
    assert.deepEqual(await rulesRaised(bench), ['assay.sum']);
    const declared = { errorDeclaration: { declarationTime: '2015-03-06T08:00:00+08:00', reason: 'incorrect_data' } };
    await bench.capture([
      {
        ...wrong,
        'ree:assays': [{ lot: ORE, percent: { CeO2: 70, Nd2O3: 30.9 }, sd: { CeO2: 0.01, Nd2O3: 0.01 } }],
        eventID: 'urn:uuid:0b6f2a3c-0000-4000-8000-000000000002',
        ...declared,
      },
    ]);
    assert.deepEqual(await rulesRaised(bench), []);
  });
});
