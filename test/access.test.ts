import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { AccessState, NO_MANDATE, type AccessAct } from '../src/access/index.ts';
import { firstLink } from '../src/app/index.ts';
import { stepOfCode } from '../src/app/access/second-factor.ts';
import { GROUP, House, LABORATORY, MINE, MINE_SITE, PASSWORD, PLANT, PLANT_SITE } from './support/members.ts';

const DAY_MS = 24 * 3_600_000;

describe('RFC 6238, appendix B, SHA-1', () => {
  // The secret is the twenty bytes "12345678901234567890"; the RFC's codes have eight digits, of which authenticators show the last six.
  const SECRET = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
  const VECTORS = [
    [59, '94287082'],
    [1_111_111_109, '07081804'],
    [1_111_111_111, '14050471'],
    [1_234_567_890, '89005924'],
    [2_000_000_000, '69279037'],
    [20_000_000_000, '65353130'],
  ] as const;
  for (const [seconds, code] of VECTORS) {
    it(`at ${seconds} s`, () => {
      const step = Math.floor(seconds / 30);
      assert.equal(stepOfCode(SECRET, code.slice(2), seconds * 1000, 0), step);
      assert.equal(stepOfCode(SECRET, code.slice(2), seconds * 1000, step), null, 'a code counts once');
      assert.equal(stepOfCode(SECRET, code.slice(2), seconds * 1000 + 90_000, 0), null, 'and not for long');
    });
  }
});

describe('the first start', () => {
  it('an unclaimed record is its keeper’s, on this machine alone', async () => {
    const house = new House();
    const { body } = await house.get('/api/access/who');
    assert.deepEqual([body['role'], body['openRecord']], ['keeper', true]);
    for (const host of ['evil.example', '192.168.1.4', 'localhost.evil.example', '127.0.0.1.evil.example'])
      assert.equal((await house.get(`http://${host}/api/access/who`)).body['role'], 'public', host);
    for (const host of ['127.0.0.1', '[::1]', 'localhost:8080', 'ytterby.localhost'])
      assert.equal((await house.get(`http://${host}/api/access/who`)).body['role'], 'keeper', host);
    assert.equal((await new House({ loopback: false }).get('/api/access/who')).body['role'], 'public');
    assert.equal((await new House({ access: 'members' }).get('/api/access/who')).body['role'], 'public');
  });

  it('the link makes an administrator, once; then nobody is keeper any more', async () => {
    const house = new House();
    const [old, link] = [await firstLink(house.app), await firstLink(house.app)];
    assert.ok(old !== null && link !== null);
    assert.equal(
      (await house.post('/api/access/claim', { token: old.token, password: PASSWORD })).status,
      410,
      'a newer link took its place',
    );
    const weak = await house.post('/api/access/claim', { token: link.token, password: 'administrator' });
    assert.deepEqual([weak.status, weak.body['code']], [400, 'password-weak']);
    const cookie = await house.claim(link.token);
    assert.equal((await house.post('/api/access/claim', { token: link.token, password: PASSWORD })).status, 410);
    assert.equal((await house.get('/api/access/who')).body['role'], 'public');
    assert.equal((await house.get('/events')).status, 401);
    const who = await house.get('/api/access/who', { cookie });
    assert.deepEqual(
      [who.body['role'], who.body['session']],
      ['public', 'enrolment'],
      'an administrator needs a second factor first',
    );
    await house.enrol(cookie);
    assert.equal((await house.get('/api/access/who', { cookie })).body['role'], 'administrator');
    assert.equal(await firstLink(house.app), null);
  });

  it('a link expires', async () => {
    const house = new House();
    const link = await firstLink(house.app);
    house.nowMs += 4 * DAY_MS;
    assert.equal((await house.post('/api/access/claim', { token: link?.token, password: PASSWORD })).status, 410);
  });
});

describe('signing in', () => {
  it('with password and code; a wrong name and a wrong password are told alike', async () => {
    const house = new House();
    const { secret } = await house.administrator();
    const wrong = await house.post('/api/access/sign-in', { account: 'administrator', password: 'wrong password here' });
    const unknown = await house.post('/api/access/sign-in', { account: 'nobody@example.org', password: 'wrong password here' });
    assert.deepEqual([wrong.status, wrong.body], [401, unknown.body]);
    const { cookie, body } = await house.post('/api/access/sign-in', { account: 'administrator', password: PASSWORD });
    assert.deepEqual([body['session'], body['role']], ['second-factor', 'public']);
    const by = { cookie: cookie ?? '' };
    assert.equal((await house.get('/api/access/members', by)).status, 401, 'no code, no office');
    assert.equal((await house.post('/api/access/code', { code: '000000' }, by)).status, 401);
    assert.equal((await house.post('/api/access/code', { code: house.code(secret) }, by)).status, 401, 'used when it was set up');
    house.nowMs += 60_000;
    assert.equal((await house.post('/api/access/code', { code: house.code(secret) }, by)).status, 200);
    assert.equal((await house.get('/api/access/who', by)).body['role'], 'administrator');
  });

  it('with a recovery code, each once', async () => {
    const house = new House();
    const link = await firstLink(house.app);
    const first = await house.claim(link?.token ?? '');
    const secret = String((await house.post('/api/access/enrolment', {}, { cookie: first })).body['secret']);
    const { body } = await house.post('/api/access/enrolment/code', { code: house.code(secret) }, { cookie: first });
    const [code] = body['recoveryCodes'] as string[];
    for (const status of [200, 401]) {
      const { cookie } = await house.post('/api/access/sign-in', { account: 'administrator', password: PASSWORD });
      assert.equal((await house.post('/api/access/code', { code }, { cookie: cookie ?? '' })).status, status);
    }
  });

  it('a second factor is replaced by who has a code of the old one alone', async () => {
    const house = new House();
    const { cookie, secret } = await house.administrator();
    house.nowMs += 60_000;
    for (const wish of [{}, { code: '000000' }]) {
      const { status, body } = await house.post('/api/access/enrolment', wish, { cookie });
      assert.deepEqual([status, body['code']], [401, 'code-wrong']);
    }
    assert.equal((await house.post('/api/access/enrolment', { code: house.code(secret) }, { cookie })).status, 200);
    const statuses = [];
    for (let attempt = 0; attempt < 7; attempt++)
      statuses.push((await house.post('/api/access/enrolment/code', { code: '000000' }, { cookie })).status);
    assert.deepEqual(new Set(statuses), new Set([401, 429]));
  });

  it('guessing slows down, for the guesser', async () => {
    const house = await House.claimed();
    const guess = () => house.post('/api/access/sign-in', { account: 'administrator', password: 'a guess at random' });
    const statuses: number[] = [];
    for (let attempt = 0; attempt < 8; attempt++) statuses.push((await guess()).status);
    assert.deepEqual(statuses, [401, 401, 401, 401, 401, 429, 429, 429]);
    const { headers } = await guess();
    assert.ok(Number(headers.get('retry-after')) >= 1);
    house.nowMs += 1500;
    assert.equal((await guess()).status, 401);
    house.nowMs += 3 * 3_600_000;
    assert.equal((await house.post('/api/access/sign-in', { account: 'administrator', password: PASSWORD })).status, 200);
  });

  it('a session ends when it is idle, when it is old, and when its owner says so', async () => {
    const house = await House.claimed();
    const role = async (cookie: string) => (await house.get('/api/access/who', { cookie })).body['role'];
    const [idle, old, left] = [
      await house.person(house.admin, 'idle@mine', 'operator', MINE),
      await house.person(house.admin, 'old@mine', 'operator', MINE),
      await house.person(house.admin, 'left@mine', 'operator', MINE),
    ];
    await house.post('/api/access/sign-out', {}, { cookie: left });
    assert.equal(await role(left), 'public');
    for (let hours = 0; hours < 6 * 24; hours += 6) {
      house.nowMs += 6 * 3_600_000;
      assert.equal(await role(old), 'operator', `after ${hours} h in use`);
    }
    assert.equal(await role(idle), 'public');
    house.nowMs += 2 * DAY_MS;
    assert.equal(await role(old), 'public');
  });

  it('a new password ends the other sessions', async () => {
    const house = await House.claimed();
    const one = await house.person(house.admin, 'someone@mine', 'operator', MINE);
    const other = (await house.post('/api/access/sign-in', { account: 'someone@mine', password: PASSWORD })).cookie ?? '';
    const sessions = (await house.get('/api/access/sessions', { cookie: one })).body['sessions'] as { current: boolean }[];
    assert.deepEqual(new Set(sessions.map(({ current }) => current)), new Set([false, true]));
    const change = { old: PASSWORD, password: 'another long sentence of mine' };
    assert.equal((await house.post('/api/access/password', { ...change, old: 'wrong' }, { cookie: one })).status, 401);
    assert.equal((await house.post('/api/access/password', change, { cookie: one })).status, 200);
    assert.equal((await house.get('/api/access/who', { cookie: one })).body['role'], 'operator');
    assert.equal((await house.get('/api/access/who', { cookie: other })).body['role'], 'public');
  });

  it('neither passwords nor tokens nor secrets lie in the record as they are', async () => {
    const house = await House.claimed();
    const cookie = await house.person(house.admin, 'someone@mine', 'operator', MINE);
    const texts = await house.app.whole.read(async (reader) => [
      ...(await reader.documentsUnder('')).values(),
      ...(await reader.documentsUnder('')).keys(),
      ...(await reader.journal('access', 0)),
      ...(await reader.journal('audit', 0)),
    ]);
    const all = texts.join('\n');
    assert.ok(!all.includes(PASSWORD) && !all.includes(cookie.split('=')[1] ?? ''));
    assert.match(all, /argon2id/);
  });
});

describe('other sites', () => {
  it('cannot change anything in the name of who is signed in, or at an open record', async () => {
    const open = new House();
    const house = await House.claimed();
    for (const [each, by] of [
      [open, {}],
      [house, { cookie: house.admin }],
    ] as const) {
      for (const headers of [
        { 'sec-fetch-site': 'cross-site' },
        { 'sec-fetch-site': 'same-site' },
        { origin: 'https://evil.example' },
        { origin: 'null' },
      ]) {
        const { status, body } = await each.post('/api/access/members', {}, { ...by, headers });
        assert.deepEqual([status, body['title']], [403, 'Sent by another site'], JSON.stringify(headers));
      }
      for (const headers of [{ 'sec-fetch-site': 'same-origin' }, { origin: 'http://localhost' }, {}])
        assert.notEqual((await each.post('/api/access/members', {}, { ...by, headers })).status, 403);
      assert.equal((await each.get('/api/status', { ...by, headers: { 'sec-fetch-site': 'cross-site' } })).status, 200);
    }
  });
});

describe('accounts', () => {
  it('who manages whom', async () => {
    const house = await House.claimed();
    const manager = await house.person(house.admin, 'manager@mine', 'plant-manager', MINE);
    const group = await house.person(house.admin, 'group@group', 'group', GROUP);
    const operator = await house.person(house.admin, 'operator@mine', 'operator', MINE);
    const make = async (cookie: string, role: string, organisation: string | null, mandate?: object) => {
      const account = {
        id: `n${Math.random()}`,
        name: '',
        kind: 'person',
        organisation,
        role,
        ...(mandate === undefined ? {} : { mandate }),
      };
      const { status, body } = await house.post('/api/access/members', account, { cookie });
      return status === 200 ? 'done' : (body['code'] ?? status);
    };
    assert.equal(await make(operator, 'operator', MINE), 403);
    assert.equal(await make(manager, 'operator', MINE), 'done');
    assert.equal(await make(manager, 'plant-manager', MINE), 'not-yours-to-manage');
    assert.equal(await make(manager, 'operator', PLANT), 'not-yours-to-manage');
    assert.equal(await make(manager, 'administrator', MINE), 'not-yours-to-manage');
    assert.equal(
      await make(manager, 'operator', MINE, { everything: true, provinces: [], organisations: [] }),
      'not-yours-to-manage',
    );
    assert.equal(
      await make(manager, 'operator', MINE, { everything: false, provinces: ['江西'], organisations: [] }),
      'not-yours-to-manage',
    );
    assert.equal(await make(group, 'plant-manager', MINE), 'done');
    assert.equal(await make(group, 'operator', PLANT), 'not-yours-to-manage');
    assert.equal(
      await make(house.admin, 'regulator', null, { everything: false, provinces: ['江西'], organisations: [] }),
      'done',
    );
    assert.equal(await make(house.admin, 'keeper', null), 'role-not-given');
    assert.equal(await make(house.admin, 'no such role', null), 'role-not-given');
    assert.equal(await make(house.admin, 'operator', null), 'role-needs-organisation');
    assert.equal(await make(house.admin, 'operator', 'https://id.gs1.org/417/9520000000998'), 'no-such-organisation');
    const self = { id: 'manager@mine', name: '', kind: 'person', organisation: MINE, role: 'administrator' };
    assert.equal(
      (await house.post('/api/access/members/manager@mine', self, { cookie: manager })).status,
      403,
      'nobody raises himself',
    );
  });

  it('the last administrator stays', async () => {
    const house = await House.claimed();
    const disable = () => house.post('/api/access/members/administrator/disable', {}, { cookie: house.admin });
    assert.equal((await disable()).body['code'], 'last-administrator');
    const down = { id: 'administrator', name: '', kind: 'person', organisation: null, role: 'auditor' };
    assert.equal(
      (await house.post('/api/access/members/administrator', down, { cookie: house.admin })).body['code'],
      'last-administrator',
    );
    await house.person(house.admin, 'second', 'administrator', null);
    assert.equal((await disable()).status, 200);
    assert.equal((await house.get('/api/access/who', { cookie: house.admin })).body['role'], 'public', 'and out he is at once');
  });

  it('an administrator who has not claimed his account is no other one, and a program gets no link', async () => {
    const house = await House.claimed();
    const by = { cookie: house.admin };
    const made = { id: 'second@office', name: 'x', kind: 'person', organisation: null, role: 'administrator' };
    assert.equal((await house.post('/api/access/members', made, by)).status, 200);
    const refused = await house.post('/api/access/members/administrator/disable', {}, by);
    assert.deepEqual([refused.status, refused.body['code']], [409, 'last-administrator']);
    assert.equal((await house.get('/events')).status, 401, 'the record stays claimed');
    const program = { id: 'gateway', name: 'x', kind: 'machine', organisation: PLANT, role: 'operator' };
    assert.equal((await house.post('/api/access/members', program, by)).status, 200);
    assert.equal((await house.post('/api/access/members/gateway/link', {}, by)).body['code'], 'not-a-person');
  });

  it('a disabled account and a changed role take effect with the next request', async () => {
    const house = await House.claimed();
    const cookie = await house.person(house.admin, 'someone@mine', 'operator', MINE);
    assert.equal((await house.get('/events', { cookie })).status, 200);
    const change = { id: 'someone@mine', name: 'S', kind: 'person', organisation: LABORATORY, role: 'laboratory' };
    await house.post('/api/access/members/someone@mine', change, { cookie: house.admin });
    assert.deepEqual((await house.get('/api/access/who', { cookie })).body['organisation'], LABORATORY);
    await house.post('/api/access/members/someone@mine/disable', {}, { cookie: house.admin });
    assert.equal((await house.get('/events', { cookie })).status, 401);
    assert.equal((await house.post('/api/access/sign-in', { account: 'someone@mine', password: PASSWORD })).status, 401);
  });

  it('any history of acts leaves a state in which no revoked key and no disabled owner’s key opens', () => {
    const ids = fc.constantFrom('a', 'b', 'c');
    const act = fc.oneof(
      ids.map((id) => ({
        act: 'account-created',
        account: { id, name: '', kind: 'machine', organisation: null, role: 'operator', mandate: NO_MANDATE },
      })),
      fc.record({ act: fc.constantFrom('account-disabled', 'account-enabled'), id: ids }),
      fc.record({
        act: fc.constant('key-made'),
        id: ids,
        key: fc.constantFrom('k', 'l'),
        label: fc.constant(''),
        digest: fc.string(),
        untilMs: fc.option(fc.nat(100)),
      }),
      fc.record({ act: fc.constant('key-revoked'), key: fc.constantFrom('k', 'l') }),
      fc.record({ act: fc.constant('link-made'), id: ids, digest: fc.string(), untilMs: fc.nat(100) }),
      fc.record({ act: fc.constant('password-set'), id: ids, link: fc.constant(null) }),
    );
    fc.assert(
      fc.property(fc.array(act, { maxLength: 40 }), (acts) => {
        const state = new AccessState();
        acts.forEach((each, atMs) => state.apply({ atMs, by: null, ...each } as AccessAct));
        for (const [id, key] of state.keys) {
          const later = acts.findLastIndex((each) => each.act === 'key-made' && 'key' in each && each.key === id);
          const revoked = acts.some(
            (each, place) => place > later && each.act === 'key-revoked' && 'key' in each && each.key === id,
          );
          assert.equal(key.revokedMs !== null, revoked);
        }
        for (const { id } of state.links.values()) {
          const made = acts.findLastIndex((each) => each.act === 'link-made' && 'id' in each && each.id === id);
          const set = acts.findLastIndex((each) => each.act === 'password-set' && 'id' in each && each.id === id);
          assert.ok(made > set, 'a password uses links up');
        }
      }),
    );
  });
});

describe('keys', () => {
  it('open until they are revoked or expire; two at once, so that one can take the other’s place', async () => {
    const house = await House.claimed();
    const gateway = { id: 'gateway', name: 'Gateway', kind: 'machine', organisation: PLANT, role: 'operator' };
    assert.deepEqual((await house.post('/api/access/members', gateway, { cookie: house.admin })).status, 200);
    const make = async (until: string | null = null) =>
      (await house.post('/api/access/keys', { account: 'gateway', label: 'x', until }, { cookie: house.admin })).body as {
        id: string;
        key: string;
      };
    const [one, two, short] = [await make(), await make(), await make(new Date(house.nowMs + DAY_MS).toISOString())];
    const status = async (key: string) => (await house.get('/events', { key })).status;
    assert.deepEqual(await Promise.all([one, two, short].map(({ key }) => status(key))), [200, 200, 200]);
    assert.equal(
      (await house.post('/api/access/keys', { account: 'administrator', label: '', until: null }, { cookie: house.admin })).body[
        'code'
      ],
      'not-a-machine',
    );
    assert.equal((await house.ask('DELETE', `/api/access/keys/${one.id}`, { cookie: house.admin })).status, 200);
    house.nowMs += 2 * DAY_MS;
    assert.deepEqual(await Promise.all([one, two, short].map(({ key }) => status(key))), [401, 200, 401]);
    for (const wrong of [
      `${two.key}x`,
      two.key.slice(0, -1),
      two.key.replace(two.id, one.id),
      'ytk_',
      'x',
      `ytk_${'0'.repeat(12)}_${'A'.repeat(43)}`,
    ])
      assert.equal(await status(wrong), 401, wrong);
    assert.equal((await house.ask('GET', '/events', { headers: { authorization: 'Basic eDp5' } })).status, 401);
  });

  it('wrong keys are counted against their sender', async () => {
    const house = new House({ rateLimit: { perSecond: 1, burst: 3 } });
    const statuses = [];
    for (let count = 0; count < 5; count++)
      statuses.push((await house.ask('GET', '/events', { headers: { authorization: `Bearer ytk_${count}` } })).status);
    assert.deepEqual(statuses, [401, 401, 401, 429, 429]);
  });

  it('too many requests of one caller: 429 with the time to wait; others go on', async () => {
    const house = await House.claimed({ rateLimit: { perSecond: 1, burst: 30 } });
    house.nowMs += 3_600_000;
    const cookie = await house.person(house.admin, 'someone@mine', 'operator', MINE);
    house.nowMs += 3_600_000;
    const statuses = [];
    for (let count = 0; count < 31; count++) statuses.push((await house.get('/api/status', { cookie })).status);
    assert.deepEqual([statuses.filter((status) => status === 200).length, statuses.at(-1)], [30, 429]);
    const { headers, body } = await house.get('/api/status', { cookie });
    assert.deepEqual([headers.get('retry-after'), body['title']], ['1', 'Too many requests']);
    assert.equal((await house.get('/api/status', { cookie: house.admin })).status, 200);
    house.nowMs += 2000;
    assert.equal((await house.get('/api/status', { cookie })).status, 200);
  });
});

/** An event at a site, of a lot. */
function eventAt(site: string, number: number, lot = '1'): object {
  return {
    '@context': ['https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld'],
    type: 'ObjectEvent',
    eventID: `urn:uuid:00000000-0000-4000-8000-${String(number).padStart(12, '0')}`,
    eventTime: `2026-11-20T08:00:${String(number).padStart(2, '0')}Z`,
    eventTimeZoneOffset: '+08:00',
    action: 'OBSERVE',
    bizStep: 'inspecting',
    readPoint: { id: site },
    bizLocation: { id: site },
    quantityList: [{ epcClass: `https://id.gs1.org/01/09506000134352/10/${lot}`, quantity: 5, uom: 'KGM' }],
  };
}

describe('capture', () => {
  it('an enterprise records what happens at its own sites', async () => {
    const house = await House.claimed();
    const mine = await house.person(house.admin, 'someone@mine', 'operator', MINE);
    assert.equal((await house.post('/events', eventAt(MINE_SITE, 1), { cookie: mine })).status, 201);
    const { status } = await house.post('/events', eventAt(PLANT_SITE, 2), { cookie: mine });
    assert.equal(status, 403);
    const document = (behaviour: string, numbers: number[]) =>
      house.ask(
        'POST',
        '/capture',
        { cookie: mine, headers: { 'GS1-Capture-Error-Behaviour': behaviour } },
        {
          '@context': ['https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld'],
          type: 'EPCISDocument',
          schemaVersion: '2.0',
          creationDate: '2026-11-20T08:00:00Z',
          epcisBody: {
            eventList: numbers.map((number) => ({
              ...eventAt(number % 2 === 0 ? PLANT_SITE : MINE_SITE, number),
              '@context': undefined,
            })),
          },
        },
      );
    const seen = async () =>
      JSON.stringify((await house.get('/events', { cookie: mine })).body).match(/urn:uuid:[0-9a-f-]+/g)?.length;
    const job = async (location: string | null) => (await house.get(location ?? '', { cookie: mine })).body;
    const rolled = await document('rollback', [11, 12, 13]);
    assert.deepEqual([(await job(rolled.headers.get('location')))['success'], await seen()], [false, 1]);
    const went = await document('proceed', [11, 12, 13]);
    const done = await job(went.headers.get('location'));
    assert.deepEqual(
      [done['success'], (done['errors'] as { code: string; index: number }[]).map(({ code, index }) => [code, index])],
      [false, [['event.not-yours', 1]]],
    );
    assert.equal(await seen(), 3);
    const other = await house.person(house.admin, 'someone@plant', 'operator', PLANT);
    assert.equal((await house.get(went.headers.get('location') ?? '', { cookie: other })).status, 404, 'another’s capture job');
    assert.deepEqual((await house.get('/capture', { cookie: other })).body['text'], '[]');
  });
});

describe('shares', () => {
  it('a lot: what concerns who shares it, now and later, until it is withdrawn', async () => {
    const house = await House.claimed();
    const mine = await house.person(house.admin, 'boss@mine', 'plant-manager', MINE);
    const plant = await house.person(house.admin, 'boss@plant', 'plant-manager', PLANT);
    const lab = await house.person(house.admin, 'someone@lab', 'laboratory', LABORATORY);
    const lot = 'https://id.gs1.org/01/09506000134352/10/1';
    for (const [number, site, cookie] of [
      [1, MINE_SITE, mine],
      [2, PLANT_SITE, plant],
    ] as const)
      assert.equal((await house.post('/events', eventAt(site, number), { cookie })).status, 201);
    await house.post('/events', eventAt(MINE_SITE, 3, 'other'), { cookie: mine });
    const seen = async (cookie: string) =>
      (JSON.stringify((await house.get('/events', { cookie })).body).match(/urn:uuid:[0-9a-f-]+/g) ?? []).map((id) =>
        Number(id.slice(-3)),
      );
    assert.deepEqual(await seen(lab), []);
    const wish = { organisation: MINE, with: LABORATORY, site: null, lot, until: null };
    const given = await house.post('/api/access/shares', wish, { cookie: mine });
    assert.equal(given.status, 200, JSON.stringify(given.body));
    assert.deepEqual(await seen(lab), [1]);
    await house.post('/events', eventAt(MINE_SITE, 4), { cookie: mine });
    await house.post('/events', eventAt(PLANT_SITE, 5), { cookie: plant });
    assert.deepEqual(await seen(lab), [1, 4], 'what the plant does with it is not the mine’s to show');
    for (const bad of [
      { ...wish, organisation: PLANT },
      { ...wish, lot: `${lot}9` },
      { ...wish, with: MINE },
      { ...wish, lot: null, site: PLANT_SITE },
    ])
      assert.ok((await house.post('/api/access/shares', bad, { cookie: mine })).status >= 400, JSON.stringify(bad));
    assert.equal((await house.ask('DELETE', `/api/access/shares/${String(given.body['id'])}`, { cookie: plant })).status, 403);
    assert.equal((await house.ask('DELETE', `/api/access/shares/${String(given.body['id'])}`, { cookie: mine })).status, 200);
    assert.deepEqual(await seen(lab), []);
  });

  it('a site, with its balance, until a day', async () => {
    const house = await House.claimed();
    const mine = await house.person(house.admin, 'boss@mine', 'plant-manager', MINE);
    const plant = await house.person(house.admin, 'boss@plant', 'plant-manager', PLANT);
    await house.post('/events', eventAt(MINE_SITE, 1), { cookie: mine });
    const site = `/api/site?id=${encodeURIComponent(MINE_SITE)}`;
    assert.equal((await house.get(site, { cookie: plant })).status, 403);
    const until = new Date(house.nowMs + 3_600_000).toISOString();
    await house.post(
      '/api/access/shares',
      { organisation: MINE, with: PLANT, site: MINE_SITE, lot: null, until },
      { cookie: mine },
    );
    assert.equal((await house.get(site, { cookie: plant })).status, 200);
    house.nowMs += 3_600_001;
    assert.equal((await house.get(site, { cookie: plant })).status, 403);
  });
});

describe('the audit record', () => {
  it('has every read of another’s data by office, and no more', async () => {
    const house = await House.claimed();
    const everything = { everything: false, provinces: ['江西'], organisations: [] };
    const regulator = await house.person(house.admin, 'regulator', 'regulator', null, everything);
    const mine = await house.person(house.admin, 'op@mine', 'operator', MINE);
    for (const cookie of [regulator, mine])
      for (const path of [
        '/events?perPage=5',
        '/api/status',
        `/api/site?id=${encodeURIComponent(MINE_SITE)}`,
        '/api/lot?id=none',
      ])
        await house.get(path, { cookie });
    const { body } = await house.get('/api/access/audit?limit=200', { cookie: house.admin });
    const reads = (body['lines'] as { act: string; account: string; subject: string }[]).filter(({ act }) =>
      act.endsWith('.read'),
    );
    assert.deepEqual(
      reads.map(({ act, account, subject }) => [act, account, subject]),
      [
        ['site.read', 'regulator', `/api/site?id=${encodeURIComponent(MINE_SITE)}`],
        ['events.read', 'regulator', '/events?perPage=5'],
      ],
    );
  });

  it('has what somebody reads whom another organisation shares something with, as long as it does', async () => {
    const house = await House.claimed();
    const mine = await house.person(house.admin, 'boss@mine', 'plant-manager', MINE);
    const plant = await house.person(house.admin, 'op@plant', 'operator', PLANT);
    const readings = async (): Promise<number> => {
      const { body } = await house.get('/api/access/audit?limit=200', { cookie: house.admin });
      return (body['lines'] as { act: string }[]).filter(({ act }) => act === 'site.read').length;
    };
    const site = `/api/site?id=${encodeURIComponent(MINE_SITE)}`;
    await house.get(site, { cookie: plant });
    assert.equal(await readings(), 0, 'refused');
    const wish = { organisation: MINE, with: PLANT, site: MINE_SITE, lot: null, until: null };
    const { body } = await house.post('/api/access/shares', wish, { cookie: mine });
    await house.get(site, { cookie: plant });
    await house.get(site, { cookie: mine });
    assert.equal(await readings(), 1);
    await house.ask('DELETE', `/api/access/shares/${String(body['id'])}`, { cookie: mine });
    await house.get(`/api/site?id=${encodeURIComponent(PLANT_SITE)}`, { cookie: plant });
    assert.equal(await readings(), 1);
  });

  it('has every administrative act and sign-in; who sees which lines', async () => {
    const house = await House.claimed();
    await house.person(house.admin, 'boss@mine', 'plant-manager', MINE);
    const plant = await house.person(house.admin, 'boss@plant', 'plant-manager', PLANT);
    await house.post('/api/access/sign-in', { account: 'boss@mine', password: 'not the right one' });
    await house.post('/api/access/password', { old: 'not the right one', password: 'another good one' }, { cookie: plant });
    const half = await house.post('/api/access/sign-in', { account: 'administrator', password: PASSWORD });
    await house.post('/api/access/code', { code: '000000' }, { cookie: half.cookie ?? '' });
    const lines = async (cookie: string) =>
      (await house.get('/api/access/audit?limit=200', { cookie })).body['lines'] as {
        act: string;
        account: string | null;
        outcome: string;
        organisation: string | null;
      }[];
    const all = await lines(house.admin);
    for (const act of ['password-set', 'second-factor-set', 'account-created', 'link-made'])
      assert.ok(
        all.some((line) => line.act === act && line.outcome === 'done'),
        act,
      );
    for (const act of ['sign-in', 'password-set', 'second-factor'])
      assert.ok(
        all.some((line) => line.act === act && line.outcome === 'refused'),
        act,
      );
    assert.ok((await lines(plant)).every(({ organisation }) => organisation === PLANT));
    const operator = await house.person(house.admin, 'op@mine', 'operator', MINE);
    assert.equal((await house.get('/api/access/audit', { cookie: operator })).status, 403);
  });
});
