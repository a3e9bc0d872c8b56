import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { answerForms, FormRefused, sendForm } from '../src/app/index.ts';
import { Bench, enters, lotOf, PARTIES, SITES } from './support/ree-events.ts';

const NOW = { asOf: null, knownAt: null };
const values = (output: number, more: Record<string, number> = {}) => ({
  'opening-stock': 1,
  output,
  sales: output,
  'closing-stock': 1,
  revenue: 10,
  energy: 3,
  staff: 20,
  ...more,
});

async function withOre(): Promise<Bench> {
  const bench = await Bench.open('2015-04-05T00:00:00+08:00');
  await bench.capture([
    enters('2015-03-10T08:00:00+08:00', SITES.mine, lotOf('concentrate', 'K1'), 2000, { CeO2: 30, Nd2O3: 20 }),
  ]);
  return bench;
}

describe('monthly forms', () => {
  test('what was sent, what is asked about it, what is estimated, and the sums', async () => {
    const { app } = await withOre();
    const empty = await answerForms(app, { ...NOW, period: '2015-03' });
    assert.deepEqual([empty.expected, empty.received], [2, 0]);
    assert.deepEqual(empty.forms.find(({ organisation }) => organisation === PARTIES.mining)?.figures, {
      output: { value: 1, method: 'recorded' },
    });
    const sent = await sendForm(app, { organisation: PARTIES.mining, period: '2015-03', values: values(1.2), text: 'x' });
    assert.deepEqual(
      sent.queries.map(({ item, code, expected }) => [item, code, expected]),
      [['output', 'record', 1]],
    );
    const { received, totals, forms } = await answerForms(app, { ...NOW, period: '2015-03' });
    assert.equal(received, 1);
    assert.deepEqual(
      totals.find(({ item }) => item === 'output'),
      { item: 'output', value: 1.2, estimated: 0 },
    );
    assert.equal(forms.find(({ organisation }) => organisation === PARTIES.mining)?.queries.length, 1);
  });

  test('a form with errors is refused whole; a second one replaces the first, which is known as it was', async () => {
    const bench = await withOre();
    const send = (form: Record<string, number>) =>
      sendForm(bench.app, { organisation: PARTIES.mining, period: '2015-03', values: form, text: '' });
    await assert.rejects(send(values(1, { staff: -1, sales: 5 })), (error: FormRefused) => {
      assert.deepEqual(
        error.errors.map(({ code }) => code),
        ['negative', 'balance'],
      );
      return true;
    });
    await send(values(1));
    const first = bench.nowMs;
    bench.nowMs += 1000;
    await send(values(1.05));
    const output = async (knownAt: number | null) =>
      (await answerForms(bench.app, { asOf: null, knownAt, period: '2015-03' })).totals.find(({ item }) => item === 'output')
        ?.value;
    assert.deepEqual([await output(null), await output(first)], [1.05, 1]);
  });

  test('an opening stock follows on from the month before', async () => {
    const { app } = await withOre();
    const send = (period: string, form: Record<string, number>) =>
      sendForm(app, { organisation: PARTIES.mining, period, values: form, text: '' });
    await send('2015-02', values(1, { 'closing-stock': 1 }));
    await assert.rejects(send('2015-03', values(1, { 'opening-stock': 2, 'closing-stock': 2 })), FormRefused);
    await send('2015-03', values(1));
    await assert.rejects(
      sendForm(app, { organisation: SITES.mine, period: '2015-03', values: values(1), text: '' }),
      /organisation/,
    );
  });
});
