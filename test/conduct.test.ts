import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import {
  actOnConduct,
  ALL_FLAGS,
  answerConduct,
  answerCredit,
  answerDraw,
  answerFlags,
  answerLists,
  answerPatrols,
  loadRegistry,
  notePatrol,
} from '../src/app/index.ts';
import { conductData } from '../src/app/conduct/conduct-data.ts';
import { examine } from '../src/conduct/index.ts';
import { parseCsv } from '../src/industry/index.ts';
import type { ConductRequest, DossierRow } from '../src/wire/index.ts';
import { Bench, enters, lotOf, PARTIES, REGISTRY, SITES } from './support/ree-events.ts';

const TABLE = new URL('../../shared/data/industry/norm_conditions.csv', import.meta.url);
const NOW = { asOf: null, knownAt: null };
const DAY_MS = 86_400_000;

const conditions = conductData().conditions.filter(({ applicant }) => applicant !== 'exporter-report');
const near = (limit: number): number => Math.max(Math.abs(limit), 1) * 1e-9;

describe('norm conditions', () => {
  for (const condition of conditions) {
    const { applicant, item, comparison, limit } = condition;
    test(`${applicant}: ${item} at its limit, just under and just over`, () => {
      const outcome = (stated: number | boolean) => examine([condition], { [item]: stated })[0]!.outcome;
      if (limit === null) {
        assert.deepEqual([outcome(true), outcome(false)], comparison === 'always' ? ['met', 'failed'] : ['failed', 'met']);
        assert.equal(outcome(1), 'failed');
        return;
      }
      const expected: Readonly<Record<string, readonly string[]>> = {
        'at-least': ['failed', 'met', 'met'],
        above: ['failed', 'failed', 'met'],
        'at-most': ['met', 'met', 'failed'],
      };
      assert.deepEqual([limit - near(limit), limit, limit + near(limit)].map(outcome), expected[comparison]);
      assert.equal(outcome(true), 'failed');
    });
  }

  test('one of two alternatives is enough; both failing fail; none stated is missing', () => {
    const of = conditions.filter(({ applicant, alternative }) => applicant === 'mixed-mine' && alternative !== null);
    const outcomes = (evidence: Record<string, number>) => examine(of, evidence).map(({ outcome }) => outcome);
    assert.deepEqual(outcomes({ 'beneficiation-recovery': 75 }), ['met', 'waived']);
    assert.deepEqual(outcomes({ 'low-grade-recovery': 64.9 }), ['waived', 'failed']);
    assert.deepEqual(outcomes({}), ['not-stated', 'not-stated']);
  });

  test('figures are those of ../shared/data/industry/norm_conditions.csv', () => {
    const rows = parseCsv(readFileSync(TABLE, 'utf8'), 'norm_conditions.csv').filter(
      ({ document, value }) => document!.startsWith('稀土行业规范条件') && value !== '',
    );
    assert.ok(rows.length > 10);
    const ours = new Set(conditions.map(({ limit }) => limit));
    for (const { item, value } of rows) assert.ok(ours.has(Number(value)), `${item}: ${value}`);
  });
});

/** A bench with shorter ways to act. */
async function conductBench(now = '2016-08-01T00:00:00+08:00') {
  const bench = await Bench.open(now);
  const act = (request: ConductRequest) => actOnConduct(bench.app, request);
  const refused = (request: ConductRequest, code: string) => assert.rejects(act(request), { code });
  const dossier = async (id: string): Promise<DossierRow> => {
    const { dossiers } = await answerConduct(bench.app, NOW);
    return dossiers.find((one) => one.id === id)!;
  };
  const listed = async (day: string, colour: 'white' | 'black') => {
    const { listings } = await answerLists(bench.app, { asOf: Date.parse(`${day}T12:00:00+08:00`), knownAt: null, name: null });
    return listings.filter((one) => one.colour === colour).map(({ organisation }) => organisation);
  };
  return { bench, act, refused, dossier, listed };
}

const text = 'a test';
const ION = { capacity: 3000, 'separation-recovery': 94.1, 'energy-norm': true };
const apply = (evidence: Record<string, number | boolean>): ConductRequest => ({
  act: 'apply',
  dossier: 'D',
  organisation: PARTIES.making,
  applicant: 'ion-separation',
  day: '2016-08-01',
  evidence,
  documents: ['report.pdf'],
  text,
});
const does = (act: string, more: object = {}, dossier = 'D') => ({ act, dossier, text, ...more }) as ConductRequest;

describe('the way of an application', () => {
  test('applied, reviewed, publicised, announced, checked, revoked: on the white list between, its history kept', async () => {
    const { act, refused, dossier, listed } = await conductBench();
    await act(apply(ION));
    await refused(does('announce', { day: '2016-10-01', batch: '1' }), 'out-of-order');
    await act(does('review'));
    await act(does('publicise', { from: '2016-08-10', to: '2016-08-20' }));
    await refused(does('announce', { day: '2016-08-20', batch: '1' }), 'notice-running');
    await act(does('announce', { day: '2016-08-21', batch: '1' }));
    assert.deepEqual(await listed('2016-08-20', 'white'), []);
    assert.deepEqual(await listed('2016-08-21', 'white'), [PARTIES.making]);
    await act(does('self-check', { year: 2016, evidence: { capacity: 2999 } }));
    assert.equal((await dossier('D')).examined.find(({ item }) => item === 'capacity')?.outcome, 'failed');
    await act(does('order-rectification', { until: '2017-06-30' }));
    await refused(does('confirm-rectification'), 'condition-failed');
    await act(does('self-check', { year: 2017, evidence: { capacity: 3000 } }));
    await act(does('confirm-rectification'));
    await act(does('revoke', { day: '2018-01-01' }));
    assert.deepEqual(await listed('2017-12-31', 'white'), [PARTIES.making]);
    assert.deepEqual(await listed('2018-01-01', 'white'), []);
    const kept = await dossier('D');
    assert.deepEqual([kept.status, kept.listedFrom, kept.listedTo, kept.acts.length], ['revoked', '2016-08-21', '2017-12-31', 9]);
  });

  test('a condition that is not stated or not met stops the review', async () => {
    const missing = await conductBench();
    await missing.act(apply({ capacity: 3000 }));
    await missing.refused(does('review'), 'evidence-missing');
    const failed = await conductBench();
    await failed.act(apply({ ...ION, 'separation-recovery': 94 }));
    await failed.refused(does('review'), 'condition-failed');
    await failed.act(does('refuse'));
    await failed.refused(does('review'), 'out-of-order');
    await failed.refused(apply(ION), 'dossier-exists');
    await failed.refused(does('review', {}, 'E'), 'no-such-dossier');
    await failed.refused({ ...apply(ION), dossier: 'E', day: '2016-06-30' } as ConductRequest, 'unknown-applicant');
    await assert.rejects(failed.act({ ...apply(ION), dossier: 'E', organisation: SITES.mine } as ConductRequest), /organisation/);
  });
});

describe('the black list', () => {
  const propose: ConductRequest = {
    act: 'propose',
    dossier: 'B',
    organisation: PARTIES.making,
    ground: '收购非法稀土',
    documents: [],
    text,
  };

  test('nobody is listed unheard; what has expired or was taken off is not shown, and kept', async () => {
    const { act, refused, dossier, listed, bench } = await conductBench();
    await act(propose);
    await refused(does('list', { from: '2016-09-01', to: null }, 'B'), 'out-of-order');
    await act(does('hear', {}, 'B'));
    await act(does('list', { from: '2016-09-01', to: '2017-08-31' }, 'B'));
    assert.deepEqual(await listed('2017-08-31', 'black'), [PARTIES.making]);
    assert.deepEqual(await listed('2017-09-01', 'black'), []);
    await act(does('ask-repair', { documents: ['proof.pdf'] }, 'B'));
    await act(does('delist', { day: '2017-01-01' }, 'B'));
    assert.deepEqual(await listed('2016-12-31', 'black'), [PARTIES.making]);
    assert.deepEqual(await listed('2017-01-01', 'black'), []);
    assert.equal((await dossier('B')).acts.length, 5);
    const { listings } = await answerLists(bench.app, { asOf: Date.parse('2016-10-01'), knownAt: null, name: 'making chang' });
    assert.deepEqual(
      listings.map(({ organisation }) => organisation),
      [PARTIES.making],
    );
  });

  test('who is listed by a dossier and deals is flagged', async () => {
    const { act, bench } = await conductBench('2016-10-01T00:00:00+08:00');
    await act(propose);
    await act(does('hear', {}, 'B'));
    await act(does('list', { from: '2016-09-01', to: null }, 'B'));
    await bench.capture([enters('2016-09-15T08:00:00+08:00', SITES.recycler, lotOf('scrap', 'S1'), 100, { Nd: 25 })]);
    const all = { severity: null, rule: 'list.black', organisation: null, site: null, offset: 0, limit: ALL_FLAGS };
    assert.equal((await answerFlags(bench.app, { ...all, ...NOW })).total, 1);
    const credit = await answerCredit(bench.app, { ...NOW, organisation: null });
    const row = credit.scores.find(({ organisation }) => organisation === PARTIES.making)!;
    const items = row.deductions.map(({ item }) => item);
    assert.ok(items.includes('black-listed') && items.includes('violation'), items.join());
    assert.equal(row.score, 100 - row.deductions.reduce((sum, { points }) => sum + points, 0));
  });

  test('authorities are told, acknowledge once, and are overdue after their days', async () => {
    const { act, refused, bench } = await conductBench();
    await act(propose);
    await act(does('hear', {}, 'B'));
    await act(does('list', { from: '2016-09-01', to: null }, 'B'));
    const told = async () => (await answerConduct(bench.app, NOW)).notices;
    assert.deepEqual((await told()).map(({ authority }) => authority).sort(), ['customs', 'environment', 'land', 'power', 'tax']);
    const { notice } = (await told())[0]!;
    await refused(does('acknowledge', { notice: notice - 1, authority: 'tax' }, 'B'), 'no-such-notice');
    await refused(does('acknowledge', { notice, authority: 'nobody' }, 'B'), 'no-such-notice');
    await act(does('acknowledge', { notice, authority: 'tax' }, 'B'));
    await refused(does('acknowledge', { notice, authority: 'tax' }, 'B'), 'acknowledged-already');
    bench.nowMs += 5 * DAY_MS + 1;
    const overdue = (await told()).filter((one) => one.overdue).map(({ authority }) => authority);
    assert.deepEqual(overdue, ['customs']);
  });
});

describe('reports and draws', () => {
  test('a report that lacks a mandatory indicator is not published', async () => {
    const { act, refused, dossier } = await conductBench();
    const mandatory = conductData().conditions.filter(({ applicant }) => applicant === 'exporter-report');
    const most = Object.fromEntries(mandatory.flatMap(({ item }) => (item === 'injuries' ? [] : [[item, 1]])));
    await act({ act: 'submit-report', dossier: 'R', organisation: PARTIES.making, year: 2015, evidence: most, text });
    await refused(does('publish-report', {}, 'R'), 'evidence-missing');
    await act(does('amend-report', { evidence: { injuries: 0 } }, 'R'));
    await act(does('publish-report', {}, 'R'));
    assert.equal((await dossier('R')).status, 'published');
  });

  test('a draw can be repeated from its seed, and follows the scores', async () => {
    const { bench } = await conductBench();
    const draw = () => answerDraw(bench.app, { ...NOW, seed: 'published', count: 2 });
    const [first, second] = [await draw(), await draw()];
    assert.deepEqual(first.drawn, second.drawn);
    assert.equal(first.drawn.length, 2);
    for (const { score, risk } of first.drawn) assert.equal(risk, 1 + (100 - score) / 10);
  });

  test('dossiers are told as they were known then', async () => {
    const { act, bench } = await conductBench();
    await act(apply(ION));
    const then = bench.nowMs;
    bench.nowMs += DAY_MS;
    await act(does('review'));
    const known = await answerConduct(bench.app, { asOf: null, knownAt: then });
    assert.equal(known.dossiers[0]?.status, 'applied');
  });
});

describe('patrols', () => {
  const cell = {
    id: 'C1',
    name: { zh: '一号网格', en: 'Cell 1' },
    province: '江西',
    county: '龙南',
    inspector: '某某',
    everyDays: 7,
    from: '2016-07-01',
  };

  test('a round is noted in a cell that there is, on a day that has come; what was missed escalates', async () => {
    const { bench } = await conductBench();
    await loadRegistry(bench.app, JSON.stringify({ ...REGISTRY, patrolCells: [cell] }));
    const standing = async () => {
      const [first] = (await answerPatrols(bench.app, NOW)).cells;
      return [first?.lastDay, first?.days, first?.escalated];
    };
    assert.deepEqual(await standing(), [null, 31, 'province']);
    await notePatrol(bench.app, { cell: 'C1', day: '2016-07-22', found: true, text: 'a new pit' });
    assert.deepEqual(await standing(), ['2016-07-22', 10, 'county']);
    const refused = (request: { cell: string; day: string }) =>
      assert.rejects(notePatrol(bench.app, { ...request, found: false, text: '' }), /cell/);
    const seen = async (provinces: readonly string[]) => {
      const mandate = { everything: false, provinces, organisations: [] };
      const app = bench.app.as({ account: 'a', organisation: null, role: 'regulator', mandate });
      return (await answerPatrols(app, NOW)).cells.length;
    };
    assert.deepEqual([await seen(['江西']), await seen(['广东'])], [1, 0], 'rights end with the jurisdiction');
    await refused({ cell: 'C2', day: '2016-07-22' });
    await refused({ cell: 'C1', day: '2016-08-02' });
  });
});
