import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { gs1CheckDigit } from '../epcis/index.ts';
import { mergeRegistry, readRegistry, viewRegistry } from './index.ts';
import type { Registry } from './index.ts';

const key = (home: string, digits: string) => `https://id.gs1.org/${home}/${digits}${gs1CheckDigit(digits)}`;
const party = (n: number) => key('417', `69500000000${n}`);
const place = (n: number) => key('414', `69500000001${n}`);
const [GROUP, PLANT, MINE, WORKS] = [party(1), party(2), place(1), place(2)];
const OXIDE = key('01', '0695000000100');

/** A small registry that holds; a fresh copy each time. */
function sample() {
  return { ...placesSample(), ...papersSample() };
}

function placesSample() {
  return {
    organisations: [
      {
        id: GROUP,
        name: { zh: '某某稀土集团', en: 'Some Rare Earth Group' },
        group: null as string | null,
        usci: '91350100M000100Y43',
        roles: ['trader'],
      },
      {
        id: PLANT,
        name: { zh: '某某镨钕有限公司', en: 'Some PrNd Ltd' },
        group: GROUP as string | null,
        usci: null as string | null,
        roles: ['mine', 'separation'],
      },
    ],
    sites: [
      {
        id: MINE,
        organisation: PLANT,
        name: { zh: '一号矿', en: 'Mine One' },
        kind: 'mine',
        deposit: 'Xunwu' as string | null,
        ore: 'ion',
        province: '江西',
        location: [115.6, 24.9],
      },
      {
        id: WORKS,
        organisation: PLANT,
        name: { zh: '分离厂', en: 'Separation Works' },
        kind: 'separation-plant',
        deposit: null,
        ore: null,
        province: null,
        location: null,
      },
    ],
  };
}

function papersSample() {
  return {
    products: [{ id: OXIDE, name: { zh: '氧化镨钕', en: 'PrNd oxide' }, kind: 'oxide', hs: '28469019' }],
    permits: [
      {
        id: 'P-1',
        holder: PLANT,
        site: MINE as string | null,
        kind: 'mining',
        from: '2014-01-01',
        to: '2016-12-31' as string | null,
        limit: { quantity: 100, uom: 'TNE', basis: 'treo' },
      },
    ],
    quotas: [
      {
        id: 'Q-1',
        year: 2015,
        batch: 'year' as number | string,
        stage: 'mining',
        ore: 'ion',
        holder: GROUP,
        parent: null as string | null,
        reoTonnes: 100,
      },
      {
        id: 'Q-2',
        year: 2015,
        batch: 1 as number | string,
        stage: 'mining',
        ore: 'ion',
        holder: PLANT,
        parent: 'Q-1' as string | null,
        reoTonnes: 60,
      },
    ],
    lists: [{ organisation: PLANT, colour: 'white', ground: '规范条件', from: '2015-01-01', to: null as string | null }],
    deposits: [
      {
        name: 'Xunwu',
        reoPercent: { La2O3: 30, CeO2: 10, Nd2O3: 60 } as Record<string, number>,
        sdPercent: null,
        source: 'made up',
      },
    ],
  };
}

type Sample = ReturnType<typeof sample>;

/** Lists that a file may leave out. */
const LEFT_OUT = { miningAreas: [], reserveOrders: [], patrolCells: [] };

function problemsOf(change: (file: Sample) => unknown): string[] {
  const file = sample();
  change(file);
  const answer = readRegistry(file);
  return answer.ok ? [] : answer.problems.map(({ path, message }) => `${path} ${message}`);
}

function read(file: unknown): Registry {
  const answer = readRegistry(file);
  assert.ok(answer.ok, JSON.stringify(answer));
  return answer.registry;
}

const wrongDigit = (id: string) => id.slice(0, -1) + String((Number(id.slice(-1)) + 1) % 10);

test('a registry that holds is read from text and from a value, unknown keys kept', () => {
  const file = {
    ...sample(),
    version: 3,
    organisations: [{ ...sample().organisations[0], telephone: '1' }, sample().organisations[1]],
  };
  assert.deepEqual(read(file), { ...file, ...LEFT_OUT });
  assert.deepEqual(read(`\uFEFF${JSON.stringify(file, null, 2).replaceAll('\n', '\r\n')}`), { ...file, ...LEFT_OUT });
});

test('EPC URNs and links of other hosts become the canonical id, in entries and in references', () => {
  const file = sample();
  file.organisations[0]!.id = 'urn:epc:id:pgln:6950000.00001';
  file.sites[0]!.id = `https://example.org/414/${MINE.slice(-13)}`;
  file.products[0]!.id = 'urn:epc:idpat:sgtin:6950000.000100.*';
  const registry = read(file);
  assert.equal(registry.organisations[0]?.id, GROUP);
  assert.equal(registry.sites[0]?.id, MINE);
  assert.equal(registry.products[0]?.id, OXIDE);
  assert.deepEqual(registry.permits[0]?.site, MINE);
});

test('a place may have an id of another scheme', () => {
  const registry = read({ ...sample(), sites: [{ ...sample().sites[1], id: 'https://mine.example/works/7' }], permits: [] });
  assert.equal(registry.sites[0]?.id, 'https://mine.example/works/7');
});

/** One change each, and the problems it must give: path and the beginning of the message. */
const REFUSED: readonly (readonly [string, (file: Sample) => unknown, readonly string[]])[] = [
  [
    'a list missing',
    (file) => Reflect.deleteProperty(file, 'deposits'),
    ['$.deposits is required and missing', '$.sites[0].deposit names a deposit'],
  ],
  ['a list that is none', (file) => Object.assign(file, { lists: {} }), ['$.lists expected a list']],
  [
    'a key missing',
    (file) => Reflect.deleteProperty(file.organisations[1]!, 'usci'),
    ['$.organisations[1].usci is required and missing'],
  ],
  [
    'a name in one language',
    (file) => Reflect.deleteProperty(file.sites[0]!.name, 'en'),
    ['$.sites[0].name.en is required and missing'],
  ],
  ['an entry that is no object', (file) => file.lists.push(7 as never), ['$.lists[1] ']],
  ['an unknown role', (file) => file.organisations[0]!.roles.push('king'), ['$.organisations[0].roles[1] ']],
  ['an unknown kind', (file) => (file.sites[1]!.kind = 'palace'), ['$.sites[1].kind ']],
  [
    'an unknown organisation',
    (file) => (file.sites[0]!.organisation = party(9)),
    ['$.sites[0].organisation names an organisation'],
  ],
  ['an unknown group', (file) => (file.organisations[1]!.group = party(9)), ['$.organisations[1].group names an organisation']],
  ['an unknown holder', (file) => (file.quotas[1]!.holder = party(9)), ['$.quotas[1].holder names an organisation']],
  ['an unknown parent', (file) => (file.quotas[1]!.parent = 'Q-9'), ['$.quotas[1].parent names a quota']],
  ['an unknown site', (file) => (file.permits[0]!.site = place(9)), ['$.permits[0].site names a site']],
  [
    'an unknown holder of a permit',
    (file) => (file.permits[0]!.holder = party(9)),
    ['$.permits[0].holder names an organisation'],
  ],
  ['an unknown deposit', (file) => (file.sites[0]!.deposit = 'Atlantis'), ['$.sites[0].deposit names a deposit']],
  [
    'an unknown organisation on a list',
    (file) => (file.lists[0]!.organisation = party(9)),
    ['$.lists[0].organisation names an organisation'],
  ],
  ['an id twice', (file) => file.products.push(file.products[0]!), ['$.products[1].id is the same as that of $.products[0]']],
  [
    'an id twice in two forms',
    (file) => file.organisations.push({ ...file.organisations[0]!, id: 'urn:epc:id:pgln:6950000.00001' }),
    ['$.organisations[2].id is the same as that of $.organisations[0]'],
  ],
  ['a permit twice', (file) => file.permits.push(file.permits[0]!), ['$.permits[1].id is the same']],
  ['a quota twice', (file) => file.quotas.push(file.quotas[1]!), ['$.quotas[2].id is the same']],
  ['a deposit twice', (file) => file.deposits.push(file.deposits[0]!), ['$.deposits[1].name is the same']],
  ['a wrong check digit of a site', (file) => (file.sites[1]!.id = wrongDigit(WORKS)), ['$.sites[1].id has a wrong check digit']],
  [
    'a wrong check digit of a product',
    (file) => (file.products[0]!.id = wrongDigit(OXIDE)),
    ['$.products[0].id has a wrong check digit'],
  ],
  [
    'a wrong check digit of an organisation',
    (file) => file.organisations.push({ ...file.organisations[0]!, id: wrongDigit(party(3)) }),
    ['$.organisations[2].id has a wrong check digit'],
  ],
  ['a GLN too short', (file) => (file.sites[1]!.id = WORKS.slice(0, -1)), ['$.sites[1].id has a wrong check digit, or too many']],
  ['a party for a place', (file) => (file.sites[1]!.id = party(3)), ['$.sites[1].id expected https://id.gs1.org/414/{gln}']],
  [
    'a lot for a product',
    (file) => (file.products[0]!.id = `${OXIDE}/10/A`),
    ['$.products[0].id expected https://id.gs1.org/01/{gtin}'],
  ],
  ['a product without GTIN', (file) => (file.products[0]!.id = 'https://example.org/oxide'), ['$.products[0].id expected']],
  ['an id that is no URI', (file) => (file.sites[1]!.id = 'works'), ['$.sites[1].id expected']],
  ['an empty id', (file) => (file.sites[1]!.id = ''), ['$.sites[1].id is empty']],
  [
    'a wrong USCI',
    (file) => (file.organisations[0]!.usci = '91350100M000100Y44'),
    ['$.organisations[0].usci is no unified social credit'],
  ],
  ['a group of itself', (file) => (file.organisations[0]!.group = GROUP), ['$.organisations[0].group goes round in a circle']],
  ['a circle of groups', (file) => (file.organisations[0]!.group = PLANT), ['$.organisations[0].group goes round in a circle']],
  ['a circle of quotas', (file) => (file.quotas[0]!.parent = 'Q-2'), ['$.quotas[0].parent goes round in a circle']],
  ['a permit that ends first', (file) => (file.permits[0]!.to = '2013-12-31'), ['$.permits[0].to ends before it begins']],
  ['a listing that ends first', (file) => (file.lists[0]!.to = '2014-12-31'), ['$.lists[0].to ends before it begins']],
  ['a day that is none', (file) => (file.permits[0]!.from = '2015-02-29'), ['$.permits[0].from is no day']],
  ['a date in another form', (file) => (file.lists[0]!.from = '2015/01/01'), ['$.lists[0].from is no day']],
  ['a negative limit', (file) => (file.permits[0]!.limit.quantity = -1), ['$.permits[0].limit.quantity is below 0']],
  ['a negative quota', (file) => (file.quotas[0]!.reoTonnes = -0.1), ['$.quotas[0].reoTonnes is below 0']],
  ['a quota as text', (file) => Object.assign(file.quotas[0]!, { reoTonnes: '12 t' }), ['$.quotas[0].reoTonnes ']],
  ['a quota beyond the ledger', (file) => (file.quotas[0]!.reoTonnes = 1e30), ['$.quotas[0].reoTonnes ']],
  ['a batch of 0', (file) => (file.quotas[1]!.batch = 0), ['$.quotas[1].batch expected a whole number from 1, or "year"']],
  ['a batch with a fraction', (file) => (file.quotas[1]!.batch = 1.5), ['$.quotas[1].batch expected a whole number']],
  ['a batch as text', (file) => (file.quotas[1]!.batch = '1+2'), ['$.quotas[1].batch expected a whole number']],
  ['a year with a fraction', (file) => (file.quotas[1]!.year = 2015.5), ['$.quotas[1].year ']],
  ['a place off the globe', (file) => (file.sites[0]!.location = [24.9, 115.6]), ['$.sites[0].location[1] ']],
  [
    'a cascade that cuts the wrong way',
    (file) => declareCascade(file, { cut: ['Nd', 'Pr'] }),
    ['$.sites[1].cascades[0].cut names first the element that stays aqueous'],
  ],
  [
    'a cascade of an element that is none',
    (file) => declareCascade(file, { cut: ['Pr', 'Xx'] }),
    ['$.sites[1].cascades[0].cut[1] is no symbol of a rare earth'],
  ],
  ['a cascade of one stage', (file) => declareCascade(file, { stages: 1 }), ['$.sites[1].cascades[0].stages ']],
  ['a factor of 1', (file) => declareCascade(file, { factor: 1 }), ['$.sites[1].cascades[0].factor must be above 1']],
  [
    'a cascade gone before it came',
    (file) => declareCascade(file, { to: '2011-01-01' }),
    ['$.sites[1].cascades[0].to ends before'],
  ],
  [
    'a formula that is none',
    (file) => (file.deposits[0]!.reoPercent['Xx2O3'] = 1),
    ['$.deposits[0].reoPercent.Xx2O3 is no formula of a rare-earth'],
  ],
  ['a share below 0', (file) => (file.deposits[0]!.reoPercent['CeO2'] = -10), ['$.deposits[0].reoPercent.CeO2 is below 0']],
  [
    'shares of 130 %',
    (file) => (file.deposits[0]!.reoPercent['CeO2'] = 40),
    ['$.deposits[0].reoPercent adds up to more than 100 %'],
  ],
];

/** Gives the works a cascade. */
function declareCascade(file: ReturnType<typeof sample>, wrong: object): void {
  const cascade = {
    name: 'Pr/Nd',
    cut: ['Pr', 'Nd'],
    stages: 80,
    extractionMax: null,
    factor: null,
    factorSource: null,
    from: '2012-01-01',
    to: null,
  };
  Object.assign(file.sites[1]!, { cascades: [{ ...cascade, ...wrong }] });
}

for (const [what, change, expected] of REFUSED) {
  test(`refused with its path: ${what}`, () => {
    const problems = problemsOf(change);
    assert.equal(problems.length, expected.length, problems.join('\n'));
    expected.forEach((start, index) => assert.ok(problems[index]?.startsWith(start), `${problems[index]} / ${start}`));
  });
}

test('every problem is listed, not only the first', () => {
  const problems = problemsOf((file) => {
    file.sites[1]!.kind = 'palace';
    file.sites[1]!.organisation = party(9);
    file.permits[0]!.limit.quantity = -1;
    file.quotas[1]!.parent = 'Q-9';
  });
  assert.deepEqual(
    problems.map((problem) => problem.split(' ')[0]),
    ['$.sites[1].kind', '$.permits[0].limit.quantity', '$.sites[1].organisation', '$.quotas[1].parent'],
  );
});

test('text that is no JSON, and JSON that is no registry', () => {
  for (const input of ['', '{', '[]', 'null', '7', '"x"', 'NaN', null, undefined, 7, []]) {
    const answer = readRegistry(input);
    assert.ok(!answer.ok);
    assert.equal(answer.problems[0]?.path, '$', String(input));
  }
  const empty = readRegistry('{}');
  assert.ok(!empty.ok);
  assert.equal(empty.problems.length, 7);
});

test('references may point into the registry on record, and a circle across both is found', () => {
  const known = read(sample());
  const nothing = { organisations: [], sites: [], products: [], permits: [], quotas: [], lists: [], deposits: [] };
  const more = { ...nothing, sites: [{ ...sample().sites[0], id: place(3) }] };
  assert.ok(!readRegistry(more).ok);
  assert.ok(readRegistry(more, known).ok);
  const turned = readRegistry({ ...nothing, organisations: [{ ...sample().organisations[0], group: PLANT }] }, known);
  assert.ok(!turned.ok);
  assert.deepEqual(
    turned.problems.map(({ path }) => path),
    ['$.organisations[0].group'],
  );
});

test('any JSON value is answered, never thrown at', () => {
  fc.assert(
    fc.property(
      fc.jsonValue(),
      fc.constantFrom('organisations', 'sites', 'products', 'permits', 'quotas', 'lists', 'deposits'),
      (value, name) => {
        readRegistry(value);
        readRegistry({ ...sample(), [name]: value });
        readRegistry({ ...sample(), [name]: [value] });
      },
    ),
  );
});

test('the view answers by id in any form', () => {
  const view = viewRegistry(read(sample()));
  assert.equal(view.site(MINE)?.name.en, 'Mine One');
  assert.equal(view.site('urn:epc:id:sgln:6950000.00011.0')?.id, MINE);
  assert.equal(view.site(`${MINE}/254/dock`)?.id, MINE);
  assert.equal(view.site(place(9)), undefined);
  assert.equal(view.organisation(PLANT)?.group, GROUP);
  assert.equal(view.productOfLot(`${OXIDE}/10/LOT-7`)?.kind, 'oxide');
  assert.equal(view.productOfLot('urn:epc:class:lgtin:6950000.000100.LOT-7')?.kind, 'oxide');
  assert.equal(view.productOfLot('https://example.org/lot'), undefined);
  assert.deepEqual(
    view.sitesOf(PLANT).map((site) => site.id),
    [MINE, WORKS],
  );
  assert.deepEqual(view.sitesOf(GROUP), []);
  assert.equal(view.depositOf(MINE)?.name, 'Xunwu');
  assert.equal(view.depositOf(WORKS), undefined);
  assert.deepEqual(
    view.permitsOf(PLANT).map((permit) => permit.id),
    ['P-1'],
  );
  assert.equal(view.nameOf(OXIDE)?.zh, '氧化镨钕');
  assert.equal(view.groupOf.get(PLANT), GROUP);
});

test('members of a group are all below it', () => {
  const file = sample();
  file.organisations.push({ ...file.organisations[1]!, id: party(3), group: PLANT });
  const view = viewRegistry(read(file));
  assert.deepEqual(
    view.membersOf(GROUP).map(({ id }) => id),
    [PLANT, party(3)],
  );
  assert.deepEqual(view.membersOf(party(3)), []);
});

test('names are found in both languages, whole, in part and with a slip', () => {
  const view = viewRegistry(read(sample()));
  const found = (text: string) => view.search(text).map(({ id }) => id);
  assert.deepEqual(found('氧化镨钕'), [OXIDE]);
  assert.deepEqual(found('镨钕'), [OXIDE, PLANT]);
  assert.deepEqual(found('prnd OXIDE'), [OXIDE]);
  assert.deepEqual(found('ｍｉｎｅ'), [MINE]);
  assert.deepEqual(found('Separatoin Works'), [WORKS]);
  assert.deepEqual(found('矿'), [MINE]);
  assert.deepEqual(found(MINE), [MINE]);
  assert.deepEqual(found('nothing like it'), []);
  assert.deepEqual(found('  '), []);
  assert.equal(view.search('e', 2).length, 2);
});

test('a merge upserts by id and names the sites and products whose events must be posted anew', () => {
  const old = read(sample());
  const file = sample();
  file.sites[0]!.ore = 'light';
  file.sites[1]!.name.en = 'Renamed';
  file.sites.push({ ...file.sites[1]!, id: place(3) });
  file.products[0]!.kind = 'salt';
  file.organisations.shift();
  file.organisations[0]!.group = null;
  file.quotas.shift();
  file.quotas[0]!.parent = null;
  file.quotas[0]!.holder = PLANT;
  const added = read(file);
  const merged = mergeRegistry(old, added);
  assert.deepEqual(
    merged.changedSites.map(({ id, before }) => [id, before?.ore ?? null]),
    [
      [MINE, 'ion'],
      [place(3), null],
    ],
  );
  assert.deepEqual(
    merged.changedProducts.map(({ id }) => id),
    [OXIDE],
  );
  assert.deepEqual(
    merged.registry.organisations.map(({ id }) => id),
    [GROUP, PLANT],
  );
  assert.equal(merged.registry.sites[1]?.name.en, 'Renamed');
  assert.equal(merged.registry.lists.length, 1);
  assert.equal(merged.registry.deposits.length, 1);
  assert.deepEqual(mergeRegistry(merged.registry, added).changedSites, []);
});
