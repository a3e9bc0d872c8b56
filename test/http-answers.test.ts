/** Our own routes: every answer is as /openapi.json describes it. */
import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { documentOf, objectEvent, TestServer, without, type JsonObject } from './support/http.ts';

interface Description {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, { readonly get?: { readonly parameters?: readonly JsonObject[] } }>>;
}

const LOT = 'https://id.gs1.org/01/09521234500010/10/L1';
const SITE = 'https://id.gs1.org/414/4012345002256';

describe('the answers', () => {
  const empty = new TestServer();
  const filled = new TestServer();
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  let description: Description;

  before(async () => {
    description = (await (await empty.get('/openapi.json')).json()) as Description;
    ajv.addSchema(description, 'own');
    const mined = {
      ...without(objectEvent(1), 'epcList'),
      action: 'ADD',
      bizStep: 'commissioning',
      bizLocation: { id: SITE },
      quantityList: [{ epcClass: LOT, quantity: 100, uom: 'KGM' }],
      'ree:assays': [{ lot: LOT, percent: { Nd2O3: 20, La2O3: 30 } }],
    };
    const job = await filled.job(await filled.post('/capture', documentOf([mined])));
    assert.equal(job['success'], true, JSON.stringify(job));
  });

  /** Asks, and fails when the answer is not 200 or not as described. */
  async function answered(server: TestServer, path: string): Promise<void> {
    const response = await server.get(path);
    const text = await response.text();
    assert.equal(response.status, 200, `${path}: ${text}\n${server.logged.join('\n')}`);
    const route = (path.split('?')[0] ?? '').replaceAll('/', '~1');
    const validate = ajv.compile({ $ref: `own#/paths/${route}/get/responses/200/content/application~1json/schema` });
    assert.ok(validate(JSON.parse(text)), `${path}: ${ajv.errorsText(validate.errors)}\n${text.slice(0, 1000)}`);
  }

  it('are described in OpenAPI 3.1', () => {
    assert.equal(description.openapi, '3.1.0');
    const own = Object.keys(description.paths).filter((path) => path.startsWith('/api/') && !path.startsWith('/api/access/'));
    assert.equal(own.length, 56);
    const names = description.paths['/api/lineage']?.get?.parameters?.map((parameter) => parameter['name']);
    assert.deepEqual(names, ['id', 'direction', 'offset', 'limit', 'asOf', 'knownAt']);
  });

  it('are given on an empty record', async () => {
    for (const name of [
      'status',
      'overview',
      'overview?year=2015',
      'organisations',
      'enterprises',
      'sites',
      'quotas',
      'flags',
      'rules',
      'cases',
      'conduct',
      'releases',
      'patrols',
      'enterprise-list?year=2015',
      'price-index',
      'price-index?currency=USD&base=2015-01',
      'forms?period=2015-03',
      'statistics?dataset=exports&period=2015',
      'norm-conditions',
      'lists',
      'lists?name=x',
      'credit',
      'inspection-draw?seed=x',
      'indicators',
      'unaccounted-sites',
      'balance-map',
      'map',
      'reserves',
      'balance',
      'search?q=nd',
      'scan?code=none',
      'scan?code=(01)09506000134352(10)A',
    ]) {
      await answered(empty, `/api/${name}`);
    }
  });

  it('are given on a record with a lot', async () => {
    const id = encodeURIComponent(LOT);
    const site = encodeURIComponent(SITE);
    const asked = [
      'status',
      'overview?year=2025',
      `site?id=${site}`,
      `lot?id=${id}`,
      `lot?id=${id}&asOf=2025-06-30`,
      `feasibility?id=${id}`,
      `lineage?id=${id}&direction=down`,
      `trace?id=${id}`,
      `balance?site=${site}&element=Nd&from=2025-01-01&to=2025-12-31`,
      `month?site=${site}&month=2025-01`,
      `month?site=${site}&month=2025-01&element=Nd&asOf=2025-01-20`,
      'quotas?year=2025',
      'enterprises?asOf=2015-12-31',
      'flags',
      `flags?severity=warning&site=${site}&knownAt=2025-02-01`,
      `unaccounted?site=${site}&year=2025`,
      `unaccounted?site=${site}&element=Nd`,
      'unaccounted-sites?year=2025',
      'balance-map?year=2025&element=Nd',
      'search?q=L1',
      `scan?code=${id}`,
      `scan?code=${site}`,
    ];
    for (const path of asked) await answered(filled, `/api/${path}`);
  });

  it('say what is not on record', async () => {
    for (const path of [
      'lot?id=none',
      'site?id=none',
      'organisation?id=none',
      'feasibility?id=none',
      'flag?id=none',
      'flags?rule=none',
      'flags?organisation=none',
      'unaccounted?site=none',
      'lineage?id=none',
      'trace?id=none',
      'balance?site=none',
      'month?site=none&month=2025-01',
      'month?organisation=none&month=2025-01',
    ]) {
      const response = await filled.get(`/api/${path}`);
      assert.equal(response.status, 404, path);
      const body = (await response.json()) as JsonObject;
      assert.deepEqual([body['type'], body['id']], ['https://w3id.org/ytterby/problems/not-on-record', 'none'], path);
    }
  });

  it('say which parameter cannot be used', async () => {
    for (const path of [
      'overview?asOf=2015',
      'lot',
      'lot?id=a&knownAt=now',
      'lineage?id=a&direction=left',
      'site?id=a&limit=0',
      'status?x=1',
      'quotas?year=x',
      'flags?severity=bad',
      'unaccounted',
      'month?site=a',
      'month?site=a&month=2025-13',
      'month?month=2025-01',
      'month?site=a&organisation=b&month=2025-01',
      'scan',
      'label?id=a&size=a5',
    ]) {
      const response = await filled.get(`/api/${path}`);
      assert.equal(response.status, 400, path);
      assert.equal(((await response.json()) as JsonObject)['type'], 'https://w3id.org/ytterby/problems/parameter');
    }
  });
});
