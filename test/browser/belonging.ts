import assert from 'node:assert/strict';
import { TOTP } from 'otpauth';
import { firstLink, loadRegistry } from '../../src/app/index.ts';
import { House, type Setting, type Visit } from '../support/browser.ts';
import { inChromium } from '../support/browser-test.ts';
import { PASSWORD, PLANT, REGISTRY } from '../support/members.ts';
import { Receiver } from '../support/receiver.ts';
import { Bench } from '../support/ree-events.ts';
import { placesOf } from './places.ts';

const MANAGER = 'manager@plant.example';
const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };

/** Who comes in, and what he may do then: claiming the record, members and keys, signing in and out, subscriptions, passports. */
export function belonging(setting: () => Setting, year: () => House): void {
  inChromium('a record is claimed, a manager is invited and signs in, a program gets a key that is revoked', async () => {
    const { app } = await Bench.open();
    await loadRegistry(app, JSON.stringify(REGISTRY));
    await using house = await House.over(setting(), app);
    const link = await firstLink(app);
    await using admin = await house.visit(`/claim#${link?.token}`, 'zh', {});
    await chooses(admin, '新密码', '再输一次', '启用');
    await admin.arrivesAt('登录');
    await setsFactorUp(admin, app.now());
    const token = await invites(admin);
    await using manager = await house.visit(`/claim#${token}`, 'en', {});
    await chooses(manager, 'New password', 'Once more', 'Open');
    await manager.arrivesAt('Overview');
    await signsOutAndIn(manager);
    await hasAKey(admin);
    for (const visit of [admin, manager]) {
      assert.deepEqual(await visit.violations(), []);
      await visit.go('/account');
      assert.deepEqual(await visit.violations(), []);
    }
    admin.assertNoErrors();
  });

  inChromium('a subscription is made, delivers, and is ended', async () => {
    await using receiver = await Receiver.open();
    const { app } = await Bench.open();
    await using house = await House.over(setting(), app, null, { allowPrivateDestinations: true });
    await using visit = await house.visit('/subscriptions', 'en');
    await visit.page.getByLabel('Query').fill('everything');
    await visit.page.getByLabel('Sent to').fill(receiver.url);
    await visit.page.getByRole('button', { name: 'Subscribe' }).click();
    const row = visit.tile('Subscriptions').getByRole('row').filter({ hasText: receiver.url });
    await row.waitFor();
    assert.deepEqual(await visit.violations(), []);
    await row.getByRole('button', { name: 'End' }).click();
    await visit.tile('Subscriptions').getByText('Nobody is told').waitFor();
  });

  inChromium('a passport on a telephone: verdict, origins, hands; axe-core finds nothing, nothing is too wide', async () => {
    const { lot } = await placesOf(year());
    for (const language of ['zh', 'en'] as const) {
      await using visit = await year().visit(`/passports/${encodeURIComponent(lot)}`, language, PHONE);
      assert.match(
        await visit.page.locator('.verdicts').innerText(),
        language === 'zh' ? /✓ 2015 年指标内开采/ : /✓ Mined within quota in 2015/,
      );
      assert.ok((await visit.page.locator('.custody li').count()) > 1);
      assert.deepEqual(await visit.violations(), []);
      assert.equal(await visit.overflow(), 0);
      const save = visit.page.getByRole('button', { name: language === 'zh' ? '下载凭证' : 'Credential', exact: true });
      assert.equal((await visit.download(save)).toString().split('.').length, 3, 'a compact JWS');
      visit.assertNoErrors();
    }
  });
}

async function chooses({ page }: Visit, first: string, again: string, go: string): Promise<void> {
  await page.getByLabel(first).fill(PASSWORD);
  await page.getByLabel(again).fill(PASSWORD);
  await page.getByRole('button', { name: go }).click();
}

async function setsFactorUp(admin: Visit, timestamp: number): Promise<void> {
  const { page } = admin;
  await page.getByRole('button', { name: '设置验证器' }).click();
  const secret = await page.locator('code.identifier').innerText();
  assert.deepEqual(await admin.violations(), []);
  await page.getByLabel('验证码').fill(new TOTP({ secret }).generate({ timestamp }));
  await page.getByRole('button', { name: '确认' }).click();
  await page.getByRole('button', { name: '已收好' }).click();
  await admin.arrivesAt('总览');
}

/** The administrator invites the plant's manager. @returns the token of the one-time link */
async function invites({ page }: Visit): Promise<string> {
  await page.getByRole('link', { name: '成员与密钥' }).click();
  await page.getByRole('heading', { level: 1, name: '成员与密钥' }).waitFor();
  const form = page.locator('form').filter({ has: page.getByRole('button', { name: '建立' }) });
  await form.getByLabel('账号').fill(MANAGER);
  await form.getByLabel('角色').selectOption('plant-manager');
  await form.getByLabel('单位').fill(PLANT);
  await form.getByRole('button', { name: '建立' }).click();
  const told = await page.locator('.secret code').innerText();
  assert.match(told, /\/claim#/);
  return told.split('#')[1] ?? '';
}

async function signsOutAndIn(manager: Visit): Promise<void> {
  const { page } = manager;
  const places = page.getByRole('navigation').getByRole('link');
  assert.ok((await places.allInnerTexts()).includes('Capture'));
  await manager.go('/account');
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByRole('link', { name: 'Sign in' }).waitFor();
  assert.ok(!(await places.allInnerTexts()).includes('Capture'), 'the public captures nothing');
  await manager.go('/sign-in');
  await page.getByLabel('Account').fill(MANAGER);
  await page.getByRole('textbox', { name: 'Password' }).fill('wrong wrong wrong');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('alert').waitFor();
  assert.deepEqual(await manager.violations(), []);
  await page.getByRole('textbox', { name: 'Password' }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await manager.arrivesAt('Overview');
}

/** The administrator makes a program and its key, and takes the key away. */
async function hasAKey({ page }: Visit): Promise<void> {
  const account = page.locator('form').filter({ has: page.getByRole('button', { name: '建立' }) });
  await account.getByLabel('账号').fill('gateway');
  await account.getByLabel('类别').selectOption('machine');
  await account.getByLabel('单位').fill(PLANT);
  await account.getByRole('button', { name: '建立' }).click();
  const keys = page.locator('form').filter({ has: page.getByRole('button', { name: '生成密钥' }) });
  await keys.getByLabel('用途').fill('gateway of the plant');
  await keys.getByRole('button', { name: '生成密钥' }).click();
  await page.locator('.secret code').filter({ hasText: /^ytk_/ }).waitFor();
  const row = page.getByRole('row').filter({ hasText: 'gateway of the plant' });
  await row.getByRole('button', { name: '撤销' }).click();
  await row.getByText('已撤销').waitFor();
}
