import assert from 'node:assert/strict';
import type { House } from '../support/browser.ts';
import { inChromium } from '../support/browser-test.ts';
import { pageOf, placesOf } from './places.ts';

/** The log's checkpoint is shown, and an event of a lot is proved to be in it. */
export function proving(house: () => House): void {
  inChromium('the log: its checkpoint, and the way of an event to the signed root', async () => {
    const { lot } = await placesOf(house());
    const { events } = await house().answer<{ events: { hash: string }[] }>(`/api${pageOf('lot', lot)}`);
    const hash = events[0]?.hash ?? '';
    await using visit = await house().visit('/');
    await visit.page.getByRole('navigation').getByRole('link', { name: '日志' }).click();
    await visit.arrivesAt('日志');
    const log = await house().answer<{ checkpoint: string; events: number }>('/api/log');
    assert.ok((await visit.tile('最新检查点').innerText()).includes(log.checkpoint.split('\n')[2] ?? '?'), 'the root is shown');
    await visit.page.getByLabel('事件编号或事件哈希').fill(hash);
    await visit.page.keyboard.press('Enter');
    await visit.page.getByText(/✓ 证明成立：第 \d+ 号事件在 \d+ 个事件的日志中/).waitFor();
    const { steps } = await house().answer<{ steps: object[] }>(`/api/log-path?id=${encodeURIComponent(hash)}`);
    assert.ok(steps.length > 5);
    assert.equal(await visit.page.locator('.ladder-node.on-path').count(), steps.length + 1);
    assert.deepEqual(await visit.violations(), []);
    await visit.page.getByLabel('事件编号或事件哈希').fill('ni:///sha-256;none');
    await visit.page.keyboard.press('Enter');
    await visit.page.getByText('HTTP 404').waitFor();
  });
}
