/** Passports: what they say, to whom; and what a stranger finds who checks them with tools of his own. */
import assert from 'node:assert/strict';
import { createHash, createPublicKey, verify } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { after, before, describe, it } from 'node:test';
import fc from 'fast-check';
import { compactVerify, importJWK } from 'jose';
import { KEEPER, NO_MANDATE, PUBLIC, type Viewer } from '../src/access/index.ts';
import { openApplication, recordSimulatedYear, simulateYear, verifyPassport, type Application } from '../src/app/index.ts';
import { runCommandLine } from '../src/cli/index.ts';
import { concealClaims, isStatusSet, revealClaims, statusBits } from '../src/passport/index.ts';
import { createServer } from '../src/server/index.ts';
import { createMemoryStore } from '../src/store/index.ts';
import { passportSchema, type Passport } from '../src/wire/index.ts';

const NOW = Date.parse('2026-11-26T00:00:00Z');
const sha256 = (text: string): string => createHash('sha256').update(text).digest('base64url');
const decode = (text: string): string => Buffer.from(text, 'base64url').toString();
const folder = mkdtempSync(join(tmpdir(), 'ytterby-passports-'));
after(() => rmSync(folder, { recursive: true }));

let app: Application;
let magnet: string;
let jwks: string;

before(async () => {
  app = openApplication(createMemoryStore(), () => NOW, '0');
  const data = (name: string): string => readFileSync(new URL(`../data/${name}`, import.meta.url), 'utf8');
  await recordSimulatedYear(
    app,
    simulateYear(data, { year: 2015, seed: 3, scale: 0.01 }),
    new AbortController().signal,
    () => undefined,
  );
  const { registry } = await app.whole.read((reader) => app.worlds.current(reader));
  const lots = await app.whole.read((reader) => reader.searchIdentifiers('/10/', 100_000));
  magnet = lots.findLast((lot) => registry.productOfLot(lot)?.kind === 'magnet') ?? '';
  jwks = JSON.stringify(app.issuer.publicKeys);
});

function serve(viewer: Viewer = KEEPER, options: object = {}) {
  return createServer(app.as(viewer), { webRoot: null, bodyLimitBytes: 1e6, log: () => undefined, ...options });
}

async function ask(viewer: Viewer, accept: string, query = '', options: object = {}): Promise<Response> {
  return serve(viewer, options).request(`/passports/${encodeURIComponent(magnet)}${query}`, { headers: { accept } });
}

async function facts(viewer: Viewer): Promise<Passport> {
  const response = await ask(viewer, 'application/json');
  assert.equal(response.status, 200);
  return passportSchema.parse(await response.json());
}

const trust = (over: object = {}) => ({
  issuers: (JSON.parse(jwks) as { keys: JsonWebKey[] }).keys,
  logKey: null,
  statusList: null,
  nowMs: NOW,
  ...over,
});

describe('what a passport says', () => {
  it('shares of each element add up to the whole, and agree with the trace', async () => {
    const { origins, composition, mass, custody, quotas, product } = await facts(KEEPER);
    assert.equal(product?.kind, 'magnet');
    assert.ok((mass?.value ?? 0) > 0 && composition.length > 0 && custody.length > 0 && quotas.length > 0);
    for (const element of Object.keys(origins[0]?.shares ?? {})) {
      const sum = origins.reduce((total, { shares }) => total + (shares[element] ?? 0), 0);
      assert.ok(Math.abs(sum - 1) < 1e-9, `${element}: ${sum}`);
    }
    assert.ok(origins.some(({ kind, province, site }) => kind === 'ground' && province !== null && site !== null));
  });

  it('the public is told provinces and shares, and of names the maker’s alone', async () => {
    const [all, open] = [await facts(KEEPER), await facts(PUBLIC)];
    assert.deepEqual(open.maker, all.maker);
    assert.deepEqual(
      open.origins.map(({ shares, province }) => [shares, province]),
      all.origins.map(({ shares, province }) => [shares, province]),
    );
    assert.ok(
      open.origins.every(({ site, organisation }) =>
        [site, organisation].every((party) => party === null || JSON.stringify(open.maker).includes(party.id)),
      ),
    );
    assert.ok(open.custody.every(({ proof }) => proof.event === null));
    const names = new Set(JSON.stringify(open).match(/https:\/\/id\.gs1\.org\/41[47]\/\d{13}/g));
    for (const name of names) assert.ok(JSON.stringify(all.maker).includes(name), name);
  });

  it('a member is told his own names too', async () => {
    const all = await facts(KEEPER);
    const miner =
      all.origins.find(({ kind, organisation }) => kind === 'ground' && organisation !== null)?.organisation?.id ?? '';
    const own = await facts({ account: 'x', organisation: miner, role: 'operator', mandate: NO_MANDATE });
    const named = own.origins.filter(
      ({ organisation }) => organisation !== null && organisation.id !== own.maker.organisation?.id,
    );
    assert.ok(named.length > 0 && named.every(({ organisation }) => organisation?.id === miner));
  });

  it('what is not on record: 404; another form: 406; another credential: 400', async () => {
    const http = serve(PUBLIC);
    assert.equal((await http.request('/passports/https%3A%2F%2Fid.gs1.org%2F01%2F09506000134352%2F10%2Fnone')).status, 404);
    assert.equal((await ask(PUBLIC, 'image/png')).status, 406);
    assert.equal((await ask(PUBLIC, 'application/vc+jwt', '?credential=visa')).status, 400);
  });
});

describe('a stranger with tools of his own', () => {
  it('checks the signature of each credential, with jose and with Node’s own cryptography', async () => {
    for (const kind of ['dpp', 'dte', 'dfr', 'dcc']) {
      const response = await ask(PUBLIC, 'application/vc+jwt', `?credential=${kind}`);
      assert.equal(response.headers.get('content-type'), 'application/vc+jwt');
      const text = await response.text();
      const { keys } = JSON.parse(await (await serve(PUBLIC).request('/.well-known/jwks.json')).text()) as { keys: JsonWebKey[] };
      const { payload, protectedHeader } = await compactVerify(text, await importJWK(keys[0]!, 'ES256'));
      assert.equal(protectedHeader.typ, 'vc+jwt');
      const credential = JSON.parse(Buffer.from(payload).toString()) as {
        '@context': string[];
        type: string[];
        validFrom: string;
      };
      assert.equal(credential['@context'][0], 'https://www.w3.org/ns/credentials/v2');
      assert.ok(credential.type.includes('VerifiableCredential'));
      const [header = '', body = '', signature = ''] = text.split('.');
      const { kty = '', crv = '', x = '', y = '' } = keys[0]!;
      const key = createPublicKey({ key: { kty, crv, x, y }, format: 'jwk' });
      const signed = Buffer.from(`${header}.${body}`);
      assert.ok(verify('sha256', signed, { key, dsaEncoding: 'ieee-p1363' }, Buffer.from(signature, 'base64url')));
    }
  });

  it('names its contexts by address alone, as UNTP asks, and serves the one of its own', async () => {
    const [, body = ''] = (await (await ask(KEEPER, 'application/vc+jwt')).text()).split('.');
    const { '@context': contexts } = JSON.parse(decode(body)) as { '@context': string[] };
    assert.equal(contexts.length, 3);
    assert.deepEqual(contexts.slice(0, 2), [
      'https://www.w3.org/ns/credentials/v2',
      'https://test.uncefact.org/vocabulary/untp/dpp/0.6.1/',
    ]);
    const response = await serve(PUBLIC).request(new URL(contexts[2] ?? '').pathname);
    assert.equal(response.headers.get('content-type'), 'application/ld+json');
    assert.deepEqual(await response.json(), { '@context': { ree: 'https://w3id.org/ytterby/ree/' } });
  });

  it('finds the key in the DID document of the issuer’s address', async () => {
    const options = { publicUrl: 'https://record.example.org' };
    const text = await (await ask(PUBLIC, 'application/vc+jwt', '', options)).text();
    const header = JSON.parse(decode(text.split('.')[0] ?? '')) as { kid: string };
    const document = (await (await serve(PUBLIC, options).request('/.well-known/did.json')).json()) as {
      id: string;
      verificationMethod: { id: string; publicKeyJwk: JsonWebKey }[];
    };
    assert.equal(document.id, 'did:web:record.example.org');
    const method = document.verificationMethod.find(({ id }) => id === header.kid);
    assert.ok(method !== undefined);
    await compactVerify(text, await importJWK(method.publicKeyJwk, 'ES256'));
    const below = { publicUrl: 'https://example.org/record' };
    const own = (await (await serve(PUBLIC, below).request('/did.json')).json()) as { id: string };
    assert.equal(own.id, 'did:web:example.org:record');
  });

  it('sees that it was revoked, in the bits of the status list', async () => {
    const text = await (await ask(PUBLIC, 'application/vc+jwt')).text();
    const { credentialStatus } = JSON.parse(decode(text.split('.')[1] ?? '')) as {
      credentialStatus: { statusListIndex: string; statusListCredential: string };
    };
    const listed = async (): Promise<{ text: string; isSet: boolean }> => {
      const list = await (await serve(PUBLIC).request(new URL(credentialStatus.statusListCredential).pathname)).text();
      const { credentialSubject } = JSON.parse(decode(list.split('.')[1] ?? '')) as {
        credentialSubject: { encodedList: string };
      };
      const bits = gunzipSync(Buffer.from(credentialSubject.encodedList.slice(1), 'base64url'));
      assert.equal(bits.length, 16_384);
      const place = Number(credentialStatus.statusListIndex);
      return { text: list, isSet: (bits[Math.floor(place / 8)]! & (1 << (7 - (place % 8)))) !== 0 };
    };
    const first = await listed();
    assert.equal(first.isSet, false);
    assert.ok((await verifyPassport(text, trust({ statusList: first.text }))).ok);
    const revoke = {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ lot: magnet, reason: 'a wrong assay' }),
    };
    assert.equal((await serve(PUBLIC).request('/api/passport-revocations', revoke)).status, 401);
    const stranger: Viewer = {
      account: 'x',
      organisation: 'https://id.gs1.org/417/9520000009999',
      role: 'plant-manager',
      mandate: NO_MANDATE,
    };
    assert.equal((await serve(stranger).request('/api/passport-revocations', revoke)).status, 404);
    assert.equal((await serve().request('/api/passport-revocations', revoke)).status, 200);
    const later = await listed();
    assert.equal(later.isSet, true);
    const verdict = await verifyPassport(text, trust({ statusList: later.text }));
    assert.deepEqual(
      verdict.checks.filter(({ ok }) => !ok).map(({ name }) => name),
      ['status'],
    );
    assert.deepEqual([(await facts(PUBLIC)).status, (await facts(PUBLIC)).revocation?.reason], ['revoked', 'a wrong assay']);
  });
});

describe('selective disclosure', () => {
  it('RFC 9901: the digest of the disclosure in section 4.2.3', () => {
    const disclosure = 'WyJfMjZiYzRMVC1hYzZxMktJNmNCVzVlcyIsICJmYW1pbHlfbmFtZSIsICJNw7ZiaXVzIl0';
    assert.equal(sha256(disclosure), 'X9yH0Ajrdm1Oij4tWso9UzzKJvPoDxwmuEcO3XAdRC0');
    const revealed = revealClaims({ _sd: [sha256(disclosure)], _sd_alg: 'sha-256' }, [disclosure], { digest: sha256 }, decode);
    assert.deepEqual(revealed, { ok: true, payload: { family_name: 'Möbius' } });
  });

  it('what was concealed comes back as far as it is disclosed, whatever it is; foreign, doubled and broken disclosures are refused', () => {
    const json = fc.dictionary(
      fc.string({ minLength: 1 }).filter((name) => !['_sd', '...', '_sd_alg', '__proto__'].includes(name)),
      fc.jsonValue({ maxDepth: 1 }),
      { minKeys: 1, maxKeys: 6 },
    );
    let salts = 0;
    const concealing = {
      salt: () => `salt-${salts++}`,
      digest: sha256,
      encode: (text: string) => Buffer.from(text).toString('base64url'),
    };
    fc.assert(
      fc.property(json, fc.array(fc.boolean(), { minLength: 6, maxLength: 6 }), (payload, shown) => {
        const stated = JSON.parse(
          JSON.stringify(payload, (name, value: unknown) => (name === '_sd' || name === '...' ? undefined : value)),
        ) as Record<string, never>;
        const { payload: concealed, disclosures } = concealClaims(
          { inner: stated },
          Object.keys(stated).map((name) => ['inner', name]),
          concealing,
        );
        const handed = disclosures.filter((_, place) => shown[place] === true);
        const revealed = revealClaims(
          concealed,
          handed.map(({ text }) => text),
          concealing,
          decode,
        );
        const expected = Object.fromEntries(handed.map(({ path }) => [path.at(-1), stated[String(path.at(-1))]]));
        assert.deepEqual(revealed, { ok: true, payload: { inner: expected } });
        const foreign = concealing.encode(JSON.stringify(['x', 'y', 1]));
        assert.equal(revealClaims(concealed, [foreign], concealing, decode).ok, false);
        const [first] = disclosures;
        if (first !== undefined) assert.equal(revealClaims(concealed, [first.text, first.text], concealing, decode).ok, false);
      }),
    );
  });

  it('"mined under quota in province X" without anybody’s name', async () => {
    const text = await (await ask(PUBLIC, 'application/vc+sd-jwt')).text();
    const verdict = await verifyPassport(text, trust());
    assert.ok(verdict.ok, JSON.stringify(verdict.checks));
    const shown = JSON.stringify(verdict.credential);
    const { origins, maker } = await facts(KEEPER);
    assert.match(shown, /mined within quota in |not covered by quota/);
    assert.match(shown, new RegExp(origins[0]?.province ?? 'x'));
    for (const { site, organisation } of origins)
      for (const party of [site, organisation])
        if (party !== null && !JSON.stringify(maker).includes(party.id)) {
          assert.ok(!shown.includes(party.id) && !shown.includes(party.name.zh), party.name.en);
          assert.ok(!text.split('~').some((part) => decode(part).includes(party.id)));
        }
  });

  it('tells nobody more than the facts in JSON tell him: no name, no lot, no text of an event, in clear or disclosed', async () => {
    const whole = await facts(KEEPER);
    const parties = [...whole.origins, ...whole.custody].flatMap(({ organisation }) =>
      organisation === null ? [] : [organisation.id],
    );
    const members = [...new Set(parties)].map((organisation): Viewer => ({
      account: 'x',
      organisation,
      role: 'operator',
      mandate: NO_MANDATE,
    }));
    assert.ok(members.length > 3);
    for (const viewer of [PUBLIC, ...members]) {
      const told = JSON.stringify(await facts(viewer));
      const text = await (await ask(viewer, 'application/vc+sd-jwt')).text();
      const [signed = '', ...disclosures] = text.split('~');
      const shown = [signed.split('.')[1] ?? '', ...disclosures].map((part) => decode(part)).join('\n');
      for (const id of shown.match(/https:\/\/id\.gs1\.org\/(?:41[47]\/\d{13}|01\/\d{14}\/10\/[\w.-]+)/g) ?? [])
        assert.ok(told.includes(id), `${viewer.organisation}: ${id}`);
      for (const [, salt] of shown.matchAll(/"salt":"([^"]+)"/g))
        assert.ok(told.includes(salt ?? ''), `${viewer.organisation}: an event`);
      assert.ok((await verifyPassport(text, trust())).ok);
    }
  });

  it('without any disclosure even the keeper’s tells no lot that this one was made of', async () => {
    const [signed = ''] = (await (await ask(KEEPER, 'application/vc+sd-jwt')).text()).split('~');
    const { custody, lot } = await facts(KEEPER);
    const others = custody.map((step) => step.lot).filter((each) => each !== lot);
    assert.ok(others.length > 0);
    for (const other of others) assert.ok(!decode(signed.split('.')[1] ?? '').includes(other), other);
  });

  it('the keeper discloses all; each disclosure left out leaves the rest sound', async () => {
    const text = await (await ask(KEEPER, 'application/vc+sd-jwt')).text();
    const parts = text.split('~');
    const whole = await verifyPassport(text, trust());
    assert.ok(whole.ok, JSON.stringify(whole.checks));
    assert.match(JSON.stringify(whole.checks), /"events","ok":true,"detail":"[1-9]/);
    for (let left = 1; left < parts.length - 1; left += 7) {
      const fewer = parts.filter((_, place) => place !== left).join('~');
      assert.ok((await verifyPassport(fewer, trust())).ok, `without disclosure ${left}`);
    }
  });
});

describe('a forged passport is refused', () => {
  it('any byte changed', async () => {
    const text = await (await ask(KEEPER, 'application/vc+sd-jwt')).text();
    await fc.assert(
      fc.asyncProperty(fc.nat(text.trim().length - 2), fc.constantFrom(...'AzQ9_-'), async (at, character) => {
        if (text[at] === character) return;
        const changed = text.slice(0, at) + character + text.slice(at + 1);
        assert.equal((await verifyPassport(changed, trust())).ok, false, `at ${at}`);
      }),
      { numRuns: 150 },
    );
  });

  it('by another issuer, out of its time, with the events of another log', async () => {
    const text = await (await ask(KEEPER, 'application/vc+jwt')).text();
    const other = openApplication(createMemoryStore(), () => NOW, '0');
    const failing = async (over: object): Promise<string[]> =>
      (await verifyPassport(text, trust(over))).checks.filter(({ ok }) => !ok).map(({ name }) => name);
    assert.deepEqual(await failing({ issuers: other.issuer.publicKeys.keys }), ['issuer']);
    assert.deepEqual(await failing({ issuers: [] }), ['issuer']);
    assert.deepEqual(await failing({ nowMs: NOW - 1 }), ['validity']);
    assert.deepEqual(await failing({ nowMs: NOW + 91 * 24 * 3_600_000 }), ['validity']);
    const { key } = other.log;
    const { formatVerifierKey } = await import('../src/merkle/index.ts');
    assert.deepEqual(await failing({ logKey: formatVerifierKey(key) }), ['log']);
    for (const nonsense of ['', 'x', 'a.b.c', '..', text.slice(1), `${text}~`]) {
      const { ok } = await verifyPassport(nonsense, trust());
      assert.equal(ok, nonsense === `${text}~`, nonsense.slice(0, 20));
    }
  });

  it('on the command line, offline: exit codes and the first thing that is wrong', async () => {
    const write = (name: string, text: string): string => {
      writeFileSync(join(folder, name), text);
      return join(folder, name);
    };
    const text = await (await ask(PUBLIC, 'application/vc+sd-jwt')).text();
    const [good, bad, keys] = [write('good', text), write('bad', text.replace(/\.[\w-]/, '.B')), write('keys', jwks)];
    const run = async (...words: string[]): Promise<{ code: number; out: string }> => {
      let out = '';
      const terminal = {
        out: (line: string) => void (out += line),
        error: (line: string) => void (out += line),
        isScreen: false,
      };
      const open = (): never => assert.fail('no record is opened');
      const context = {
        terminal,
        open,
        stop: new AbortController().signal,
        endAtOnce: () => undefined,
        readData: () => '',
        serve: async () => undefined,
      };
      return { code: await runCommandLine(words, terminal, () => context), out };
    };
    const sound = await run('verify', '--passport', good, '--key', keys);
    assert.deepEqual([sound.code, sound.out.includes('✗')], [0, false], sound.out);
    const unknown = await run('verify', '--passport', good);
    assert.deepEqual([unknown.code, /✓ signature/.test(unknown.out), /✗ issuer: .*--key/.test(unknown.out)], [1, true, true]);
    assert.equal((await run('verify', '--passport', bad, '--key', keys)).code, 1);
    assert.equal((await run('verify', '--passport', good, '--key', write('no-keys', 'x'))).code, 1);
  });
});

describe('the status list', () => {
  it('has a bit for each passport, and only those', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(300_000), { maxLength: 50 }), (places) => {
        for (const list of [0, 1, 2]) {
          const bits = statusBits(list, places);
          for (const place of places) {
            if (Math.floor(place / 131_072) === list) assert.ok(isStatusSet(bits, place % 131_072));
          }
          const set = bits.reduce((count, byte) => count + byte.toString(2).replaceAll('0', '').length, 0);
          assert.equal(set, places.filter((place) => Math.floor(place / 131_072) === list).length);
        }
      }),
    );
  });
});
