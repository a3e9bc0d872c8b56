/** Notices reach the authorities that have an address: signed, until they are taken, once on record. */
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { describe, test } from 'node:test';
import { Webhook } from 'standardwebhooks';
import { actOnConduct, AddressRefused, answerConduct, NoticeRounds, setAddress } from '../src/app/index.ts';
import type { ConductRequest, NoticeRow } from '../src/wire/index.ts';
import { Receiver } from './support/receiver.ts';
import { Bench, PARTIES } from './support/ree-events.ts';

const NOW = { asOf: null, knownAt: null };
const TOKEN = 'a token of the tax office';
const MINUTE_MS = 60_000;

async function listed(): Promise<Bench> {
  const bench = await Bench.open('2016-09-01T00:00:00+08:00');
  const act = (request: object): Promise<string> =>
    actOnConduct(bench.app, { dossier: 'B', text: 'a test', ...request } as ConductRequest);
  await act({ act: 'propose', organisation: PARTIES.making, ground: '收购非法稀土', documents: [] });
  await act({ act: 'hear' });
  await act({ act: 'list', from: '2016-09-01', to: null });
  return bench;
}

const taxNotice = async ({ app }: Bench): Promise<NoticeRow> =>
  (await answerConduct(app, NOW)).notices.find(({ authority }) => authority === 'tax')!;

describe('notices to authorities', () => {
  test('are sent signed to who has an address, once, and tell how to acknowledge', async () => {
    const bench = await listed();
    await using receiver = await Receiver.open();
    const rounds = new NoticeRounds(bench.app, { allowsPrivate: true, timeoutMs: 2000 }, () => undefined);
    await rounds.round();
    assert.equal(receiver.received.length, 0, 'nobody has an address');
    await setAddress(bench.app, { authority: 'tax', address: { url: receiver.url, signatureToken: TOKEN } });
    await rounds.round();
    await rounds.round();
    assert.equal(receiver.received.length, 1);
    const { headers, body } = receiver.received[0]!;
    assert.equal(headers['gs1-signature'], `sha256=${createHmac('sha256', TOKEN).update(body).digest('hex')}`);
    assert.equal(
      new Webhook(TOKEN, { format: 'raw' }).sign(String(headers['webhook-id']), new Date(bench.nowMs), body),
      headers['webhook-signature'],
    );
    const told = JSON.parse(body) as { organisation: { id: string }; what: string; acknowledge: { body: ConductRequest } };
    assert.deepEqual([told.organisation.id, told.what], [PARTIES.making, 'list']);
    assert.notEqual((await taxNotice(bench)).deliveredAt, null);
    await actOnConduct(bench.app, { ...told.acknowledge.body, text: 'invoices stopped' });
    assert.equal((await taxNotice(bench)).answer, 'invoices stopped');
  });

  test('are tried again until they are taken, under the same number', async () => {
    const bench = await listed();
    await using receiver = await Receiver.open();
    receiver.behave = (delivery) => (delivery < 2 ? 503 : 204);
    const said: string[] = [];
    const rounds = new NoticeRounds(bench.app, { allowsPrivate: true, timeoutMs: 2000 }, (line) => said.push(line));
    await setAddress(bench.app, { authority: 'tax', address: { url: receiver.url, signatureToken: TOKEN } });
    for (let minute = 0; minute < 4; minute++) {
      await rounds.round();
      await rounds.round();
      bench.nowMs += MINUTE_MS;
    }
    assert.deepEqual(
      receiver.received.map(({ answered }) => answered),
      [503, 503, 204],
    );
    assert.equal(new Set(receiver.received.map(({ headers }) => headers['webhook-id'])).size, 1);
    assert.match(said[0]!, /answered 503/);
  });

  test('do not go to an address of this machine’s own network unless the server allows it, nor to what is none', async () => {
    const bench = await listed();
    await using receiver = await Receiver.open();
    const said: string[] = [];
    const rounds = new NoticeRounds(bench.app, { allowsPrivate: false, timeoutMs: 2000 }, (line) => said.push(line));
    for (const url of [receiver.url, receiver.url.replace('127.0.0.1', 'localhost')]) {
      await setAddress(bench.app, { authority: 'tax', address: { url, signatureToken: TOKEN } });
      await rounds.round();
      bench.nowMs += MINUTE_MS;
    }
    assert.equal(receiver.received.length, 0);
    assert.ok(said.length === 2 && said.every((line) => /private address/.test(line)), said.join());
    await assert.rejects(
      setAddress(bench.app, { authority: 'tax', address: { url: 'ftp://x', signatureToken: TOKEN } }),
      AddressRefused,
    );
    await assert.rejects(setAddress(bench.app, { authority: 'nobody', address: null }), /authority/);
  });
});
