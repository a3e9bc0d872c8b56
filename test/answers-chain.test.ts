import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import {
  answerBalance,
  answerLineage,
  answerLot,
  answerOrganisation,
  answerOrganisations,
  answerOverview,
  answerQuotas,
  answerSearch,
  answerSite,
  answerSites,
  answerStatus,
  answerTrace,
  NotOnRecord,
} from '../src/app/index.ts';
import {
  balanceSchema,
  lineageAnswerSchema,
  lotAnswerSchema,
  organisationAnswerSchema,
  overviewSchema,
  searchAnswerSchema,
  siteAnswerSchema,
  statusSchema,
  traceAnswerSchema,
  type MassAnswer,
} from '../src/wire/index.ts';
import {
  becomes,
  Bench,
  declared,
  enters,
  kg,
  lotOf,
  observed,
  PALLET,
  PARTIES,
  receives,
  ships,
  SITES,
} from './support/ree-events.ts';

/**
 * One lot of ore from the mine to a magnet and back, counted by hand. All masses in kg; "REO" is TREO.
 *
 * | day   | what                                                        | REO before → after |
 * |-------|-------------------------------------------------------------|--------------------|
 * | 01-10 | mine: C 1000 kg, 40 % Nd2O3, 20 % CeO2                      | 600 mined |
 * | 01-20 | C 600 kg on the way to the plant, 598 arrive on 01-21       | 360 → 358.8, 1.2 lost on the way |
 * | 02-01 | C 598 → N 230 kg Nd2O3; tailings 100 kg of 50 % CeO2        | 358.8 → 230 + 50, 78.8 lost |
 * | 03-10 | N 230 → M 190 kg Nd metal (N moved on 03-01/02)             | 197.1994 kg Nd → 190 |
 * | 04-10 | M 190 → G 500 kg magnets and S 100 kg scrap, both 30 % Nd   | 190 kg Nd → 150 + 30 |
 * | 05-10 | S 100 → R 33 kg Nd2O3, at the recycler                      | 30 kg Nd → 28.2938 |
 * | 06-01 | G 200 kg shipped abroad                                     | 60 kg Nd leave |
 * | 07-01 | R 33 kg to the reserve, 10 kg of it stored                  | |
 */
const ALL = { asOf: null, knownAt: null } as const;
const [C, N, M, G, S, R] = [
  lotOf('concentrate', 'C'),
  lotOf('oxide', 'N'),
  lotOf('metal', 'M'),
  lotOf('magnet', 'G'),
  lotOf('scrap', 'S'),
  lotOf('oxide', 'R'),
];
const { mine, plant, smelter, magnets, recycler, reserve, abroad, elsewhere } = SITES;
/** kg of Nd in a kg of Nd2O3: 2 × 144.242 / (2 × 144.242 + 3 × 15.999). */
const ND = 288.484 / 336.481;

const day = (text: string): string => `2015-${text}T12:00:00+08:00`;
const mined = enters(day('01-10'), mine, C, 1000, { Nd2O3: 40, CeO2: 20 }, { 'ree:declaredOrigin': mine });
const CHAIN = [
  mined,
  ships(day('01-20'), mine, plant, 'W1', [kg(C, 600)]),
  receives(day('01-21'), mine, plant, 'W1', [kg(C, 598)]),
  becomes(
    day('02-01'),
    plant,
    [kg(C, 598)],
    [kg(N, 230)],
    { [N]: { Nd2O3: 100 } },
    {
      'ree:measuredLoss': [{ kind: 'tailings', quantity: 100, uom: 'KGM', percent: { CeO2: 50 } }],
    },
  ),
  ships(day('03-01'), plant, smelter, 'W2', [kg(N, 230)]),
  receives(day('03-02'), plant, smelter, 'W2', [kg(N, 230)]),
  becomes(day('03-10'), smelter, [kg(N, 230)], [kg(M, 190)], { [M]: { Nd: 100 } }),
  ships(day('03-20'), smelter, magnets, 'W3', [kg(M, 190)]),
  receives(day('03-21'), smelter, magnets, 'W3', [kg(M, 190)]),
  becomes(day('04-10'), magnets, [kg(M, 190)], [kg(G, 500), kg(S, 100)], { [G]: { Nd: 30 }, [S]: { Nd: 30 } }),
  ships(day('05-01'), magnets, recycler, 'W4', [kg(S, 100)]),
  receives(day('05-02'), magnets, recycler, 'W4', [kg(S, 100)]),
  becomes(day('05-10'), recycler, [kg(S, 100)], [kg(R, 33)], { [R]: { Nd2O3: 100 } }),
  ships(day('06-01'), magnets, abroad, 'W5', [kg(G, 200)]),
  ships(day('07-01'), recycler, reserve, 'W6', [kg(R, 33)]),
  receives(day('07-02'), recycler, reserve, 'W6', [kg(R, 33)]),
  observed(day('07-03'), reserve, 'storing', [kg(R, 10)]),
];

function assertKg(mass: MassAnswer | undefined, expected: number, label: string, tolerance = 1e-5): void {
  assert.ok(
    mass !== undefined && Math.abs(mass.value - expected) <= tolerance,
    `${label}: expected ${expected}, found ${mass?.value}`,
  );
}

function assertShare(found: number | undefined, expected: number, label: string): void {
  assert.ok(found !== undefined && Math.abs(found - expected) < 1e-6, `${label}: expected ${expected}, found ${found}`);
}

describe('the chain from mine to magnet and back', () => {
  let bench: Bench;
  before(async () => {
    bench = await Bench.open();
    await bench.capture(CHAIN);
  });

  test('status', async () => {
    const status = statusSchema.parse(await answerStatus(bench.app));
    assert.deepEqual([status.events, status.lots, status.organisations, status.sites], [17, 6, 4, 7]);
    assert.equal(status.lastEventTime, '2015-07-03T04:00:00.000Z');
    assert.equal(status.loading, null);
  });

  test('overview: figures and flows of the year', async () => {
    const overview = overviewSchema.parse(await answerOverview(bench.app, ALL));
    const { figures } = overview;
    assert.equal(overview.year, 2015);
    assertKg(figures.mined, 600, 'mined');
    assertKg(figures.separated, 230 + 33, 'separated');
    assertKg(figures.exported, 60 / ND, 'exported');
    assertKg(figures.stock, 240 + 90 / ND + 23, 'stock');
    assertKg(figures.reserve, 10, 'reserve');
    assertKg(figures.inTransit, 0, 'in transit');
    assertKg(figures.tailings, 50, 'tailings');
    // Loss at the plant, the smelter (197.1994 − 190 kg Nd), the magnet plant (10 kg Nd) and the recycler (30 − 33·ND kg Nd).
    assertKg(figures.processLoss, 78.8 + (230 - 190 / ND) + 10 / ND + (30 / ND - 33), 'process loss');
    assertKg(figures.unexplained, 1.2, 'unexplained');
    assert.ok(figures.mined.sd > 0);
    const flow = (from: string, to: string): MassAnswer | undefined =>
      overview.flows.find((each) => each.from === from && each.to === to)?.mass;
    assertKg(flow('ground', 'mine'), 600, 'ground → mine');
    assertKg(flow('mine', 'separation-plant'), 360, 'mine → separation plant');
    assertKg(flow('mine', 'transit-difference'), 1.2, 'mine → difference');
    assertKg(flow('material-plant', 'recycler'), 30 / ND, 'magnets → recycler');
    assertKg(flow('material-plant', 'exported'), 60 / ND, 'magnets → exported');
    assertKg(flow('recycler', 'reserve-warehouse'), 33, 'recycler → reserve');
    assertKg(flow('reserve-warehouse', 'reserve'), 10, 'into the reserve');
    assert.equal(
      overview.flows.some(({ mass }) => mass.value <= 0),
      false,
    );
    const stock = overview.stocks.find(({ stage, element }) => stage === 'material-plant' && element === 'Nd');
    assertKg(stock?.mass, 90, 'Nd at the magnet plant');
    assert.deepEqual(
      new Set(overview.unexplained.map(({ site, element }) => `${element} ${site.id}`)),
      new Set([`Nd ${mine}`, `Ce ${mine}`]),
    );
  });

  test('overview: flows of one element, on element basis', async () => {
    const whole = await answerOverview(bench.app, ALL);
    const neodymium = overviewSchema.parse(await answerOverview(bench.app, { ...ALL, element: 'Nd' }));
    assert.deepEqual([whole.flowsOf, neodymium.flowsOf], ['TREO', 'Nd']);
    assert.deepEqual(neodymium.figures, whole.figures);
    const flow = (from: string, to: string): MassAnswer | undefined =>
      neodymium.flows.find((each) => each.from === from && each.to === to)?.mass;
    assertKg(flow('material-plant', 'recycler'), 30, 'Nd in scrap of magnets');
    assertKg(flow('material-plant', 'exported'), 60, 'Nd in exported magnets');
    assert.equal(flow('material-plant', 'exported')?.basis, 'element:Nd');
    const terbium = await answerOverview(bench.app, { ...ALL, element: 'Tb' });
    assert.ok(terbium.flows.length < whole.flows.length);
    await assert.rejects(() => answerOverview(bench.app, { ...ALL, element: 'Xx' }), { name: 'NotOnRecord' });
  });

  test('overview of a year without events, and of the year as of March', async () => {
    const later = await answerOverview(bench.app, { ...ALL, year: 2016 });
    assertKg(later.figures.mined, 0, 'mined in 2016');
    assertKg(later.figures.stock, 240 + 90 / ND + 23, 'stock carried over');
    const march = await answerOverview(bench.app, { year: 2015, asOf: Date.parse(day('03-01')), knownAt: null });
    assertKg(march.figures.inTransit, 230, 'N is on the way');
    assertKg(march.figures.separated, 230, 'separated by March');
    assertKg(march.figures.exported, 0, 'nothing exported yet');
  });

  test('an overview is kept until something is recorded', async () => {
    const other = await Bench.open();
    await other.capture(CHAIN.slice(0, 1));
    assertKg((await answerOverview(other.app, ALL)).figures.stock, 600, 'before');
    await other.capture([enters(day('08-01'), mine, lotOf('concentrate', 'D'), 10, { CeO2: 50 })]);
    assertKg((await answerOverview(other.app, ALL)).figures.stock, 605, 'after');
  });

  test('balance of a site and an element, over a period that cuts days', async () => {
    const bounds = { from: Date.parse(day('01-20')) + 1, to: Date.parse(day('01-21')) };
    const mineBalance = balanceSchema.parse(
      await answerBalance(bench.app, { ...ALL, ...bounds, organisation: null, site: mine, element: 'Nd' }),
    );
    const row = (account: string) => mineBalance.rows.find((each) => each.account === account);
    assertKg(row('stock')?.opening, 400 * 0.4 * ND, 'what is left at the mine');
    assertKg(row('transit')?.opening, 600 * 0.4 * ND, 'opening on the way');
    assertKg(row('transit')?.closing, 600 * 0.4 * ND, 'still on the way a millisecond before it arrives');
    assert.deepEqual([...new Set(mineBalance.rows.map(({ basis }) => basis))], ['element:Nd']);
    const after = await answerBalance(bench.app, {
      ...ALL,
      ...bounds,
      to: bounds.to + 1,
      organisation: null,
      site: mine,
      element: 'Nd',
    });
    assertKg(after.rows.find((each) => each.account === 'transit')?.closing, 0, 'arrived');
    assertKg(after.rows.find((each) => each.account === 'transit-difference')?.increases, 2 * 0.4 * ND, 'the difference');
  });

  test('the group’s balance includes its members’ sites, the state’s does not', async () => {
    const closing = async (organisation: string): Promise<MassAnswer | undefined> => {
      const { balance } = organisationAnswerSchema.parse(await answerOrganisation(bench.app, { ...ALL, id: organisation }));
      return balance.rows.find(({ account, basis }) => account === 'stock' && basis === 'treo')?.closing;
    };
    assertKg(await closing(PARTIES.group), 240 + 90 / ND, 'group');
    assertKg(await closing(PARTIES.mining), 240, 'mining');
    assertKg(await closing(PARTIES.state), 23, 'state');
  });

  test('organisations and sites', async () => {
    const { organisations } = await answerOrganisations(bench.app);
    assert.deepEqual(
      organisations.map(({ id, sites }) => [id, sites]),
      [
        [PARTIES.group, 0],
        [PARTIES.mining, 1],
        [PARTIES.making, 4],
        [PARTIES.state, 2],
      ],
    );
    assert.equal((await answerSites(bench.app)).sites.length, 7);
    const group = await answerOrganisation(bench.app, { ...ALL, id: PARTIES.group });
    assert.deepEqual(
      group.organisation.members.map(({ id }) => id),
      [PARTIES.mining, PARTIES.making],
    );
    assert.equal(group.sites.length, 5);
    assert.deepEqual((await answerOrganisation(bench.app, { ...ALL, id: PARTIES.state })).quotas, []);
  });

  test('a site’s lots, latest first and page by page', async () => {
    const answer = siteAnswerSchema.parse(await answerSite(bench.app, { ...ALL, id: magnets, offset: 0, limit: 10 }));
    assert.deepEqual(new Set(answer.lots.map(({ lot }) => lot)), new Set([M, G, S]));
    assert.equal(answer.lotsTotal, 3);
    assertKg(answer.lots.find(({ lot }) => lot === G)?.net, 300, 'magnets left');
    assertKg(answer.lots.find(({ lot }) => lot === M)?.net, 0, 'metal used up');
    assert.equal(answer.lots.find(({ lot }) => lot === G)?.lastEventTime, '2015-06-01T04:00:00.000Z');
    const second = await answerSite(bench.app, { ...ALL, id: magnets, offset: 1, limit: 1 });
    assert.deepEqual(second.lots, [answer.lots[1]]);
    const early = await answerSite(bench.app, {
      id: magnets,
      offset: 0,
      limit: 10,
      asOf: Date.parse(day('04-01')),
      knownAt: null,
    });
    assert.deepEqual(
      early.lots.map(({ lot, net }) => [lot, net.value]),
      [[M, 190]],
    );
    assert.equal((await answerSite(bench.app, { ...ALL, id: mine, offset: 0, limit: 1 })).site.deposit, 'Hill');
  });

  test('a lot: holdings, composition, origin and deposit, events with postings', async () => {
    const answer = lotAnswerSchema.parse(await answerLot(bench.app, { ...ALL, id: C }));
    const held = answer.holdings.map(({ account, site, net }) => [account, site?.id, net.value]);
    assert.deepEqual(held, [
      ['stock', mine, 400],
      ['transit-difference', mine, 2],
    ]);
    assert.equal(answer.compositionFrom, 'assay');
    const neodymium = answer.composition.find(({ element }) => element === 'Nd');
    assertShare(neodymium?.percent, 40 * ND, 'Nd %');
    assertShare(neodymium?.sdPercent, 0.4 * ND, 'sd of Nd, 1 % of 40');
    assertShare(neodymium?.treoPercent, (100 * 40) / 60, 'Nd2O3 in REO');
    assert.equal(answer.declaredOrigin?.id, mine);
    assert.deepEqual(answer.deposit, { name: 'Hill', reoPercent: { CeO2: 60, Nd2O3: 40 }, source: 'a test' });
    assert.deepEqual(
      answer.events.map(({ bizStep }) => bizStep),
      ['commissioning', 'shipping', 'receiving', 'commissioning'],
    );
    assert.deepEqual(
      answer.events[0]?.postings.map(({ account, net }) => [account, net.value]),
      [
        ['ground', -1000],
        ['stock', 1000],
      ],
    );
    assert.equal(answer.product?.kind, 'concentrate');
  });

  test('a lot as of a day: the metal while it is on the way', async () => {
    const answer = await answerLot(bench.app, { id: M, asOf: Date.parse(day('03-20')), knownAt: null });
    assert.deepEqual(
      answer.holdings.map(({ account, net }) => [account, net.value]),
      [['transit', 190]],
    );
    assert.equal(answer.events.length, 2);
  });

  test('one level of lineage, up and down', async () => {
    const up = lineageAnswerSchema.parse(
      await answerLineage(bench.app, { ...ALL, id: G, direction: 'up', offset: 0, limit: 10 }),
    );
    assert.deepEqual(
      up.links.map(({ lot, more, net }) => [lot, more, net.value]),
      [[M, true, 190]],
    );
    assert.equal(up.links[0]?.site?.id, magnets);
    assert.ok(up.links.every(({ net, treo }) => net.sd > 0 && treo.sd > 0));
    const down = await answerLineage(bench.app, { ...ALL, id: M, direction: 'down', offset: 0, limit: 1 });
    assert.equal(down.total, 2);
    assert.deepEqual(
      down.links.map(({ lot, more }) => [lot, more]),
      [[G, false]],
    );
    const rest = await answerLineage(bench.app, { ...ALL, id: M, direction: 'down', offset: 1, limit: 5 });
    assert.deepEqual(
      rest.links.map(({ lot, more }) => [lot, more]),
      [[S, true]],
    );
    assert.equal((await answerLineage(bench.app, { ...ALL, id: C, direction: 'up', offset: 0, limit: 5 })).total, 0);
  });

  test('the whole trace, up to the mine and down to the recycled oxide', async () => {
    const up = traceAnswerSchema.parse(await answerTrace(bench.app, { ...ALL, id: R, direction: 'up' }));
    assert.deepEqual(new Set(up.nodes.map(({ lot }) => lot)), new Set([R, S, M, N, C]));
    const origin = up.nodes.find((node) => node.origin);
    assert.deepEqual([origin?.lot, origin?.source, origin?.site?.id], [C, 'ground', mine]);
    assert.deepEqual(origin?.shares, { Nd: 1 });
    assert.deepEqual(
      new Set(up.edges.map(({ from, to }) => `${from} → ${to}`)),
      new Set([`${C} → ${N}`, `${N} → ${M}`, `${M} → ${S}`, `${S} → ${R}`]),
    );
    const down = await answerTrace(bench.app, { ...ALL, id: C, direction: 'down' });
    const share = (lot: string): number | undefined => down.nodes.find((node) => node.lot === lot)?.shares['Nd'];
    const [intoN, keptInM] = [230 / 400, 190 / (230 * ND)];
    assertShare(share(N), intoN, 'into N');
    assertShare(share(M), intoN * keptInM, 'into M');
    assertShare(share(G), (intoN * keptInM * 150) / 190, 'into G');
    assertShare(share(R), (((intoN * keptInM * 30) / 190) * 33 * ND) / 30, 'into R');
    assertShare(down.nodes.find((node) => node.lot === N)?.shares['Ce'], 0, 'Ce into N');
  });

  test('quotas: mining passes its part, separation draws on the group’s', async () => {
    const { quotas, unheldDraws } = await answerQuotas(bench.app, { ...ALL, year: 2015 });
    const row = (id: string) => quotas.find((each) => each.id === id);
    assert.deepEqual([row('2015-mining-part')?.drawnTonnes, row('2015-mining-part')?.overdrawn], [0.6, true]);
    assert.deepEqual([row('2015-mining-group')?.allottedTonnes, row('2015-mining-group')?.drawnTonnes], [0.4, 0]);
    // N at the plant and R at the recycler: neither holds a quota of its own. R is of no stated ore, and the group's is for light.
    assertShare(row('2015-separation-group')?.drawnTonnes, 0.263, 'drawn on the group');
    assert.deepEqual(unheldDraws, []);
    const february = await answerQuotas(bench.app, { year: 2015, asOf: Date.parse(day('01-15')), knownAt: null });
    assert.deepEqual(february.quotas.find(({ id }) => id === '2015-separation-group')?.drawnTonnes, 0);
  });

  test('search finds names, lots and EPC URNs', async () => {
    const { hits } = searchAnswerSchema.parse(await answerSearch(bench.app, { q: 'Mining' }));
    assert.equal(hits[0]?.id, PARTIES.mining);
    assert.deepEqual(
      (await answerSearch(bench.app, { q: '/10/G' })).hits.map(({ kind, id }) => [kind, id]),
      [['lot', G]],
    );
    assert.deepEqual((await answerSearch(bench.app, { q: '  ' })).hits, []);
  });

  test('what is unknown is refused by name', async () => {
    const unknown =
      (what: string, id: string) =>
      (error: unknown): boolean =>
        error instanceof NotOnRecord && error.what === what && error.id === id;
    const lot = lotOf('oxide', 'never');
    await assert.rejects(answerLot(bench.app, { ...ALL, id: lot }), unknown('lot', lot));
    await assert.rejects(answerTrace(bench.app, { ...ALL, id: lot, direction: 'up' }), unknown('lot', lot));
    await assert.rejects(
      answerLineage(bench.app, { ...ALL, id: 'no lot at all', direction: 'up', offset: 0, limit: 1 }),
      unknown('lot', 'no lot at all'),
    );
    await assert.rejects(answerSite(bench.app, { ...ALL, id: elsewhere, offset: 0, limit: 1 }), unknown('site', elsewhere));
    await assert.rejects(answerOrganisation(bench.app, { ...ALL, id: elsewhere }), unknown('organisation', elsewhere));
    const balance = { ...ALL, organisation: null, site: null, from: null, to: null };
    await assert.rejects(answerBalance(bench.app, { ...balance, element: 'Fe' }), unknown('element', 'Fe'));
    await assert.rejects(
      answerBalance(bench.app, { ...balance, element: null, organisation: 'x' }),
      unknown('organisation', 'x'),
    );
  });
});

test('an origin that arrives late explains what was unexplained, and both views stay', async () => {
  const bench = await Bench.open('2015-03-01T00:00:00+08:00');
  const B = lotOf('concentrate', 'B');
  const O = lotOf('oxide', 'O');
  await bench.capture(
    [becomes(day('02-01'), plant, [kg(B, 100)], [kg(O, 40)], { [O]: { Nd2O3: 100 } })],
    '2015-03-01T00:00:00+08:00',
  );
  const unexplained = async (knownAt: string | null): Promise<number> => {
    const asked = {
      organisation: null,
      site: plant,
      element: null,
      from: null,
      to: null,
      asOf: null,
      knownAt: knownAt === null ? null : Date.parse(knownAt),
    };
    const { rows } = await answerBalance(bench.app, asked);
    return rows.find(({ account, basis }) => account === 'unexplained-gain' && basis === 'net')?.closing.value ?? 0;
  };
  assert.equal(await unexplained(null), -100);
  const upBefore = await answerTrace(bench.app, { ...ALL, id: O, direction: 'up' });
  assert.deepEqual(
    upBefore.nodes.filter((node) => node.origin).map(({ lot, source }) => [lot, source]),
    [[B, 'unexplained-gain']],
  );
  await bench.capture(
    [
      enters(day('01-05'), mine, B, 100, { Nd2O3: 50 }),
      ships(day('01-06'), mine, plant, 'W9', [kg(B, 100)]),
      receives(day('01-07'), mine, plant, 'W9', [kg(B, 100)]),
    ],
    '2015-04-01T00:00:00+08:00',
  );
  assert.equal(await unexplained(null), 0);
  assert.equal(await unexplained('2015-03-15T00:00:00+08:00'), -100, 'as it was known in March');
  assert.equal(await unexplained('2015-04-01T00:00:00+08:00'), 0, 'on the very day of recording');
  const upAfter = await answerTrace(bench.app, { ...ALL, id: O, direction: 'up' });
  assert.deepEqual(
    upAfter.nodes.filter((node) => node.origin).map(({ lot, source }) => [lot, source]),
    [[B, 'ground']],
  );
  const inMarch = await answerLot(bench.app, { id: B, asOf: null, knownAt: Date.parse('2015-03-15T00:00:00+08:00') });
  assert.deepEqual([inMarch.compositionFrom, inMarch.events.length], ['unknown', 1]);
  assert.equal((await answerLot(bench.app, { ...ALL, id: B })).compositionFrom, 'assay');
});

test('an error declaration takes the postings back; the event stays, marked, and stands before the declaration', async () => {
  const bench = await Bench.open('2015-02-01T00:00:00+08:00');
  await bench.capture([mined], '2015-02-01T00:00:00+08:00');
  await bench.capture([declared(mined, day('02-10'))], '2015-02-11T00:00:00+08:00');
  const now = await answerLot(bench.app, { ...ALL, id: C });
  assert.deepEqual(now.holdings, []);
  assert.deepEqual(
    now.events.map((event) => [event.void, event.postings.length]),
    [
      [true, 0],
      [false, 0],
    ],
  );
  assert.equal(now.events[0]?.eventTime, now.events[1]?.eventTime);
  assert.notEqual(now.events[0]?.recordTime, now.events[1]?.recordTime);
  const then = await answerLot(bench.app, { id: C, asOf: null, knownAt: Date.parse('2015-02-10T00:00:00+08:00') });
  assert.deepEqual(
    then.events.map((event) => [event.void, event.postings.length]),
    [[false, 2]],
  );
  assert.deepEqual(
    then.holdings.map(({ net }) => net.value),
    [1000],
  );
  assertKg((await answerOverview(bench.app, ALL)).figures.mined, 0, 'nothing mined');
  assert.equal(
    (await answerQuotas(bench.app, { ...ALL, year: 2015 })).quotas.find(({ id }) => id === '2015-mining-part')?.drawnTonnes,
    0,
  );
});

test('a pallet shows what it holds, and ships it', async () => {
  const bench = await Bench.open();
  const packs = {
    type: 'AggregationEvent',
    action: 'ADD',
    bizStep: 'packing',
    eventTime: day('02-01'),
    eventTimeZoneOffset: '+08:00',
    readPoint: { id: mine },
    bizLocation: { id: mine },
    parentID: PALLET,
    childQuantityList: [kg(C, 50)],
  };
  const sent = { ...ships(day('02-02'), mine, plant, 'W8', []), epcList: [PALLET] };
  await bench.capture([mined, packs, sent]);
  const pallet = await answerLot(bench.app, { ...ALL, id: PALLET });
  assert.deepEqual(
    pallet.contents?.map(({ lot, net }) => [lot, net?.value]),
    [[C, 50]],
  );
  const held = (await answerLot(bench.app, { ...ALL, id: C })).holdings.map(({ account, net }) => [account, net.value]);
  assert.deepEqual(held, [
    ['stock', 950],
    ['transit', 50],
  ]);
  const unpacked = await answerLot(bench.app, { id: PALLET, asOf: Date.parse(day('01-31')), knownAt: null });
  assert.deepEqual(unpacked.contents, []);
});

test('an empty record answers every question about the whole', async () => {
  const bench = new Bench('2015-06-01T00:00:00+08:00');
  assert.equal((await answerStatus(bench.app)).events, 0);
  const overview = overviewSchema.parse(await answerOverview(bench.app, ALL));
  assert.deepEqual([overview.year, overview.flows, overview.quotas], [2015, [], []]);
  const balance = await answerBalance(bench.app, { ...ALL, organisation: null, site: null, element: null, from: null, to: null });
  assert.deepEqual(balance.rows, []);
  assert.deepEqual((await answerQuotas(bench.app, { ...ALL, year: null })).quotas, []);
});
