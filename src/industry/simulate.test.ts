import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { Ajv } from 'ajv';
import formats from 'ajv-formats';
import {
  FACT_FILES,
  gs1CheckDigit,
  readFacts,
  simulateIndustry,
  summarise,
  usciCheckCharacter,
  type IndustryFacts,
} from './index.ts';
import type { JsonObject } from './recorder.ts';

const texts = Object.fromEntries(
  FACT_FILES.map((file) => [file, readFileSync(new URL(`../../data/${file}`, import.meta.url), 'utf8')]),
);
const facts: IndustryFacts = readFacts(texts);
const YEAR_2015 = { year: 2015, seed: 1, scale: 0.07 };
const industry = simulateIndustry(facts, YEAR_2015);
const summary = summarise(industry.events, industry.registry);

function hashOf(events: Iterable<JsonObject>): string {
  const hash = createHash('sha256');
  for (const event of events) hash.update(`${JSON.stringify(event)}\n`);
  return hash.digest('hex');
}

function sum(values: Iterable<number>): number {
  return [...values].reduce((a, b) => a + b, 0);
}

function assertNear(actual: number, expected: number, relative: number, what: string): void {
  assert.ok(
    Math.abs(actual / expected - 1) <= relative,
    `${what}: ${actual.toFixed(0)}, expected ${expected} within ${relative * 100} %`,
  );
}

test('the same seed gives the same bytes, another seed others, and the total is right', () => {
  const small = { year: 2015, scale: 0.02 };
  const first = simulateIndustry(facts, { ...small, seed: 5 });
  const hash = hashOf(first.events);
  assert.equal(hashOf(first.events), hash, 'read twice');
  assert.equal(hashOf(simulateIndustry(readFacts(texts), { ...small, seed: 5 }).events), hash, 'made anew');
  assert.notEqual(hashOf(simulateIndustry(facts, { ...small, seed: 6 }).events), hash);
  assert.equal(first.total, [...first.events].length);
});

test('events come in strictly rising event time, inside the year but for carry-over mining, each with its own identifier', () => {
  const ids = new Set<unknown>();
  let last = '';
  for (const event of industry.events) {
    const time = String(event['eventTime']);
    assert.ok(time > last, `${time} after ${last}`);
    last = time;
    ids.add(event['eventID']);
    if (!time.startsWith('2015-'))
      assert.ok(
        (time.startsWith('2014-12-') && event['action'] === 'ADD') ||
          event['type'] === 'TransformationEvent' ||
          event['bizStep'] === 'inspecting',
        time,
      );
  }
  assert.equal(ids.size, summary.events);
});

test('2015 at any scale has the tonnes of the public figures', () => {
  for (const scale of [0.02, 0.07, 0.2]) {
    const at = simulateIndustry(facts, { ...YEAR_2015, scale });
    const { minedReo, separatedReo, separationFeedReo, exported, problems } = summarise(at.events, at.registry);
    assertNear(minedReo.get('2015/light') ?? 0, 87_100, 0.03, `light ore at scale ${scale}`);
    assertNear(minedReo.get('2015/ion') ?? 0, 17_900, 0.03, `ion ore at scale ${scale}`);
    assertNear(sum(separatedReo.values()), 100_100, 0.08, `separation at scale ${scale}`);
    assertNear(
      sum(separatedReo.values()) / separationFeedReo,
      0.907,
      0.01,
      'recovery between 90 % (light) and 94 % (ion), Table 1',
    );
    const products = ['oxide', 'salt', 'mixed-compound', 'metal', 'alloy'];
    assertNear(sum(products.map((kind) => exported.get(kind) ?? 0)), 34_832, 0.04, `exports at scale ${scale}`);
    assert.deepEqual(problems, []);
  }
});

test('no lot is used before it exists or beyond what it holds, and no process gives more than it took', () => {
  for (const seed of [2, 3, 4]) {
    const other = simulateIndustry(facts, { year: 2015, seed, scale: 0.05 });
    assert.deepEqual(summarise(other.events, other.registry).problems, [], `seed ${seed}`);
  }
});

test('the replay notices what must not be', () => {
  const steps = [...industry.events];
  const shipped = steps.find((event) => event['bizStep'] === 'shipping' && event['quantityList'] !== undefined);
  assert.ok(shipped !== undefined);
  assert.match(summarise([shipped], industry.registry).problems.join(), /not on record.*more used than it holds/s);
  const process = steps.find((event) => event['type'] === 'TransformationEvent');
  assert.ok(process !== undefined);
  const doubled = {
    ...process,
    outputQuantityList: JSON.parse(
      JSON.stringify(process['outputQuantityList']).replaceAll(/"quantity":/g, '"quantity":1'),
    ) as JsonObject[],
  };
  const upTo = steps.slice(0, steps.indexOf(process));
  assert.match(summarise([...upTo, doubled], industry.registry).problems.join(), /more out than in/);
});

test('no mine and no separation plant draws more than its quota', () => {
  const granted = (site: string, stage: string): number => {
    const holder = industry.registry.sites.find((one) => one.id === site)?.organisation;
    return sum(
      industry.registry.quotas
        .filter((row) => row.year === 2015 && row.stage === stage && row.holder === holder)
        .map((row) => row.reoTonnes),
    );
  };
  for (const [site, tonnes] of summary.separatedReo) assert.ok(tonnes <= granted(site, 'separation'), `${site}: ${tonnes}`);
  for (const [key, tonnes] of summary.minedReo)
    if (key.startsWith('2015/https')) assert.ok(tonnes <= granted(key.slice(5), 'mining'), `${key}: ${tonnes}`);
});

test('every kind of event of FORMATS occurs', () => {
  const expected = [
    'ObjectEvent/commissioning',
    'ObjectEvent/shipping',
    'ObjectEvent/receiving',
    'ObjectEvent/inspecting',
    'ObjectEvent/stock_taking',
    'ObjectEvent/storing',
    'ObjectEvent/removing',
    'ObjectEvent/decommissioning',
    'TransformationEvent/commissioning',
    'AggregationEvent/packing',
    'AggregationEvent/unpacking',
  ];
  for (const step of expected) assert.ok((summary.byStep.get(step) ?? 0) > 0, step);
});

test('the scale for npm start gives 15 000–25 000 events', () => {
  assert.ok(summary.events >= 15_000 && summary.events <= 25_000, `${summary.events}`);
});

test('the industry has the numbers of enterprises of the plan, and unique, checked identifiers', () => {
  const { organisations, sites, products } = industry.registry;
  const grouped = (role: string): number[] => {
    const all = organisations.filter((one) => one.roles.includes(role));
    return [all.length, all.filter((one) => one.group !== null).length];
  };
  assert.deepEqual(grouped('mine'), [facts.counts.get('mines'), facts.counts.get('mines-in-groups')]);
  assert.deepEqual(grouped('separation'), [
    facts.counts.get('separation-enterprises'),
    facts.counts.get('separation-enterprises-in-groups'),
  ]);
  assert.equal(new Set(organisations.map((one) => one.group).filter((group) => group !== null)).size, 6);
  assert.equal(industry.registry.lists.length, 45);
  for (const { usci } of organisations) if (usci !== null) assert.equal(usciCheckCharacter(usci.slice(0, 17)), usci[17]);
  for (const { id } of [...organisations, ...sites, ...products]) {
    const digits = id.slice(id.lastIndexOf('/') + 1);
    assert.equal(gs1CheckDigit(digits.slice(0, -1)), digits.slice(-1), id);
  }
  assert.equal(
    new Set([...organisations, ...sites, ...products].map((one) => one.id)).size,
    organisations.length + sites.length + products.length,
  );
});

test('every reference in the registry holds', () => {
  const { organisations, sites, permits, quotas, lists, deposits } = industry.registry;
  const known = new Set(organisations.map((one) => one.id));
  const knownSites = new Set(sites.map((one) => one.id));
  const references = [
    organisations.map((one) => one.group),
    sites.map((one) => one.organisation),
    permits.map((one) => one.holder),
    quotas.map((one) => one.holder),
    lists.map((one) => one.organisation),
  ];
  for (const reference of references.flat()) assert.ok(reference === null || known.has(reference), String(reference));
  for (const { site } of permits) assert.ok(site === null || knownSites.has(site));
  for (const { deposit, kind } of sites)
    assert.ok(kind === 'mine' ? deposits.some((one) => one.name === deposit) : deposit === null);
  for (const { reoPercent, name } of deposits) assertNear(sum(Object.values(reoPercent)), 100, 1e-4, name);
});

test('every assumption in the table is used, and one that is missing is named', () => {
  const fresh = readFacts(texts);
  const { events, registry } = simulateIndustry(fresh, YEAR_2015);
  assert.ok(summarise(events, registry).events > 0);
  assert.deepEqual(
    fresh.assumptions.names.filter((name) => !fresh.assumptions.asked.has(name)),
    [],
  );
  const without = readFacts({
    ...texts,
    'assumptions.csv': (texts['assumptions.csv'] ?? '').replace(/^metal\.recovery,.*\n/m, ''),
  });
  assert.throws(() => hashOf(simulateIndustry(without, YEAR_2015).events), /no assumption is named metal\.recovery/);
});

test('shares in the table of assumptions sum to one', () => {
  const { names } = facts.assumptions;
  const under = (prefix: string) => facts.assumptions.under(prefix);
  const uses = new Set(names.filter((name) => name.startsWith('use.')).map((name) => name.split('.').slice(0, 2).join('.')));
  uses.delete('use.daysMean');
  for (const prefix of [...[...uses].map((use) => `${use}.`), 'export.share.', 'export.country.']) {
    assertNear(sum(under(prefix).map(([, value]) => value)), 1, 1e-9, prefix);
  }
});

test('other years with a quota work too', () => {
  for (const year of [2009, 2012, 2018, 2024]) {
    const other = simulateIndustry(facts, { year, seed: 1, scale: 0.02 });
    const { minedReo, problems } = summarise(other.events, other.registry);
    const quota =
      facts.nationalQuotas.find((row) => row.year === year && row.batch === 'year' && row.stage === 'mining' && row.ore === 'any')
        ?.reoTonnes ?? 0;
    assertNear((minedReo.get(`${year}/light`) ?? 0) + (minedReo.get(`${year}/ion`) ?? 0), quota, 0.03, `mining of ${year}`);
    assert.deepEqual(problems, []);
  }
});

test('options outside their range and facts that are missing or broken are refused by name', () => {
  for (const year of [2008, 2025, 2015.5, Number.NaN])
    assert.throws(() => simulateIndustry(facts, { ...YEAR_2015, year }), /year: expected 2009…2024/);
  for (const scale of [0, -1, 1e4, Number.NaN])
    assert.throws(() => simulateIndustry(facts, { ...YEAR_2015, scale }), /scale: expected/);
  for (const seed of [1.5, Number.NaN, Number.POSITIVE_INFINITY])
    assert.throws(() => simulateIndustry(facts, { ...YEAR_2015, seed }), /seed: expected/);
  assert.throws(
    () => readFacts({ ...texts, 'exports.csv': 'year,export_t,source,confidence\n2015,many,GAC,recalled\n' }),
    /exports\.csv: column export_t: expected a number, got 'many'/,
  );
  const { 'products.csv': removed, ...others } = texts;
  assert.ok(removed !== undefined);
  assert.throws(() => readFacts(others), /products\.csv is missing/);
  assert.throws(() => readFacts({ ...texts, 'assumptions.csv': 'name,value,unit,why\na,1,t,x\na,2,t,x\n' }), /a stands twice/);
  assert.throws(() => readFacts({ ...texts, 'assumptions.csv': 'name,value,unit,why\na,1,t,\n' }), /column why/);
});

const schemaFile = new URL('../../../shared/data/epcis/EPCIS-JSON-Schema.json', import.meta.url);

test(
  'a sample of the events is valid by the EPCIS 2.0 JSON schema',
  { skip: existsSync(schemaFile) ? false : '../shared/data/epcis/EPCIS-JSON-Schema.json is missing' },
  () => {
    const ajv = new Ajv({ strict: false, allErrors: false });
    formats.default(ajv);
    const isValid = ajv.compile(JSON.parse(readFileSync(schemaFile, 'utf8')) as object);
    const seen = new Map<string, number>();
    const sample = [...industry.events].filter((event, index) => {
      const step = `${String(event['type'])}/${String(event['bizStep'])}`;
      seen.set(step, (seen.get(step) ?? 0) + 1);
      return index % 61 === 0 || (seen.get(step) ?? 0) <= 3;
    });
    const document = {
      '@context': industry.context,
      type: 'EPCISDocument',
      schemaVersion: '2.0',
      creationDate: '2016-01-01T00:00:00+08:00',
      epcisBody: { eventList: sample },
    };
    assert.ok(isValid(document), ajv.errorsText(isValid.errors).slice(0, 500));
    const [first] = sample;
    assert.equal(isValid({ ...document, epcisBody: { eventList: [{ ...first, action: 'PERHAPS' }] } }), false);
  },
);
