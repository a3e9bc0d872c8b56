import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { logKey, proveEvent, readCheckpoint, type Application } from '../src/app/index.ts';
import { EXIT, runCommandLine } from '../src/cli/index.ts';
import { writeXmlDocument } from '../src/epcis-xml/index.ts';
import { openRecord } from '../src/main/open-record.ts';
import {
  balanceSchema,
  momentSchema,
  quotaRowSchema,
  scanAnswerSchema,
  statusSchema,
  traceAnswerSchema,
  unheldDrawSchema,
} from '../src/wire/index.ts';
import { postgresUrl, sharedData } from './support/environment.ts';
import { documentText } from './support/recording.ts';
import { becomes, declared, enters, kg, lotOf, PARTIES, receives, REGISTRY, ships, SITES } from './support/ree-events.ts';
import { ROOT } from './support/sources.ts';

/** FORMATS, section 4: the commands through the launcher, in processes of their own, on databases of their own. */

type JsonObject = Record<string, unknown>;

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly error: string;
}

const LAUNCHER = join(ROOT, 'bin/ytterby.js');
const folder = mkdtempSync(join(tmpdir(), 'ytterby-command-line-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const place = (...names: string[]): string => join(folder, ...names);

function write(name: string, content: string | Uint8Array): string {
  writeFileSync(place(name), content);
  return name;
}

/** Runs `ytterby` in the temporary folder. @param onOutput hears standard output as it comes, and may end the reading */
function ytterby(words: readonly string[], env: NodeJS.ProcessEnv = {}, onOutput?: (stop: () => void) => void): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [LAUNCHER, ...words], {
      cwd: folder,
      env: { ...process.env, DATABASE_URL: '', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let [out, error] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      out += text;
      onOutput?.(() => child.stdout.destroy());
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => (error += text));
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, out, error }));
  });
}

/**
 * Runs a command in this process, as `src/main` does: for what the launcher adds nothing to, in a tenth of the time.
 * @param data where its record lies, if it may open one
 */
async function runHere(words: readonly string[], data: string | null = null): Promise<Ended> {
  let [out, error] = ['', ''];
  const opened: Application[] = [];
  const terminal = { out: (text: string) => void (out += text), error: (text: string) => void (error += text), isScreen: false };
  const open = async (): Promise<Application> => {
    assert.ok(data !== null, 'a wrong command line must not open the record');
    opened.push(await openRecord(place(data)));
    return opened[0]!;
  };
  const refuse = (): never => assert.fail('not here');
  const context = {
    terminal,
    open,
    stop: new AbortController().signal,
    endAtOnce: () => undefined,
    readData: refuse,
    serve: refuse,
  };
  const code = await runCommandLine(words, terminal, () => context);
  for (const app of opened) await app.store.close();
  return { code, out, error };
}

async function answerOf(words: readonly string[]): Promise<unknown> {
  const { code, out, error } = await runHere([...words, '--json'], 'data');
  assert.equal(code, EXIT.done, error);
  return JSON.parse(out);
}

const linesOf = (text: string): string[] => text.split('\n').filter((line) => line !== '');

const ORE = lotOf('concentrate', 'L1');
const OXIDE = lotOf('oxide', 'O1');
const EVENTS = [
  enters('2015-03-01T08:00:00+08:00', SITES.mine, ORE, 1000, { Nd2O3: 20, CeO2: 30 }),
  ships('2015-03-10T08:00:00+08:00', SITES.mine, SITES.plant, 'w1', [kg(ORE, 1000)]),
  receives('2015-03-12T23:59:59.999+08:00', SITES.mine, SITES.plant, 'w1', [kg(ORE, 1000)]),
  becomes('2015-04-01T08:00:00+08:00', SITES.plant, [kg(ORE, 1000)], [kg(OXIDE, 180)], { [OXIDE]: { Nd2O3: 99.9 } }),
];
const jsonLines = (events: readonly JsonObject[]): string => events.map((event) => `${JSON.stringify(event)}\n`).join('');
const minus = enters('2015-05-01T08:00:00+08:00', SITES.mine, lotOf('concentrate', 'M'), -1);
const sound = enters('2015-05-02T08:00:00+08:00', SITES.mine, lotOf('concentrate', 'S'), 10);

describe('capture', () => {
  write('registry.json', JSON.stringify(REGISTRY));
  write('events.json', documentText(EVENTS));

  test('a registry and a document, told as lines of JSON', async () => {
    const { code, out, error } = await ytterby([
      'capture',
      '--registry',
      'registry.json',
      'events.json',
      '--json',
      '--data',
      'data',
    ]);
    assert.deepEqual([code, error], [EXIT.done, '']);
    const [registry, document, ...others] = linesOf(out).map((line) => JSON.parse(line) as JsonObject);
    assert.deepEqual([registry?.['file'], registry?.['accepted'], registry?.['problemsTotal']], ['registry.json', true, 0]);
    assert.deepEqual(document, {
      file: 'events.json',
      accepted: true,
      recorded: 4,
      duplicates: 0,
      problems: [],
      problemsTotal: 0,
    });
    assert.deepEqual(others, []);
  });

  test('again, the same as zipped lines with CRLF and a byte order mark, and as XML: on record already', async () => {
    write('events.ndjson.gz', gzipSync(`\uFEFF${jsonLines(EVENTS).replaceAll('\n', '\r\n\r\n')}`));
    const xml = writeXmlDocument(JSON.parse(documentText(EVENTS)), '1.2');
    write('events.xml', xml.ok ? xml.value : '');
    const { code, out } = await ytterby(['capture', 'events.json', 'events.ndjson.gz', 'events.xml', '--data', 'data']);
    assert.equal(code, EXIT.done);
    assert.deepEqual(linesOf(out), [
      'events.json: accepted: 0 recorded, 4 already on record',
      'events.ndjson.gz: accepted: 0 recorded, 4 already on record',
      'events.xml: accepted: 0 recorded, 4 already on record',
    ]);
  });

  test('a bad line refuses its file whole; every problem is told with its line', async () => {
    write('bad.ndjson', `${jsonLines([sound])}\n${jsonLines([minus])}{"type":\n`);
    const { code, out, error } = await ytterby(['capture', 'bad.ndjson', '--data', 'data']);
    assert.equal(code, EXIT.no);
    assert.equal(out, 'bad.ndjson: refused: 0 recorded, 0 already on record\n');
    assert.match(
      error,
      /^bad\.ndjson:3: \$\.quantityList\[0\]\.quantity: must not be negative, got -1\nbad\.ndjson:4: \$: no valid JSON/,
    );
  });

  test('with --proceed the sound lines are recorded, and the answer is still no; other files are not held up', async () => {
    write('declared.json', documentText([declared(sound, '2015-06-01T00:00:00Z')]));
    const { code, out } = await ytterby(['capture', '--proceed', 'bad.ndjson', 'declared.json', '--json', '--data', 'data']);
    assert.equal(code, EXIT.no);
    const reports = linesOf(out).map((line) => JSON.parse(line) as JsonObject & { problems: { line?: number; code: string }[] });
    assert.deepEqual(
      reports.map(({ file, accepted, recorded }) => [file, accepted, recorded]),
      [
        ['bad.ndjson', false, 1],
        ['declared.json', true, 1],
      ],
    );
    assert.deepEqual(
      reports[0]?.problems.map((problem) => [problem.line, problem.code]),
      [
        [3, 'quantity.negative'],
        [4, 'json.syntax'],
      ],
    );
  });

  test('files that are not what they should be are refused, and nothing of them is recorded', async () => {
    write('gbk.json', Buffer.from([0x7b, 0x22, 0xd6, 0xd0, 0x22, 0x3a, 0x31, 0x7d]));
    write('cut.ndjson.gz', gzipSync(jsonLines(Array.from({ length: 50 }, () => sound))).subarray(0, 200));
    write('text.ndjson.gz', 'not zipped');
    write('half.json', documentText(EVENTS).slice(0, 500));
    const files = ['gbk.json', 'cut.ndjson.gz', 'text.ndjson.gz', 'half.json'];
    const { code, out, error } = await runHere(['capture', ...files.map((file) => place(file))], 'refused');
    assert.equal(code, EXIT.no);
    assert.deepEqual(
      linesOf(out),
      files.map((file) => `${place(file)}: refused: 0 recorded, 0 already on record`),
    );
    const said = linesOf(error);
    for (const [index, word] of [/UTF-8/, /gzip.*unexpected end/, /gzip.*incorrect header/, /no valid JSON/].entries())
      assert.match(said[index] ?? '', word);
  });

  test('a registry that is refused names the paths, and the events sent with it wait', async () => {
    const [site, ...sites] = REGISTRY.sites;
    write('broken.json', JSON.stringify({ ...REGISTRY, sites: [{ ...site, organisation: 'nobody' }, ...sites] }));
    const broken = place('broken.json');
    const { code, out, error } = await runHere(['capture', '--registry', broken, place('events.json')], 'refused');
    assert.equal(code, EXIT.no);
    assert.equal(out, `${broken}: refused: 0 recorded, 0 already on record\n`);
    assert.match(error, /broken\.json: \$\.sites\[0\]\.organisation: /);
  });

  test('a file that cannot be read breaks off before anything is recorded', async () => {
    mkdirSync(place('a-folder.json'));
    const missing = await ytterby(['capture', '--proceed', 'events.json', 'missing.ndjson', '--data', 'unread']);
    assert.deepEqual(missing, {
      code: EXIT.broken,
      out: '',
      error: 'ytterby: cannot read missing.ndjson: there is no such file\n',
    });
    for (const words of [
      ['capture', place('a-folder.json')],
      ['hash', place('a-folder.json')],
    ]) {
      const { code, error } = await runHere(words);
      assert.deepEqual([code, error], [EXIT.broken, `ytterby: cannot read ${place('a-folder.json')}: it is a folder\n`]);
    }
    assert.equal((await runHere(['hash', place('missing.ndjson')])).code, EXIT.broken);
    assert.ok(!readdirSync(folder).includes('unread'), 'the record was not even opened');
  });
});

describe('trace', () => {
  test('up by default, down, and as of a day', async () => {
    const up = traceAnswerSchema.parse(await answerOf(['trace', OXIDE]));
    assert.deepEqual(
      up.nodes.filter(({ origin }) => origin).map(({ lot, source, shares }) => [lot, source, shares]),
      [[ORE, 'ground', { Nd: 1 }]],
    );
    assert.deepEqual(
      { ...traceAnswerSchema.parse(await answerOf(['trace', OXIDE, '--up'])), moment: null },
      { ...up, moment: null },
    );
    const down = traceAnswerSchema.parse(await answerOf(['trace', ORE, '--down']));
    assert.ok(down.nodes.some(({ lot }) => lot === OXIDE));
    const before = traceAnswerSchema.parse(await answerOf(['trace', ORE, '--down', '--as-of', '2015-03-31']));
    assert.deepEqual(before.edges, []);
    assert.equal(before.moment.asOf, '2015-03-31T15:59:59.999Z');
  });

  test('as a table; a lot that is not on record is a no', async () => {
    const { code, out } = await runHere(['trace', OXIDE], 'data');
    assert.equal(code, EXIT.done);
    assert.match(out, /^lot +site +origin +Nd\n/);
    const unknown = await ytterby(['trace', lotOf('oxide', 'NONE'), '--data', 'data']);
    assert.deepEqual([unknown.code, unknown.out], [EXIT.no, '']);
    assert.match(unknown.error, /^ytterby: the lot .*NONE is not on record\n$/);
  });
});

describe('balance', () => {
  const rowOf = (answer: unknown, account: string, basis: string) => {
    const row = balanceSchema.parse(answer).rows.find((each) => each.account === account && each.basis === basis);
    return row === undefined ? null : [row.opening.value, row.increases.value, row.decreases.value, row.closing.value];
  };

  test('of a site over a period whose last day counts to its last millisecond', async () => {
    const words = ['balance', '--site', SITES.plant, '--from', '2015-03-01', '--to', '2015-03-12'];
    assert.deepEqual(rowOf(await answerOf(words), 'stock', 'net'), [0, 1000, 0, 1000]);
    const until = await answerOf([...words.slice(0, -1), '2015-03-12T23:59:59.999+08:00']);
    assert.equal(rowOf(until, 'stock', 'net'), null);
  });

  test('of an organisation and one element', async () => {
    const answer = balanceSchema.parse(
      await answerOf(['balance', '--organisation', PARTIES.mining, '--element', 'Nd', '--as-of', '2015-12-31']),
    );
    assert.deepEqual([...new Set(answer.rows.map(({ basis }) => basis))], ['element:Nd']);
    assert.deepEqual([answer.organisation, answer.element], [PARTIES.mining, 'Nd']);
    assert.ok(Math.abs((rowOf(answer, 'ground', 'element:Nd')?.[3] ?? 0) + 171.471) < 0.001);
  });

  test('as known before anything was known; as a table', async () => {
    assert.deepEqual(balanceSchema.parse(await answerOf(['balance', '--known-at', '2016-01-01'])).rows, []);
    const { out } = await ytterby(['balance', '--site', SITES.mine, '--data', 'data']);
    assert.match(out, /^account +basis +opening, kg +increases, kg/);
    assert.match(out, /\nground +net +0 ± 0 /);
  });
});

describe('quota', () => {
  const quotasOf = async (...words: string[]) => {
    const answer = (await answerOf(['quota', ...words])) as { moment: unknown; quotas: unknown[]; unheldDraws: unknown[] };
    momentSchema.parse(answer.moment);
    answer.unheldDraws.forEach((draw) => unheldDrawSchema.parse(draw));
    return answer.quotas.map((row) => quotaRowSchema.parse(row));
  };

  test('granted, allotted and drawn; none in another year', async () => {
    const quotas = await quotasOf('--year', '2015');
    const part = quotas.find(({ id }) => id === '2015-mining-part');
    assert.deepEqual([part?.grantedTonnes, part?.drawnTonnes.toFixed(6), part?.overdrawn], [0.4, '0.500000', true]);
    assert.deepEqual(await quotasOf('--year', '2014'), []);
  });

  test('reserve, allot, cut, release: done or refused with a code', async () => {
    const change = async (...words: string[]) => {
      const { code, out } = await runHere(['quota', ...words, '--json'], 'data');
      return [code, (JSON.parse(out) as { refusal?: { code: string } }).refusal?.code ?? null];
    };
    const separation = ['--quota', '2015-separation-group'];
    assert.deepEqual(await change('reserve', ...separation, '--reservation', 'r1', '--tonnes', '1.5'), [EXIT.done, null]);
    assert.deepEqual(await change('cut', ...separation, '--tonnes', '1.5'), [EXIT.no, 'exceeds-available']);
    assert.deepEqual(await change('release', '--reservation', 'r1'), [EXIT.done, null]);
    assert.deepEqual(await change('release', '--reservation', 'r1'), [EXIT.no, 'already-released']);
    assert.deepEqual(await change('cut', ...separation, '--tonnes', '0.5', '--id', 'c1'), [EXIT.done, null]);
    assert.deepEqual(await change('cut', ...separation, '--tonnes', '0.5', '--id', 'c1'), [EXIT.done, null]);
    const part = [
      '--parent',
      '2015-separation-group',
      '--holder',
      PARTIES.making,
      '--year',
      '2015',
      '--stage',
      'separation',
      '--ore',
      'light',
    ];
    assert.deepEqual(await change('allot', '--quota', 'new', ...part, '--tonnes', '1'), [EXIT.done, null]);
    assert.deepEqual(await change('allot', '--quota', 'new', ...part, '--tonnes', '0.6'), [EXIT.no, 'exceeds-available']);
    const quotas = await quotasOf('--year', '2015');
    const group = quotas.find(({ id }) => id === '2015-separation-group');
    assert.deepEqual([group?.cutTonnes, group?.allottedTonnes, group?.reservedTonnes], [0.5, 1, 0]);
  });

  test('in words: the table with what is overdrawn, and a refusal', async () => {
    const table = await runHere(['quota', '--year', '2015'], 'data');
    assert.match(table.out, /^holder +year +batch/);
    assert.match(table.out, /▲ overdrawn/);
    const refused = await ytterby(['quota', 'cut', '--quota', 'none', '--tonnes', '1', '--data', 'data']);
    assert.deepEqual([refused.code, refused.out], [EXIT.no, '']);
    assert.match(refused.error, /^refused: quota-unknown: /);
  });
});

describe('hash', () => {
  test('the published vectors, one a line in the order of the events', async (t) => {
    const vectors = sharedData(t, 'epcis/event-hash');
    if (vectors === undefined) return;
    const names = readdirSync(vectors)
      .filter((file) => file.endsWith('.jsonld'))
      .map((file) => file.slice(0, -'.jsonld'.length));
    assert.ok(names.length >= 13);
    for (const name of names) {
      const { code, out } = await runHere(['hash', join(vectors, `${name}.jsonld`)]);
      assert.equal(code, EXIT.done);
      assert.deepEqual(linesOf(out), linesOf(readFileSync(join(vectors, `${name}.hashes`), 'utf8')), name);
    }
  });

  test('the same documents in XML, and XML that is broken', async (t) => {
    const vectors = sharedData(t, 'epcis/event-hash');
    if (vectors === undefined) return;
    for (const name of ['ReferenceEventHashAlgorithm', 'epcisDocHavingEventWithIgnoreFields', 'epcisQueryDocument']) {
      const writing = writeXmlDocument(JSON.parse(readFileSync(join(vectors, `${name}.jsonld`), 'utf8')), '2.0');
      assert.ok(writing.ok);
      const { code, out } = await runHere(['hash', place(write(`${name}.xml`, writing.value))]);
      assert.equal(code, EXIT.done);
      assert.deepEqual(linesOf(out), linesOf(readFileSync(join(vectors, `${name}.hashes`), 'utf8')), name);
    }
    const { code, error } = await runHere(['hash', place(write('broken.xml', '<a>\n<b></a>'))]);
    assert.equal(code, EXIT.no);
    assert.match(error, /broken\.xml:2: \/a: no well-formed XML: unexpected close tag/);
  });

  test('a document through the launcher, its events as lines, and as JSON', async (t) => {
    const vectors = sharedData(t, 'epcis/event-hash');
    if (vectors === undefined) return;
    const name = join(vectors, 'ReferenceEventHashAlgorithm');
    const expected = linesOf(readFileSync(`${name}.hashes`, 'utf8'));
    assert.deepEqual(linesOf((await ytterby(['hash', `${name}.jsonld`])).out), expected);
    const document = JSON.parse(readFileSync(`${name}.jsonld`, 'utf8')) as JsonObject & {
      epcisBody: { eventList: JsonObject[] };
    };
    write(
      'vectors.ndjson',
      jsonLines(document.epcisBody.eventList.map((event) => ({ '@context': document['@context'], ...event }))),
    );
    const { out } = await ytterby(['hash', 'vectors.ndjson', '--json']);
    assert.deepEqual(
      linesOf(out).map((line) => JSON.parse(line) as unknown),
      expected.map((hash) => ({ hash })),
    );
  });

  test('what holds no event is refused, with what is wrong', async () => {
    const refused: readonly [string, RegExp][] = [
      ['', /no valid JSON/],
      ['[]', /expected an EPCIS document or a bare event/],
      ['{"a":1}', /it has no type/],
      ['{"type":"EPCISDocument"}', /the EPCISDocument has no epcisBody/],
      [
        '{"type":"EPCISDocument","epcisBody":{"eventList":[{"type":"ObjectEvent"},7]}}',
        /\$\.epcisBody\.eventList\[1\]: expected an event/,
      ],
    ];
    for (const [text, message] of refused) {
      const { code, out, error } = await runHere(['hash', place(write('no-event.json', text))]);
      assert.deepEqual([code, out], [EXIT.no, ''], text);
      assert.match(error, message);
    }
    const mixed = await runHere(['hash', place(write('mixed.ndjson', `${jsonLines([sound])}{"a":1}\nx\n`))]);
    assert.equal(mixed.code, EXIT.no);
    assert.match(mixed.out, /^ni:\/\/\/sha-256;[0-9a-f]{64}\?ver=CBV2\.0\n$/);
    assert.match(mixed.error, /mixed\.ndjson:2: .*\n.*mixed\.ndjson:3: /);
  });

  test('a reader that goes away early is no fault', async () => {
    write(
      'many.ndjson',
      jsonLines(Array.from({ length: 20_000 }, () => ({ type: 'ObjectEvent', eventTime: '2015-01-01T00:00:00Z' }))),
    );
    const { code, error } = await ytterby(['hash', 'many.ndjson'], {}, (stop) => stop());
    assert.deepEqual([code, error], [EXIT.done, '']);
  });
});

describe('simulate', () => {
  const simulate = (out: string, ...words: string[]): Promise<Ended> =>
    ytterby(['simulate', 'industry', '--year', '2015', '--scale', '0.01', '--out', out, ...words]);
  const bytesOf = (out: string): string[] =>
    ['registry.json', 'events.ndjson'].map((file) => readFileSync(place(out, file), 'utf8'));

  test('the same seed gives the same bytes, another gives others', async () => {
    const [one, two, other] = await Promise.all([
      simulate('one', '--seed', '7', '--json'),
      simulate('two', '--seed', '7'),
      simulate('other', '--seed', '8'),
    ]);
    assert.deepEqual([one.code, two.code, other.code], [0, 0, 0]);
    assert.deepEqual(bytesOf('one'), bytesOf('two'));
    assert.notDeepEqual(bytesOf('one'), bytesOf('other'));
    const count = linesOf(bytesOf('one')[1] ?? '').length;
    assert.deepEqual(JSON.parse(one.out), { registry: 'one/registry.json', events: 'one/events.ndjson', count });
    assert.equal(two.out, `two/registry.json\ntwo/events.ndjson: ${count} events\n`);
  });

  test('what it writes is accepted', async () => {
    // The first quarter of the year: enough to meet every kind of event, in little time.
    write(
      'quarter.ndjson',
      linesOf(bytesOf('one')[1] ?? '')
        .slice(0, 1500)
        .join('\n'),
    );
    const { code, out } = await ytterby(['capture', '--registry', 'one/registry.json', 'quarter.ndjson', '--data', 'simulated']);
    assert.deepEqual([code, linesOf(out)[1]], [EXIT.done, 'quarter.ndjson: accepted: 1500 recorded, 0 already on record']);
  });

  test('where it cannot write it says so', async () => {
    mkdirSync(place('taken', 'events.ndjson'), { recursive: true });
    const { code, error } = await simulate('taken');
    assert.equal(code, EXIT.broken);
    assert.match(error, /ytterby: EISDIR.*taken\/events\.ndjson/);
  });
});

describe('scan', () => {
  test('a sound code ends with 0, any other with 1, and says why', async () => {
    const genuine = await runHere(['scan', OXIDE], 'data');
    assert.equal(genuine.code, EXIT.done, genuine.error);
    assert.match(
      genuine.out,
      /^sound\n {2}\(01\) \d{14} {2}GTIN, check digit right\n {2}\(10\) O1 {2}BATCH\/LOT\n {2}lot {2}https/,
    );
    for (const [code, said] of [
      [ORE, /^suspicious\n {2}used-up: .*\n {4}ni:\/\/\/sha-256;[0-9a-f]{64}\?ver=CBV2\.0\n/],
      [`${OXIDE}x`, /^suspicious\n {2}not-on-record: /],
      ['(01)09506000134353', /^unreadable\n {2}check-digit at character 17: \(01\) 09506000134353 ends in .* 2 is due\n/],
    ] as const) {
      const { code: exit, out } = await runHere(['scan', code], 'data');
      assert.equal(exit, EXIT.no, code);
      assert.match(out, said);
    }
  });

  test('as JSON, the answer that HTTP gives', async () => {
    const { code, out } = await runHere(['scan', '010950600013435310A', '--json'], 'data');
    assert.equal(code, EXIT.no);
    const answer = scanAnswerSchema.parse(JSON.parse(out));
    assert.deepEqual([answer.verdict, answer.refusal?.code], ['unreadable', 'check-digit']);
  });
});

describe('label', () => {
  test('writes the form that the name of the file asks for', async () => {
    for (const [file, begin] of [
      ['label.png', 'PNG'],
      ['label.pdf', '%PDF'],
      ['LABEL.SVG', '<svg'],
    ] as const) {
      const { code, error } = await runHere(['label', OXIDE, '--out', place(file), '--size', 'a4'], 'data');
      assert.equal(code, EXIT.done, error);
      assert.ok(readFileSync(place(file), 'latin1').slice(0, 8).includes(begin), file);
    }
    const words = ['label', OXIDE, '--out', place('json.svg'), '--public-url', 'https://plant.example/', '--json'];
    assert.equal((JSON.parse((await runHere(words, 'data')).out) as JsonObject)['stem'], 'https://plant.example');
  });

  test('of a malformed identifier, or one that is not on record, there is none', async () => {
    const malformed = await runHere(['label', '(01)09506000134353', '--out', place('no.png')], 'data');
    assert.equal(malformed.code, EXIT.no);
    assert.match(malformed.error, /check-digit/);
    const unknown = await runHere(['label', `${OXIDE}x`, '--out', place('no.png')], 'data');
    assert.equal(unknown.code, EXIT.no);
    assert.match(unknown.error, /not on record/);
    assert.throws(() => readFileSync(place('no.png')), /ENOENT/);
  });
});

describe('verify', () => {
  test('a record by its log, and by a checkpoint of it that was kept; another key and a changed row are a no', async () => {
    const { code, out } = await ytterby(['verify', '--data', 'data', '--json']);
    const verdict = JSON.parse(out) as { events: number; checkpoint: { origin: string; size: number }; fault: null };
    assert.deepEqual([code, verdict.fault, verdict.checkpoint.size], [EXIT.done, null, verdict.events]);
    assert.match(verdict.checkpoint.origin, /^ytterby\.local\/[\da-f]{16}$/);
    const app = await openRecord(place('data'));
    write('checkpoint', (await readCheckpoint(app)) ?? '');
    const [first] = await app.store.read((reader) => reader.eventsBySeq([1]));
    write('proof.json', JSON.stringify(await proveEvent(app, first!.hash)));
    write('key', logKey(app));
    await app.store.close();
    assert.equal((await runHere(['verify', '--checkpoint', place('checkpoint')], 'data')).code, EXIT.done);
    const other = await runHere(['verify', '--key', 'x+00000000+AAAA'], 'data');
    assert.deepEqual([other.code, /--key/.test(other.error)], [EXIT.usage, true]);
  });

  test('the proof of an event without a record', async () => {
    const key = readFileSync(place('key'), 'utf8');
    const words = ['verify', '--proof', place('proof.json'), '--key', key];
    const { code, out } = await runHere(words);
    assert.deepEqual([code, /^the event is number 1 of \d+ in ytterby\.local/.test(out)], [EXIT.done, true]);
    const proof = JSON.parse(readFileSync(place('proof.json'), 'utf8')) as { event: string };
    write('proof.json', JSON.stringify({ ...proof, event: proof.event.replace('1000', '1001') }));
    assert.equal((await runHere(words)).code, EXIT.no);
    write('proof.json', '{"event": 1}');
    assert.equal((await runHere(words)).code, EXIT.no);
    assert.equal((await runHere(words.slice(0, 3))).code, EXIT.usage);
  });
});

test('serve: answers, and stops when asked to', async () => {
  const child = spawn(process.execPath, [LAUNCHER, 'serve', '--port', '0', '--data', 'data'], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const closed = new Promise((resolve) => child.once('close', resolve));
  const url = await new Promise<string>((resolve, reject) => {
    let said = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      const found = /http:\/\/[^\s]+/.exec(said);
      if (found !== null) resolve(found[0]);
    });
    child.once('close', () => reject(new Error(`serve ended: ${said}`)));
  });
  const status = statusSchema.parse(await (await fetch(new URL('/api/status', url))).json());
  assert.deepEqual([status.storage, status.events], ['sqlite', 6]);
  child.kill('SIGTERM');
  assert.equal(await closed, EXIT.done);
});

describe('wrong usage', () => {
  const WRONG: readonly [readonly string[], RegExp][] = [
    [['fly'], /there is no command fly/],
    [['toString'], /there is no command toString/],
    [['balance', '--colour', 'red'], /--colour/],
    [['balance', '--site'], /--site/],
    [['balance', 'everything'], /one word too many: everything/],
    [['balance', '--from', 'yesterday'], /--from: expected a day .* got yesterday/],
    [['balance', '--to', '2015-02-30'], /--to: expected a day/],
    [['balance', '--as-of', '2015-03-01T08:00:00'], /--as-of: expected a day/],
    [['balance', '--data', ''], /--data: expected a folder/],
    [['trace'], /name one lot/],
    [['trace', 'a', 'b'], /one word too many: b/],
    [['trace', ORE, '--up', '--down'], /not both/],
    [['capture'], /name at least one file/],
    [['hash'], /name one file/],
    [['hash', 'a', 'b'], /one word too many: b/],
    [['quota', 'steal'], /expected allot, reserve, release, cut/],
    [['quota', '--year', 'MMXV'], /--year: expected a year/],
    [['quota', 'cut', '--quota', 'q'], /--tonnes is missing/],
    [['quota', 'cut', '--tonnes', '1'], /--quota is missing/],
    [['quota', 'cut', '--quota', 'q', '--tonnes', '12 t'], /--tonnes: expected a number, got 12 t/],
    [['quota', 'cut', '--quota', 'q', '--tonnes', '1e300'], /--tonnes: expected at most/],
    [['quota', 'release'], /--reservation is missing/],
    [
      ['quota', 'allot', '--quota', 'q', '--parent', 'p', '--holder', 'h', '--stage', 'mining', '--tonnes', '1'],
      /--year is missing/,
    ],
    [
      ['quota', 'allot', '--quota', 'q', '--parent', 'p', '--holder', 'h', '--year', '2015', '--stage', 'sea', '--tonnes', '1'],
      /--stage: expected mining/,
    ],
    [['simulate'], /expected industry or scenario/],
    [['simulate', 'weather'], /expected industry or scenario/],
    [['serve', '--port', '70000'], /--port: expected 0 to 65535/],
    [['serve', '--public-url', 'plant.example'], /--public-url: expected an address like https/],
    [['scan'], /give one code/],
    [['scan', '(01)', '1'], /one word too many: 1/],
    [['label', '--out', 'a.png'], /name one identifier/],
    [['label', 'a'], /--out: expected a file whose name ends in .png, .pdf or .svg, got ""/],
    [['label', 'a', '--out', 'a.zpl'], /--out: expected a file/],
    [['label', 'a', '--out', 'a.png', '--size', 'A5'], /--size: expected 100x60 or a4, got A5/],
  ];
  for (const [words, message] of WRONG) {
    test(`ytterby ${words.join(' ')}`, async () => {
      const { code, out, error } = await runHere(words);
      assert.deepEqual([code, out], [EXIT.usage, '']);
      assert.match(error, message);
      assert.match(error, /See ytterby --help\.\n$/);
    });
  }

  test('through the launcher; no words at all print the usage', async () => {
    assert.equal((await ytterby(['fly'])).code, EXIT.usage);
    const { code, out } = await runHere([]);
    assert.equal(code, EXIT.usage);
    for (const name of ['capture', 'trace', 'balance', 'quota', 'hash', 'scan', 'label', 'simulate', 'serve'])
      assert.match(out, new RegExp(`ytterby ${name} `));
    assert.deepEqual([(await runHere(['--help'])).code, (await runHere(['help'])).out], [EXIT.done, out]);
    assert.match((await runHere(['trace', '--help'])).out, /^usage: ytterby trace LOT/);
  });
});

test('DATABASE_URL names a PostgreSQL record; --data is stronger; a server that is away is a fault', async (t) => {
  const server = postgresUrl(t);
  if (server === undefined) return;
  const name = `ytterby_test_${randomBytes(6).toString('hex')}`;
  const admin = new pg.Client({ connectionString: server });
  await admin.connect();
  await admin.query(`CREATE DATABASE ${name}`);
  t.after(async () => {
    await admin.query(`DROP DATABASE ${name} WITH (FORCE)`);
    await admin.end();
  });
  const env = { DATABASE_URL: Object.assign(new URL(server), { pathname: `/${name}` }).href };
  const captured = await ytterby(['capture', '--registry', 'registry.json', 'events.json'], env);
  assert.deepEqual(
    [captured.code, linesOf(captured.out)[1]],
    [EXIT.done, 'events.json: accepted: 4 recorded, 0 already on record'],
  );
  const traced = await ytterby(['trace', OXIDE, '--json'], env);
  assert.equal(traceAnswerSchema.parse(JSON.parse(traced.out)).nodes.length, 2);
  const elsewhere = await ytterby(['trace', OXIDE, '--data', 'empty'], env);
  assert.deepEqual([elsewhere.code, elsewhere.out], [EXIT.no, '']);
  const away = await ytterby(['quota'], { DATABASE_URL: 'postgres://127.0.0.1:1/none' });
  assert.equal(away.code, EXIT.broken);
  assert.match(away.error, /^ytterby: the database server cannot be reached/);
});
