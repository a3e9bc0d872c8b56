import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { before, describe, it } from 'node:test';
import { KEEPER, NO_MANDATE, PUBLIC, type Viewer } from '../src/access/index.ts';
import { openApplication, recordSimulatedYear, simulateYear, type Application } from '../src/app/index.ts';
import { createServer } from '../src/server/index.ts';
import { createMemoryStore } from '../src/store/index.ts';
import { NOW_MS } from './support/http.ts';

const ROOT = new URL('../data/', import.meta.url);
const SCALE = 0.01;
const LOTS_ASKED = 25;
/** Sites and organisations by GLN, lots by GTIN and lot number. */
const PARTY = /https:\/\/id\.gs1\.org\/41[47]\/\d{13}/g;
const LOT = /https:\/\/id\.gs1\.org\/01\/\d{14}\/10\/[A-Za-z0-9._-]+/g;

interface Organisation {
  readonly id: string;
  readonly roles: readonly string[];
  readonly group: string | null;
}

let app: Application;
let texts: { readonly hash: string; readonly text: string }[];

before(async () => {
  app = openApplication(createMemoryStore(), () => NOW_MS, '0');
  const simulated = simulateYear((name) => readFileSync(new URL(name, ROOT), 'utf8'), { year: 2015, seed: 3, scale: SCALE });
  await recordSimulatedYear(app, simulated, new AbortController().signal, () => undefined);
  const events = await app.whole.read((reader) => reader.scan({}, { afterSeq: 0, untilSeq: Infinity, limit: Infinity }));
  texts = events.map(({ hash, event }) => ({ hash, text: JSON.stringify(event) }));
});

function memberOf(organisation: string, role: Viewer['role'] = 'operator'): Viewer {
  return { account: 'someone', organisation, role, mandate: NO_MANDATE };
}

async function get(viewer: Viewer, path: string): Promise<{ status: number; text: string; next: string | null }> {
  const http = createServer(app.as(viewer), { webRoot: null, bodyLimitBytes: 1e6, log: () => undefined });
  const response = await http.request(path);
  const next = /<([^>]+)>; rel="next"/.exec(response.headers.get('link') ?? '')?.[1] ?? null;
  return { status: response.status, text: await response.text(), next };
}

/** The texts of all events that a viewer gets, page by page. */
async function eventsSeenBy(viewer: Viewer): Promise<string[]> {
  const seen: string[] = [];
  for (let path: string | null = '/events?perPage=500'; path !== null;) {
    const page: Awaited<ReturnType<typeof get>> = await get(viewer, path);
    assert.equal(page.status, 200, page.text);
    const { epcisBody } = JSON.parse(page.text) as { epcisBody: { queryResults: { resultsBody: { eventList: object[] } } } };
    seen.push(...epcisBody.queryResults.resultsBody.eventList.map((event) => JSON.stringify(event)));
    path = page.next;
  }
  return seen;
}

/** The first organisation of each role that the record has, and what is its own. */
async function enterprises(): Promise<{ organisation: Organisation; own: string[] }[]> {
  const { organisations } = JSON.parse((await get(KEEPER, '/api/organisations')).text) as { organisations: Organisation[] };
  const { sites } = JSON.parse((await get(KEEPER, '/api/sites')).text) as { sites: { id: string; organisation: string }[] };
  const chosen = ['mine', 'separation', 'metal', 'material', 'recycler'].flatMap(
    (role) => organisations.find(({ id, roles }) => roles.includes(role) && sites.some((site) => site.organisation === id)) ?? [],
  );
  return chosen.map((organisation) => ({
    organisation,
    own: [organisation.id, ...sites.filter((site) => site.organisation === organisation.id).map(({ id }) => id)],
  }));
}

const mentioned = (all: readonly string[], pattern: RegExp): Set<string> =>
  new Set(all.flatMap((text) => text.match(pattern) ?? []));

describe('an enterprise sees its own, one step up and one step down', () => {
  it('its events are those that name it or its sites, no more and no fewer', async () => {
    for (const { organisation, own } of await enterprises()) {
      const expected = texts.filter(({ text }) => own.some((id) => text.includes(id))).length;
      const seen = await eventsSeenBy(memberOf(organisation.id));
      assert.ok(expected > 0, `${organisation.roles.join()} has events`);
      assert.ok(expected < texts.length);
      const strange = seen.filter((text) => !own.some((id) => text.includes(id)));
      assert.deepEqual([seen.length, strange], [expected, []], organisation.id);
    }
  });

  it('no answer names a stranger: neither a site, nor an organisation, nor a lot', async () => {
    for (const { organisation, own } of await enterprises()) {
      const viewer = memberOf(organisation.id);
      const seen = await eventsSeenBy(viewer);
      const [parties, lots] = [mentioned([...seen, ...own], PARTY), mentioned(seen, LOT)];
      const { sites } = JSON.parse((await get(KEEPER, '/api/sites')).text) as { sites: { id: string; organisation: string }[] };
      for (const site of sites) if (parties.has(site.id)) parties.add(site.organisation);
      if (organisation.group !== null) parties.add(organisation.group);
      const asked = [...lots].filter((_, place) => place % Math.ceil(lots.size / LOTS_ASKED) === 0).map(encodeURIComponent);
      const paths = [
        ...asked.flatMap((lot) => [
          `/api/lot?id=${lot}`,
          `/api/feasibility?id=${lot}`,
          ...['up', 'down'].flatMap((way) => [
            `/api/trace?id=${lot}&direction=${way}`,
            `/api/lineage?id=${lot}&direction=${way}`,
          ]),
        ]),
        '/api/overview',
        '/api/balance',
        '/api/quotas',
        '/api/flags',
        '/api/unaccounted-sites',
        `/api/organisation?id=${encodeURIComponent(organisation.id)}`,
        ...own.slice(1).map((site) => `/api/site?id=${encodeURIComponent(site)}&limit=200`),
        ...own.slice(1).map((site) => `/api/unaccounted?site=${encodeURIComponent(site)}`),
        ...own.slice(1).map((site) => `/api/month?site=${encodeURIComponent(site)}&month=2015-05`),
        `/api/month?organisation=${encodeURIComponent(organisation.id)}&month=2015-05`,
      ];
      for (const path of paths) {
        const { status, text } = await get(viewer, path);
        assert.equal(status, 200, `${path}: ${text}`);
        assert.deepEqual(
          [...mentioned([text], PARTY)].filter((id) => !parties.has(id)),
          [],
          `${organisation.id} ${path}`,
        );
        assert.deepEqual(
          [...mentioned([text], LOT)].filter((id) => !lots.has(id)),
          [],
          `${organisation.id} ${path}`,
        );
      }
    }
  });

  it('its balance is that of its sites, to the milligram', async () => {
    for (const { organisation } of await enterprises()) {
      const id = encodeURIComponent(organisation.id);
      const [mine, keepers] = await Promise.all(
        [memberOf(organisation.id), KEEPER].map((viewer) => get(viewer, `/api/balance?organisation=${id}`)),
      );
      const everything = await get(memberOf(organisation.id), '/api/balance');
      const rows = (text: string | undefined): unknown => (JSON.parse(text ?? '') as { rows: unknown }).rows;
      assert.deepEqual(rows(mine?.text), rows(keepers?.text));
      assert.deepEqual(rows(everything.text), rows(keepers?.text));
    }
  });
});

describe('what is another’s', () => {
  it('a lot, an event and their trace are answered as if they were not on record', async () => {
    const [one] = await enterprises();
    assert.ok(one !== undefined);
    const viewer = memberOf(one.organisation.id);
    const strange = texts.filter(({ text }) => !one.own.some((id) => text.includes(id)));
    const mine = mentioned(await eventsSeenBy(viewer), LOT);
    const lots = [
      ...mentioned(
        strange.map(({ text }) => text),
        LOT,
      ),
    ]
      .filter((lot) => !mine.has(lot))
      .slice(0, 20);
    assert.ok(lots.length > 0);
    for (const lot of lots.map(encodeURIComponent)) {
      for (const path of [
        `/api/lot?id=${lot}`,
        `/api/trace?id=${lot}&direction=up`,
        `/api/lineage?id=${lot}&direction=up`,
        `/api/label?id=${lot}&format=svg`,
      ]) {
        const { status, text } = await get(viewer, path);
        assert.equal(status, 404, path);
        const unknown = await get(viewer, path.replace(lot, `${lot.slice(0, -3)}zzz`));
        assert.deepEqual(
          [unknown.status, Object.keys(JSON.parse(unknown.text) as object)],
          [404, Object.keys(JSON.parse(text) as object)],
        );
      }
      assert.deepEqual((JSON.parse((await get(viewer, `/api/search?q=${lot}`)).text) as { hits: unknown[] }).hits, []);
    }
    for (const { hash } of strange.slice(0, 20)) {
      for (const path of [
        `/events/${encodeURIComponent(hash)}`,
        `/log/proof?event=${encodeURIComponent(hash)}`,
        `/api/log-path?id=${encodeURIComponent(hash)}`,
      ])
        assert.equal((await get(viewer, path)).status, 404, path);
    }
  });

  it('an organisation and a site that are known and not his to look into: 403', async () => {
    const [one, other] = await enterprises();
    assert.ok(one !== undefined && other !== undefined);
    for (const path of [
      'organisation',
      'balance?organisation=',
      'month?month=2015-05&organisation=',
      'site',
      'balance?site=',
      'month?month=2015-05&site=',
    ]) {
      const id: string | undefined = path.includes('site') ? other.own[1] : other.organisation.id;
      const asked = path.includes('=') ? `/api/${path}` : `/api/${path}?id=`;
      assert.equal((await get(memberOf(one.organisation.id), asked + encodeURIComponent(id ?? ''))).status, 403, path);
    }
  });

  it('a page token of another viewer shows no more than his own', async () => {
    const [one, other] = await enterprises();
    assert.ok(one !== undefined && other !== undefined);
    const page = await get(memberOf(other.organisation.id), '/events?perPage=2');
    assert.ok(page.next !== null);
    const { status, text } = await get(memberOf(one.organisation.id), page.next);
    if (status === 200)
      for (const id of mentioned([text], PARTY))
        assert.ok(mentioned(await eventsSeenBy(memberOf(one.organisation.id)), PARTY).has(id));
    else assert.equal(status, 400, text);
  });
});

describe('offices', () => {
  it('a regulator sees the events of his provinces; a national one, and an auditor of everything, see all', async () => {
    const { sites } = JSON.parse((await get(KEEPER, '/api/sites')).text) as { sites: { id: string }[] };
    const provinceOf = new Map<string, string | null>();
    for (const { id } of sites) {
      const answer = JSON.parse((await get(KEEPER, `/api/site?id=${encodeURIComponent(id)}&limit=1`)).text) as {
        site: { province: string | null };
      };
      provinceOf.set(id, answer.site.province);
    }
    const province = [...provinceOf.values()].find((name) => name !== null) ?? '';
    const theirs = sites.filter(({ id }) => provinceOf.get(id) === province).map(({ id }) => id);
    const expected = texts.filter(({ text }) => theirs.some((id) => text.includes(id))).length;
    const regulator: Viewer = {
      account: 'r',
      organisation: null,
      role: 'regulator',
      mandate: { ...NO_MANDATE, provinces: [province] },
    };
    assert.equal((await eventsSeenBy(regulator)).length, expected);
    assert.ok(expected > 0 && expected < texts.length);
    const national: Viewer = { ...regulator, mandate: { ...NO_MANDATE, everything: true } };
    assert.equal((await eventsSeenBy(national)).length, texts.length);
  });

  it('a group sees what its members see', async () => {
    const { organisations } = JSON.parse((await get(KEEPER, '/api/organisations')).text) as {
      organisations: Organisation[];
    };
    const group = organisations.find(({ id }) => organisations.some((member) => member.group === id));
    assert.ok(group !== undefined);
    const members = organisations.filter(({ group: parent }) => parent === group.id);
    const all = new Set<string>(await eventsSeenBy(memberOf(group.id)));
    for (const member of members) for (const event of await eventsSeenBy(memberOf(member.id))) all.add(event);
    assert.deepEqual(new Set(await eventsSeenBy(memberOf(group.id, 'group'))), all);
  });

  it('the public gets the industry’s sums and nothing that names anybody', async () => {
    for (const path of ['/api/status', '/api/overview', '/api/log', '/log/checkpoint']) {
      const { status, text } = await get(PUBLIC, path);
      assert.equal(status, 200, path);
      assert.deepEqual(mentioned([text], PARTY), new Set(), path);
      assert.deepEqual(mentioned([text], LOT), new Set(), path);
    }
    for (const path of ['/events', '/api/organisations', '/api/search?q=a', '/capture'])
      assert.equal((await get(PUBLIC, path)).status, 401, path);
  });
});
