import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { House, Visit } from '../support/browser.ts';
import { inChromium } from '../support/browser-test.ts';
import { enters, lotOf, SITES } from '../support/ree-events.ts';
import { numberOf } from './places.ts';

const CONTEXT = ['https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld', { ree: 'https://w3id.org/ytterby/ree/' }];

/** A page to drop files on: what was accepted can be seen, what was not says where it is wrong. A small world with 1 t of mining quota. */
export function capturing(house: () => House): void {
  inChromium('a document dropped on the page is accepted, and its lot has a page', async () => {
    await using files = new Folder();
    await using visit = await house().visit('/capture');
    const lot = lotOf('concentrate', 'DROPPED');
    await drop(visit, files.write('good.jsonld', documentOf([mined(lot, 100)])));
    await visit.page.getByText('完成：共读 1 个事件，入账 1，问题 0').waitFor();
    await visit.page.getByRole('link', { name: 'DROPPED' }).click();
    await visit.arrivesAt(`批次 ${numberOf(lot)}`);
    assert.match(await visit.tile('现存何处').innerText(), /库存/);
    visit.assertNoErrors();
  });

  inChromium(
    'a document chosen by the file field with a fault is refused with its JSON path, and nothing of it is kept',
    async () => {
      await using files = new Folder();
      await using visit = await house().visit('/capture');
      const events = [mined(lotOf('concentrate', 'REFUSED-1'), 1), mined(lotOf('concentrate', 'REFUSED-2'), -1)];
      await visit.page.locator('input[type="file"]').setInputFiles(files.write('bad.json', documentOf(events)));
      await visit.page.getByText('入账 0，问题 1').waitFor();
      assert.match(await visit.tile('bad.json').innerText(), /\$\.epcisBody\.eventList\[1\] quantityList\[0\]\.quantity/);
      assert.deepEqual(await visit.violations(), []);
      await visit.go(`/lot?id=${encodeURIComponent(lotOf('concentrate', 'REFUSED-1'))}`);
      await visit.page.getByText('记录中没有此项').first().waitFor();
    },
  );

  inChromium('a file that is no JSON is refused as a whole', async () => {
    await using files = new Folder();
    await using visit = await house().visit('/capture', 'en');
    await drop(visit, files.write('half.json', documentOf([mined(lotOf('concentrate', 'HALF'), 1)]).slice(0, 200)));
    await visit.page.getByText('The file was refused').waitFor();
    assert.match(await visit.tile('half.json').innerText(), /HTTP 400/);
  });

  inChromium('a bad line of an NDJSON file is named by its number, the good ones are kept', async () => {
    await using files = new Folder();
    await using visit = await house().visit('/capture');
    const lines = [
      JSON.stringify(mined(lotOf('concentrate', 'LINE-1'), 5)),
      '{"type": "ObjectEvent", ',
      JSON.stringify(mined(lotOf('concentrate', 'LINE-3'), 5)),
    ];
    await drop(visit, files.write('lines.ndjson', lines.join('\n')));
    await visit.page.getByText('完成：共读 3 个事件，入账 2，问题 1').waitFor();
    const fault = visit.tile('lines.ndjson').getByRole('region', { name: '问题：表' }).locator('tbody tr.ant-table-row');
    assert.equal(await fault.count(), 1);
    assert.match(await fault.innerText(), /^2\s/);
    assert.equal(await visit.page.getByRole('link', { name: /^LINE-/ }).count(), 2);
    visit.assertNoErrors();
  });

  inChromium('a quota that is overdrawn is marked, by more than its colour', async () => {
    await using files = new Folder();
    await using visit = await house().visit('/capture');
    await visit.page
      .locator('input[type="file"]')
      .setInputFiles(files.write('much.json', documentOf([mined(lotOf('concentrate', 'MUCH'), 5000)])));
    await visit.page.getByText('入账 1，问题 0').waitFor();
    await visit.page.getByRole('navigation').getByRole('link', { name: '总量控制' }).click();
    await visit.arrivesAt('总量控制');
    const marked = visit.tile('2015 年指标使用 / 吨 REO').locator('tbody tr.marked');
    await marked.first().waitFor();
    assert.match(await marked.first().innerText(), /▲ 超指标/);
    assert.deepEqual(await visit.violations(), []);
    visit.assertNoErrors();
  });
}

function mined(lot: string, kilograms: number): Record<string, unknown> {
  return enters('2015-03-01T08:00:00+08:00', SITES.mine, lot, kilograms, { CeO2: 30, Nd2O3: 20 });
}

function documentOf(events: readonly object[]): string {
  const head = { '@context': CONTEXT, type: 'EPCISDocument', schemaVersion: '2.0', creationDate: '2015-12-31T00:00:00Z' };
  return JSON.stringify({ ...head, epcisBody: { eventList: events } });
}

/** Drags a file from outside the browser over the page's zone and lets it go there, as a user's hand does. */
async function drop(visit: Visit, file: string): Promise<void> {
  const box = await visit.page.locator('.drop').boundingBox();
  assert.ok(box !== null, 'there is a zone to drop on');
  const session = await visit.page.context().newCDPSession(visit.page);
  const at = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  const data = { items: [], files: [file], dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
    await session.send('Input.dispatchDragEvent', { type, ...at, data });
  await session.detach();
}

/** Files for a browser to take, gone at the end. */
class Folder implements AsyncDisposable {
  readonly #path = mkdtempSync(join(tmpdir(), 'ytterby-files-'));

  write(name: string, text: string): string {
    const file = join(this.#path, name);
    writeFileSync(file, text);
    return file;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    rmSync(this.#path, { recursive: true, force: true });
  }
}
