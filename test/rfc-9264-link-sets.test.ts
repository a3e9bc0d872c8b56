/**
 * The resolver: link sets against the schema of RFC 9264 and that of GS1 (gs1/linkset), and what a GS1-Conformant Resolver answers.
 * The two schemas contradict each other: GS1 demands `itemDescription`, the other forbids it. So there are two forms, each judged by its own.
 */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { before, describe, test } from 'node:test';
import { Ajv, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import { gs1CheckDigit } from '../src/epcis/index.ts';
import { PRIMARY_KEYS } from '../src/gs1/index.ts';
import { createServer } from '../src/server/index.ts';
import { becomes, Bench, enters, kg, lotOf, PALLET, PARTIES, SITES } from './support/ree-events.ts';

const FOLDER = new URL('../../shared/data/linkset/', import.meta.url);
const PLAIN = 'application/linkset+json;profile="https://www.rfc-editor.org/info/rfc9264"';
const BASE = 'http://localhost';

type Json = Record<string, unknown>;
type Set = { linkset: [Json & { anchor: string }] };

function file(name: string): Json {
  assert.ok(existsSync(FOLDER), `the test reads ../shared/data/linkset, which is missing: ${FOLDER.pathname}`);
  return JSON.parse(readFileSync(new URL(name, FOLDER), 'utf8')) as Json;
}

/** A schema as a judge; its word for a name is ours to ignore. */
function judge(name: string): ValidateFunction {
  const ajv = new Ajv({ strict: false, allErrors: true });
  (addFormats as unknown as (to: Ajv) => void)(ajv);
  return ajv.compile(file(name));
}

function assertValid(validate: ValidateFunction, value: unknown): void {
  assert.ok(validate(value), `${JSON.stringify(validate.errors?.slice(0, 3))} in ${JSON.stringify(value)}`);
}

const [byRfc, byGs1] = [judge('linkset-schema.json'), judge('gs1-linkset-schema.json')];

test('the judges know right from wrong', () => {
  assertValid(byRfc, file('valid-basic-example.json'));
  assertValid(byGs1, file('valid-gs1-example.json'));
  assert.ok(!byRfc(file('invalid-basic-example.json')));
  assert.ok(!byGs1(file('invalid-gs1-example.json')));
  assert.ok(
    !byRfc(file('valid-gs1-example.json')) && !byGs1(file('valid-basic-example.json')),
    'the two cannot be served by one form',
  );
});

const LOT = lotOf('oxide', 'B-7');
const ITEM = lotOf('magnet', 'x').replace(/10\/x$/, '21/M-1');
const ASSET = 'https://id.gs1.org/8004/9506000DRUM-1';
const path = (id: string): string => id.replace('https://id.gs1.org', '');

let http: ReturnType<typeof createServer>;

before(async () => {
  const bench = await Bench.open();
  await bench.capture([
    enters('2015-01-10T08:00:00Z', SITES.mine, lotOf('concentrate', 'A%2F1'), 900, { CeO2: 30, Nd2O3: 20 }),
    becomes('2015-02-01T08:00:00Z', SITES.plant, [kg(lotOf('concentrate', 'A%2F1'), 400)], [kg(LOT, 100)], {
      [LOT]: { Nd2O3: 80 },
    }),
    {
      ...enters('2015-03-01T08:00:00Z', SITES.magnets, lotOf('magnet', 'm'), 5),
      quantityList: [],
      epcList: [ITEM, PALLET, ASSET],
    },
  ]);
  http = createServer(bench.app, { webRoot: null, bodyLimitBytes: 1000, log: (line) => assert.fail(line) });
});

const ask = async (at: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Response> =>
  http.request(at, { method, headers });

async function setOf(at: string, accept = 'application/linkset+json'): Promise<Set> {
  const response = await ask(at, { accept });
  assert.equal(response.status, 200, `${at}: ${await response.clone().text()}`);
  return (await response.json()) as Set;
}

/** One of each kind of thing on record. */
const THINGS = [
  LOT,
  lotOf('concentrate', 'A%2F1'),
  ITEM,
  PALLET,
  ASSET,
  SITES.mine,
  `${SITES.mine}/254/Gate`,
  PARTIES.making,
  LOT.replace(/\/10.*/, ''),
];

describe('link sets', () => {
  test('of everything on record are valid, in both forms', async () => {
    for (const id of THINGS) {
      const full = await setOf(path(id));
      assertValid(byGs1, full);
      assertValid(byRfc, await setOf(path(id), PLAIN));
      assert.equal(full.linkset[0].anchor, BASE + path(id));
    }
  });

  test('lead to addresses that answer', async () => {
    for (const id of THINGS) {
      const [context] = (await setOf(path(id))).linkset;
      const links = Object.entries(context).flatMap(([relation, all]) => (relation.startsWith('https:') ? (all as Json[]) : []));
      assert.ok(links.length >= 3);
      for (const { href, type } of links) {
        const answer = await ask(String(href), { accept: String(type) });
        assert.equal(answer.status, 200, `${String(href)}: ${await answer.clone().text()}`);
        assert.ok(answer.headers.get('content-type')?.startsWith(String(type)), String(href));
      }
    }
  });

  test('are what linkType=linkset and the older linkType=all ask for, and Accept: application/json', async () => {
    for (const [at, accept, type] of [
      [`${path(LOT)}?linkType=linkset`, '*/*', 'application/linkset+json'],
      [`${path(LOT)}?linkType=all`, 'text/html', 'application/linkset+json'],
      [path(LOT), 'application/json', 'application/json'],
      [path(LOT), PLAIN, 'application/linkset+json'],
    ] as const) {
      const response = await ask(at, { accept });
      assert.equal(response.status, 200, at);
      assert.equal(response.headers.get('content-type'), type);
      assert.match(response.headers.get('link') ?? '', /rel="http:\/\/www\.w3\.org\/ns\/json-ld#context"/);
    }
  });

  test('say it in text too', async () => {
    const response = await ask(path(LOT), { accept: 'application/linkset' });
    assert.equal(response.headers.get('content-type'), 'application/linkset');
    const lines = (await response.text()).trim().split(',\n');
    assert.ok(lines.length > 5);
    for (const line of lines)
      assert.match(
        line,
        /^<http:\/\/localhost\/[^>]+>; rel="https:\/\/ref\.gs1\.org\/voc\/\w+"; .*anchor="http:\/\/localhost\/01\/\d+\/10\/B-7"/,
      );
  });

  test('carry the public address where one is configured', async () => {
    const bench = await Bench.open();
    const behind = createServer(bench.app, { webRoot: null, bodyLimitBytes: 1000, publicUrl: 'https://id.plant.example/codes' });
    const response = await behind.request(path(SITES.mine), { headers: { accept: 'application/linkset+json' } });
    const { linkset } = (await response.json()) as Set;
    assert.equal(linkset[0].anchor, `https://id.plant.example/codes${path(SITES.mine)}`);
  });
});

describe('redirection', () => {
  const led = async (at: string, headers: Record<string, string> = {}): Promise<string | null> => {
    const response = await ask(at, headers);
    assert.equal(response.status, 307, `${at}: ${await response.clone().text()}`);
    return response.headers.get('location');
  };
  const page = (kind: string, id: string): string => `${BASE}/${kind}?id=${encodeURIComponent(id)}`;
  const passport = (id: string): string => `${BASE}/passports/${encodeURIComponent(id)}`;

  test('leads to the page of each kind of thing', async () => {
    assert.equal(await led(path(LOT)), passport(LOT));
    assert.equal(await led(path(PALLET)), passport(PALLET));
    assert.equal(await led(path(SITES.plant)), page('site', SITES.plant));
    assert.equal(await led(path(PARTIES.mining)), page('organisation', PARTIES.mining));
    assert.equal(await led(LOT.replace(/.*(\/01\/\d+).*/, '$1')), `${BASE}/search?q=${LOT.slice(22, 36)}`);
    assert.equal(await led(path(LOT).replace('/10/', '/22/V2/10/')), passport(LOT), 'a variant is of the same product');
    assert.equal(await led(path(LOT).replace('/01/0', '/01/')), passport(LOT), 'a GTIN of 13 digits');
  });

  test('speaks the language of the reader, and hands on what else was asked', async () => {
    assert.equal(await led(path(LOT), { 'accept-language': 'en-GB,zh;q=0.5' }), `${passport(LOT)}?lang=en`);
    assert.equal(await led(path(LOT), { 'accept-language': 'de,zh-CN;q=0.7,en;q=0.3' }), `${passport(LOT)}?lang=zh`);
    assert.equal(await led(path(LOT), { 'accept-language': 'de' }), passport(LOT));
    assert.equal(await led(`${path(LOT)}?asOf=2015-03-01&3103=000195`), `${passport(LOT)}?asOf=2015-03-01&3103=000195`);
  });

  test('by link type, named short or in full', async () => {
    const events = `${BASE}/events?MATCH_anyEPCClass=${encodeURIComponent(LOT)}`;
    assert.equal(await led(`${path(LOT)}?linkType=gs1:epcis`), events);
    assert.equal(await led(`${path(LOT)}?linkType=https://ref.gs1.org/voc/epcis`), events);
    assert.equal(await led(`${path(LOT)}?linkType=gs1:pip`, { 'accept-language': 'en' }), `${passport(LOT)}?lang=en`);
    assert.equal(await led(`${path(LOT)}?linkType=gs1:traceability`), `${passport(LOT)}?lang=zh`);
    assert.equal(
      await led(`${path(LOT)}?linkType=gs1:traceability`, { accept: 'application/json' }),
      `${BASE}/api/trace?id=${encodeURIComponent(LOT)}`,
    );
    assert.equal(await led(`${path(SITES.mine)}?linkType=gs1:locationInfo`), `${page('site', SITES.mine)}&lang=zh`);
  });

  test('carries its links in the header, and says on what it depends', async () => {
    const { headers } = await ask(path(LOT), {}, 'HEAD');
    const link = headers.get('link') ?? '';
    assert.ok(link.includes(`<${BASE}${path(LOT)}?linkType=linkset>; rel="linkset"; type="application/linkset+json"`));
    assert.ok(link.includes(`<${LOT}>; rel="http://www.w3.org/2002/07/owl#sameAs"`));
    assert.match(link, /rel="https:\/\/ref\.gs1\.org\/voc\/epcis"/);
    assert.equal(headers.get('vary'), 'Accept, Accept-Language');
    assert.equal(headers.get('access-control-allow-origin'), '*');
    assert.equal(headers.get('access-control-expose-headers'), 'Link, Location');
  });
});

describe('what the resolver refuses', () => {
  async function problem(at: string, status: number): Promise<Json> {
    const response = await ask(at);
    assert.equal(response.status, status, `${at}: ${await response.clone().text()}`);
    assert.match(response.headers.get('content-type') ?? '', /^application\/problem\+json/);
    assert.equal(response.headers.get('access-control-allow-origin'), '*');
    return (await response.json()) as Json;
  }

  test('a wrong check digit and other malformed codes: 400 with the code and the place', async () => {
    const wrong = await problem(
      path(LOT).replace(/(\d)\/10/, (_, digit) => `${(Number(digit) + 1) % 10}/10`),
      400,
    );
    assert.deepEqual(
      [wrong['type'], wrong['code'], wrong['ai']],
      ['https://w3id.org/ytterby/problems/code', 'check-digit', '01'],
    );
    for (const [at, code] of [
      ['/01/123', 'value-length'],
      ['/01/', 'value-missing'],
      ['/01/09506000134352/10', 'key-missing'],
      ['/01/09506000134352/21/S/10/L', 'qualifier-order'],
      ['/414/9506000134376/10/L', 'qualifier-of-another-key'],
      ['/01/09506000134352/10/%C3%A9', 'value-characters'],
      ['/01/09506000134352?17=251301', 'date'],
      ['/00/340123451111111112', 'check-digit'],
    ]) {
      assert.equal((await problem(at!, 400))['code'], code, at);
    }
  });

  test('what is not on record: 404 that says what', async () => {
    assert.equal((await problem(`${path(LOT)}X`, 404))['what'], 'lot');
    assert.equal((await problem('/01/04012345123456', 404))['what'], 'product');
    assert.equal((await problem(`${path(LOT)}/21/S9`, 404))['what'], 'item');
    assert.equal((await problem('/00/340123451111111111', 404))['what'], 'container');
    assert.equal((await problem('/417/4000001000005', 404))['what'], 'organisation');
    assert.equal((await problem('/414/4000001000005', 404))['what'], 'site');
    assert.equal((await problem('/8004/9506000NONE', 404))['what'], 'identifier');
  });

  test('a link type that there is none of: 404 that lists those there are', async () => {
    const { available } = await problem(`${path(LOT)}?linkType=gs1:recipeInfo`, 404);
    assert.ok(Array.isArray(available) && available.includes('gs1:epcis'));
    await problem(`${path(LOT)}?linkType=schema:sameAs`, 404);
  });

  test('other methods', async () => {
    const response = await ask(path(LOT), {}, 'DELETE');
    assert.equal(response.status, 405);
    assert.equal(response.headers.get('allow'), 'GET, HEAD, OPTIONS');
    const options = await ask(path(LOT), {}, 'OPTIONS');
    assert.equal(options.status, 204);
    assert.equal(options.headers.get('access-control-allow-methods'), 'GET, HEAD, OPTIONS');
  });
});

test('every primary key is answered: an unknown one with 404, a wrong one with 400', async () => {
  const gln = '4012345000054';
  const values: Record<string, string> = {
    '00': '340123451111111111',
    '01': '04012345123456',
    '402': withCheckDigit('9506000000000001'),
    '401': '9506000A',
    '8003': `0${gln}`,
    '8004': '9506000A',
    '8006': '095060001343520102',
    '8010': '9506000A',
    '8017': withCheckDigit('95060000000000001'),
    '8018': withCheckDigit('95060000000000001'),
  };
  for (const key of PRIMARY_KEYS.keys()) {
    assert.equal((await ask(`/${key}/${values[key] ?? gln}`)).status, 404, key);
    assert.equal((await ask(`/${key}/~`)).status, 400, key);
  }
});

function withCheckDigit(digits: string): string {
  return digits + gs1CheckDigit(digits);
}

test('the description of the resolver is at its well-known place', async () => {
  const response = await ask('/.well-known/gs1resolver');
  const described = (await response.json()) as Json;
  assert.equal(described['resolverRoot'], BASE);
  assert.deepEqual(described['supportedPrimaryKeys'], [...PRIMARY_KEYS.keys()]);
  assert.deepEqual(described['supportedLinkType'], [{ namespace: 'https://ref.gs1.org/voc/', prefix: 'gs1:' }]);
  assert.equal(response.headers.get('access-control-allow-origin'), '*');
});
