/** Bad input over HTTP: each is answered with a clear problem that names the place, and nothing of it is recorded. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { EpcisDescription } from './support/epcis-openapi.ts';
import { documentOf, loneEvent, objectEvent, TestServer, without, type JsonObject } from './support/http.ts';

const description = new EpcisDescription();
const LOT = 'https://id.gs1.org/01/09521234500010/10/L1';

function quantityEvent(quantity: unknown, fields: JsonObject = {}): JsonObject {
  return { ...without(objectEvent(1), 'epcList'), quantityList: [{ epcClass: LOT, quantity, uom: 'KGM' }], ...fields };
}

/** A value as JSON text, with a number that JSON.stringify cannot write. */
function textWith(value: unknown, number: string): string {
  return JSON.stringify(value).replace('"NUMBER"', number);
}

interface BadInput {
  readonly text: string | Uint8Array;
  readonly detail: RegExp;
  readonly code: string;
}

const whole = JSON.stringify(documentOf([objectEvent(1)]), null, 1);

/** Texts that are no document: refused with 400 before there is a job. */
const REFUSED: Readonly<Record<string, BadInput>> = {
  'half a document': { text: whole.slice(0, whole.length / 2), detail: /line \d+, column \d+/, code: 'json.syntax' },
  'a stray comma on line 3': { text: '{\n"a": 1,\n, "b": 2}', detail: /line 3, column 1/, code: 'json.syntax' },
  'a stray comma on line 3 with CRLF': { text: '{\r\n"a": 1,\r\n, "b": 2}', detail: /line 3, column 1/, code: 'json.syntax' },
  nothing: { text: '', detail: /line 1/, code: 'json.syntax' },
  'a list of events': {
    text: JSON.stringify([objectEvent(1)]),
    detail: /\$: a list of events is no EPCIS document/,
    code: 'document.kind',
  },
  'GB 18030': {
    text: new Uint8Array([0x7b, 0x22, 0xcf, 0xa1, 0xcd, 0xc1, 0x22, 0x3a, 0x31, 0x7d]),
    detail: /not UTF-8/,
    code: 'json.encoding',
  },
  'an unknown version': {
    text: JSON.stringify({ ...documentOf([objectEvent(1)]), schemaVersion: '3.0' }),
    detail: /\$\.schemaVersion: unknown version "3\.0"/,
    code: 'document.version',
  },
};

/** Events that cannot be recorded: the job says why. */
const FAULTY: Readonly<Record<string, BadInput>> = {
  'a quantity of -1': { text: JSON.stringify(documentOf([quantityEvent(-1)])), detail: /negative/, code: 'quantity.negative' },
  'a quantity of 1e400': { text: textWith(documentOf([quantityEvent('NUMBER')]), '1e400'), detail: /too large/, code: '' },
  'a quantity of "12 kg"': {
    text: JSON.stringify(documentOf([quantityEvent('12 kg')])),
    detail: /expected a number, got "12 kg"/,
    code: 'schema.type',
  },
  'a percent sum of 130': {
    text: JSON.stringify(documentOf([quantityEvent(1, { 'ree:assays': [{ lot: LOT, percent: { Nd2O3: 70, Pr6O11: 60 } }] })])),
    detail: /130/,
    code: 'ree.percent',
  },
  'a time in 2099': {
    text: JSON.stringify(documentOf([objectEvent(1, { eventTime: '2099-01-01T00:00:00Z' })])),
    detail: /24 hours/,
    code: 'time.future',
  },
};

describe('bad input', () => {
  for (const [name, { text, detail, code }] of Object.entries(REFUSED)) {
    it(`${name} is refused with its place`, async () => {
      const server = new TestServer();
      const response = await server.post('/capture', text);
      assert.equal(response.status, 400);
      await description.check('POST', '/capture', response);
      const body = (await response.json()) as { detail: string; errors: JsonObject[] };
      assert.match(body.detail, detail);
      assert.equal(body.errors[0]?.['code'], code);
      assert.equal((await server.post('/events', text)).status, 400);
      assert.deepEqual([await server.count(), (await (await server.get('/capture')).json()) as unknown], [0, []]);
    });
  }

  for (const [name, { text, detail, code }] of Object.entries(FAULTY)) {
    it(`${name} is told with its path`, async () => {
      const server = new TestServer();
      const job = await server.job(await server.post('/capture', text));
      const [fault] = job['errors'] as JsonObject[];
      assert.equal(job['success'], false);
      assert.match(String(fault?.['detail']), detail);
      assert.match(String(fault?.['path']), /^\$\.epcisBody\.eventList\[0\]/);
      if (code !== '') assert.equal(fault?.['code'], code);
      assert.equal(await server.count(), 0);
    });
  }

  it('of a single event is refused with every fault', async () => {
    const server = new TestServer();
    const response = await server.post('/events', loneEvent(1, { action: 'BUY', eventTime: '2099-01-01T00:00:00Z' }));
    assert.equal(response.status, 400);
    await description.check('POST', '/events', response);
    const { errors } = (await response.json()) as { errors: JsonObject[] };
    assert.deepEqual(new Set(errors.map((error) => error['path'])), new Set(['$.action', '$.eventTime']));
  });

  it('of the wrong media type is refused with 415', async () => {
    const server = new TestServer();
    const types = [
      'application/soap+xml',
      'text/plain',
      'application/json; charset=gb18030',
      'application/x-www-form-urlencoded',
      '',
    ];
    for (const type of types) {
      for (const path of ['/capture', '/events']) {
        const response = await server.ask(
          'POST',
          path,
          type === '' ? {} : { 'Content-Type': type },
          new TextEncoder().encode(whole),
        );
        assert.equal(response.status, 415, type);
        await description.check('POST', path, response);
      }
    }
    assert.equal((await server.post('/capture', whole, { 'Content-Encoding': 'gzip' })).status, 415);
    assert.equal(await server.count(), 0);
  });

  it('over the limit is refused with 413, whether or not it says its length', async () => {
    const server = new TestServer({ bodyLimitBytes: 1000 });
    const long = JSON.stringify(documentOf([objectEvent(1, { 'ree:note': 'x'.repeat(2000) })]));
    const stated = await server.post('/capture', long, { 'Content-Length': String(long.length) });
    const streamed = await server.ask('POST', '/capture', { 'Content-Type': 'application/json' }, new Blob([long]).stream());
    const single = await server.post('/events', long);
    for (const [path, response] of [
      ['/capture', stated],
      ['/capture', streamed],
      ['/events', single],
    ] as const) {
      assert.equal(response.status, 413);
      await description.check('POST', path, response);
      assert.equal(response.headers.get('gs1-epcis-capture-file-size-limit'), '1000');
    }
    assert.equal(await server.count(), 0);
  });

  it('that only looks odd is taken: a byte order mark, CRLF, JSON-LD as its type', async () => {
    const server = new TestServer();
    const odd = `\ufeff${whole.replaceAll('\n', '\r\n')}`;
    for (const [text, type] of [
      [odd, 'application/json'],
      [whole, 'application/ld+json'],
      [whole, 'Application/JSON; charset="UTF-8"'],
    ] as const) {
      const job = await server.job(await server.post('/capture', text, { 'Content-Type': type }));
      assert.equal(job['success'], true, type);
    }
    assert.equal(await server.count(), 1);
  });
});

describe('lines', () => {
  const lines = { 'Content-Type': 'application/x-ndjson' };

  it('are recorded one by one, and bad ones are told by their line', async () => {
    const server = new TestServer();
    const text = [
      JSON.stringify(objectEvent(1)),
      '',
      '{"type":',
      JSON.stringify(objectEvent(2, { action: 'BUY' })),
      JSON.stringify(objectEvent(3)),
    ].join('\r\n');
    const response = await server.post('/capture', text, lines);
    await description.check('POST', '/capture', response);
    assert.deepEqual(without((await response.clone().json()) as JsonObject, 'captureID'), {
      events: 4,
      recorded: 2,
      duplicates: 0,
      refused: 2,
    });
    const job = await server.job(response);
    assert.deepEqual([job['success'], job['running'], job['captureErrorBehaviour']], [false, false, 'proceed']);
    assert.deepEqual(
      (job['errors'] as JsonObject[]).map((error) => error['line']),
      [3, 4],
    );
    assert.equal(await server.count(), 2);
  });

  it('may be more than a document may', async () => {
    const server = new TestServer({ bodyLimitBytes: 1000 });
    const text = Array.from({ length: 1500 }, (_, n) => JSON.stringify(objectEvent(n))).join('\n');
    const job = await server.job(await server.ask('POST', '/capture', lines, new Blob([text]).stream()));
    assert.equal(job['success'], true);
    assert.equal(await server.count(), 1500);
  });

  it('cannot be rolled back', async () => {
    const server = new TestServer();
    const response = await server.post('/capture', JSON.stringify(objectEvent(1)), {
      ...lines,
      'GS1-Capture-Error-Behaviour': 'rollback',
    });
    assert.equal(response.status, 400);
    assert.equal(await server.count(), 0);
  });

  it('that break off leave a job that says so', async () => {
    const server = new TestServer();
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        controller.enqueue(new TextEncoder().encode(`${JSON.stringify(objectEvent(1))}\n{"type":`));
        controller.error(new Error('gone'));
      },
    });
    assert.equal((await server.ask('POST', '/capture', lines, body)).status, 400);
    const [job] = (await (await server.get('/capture')).json()) as JsonObject[];
    assert.deepEqual([job?.['running'], job?.['success']], [false, false]);
    assert.match(JSON.stringify(job?.['errors']), /broke off/);
  });
});

describe('errors of our own', () => {
  it('are answered with a number, and logged under it with their stack', async () => {
    const server = new TestServer();
    server.app.whole.read = () => Promise.reject(new TypeError('a secret of the inside'));
    const response = await server.get('/events');
    await description.check('GET', '/events', response);
    const text = await response.text();
    assert.equal(response.status, 500);
    assert.doesNotMatch(text, /secret|at .*\.ts/);
    const { errorId } = JSON.parse(text) as { errorId: string };
    assert.ok(server.logged.some((line) => line.includes(errorId) && line.includes('a secret of the inside')));
  });

  it('of storage say whether to try again', async () => {
    const { StoreError } = await import('../src/store/store-error.ts');
    for (const [code, status, retry] of [
      ['busy', 503, '2'],
      ['unreachable', 503, '2'],
      ['disk-full', 507, null],
      ['damaged', 500, null],
    ] as const) {
      const server = new TestServer();
      server.app.whole.write = () => Promise.reject(new StoreError(code, `it is ${code}`));
      const response = await server.post('/events', loneEvent(1));
      assert.equal(response.status, status, code);
      assert.equal(response.headers.get('retry-after'), retry, code);
      assert.match(((await response.json()) as { detail: string }).detail, new RegExp(code));
    }
  });
});
