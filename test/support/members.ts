import assert from 'node:assert/strict';
import { TOTP } from 'otpauth';
import { firstLink, loadRegistry, openApplication, type Application } from '../../src/app/index.ts';
import type { RecordStore } from '../../src/record/index.ts';
import { createServer, type ServerOptions } from '../../src/server/index.ts';
import { createMemoryStore } from '../../src/store/index.ts';
import { NOW_MS } from './http.ts';

/** Two enterprises, a group over one of them, a laboratory; each enterprise with a site. */
export const MINE = 'https://id.gs1.org/417/9520000000011';
export const PLANT = 'https://id.gs1.org/417/9520000000028';
export const GROUP = 'https://id.gs1.org/417/9520000000035';
export const LABORATORY = 'https://id.gs1.org/417/9520000000042';
export const MINE_SITE = 'https://id.gs1.org/414/9520000000110';
export const PLANT_SITE = 'https://id.gs1.org/414/9520000000127';
export const PASSWORD = 'correct horse battery staple';

const organisation = (id: string, en: string, roles: string[], group: string | null = null) => ({
  id,
  name: { zh: en, en },
  group,
  usci: null,
  roles,
});
const site = (id: string, owner: string, kind: string, province: string) => ({
  id,
  organisation: owner,
  name: { zh: id, en: id },
  kind,
  deposit: null,
  ore: kind === 'mine' ? 'ion' : null,
  province,
  location: null,
});

/** A small industry as `ytterby load-registry` takes it. */
export const REGISTRY = {
  organisations: [
    organisation(MINE, 'Mine', ['mine'], GROUP),
    organisation(PLANT, 'Plant', ['separation']),
    organisation(GROUP, 'Group', []),
    organisation(LABORATORY, 'Laboratory', ['laboratory']),
  ],
  sites: [site(MINE_SITE, MINE, 'mine', '江西'), site(PLANT_SITE, PLANT, 'separation-plant', '广东')],
  products: [],
  permits: [],
  quotas: [],
  lists: [],
  deposits: [],
};

/** What an answer was: its status, its body, the cookies that it set. */
export interface Answer {
  readonly status: number;
  readonly body: Record<string, unknown>;
  readonly cookie: string | null;
  readonly headers: Headers;
}

/** A server with a clock of its own, and a browser that keeps no cookies but those it is given. */
export class House {
  nowMs = NOW_MS;
  readonly app: Application;
  readonly #http: ReturnType<typeof createServer>;

  constructor(options: Partial<ServerOptions> = {}, store: RecordStore = createMemoryStore()) {
    this.app = openApplication(store, () => this.nowMs, '0');
    this.#http = createServer(this.app, { webRoot: null, bodyLimitBytes: 1e6, log: () => undefined, ...options });
  }

  async ask(
    method: string,
    path: string,
    by: { cookie?: string; key?: string; headers?: object },
    body?: unknown,
  ): Promise<Answer> {
    const headers = {
      ...(by.cookie === undefined ? {} : { cookie: by.cookie }),
      ...(by.key === undefined ? {} : { authorization: `Bearer ${by.key}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...by.headers,
    };
    const response = await this.#http.request(path, {
      method,
      headers,
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const cookie = response.headers.get('set-cookie')?.split(';')[0] ?? null;
    const parsed = text.startsWith('{') || text === 'null' ? ((JSON.parse(text) ?? {}) as Record<string, unknown>) : { text };
    return { status: response.status, body: parsed, cookie, headers: response.headers };
  }

  get(path: string, by: Parameters<House['ask']>[2] = {}): Promise<Answer> {
    return this.ask('GET', path, by);
  }

  post(path: string, body: unknown = {}, by: Parameters<House['ask']>[2] = {}): Promise<Answer> {
    return this.ask('POST', path, by, body);
  }

  /** Claims a link. @returns the session's cookie */
  async claim(token: string, password = PASSWORD): Promise<string> {
    const { status, cookie, body } = await this.post('/api/access/claim', { token, password });
    assert.equal(status, 200, JSON.stringify(body));
    return cookie ?? '';
  }

  /** Sets a second factor up. @returns its secret */
  async enrol(cookie: string): Promise<string> {
    const { body } = await this.post('/api/access/enrolment', {}, { cookie });
    const secret = String(body['secret']);
    const { status } = await this.post('/api/access/enrolment/code', { code: this.code(secret) }, { cookie });
    assert.equal(status, 200);
    return secret;
  }

  /** The code of an authenticator now. */
  code(secret: string): string {
    return new TOTP({ secret }).generate({ timestamp: this.nowMs });
  }

  /** Claims the record. @returns the administrator's cookie, and the secret of his second factor */
  async administrator(): Promise<{ cookie: string; secret: string }> {
    const link = await firstLink(this.app);
    assert.ok(link !== null);
    const cookie = await this.claim(link.token);
    return { cookie, secret: await this.enrol(cookie) };
  }

  /** A house with the registry, and an administrator. */
  static async claimed(options: Partial<ServerOptions> = {}, store?: RecordStore): Promise<House & { admin: string }> {
    const house = new House(options, store);
    await loadRegistry(house.app, JSON.stringify(REGISTRY));
    const { cookie } = await house.administrator();
    return Object.assign(house, { admin: cookie });
  }

  /** Makes a person and opens his session. */
  async person(admin: string, id: string, role: string, owner: string | null, mandate?: object): Promise<string> {
    const account = { id, name: id, kind: 'person', organisation: owner, role, ...(mandate === undefined ? {} : { mandate }) };
    const { status, body } = await this.post('/api/access/members', account, { cookie: admin });
    assert.equal(status, 200, JSON.stringify(body));
    const cookie = await this.claim(String(body['token']));
    const who = await this.get('/api/access/who', { cookie });
    if (who.body['session'] === 'enrolment') await this.enrol(cookie);
    return cookie;
  }
}
