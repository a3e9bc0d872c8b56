import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { actOnCase, answerCases, answerConduct, answerQuotas, type CaseRefused } from '../src/app/index.ts';
import { caseRequestSchema, type CaseRequest, type CasesAnswer } from '../src/wire/index.ts';
import { Bench, enters, lotOf, PARTIES, SITES } from './support/ree-events.ts';

const NOW = { asOf: null, knownAt: null };
const cases = async (bench: Bench): Promise<CasesAnswer> => answerCases(bench.app, NOW);
const act = (bench: Bench, request: unknown): Promise<string> => actOnCase(bench.app, caseRequestSchema.parse(request));
const refusedWith = (code: string) => (error: CaseRefused) => error.code === code;

const ORE = { CeO2: 30, Nd2O3: 20 };
const mined = (name: string, mass: number): Record<string, unknown> =>
  enters('2015-03-01T08:00:00+08:00', SITES.mine, lotOf('concentrate', name), mass, ORE);

describe('cases', () => {
  test('over-plan production opens its case by itself, once, and a decision cuts the quota', async () => {
    const bench = await Bench.open();
    await bench.capture([mined('A', 900)]);
    const [opened] = (await cases(bench)).cases;
    assert.deepEqual(
      [opened?.kind, opened?.status, opened?.organisation, opened?.flag?.split('|')[0]],
      ['over-plan', 'open', PARTIES.mining, 'quota.overdraw'],
    );
    await bench.capture([mined('B', 100)]);
    assert.equal((await cases(bench)).cases.length, 1);
    const ruling = {
      measures: ['stop-production', 'cut-quota'],
      fineYuan: 200_000,
      quotaCut: { quota: '2015-separation-group', tonnes: 0.5 },
    };
    await act(bench, { act: 'decide', case: opened!.id, text: 'cut', ruling });
    const cutTonnes = async (): Promise<number> =>
      (await answerQuotas(bench.app, { ...NOW, year: 2015 })).quotas.find(({ id }) => id === '2015-separation-group')!.cutTonnes;
    assert.equal(await cutTonnes(), 0.5);
    await act(bench, { act: 'appeal', case: opened!.id, text: 'appealed' });
    await act(bench, { act: 'decide', case: opened!.id, text: 'upheld', ruling });
    assert.equal(await cutTonnes(), 0.5, 'the same cut counts once');
    await act(bench, { act: 'close', case: opened!.id, text: 'done' });
    const { cases: all, figures } = await cases(bench);
    assert.equal(all[0]?.status, 'closed');
    assert.deepEqual(
      all[0].acts.map((one) => one.act),
      ['open', 'decide', 'appeal', 'decide', 'close'],
    );
    assert.equal(figures.fineYuan, 200_000);
  });

  test('a decision to black-list opens a dossier, in which the enterprise is heard first', async () => {
    const bench = await Bench.open();
    const id = await act(bench, { act: 'open', kind: 'trade', organisation: PARTIES.mining, text: 'a lead' });
    await act(bench, { act: 'decide', case: id, text: 'sold off the book', ruling: { measures: ['black-list'] } });
    const { dossiers } = await answerConduct(bench.app, NOW);
    assert.deepEqual(
      dossiers.map(({ kind, status, organisation, subject }) => [kind, status, organisation, subject]),
      [['black-list', 'proposed', PARTIES.mining, 'sold off the book']],
    );
    await act(bench, { act: 'appeal', case: id, text: 'appealed' });
    await act(bench, { act: 'decide', case: id, text: 'upheld', ruling: { measures: ['black-list'] } });
    assert.equal((await answerConduct(bench.app, NOW)).dossiers.length, 1);
  });

  test('a cut that the quota cannot bear decides nothing', async () => {
    const bench = await Bench.open();
    const id = await act(bench, { act: 'open', kind: 'over-plan', organisation: PARTIES.mining, text: 'a lead' });
    const ruling = { quotaCut: { quota: '2015-separation-group', tonnes: 5 } };
    await assert.rejects(act(bench, { act: 'decide', case: id, text: 'too much', ruling }), refusedWith('cut-refused'));
    assert.equal((await cases(bench)).cases[0]?.status, 'open');
  });

  test('at a day before the decision a case stands as it was known then', async () => {
    const bench = await Bench.open();
    const id = await act(bench, { act: 'open', kind: 'trade', name: 'somebody', text: 'a lead' });
    const knownAt = bench.nowMs;
    bench.nowMs += 86_400_000;
    await act(bench, { act: 'decide', case: id, text: 'fined', ruling: { fineYuan: 5 } });
    const { cases: then, figures } = await answerCases(bench.app, { ...NOW, knownAt });
    assert.deepEqual([then[0]?.status, then[0]?.ruling, then[0]?.acts.length, figures.fineYuan], ['open', null, 1, 0]);
    assert.equal((await cases(bench)).cases[0]?.status, 'decided');
    assert.deepEqual((await answerCases(bench.app, { ...NOW, knownAt: knownAt - 1 })).cases, []);
  });

  test('what may not be done has a code', async () => {
    const bench = await Bench.open();
    await act(bench, { act: 'open', case: 'C1', kind: 'trade', name: 'somebody', text: 'a lead' });
    const decide = { act: 'decide', case: 'C1', text: 'x', ruling: {} };
    for (const [request, code] of [
      [{ act: 'note', case: 'C2', text: 'x' }, 'no-such-case'],
      [{ act: 'open', case: 'C1', kind: 'trade', text: 'x' }, 'case-exists'],
      [{ act: 'close', case: 'C1', text: 'x' }, 'not-decided'],
      [{ act: 'appeal', case: 'C1', text: 'x' }, 'not-decided'],
    ] as const)
      await assert.rejects(act(bench, request), refusedWith(code), code);
    await act(bench, decide);
    await assert.rejects(act(bench, decide), refusedWith('decided-already'));
    await act(bench, { act: 'close', case: 'C1', text: 'x' });
    await assert.rejects(act(bench, { act: 'note', case: 'C1', text: 'x' }), refusedWith('case-closed'));
    assert.equal(caseRequestSchema.safeParse({ act: 'open', kind: 'theft', text: 'x' }).success, false);
  });

  test('the example comes to what the plan states: 113 cases, 14 mines, 28 enterprises, 19 traders, 36 000 t, 230 million yuan', async () => {
    const bench = await Bench.open();
    const acts = caseRequestSchema
      .array()
      .parse(
        JSON.parse(readFileSync(new URL('../data/examples/cases/cases-2011-2015.json', import.meta.url), 'utf8')),
      ) satisfies CaseRequest[];
    for (const one of acts) await actOnCase(bench.app, one);
    const { figures } = await cases(bench);
    assert.deepEqual(figures, {
      cases: 113,
      minesDestroyed: 14,
      enterprisesClosed: 28,
      tradersPunished: 19,
      seizedTonnes: 36_000,
      fineYuan: 230_000_000,
      byStatus: { open: 0, decided: 0, appealed: 0, closed: 113 },
    });
  });
});
