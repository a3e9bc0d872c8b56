/** Signing in with an identity provider (OpenID Connect Core 1.0, code flow with PKCE), against npm oidc-provider in another process. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { IdentityProvider, providerSettingsSchema } from '../src/server/index.ts';
import { House, PLANT } from './support/members.ts';
import { CLIENT, RunningProvider } from './support/provider.ts';

const HERE = 'https://ytterby.example';
const RETURN = `${HERE}/api/access/provider/return`;

let provider: RunningProvider;

before(async () => {
  provider = await RunningProvider.start(RETURN);
});
after(() => provider.stop());

/** A house whose members sign in at the provider, with one plant manager. */
async function houseWith(more: object = {}): Promise<House & { admin: string }> {
  const settings = providerSettingsSchema.parse({ name: 'The ministry', issuer: provider.issuer, ...CLIENT, ...more });
  const house = await House.claimed({ publicUrl: HERE, provider: new IdentityProvider(settings) });
  await account(house, 'manager@plant.example', 'plant-manager', PLANT);
  return house;
}

async function account(house: House & { admin: string }, id: string, role: string, organisation: string | null): Promise<void> {
  const body = { id, name: id, kind: 'person', organisation, role };
  assert.equal((await house.post('/api/access/members', body, { cookie: house.admin })).status, 200);
}

/** Goes to the provider, signs in there and comes back. @returns where the house sends the browser then, and the session's cookie */
async function comesIn(house: House, login: string): Promise<{ location: string; cookie: string }> {
  const start = await house.get('/api/access/provider');
  assert.equal(start.status, 302, JSON.stringify(start.body));
  const back = await provider.signIn(start.headers.get('location') ?? '', login);
  return returns(house, back, start.cookie ?? '');
}

async function returns(house: House, back: string, errand: string): Promise<{ location: string; cookie: string }> {
  const { status, headers } = await house.get(back.replace(HERE, ''), { headers: { cookie: errand } });
  assert.equal(status, 302);
  const session = headers.getSetCookie().find((set) => set.startsWith('__Host-ytterby='));
  return { location: headers.get('location') ?? '', cookie: session?.split(';')[0] ?? '' };
}

describe('signing in with an identity provider', () => {
  it('opens the account that the verified e-mail address names, and is linked with it from then on', async () => {
    const house = await houseWith();
    assert.equal((await house.get('/api/access/who')).body['provider'], 'The ministry');
    const { location, cookie } = await comesIn(house, 'manager@plant.example');
    assert.equal(location, '/sign-in?arrived');
    const who = (await house.get('/api/access/who', { cookie })).body;
    assert.deepEqual([who['account'], who['role'], who['session']], ['manager@plant.example', 'plant-manager', 'open']);
    const { body } = await house.get('/api/access/audit', { cookie: house.admin });
    assert.equal((body['lines'] as { act: string }[]).filter(({ act }) => act === 'identity-linked').length, 1);
    await comesIn(house, 'manager@plant.example');
    const again = await house.get('/api/access/audit', { cookie: house.admin });
    assert.equal((again.body['lines'] as { act: string }[]).filter(({ act }) => act === 'identity-linked').length, 1);
  });

  it('refuses whom nobody has made an account for, an address that is not verified, and a disabled account', async () => {
    const house = await houseWith();
    await account(house, 'unverified@plant.example', 'operator', PLANT);
    for (const login of ['stranger@elsewhere.example', 'unverified@plant.example']) {
      assert.deepEqual(await comesIn(house, login), { location: '/sign-in?refused=no-account', cookie: '' }, login);
    }
    await comesIn(house, 'manager@plant.example');
    await house.post('/api/access/members/manager@plant.example/disable', {}, { cookie: house.admin });
    assert.equal((await comesIn(house, 'manager@plant.example')).location, '/sign-in?refused=no-account');
  });

  it('an office still needs its second factor where the provider does not say that one was shown', async () => {
    const house = await houseWith();
    await account(house, 'office@ministry.example', 'regulator', null);
    const { cookie } = await comesIn(house, 'office@ministry.example');
    assert.equal((await house.get('/api/access/who', { cookie })).body['session'], 'enrolment');
    assert.equal((await house.get('/events', { cookie })).status, 401);
  });

  it('an office needs none here where the provider says that one was shown', async () => {
    const house = await houseWith({ secondFactor: ['otp', 'hwk'] });
    await account(house, 'twice@ministry.example', 'regulator', null);
    const { cookie } = await comesIn(house, 'twice@ministry.example');
    const { body } = await house.get('/api/access/who', { cookie });
    assert.deepEqual([body['session'], body['role']], ['open', 'regulator']);
    const strict = await houseWith({ secondFactor: ['hwk'] });
    await account(strict, 'twice@ministry.example', 'regulator', null);
    const once = await comesIn(strict, 'twice@ministry.example');
    assert.equal((await strict.get('/api/access/who', { cookie: once.cookie })).body['session'], 'enrolment');
  });

  it('refuses an answer to another browser, a forged one, one that was used, and the person’s own no', async () => {
    const house = await houseWith();
    const start = await house.get('/api/access/provider');
    const back = await provider.signIn(start.headers.get('location') ?? '', 'manager@plant.example');
    const other = await house.get('/api/access/provider');
    const refused = { location: '/sign-in?refused=provider', cookie: '' };
    assert.deepEqual(await returns(house, back, other.cookie ?? ''), refused, 'another browser');
    assert.deepEqual(await returns(house, back, ''), refused, 'no errand');
    assert.deepEqual(await returns(house, back, 'ytterby-errand=%7B'), refused, 'a broken errand');
    assert.deepEqual(
      await returns(house, back.replace(/code=[^&]+/, 'code=guessed'), start.cookie ?? ''),
      refused,
      'a guessed code',
    );
    assert.equal((await returns(house, back, start.cookie ?? '')).location, '/sign-in?arrived');
    assert.deepEqual(await returns(house, back, start.cookie ?? ''), refused, 'a code is good once');
    const denied = `${RETURN}?error=access_denied&state=${new URL(back).searchParams.get('state')}&iss=${provider.issuer}`;
    assert.deepEqual(await returns(house, denied, start.cookie ?? ''), refused, 'access denied');
  });

  it('a provider that does not answer is said to be so, and is asked again the next time', async () => {
    const gone = await RunningProvider.start(RETURN);
    await gone.stop();
    const house = await houseWith({ issuer: gone.issuer });
    for (let time = 0; time < 2; time++) {
      const { status, headers } = await house.get('/api/access/provider');
      assert.deepEqual([status, headers.get('location')], [302, '/sign-in?refused=provider']);
    }
  });

  it('without a provider its addresses answer nothing', async () => {
    const house = await House.claimed();
    assert.equal((await house.get('/api/access/provider')).status, 404);
    assert.equal((await house.get('/api/access/who')).body['provider'], null);
  });
});
