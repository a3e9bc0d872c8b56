import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { openApplication, type Application } from '../../src/app/index.ts';
import type { RecordStore } from '../../src/record/index.ts';
import { createServer, type ServerOptions } from '../../src/server/index.ts';
import { createMemoryStore } from '../../src/store/index.ts';

export type JsonObject = Record<string, unknown>;

/** The clock of the tests: the day before the project began, so that "2099" is ahead of it and the examples are behind. */
export const NOW_MS = Date.parse('2026-11-23T08:00:00Z');

const EXAMPLES = new URL('../../../shared/data/epcis/examples/', import.meta.url);
const CONTEXT = ['https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld', { ree: 'https://w3id.org/ytterby/ree/' }];

/** A server over a record in memory, with what a test asks of it. */
export class TestServer {
  readonly app: Application;
  readonly logged: string[] = [];
  private readonly http: ReturnType<typeof createServer>;

  constructor(options: Partial<ServerOptions> = {}, store: RecordStore = createMemoryStore()) {
    this.app = openApplication(store, () => NOW_MS, '0.1.0');
    this.http = createServer(this.app, {
      webRoot: null,
      bodyLimitBytes: 1_000_000,
      log: (line) => this.logged.push(line),
      ...options,
    });
  }

  async ask(method: string, path: string, headers: Record<string, string> = {}, body?: BodyInit): Promise<Response> {
    const init = { method, headers, ...(body === undefined ? {} : { body, duplex: 'half' }) };
    return this.http.request(path, init);
  }

  /** Asks with a request of one's own. */
  request(path: string, init: RequestInit): Response | Promise<Response> {
    return this.http.request(path, init);
  }

  get(path: string, headers: Record<string, string> = {}): Promise<Response> {
    return this.ask('GET', path, headers);
  }

  /** Sends JSON: a value, or text and bytes as they stand. */
  post(path: string, value: unknown, headers: Record<string, string> = {}): Promise<Response> {
    const body = typeof value === 'string' || value instanceof Uint8Array ? value : JSON.stringify(value);
    return this.ask('POST', path, { 'Content-Type': 'application/json', ...headers }, body as BodyInit);
  }

  /** The events of an answer to a query. */
  async events(path: string, headers: Record<string, string> = {}): Promise<JsonObject[]> {
    const response = await this.get(path, headers);
    assert.equal(response.status, 200, await response.clone().text());
    return eventsIn((await response.json()) as JsonObject);
  }

  /** The capture job of an answer to POST /capture. */
  async job(captured: Response): Promise<JsonObject> {
    assert.equal(captured.status, 202, await captured.clone().text());
    return (await (await this.get(captured.headers.get('location') ?? '')).json()) as JsonObject;
  }

  /** How many events are on record. */
  count(): Promise<number> {
    return this.app.store.read((reader) => reader.head());
  }
}

/** The events in a document or query document; a bare event is its own list. */
export function eventsIn(document: JsonObject): JsonObject[] {
  const body = document['epcisBody'] as JsonObject | undefined;
  if (body === undefined) return [document];
  const results = body['queryResults'] as { resultsBody?: JsonObject } | undefined;
  const list = (results?.resultsBody ?? body)['eventList'];
  return list as JsonObject[];
}

/** An ObjectEvent of drum number `n`, one minute after that of drum `n − 1`. */
export function objectEvent(n: number, fields: JsonObject = {}): JsonObject {
  return {
    type: 'ObjectEvent',
    eventTime: new Date(Date.parse('2025-01-01T00:00:00Z') + n * 60_000).toISOString(),
    eventTimeZoneOffset: '+08:00',
    eventID: `urn:uuid:00000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
    action: 'OBSERVE',
    bizStep: 'inspecting',
    epcList: [`https://id.gs1.org/01/09521234500010/21/D${n}`],
    ...fields,
  };
}

/** An object without some of its fields. */
export function without(object: JsonObject, ...names: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([name]) => !names.includes(name)));
}

/** An event that stands alone. */
export function loneEvent(n: number, fields: JsonObject = {}): JsonObject {
  return { '@context': CONTEXT, ...objectEvent(n, fields) };
}

/** An EPCISDocument of events. */
export function documentOf(events: readonly JsonObject[]): JsonObject {
  const creationDate = '2025-01-01T00:00:00Z';
  return { '@context': CONTEXT, type: 'EPCISDocument', schemaVersion: '2.0', creationDate, epcisBody: { eventList: events } };
}

/** The names of the GS1 example files. */
export function exampleNames(): string[] {
  assert.ok(existsSync(EXAMPLES), `the test reads ../shared/data/epcis/examples, which is missing: ${EXAMPLES.pathname}`);
  return readdirSync(EXAMPLES)
    .filter((name) => name.endsWith('.jsonld'))
    .toSorted();
}

/** The text of a GS1 example file. */
export function exampleText(name: string): string {
  return readFileSync(new URL(name, EXAMPLES), 'utf8');
}

/** The address of the next page, from the Link header; null on the last. */
export function nextOf(response: Response): string | null {
  return /^<([^>]+)>; rel="next"$/.exec(response.headers.get('link') ?? '')?.[1] ?? null;
}
