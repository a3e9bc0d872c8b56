import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const CHILD = fileURLToPath(new URL('provider-child.ts', import.meta.url));
const STEPS_MAX = 12;

/** The client that the provider knows. */
export const CLIENT = { clientId: 'ytterby', clientSecret: 'a secret between the two' } as const;

/** An OpenID Connect provider in a process of its own, and what a person does on its pages. */
export class RunningProvider {
  readonly issuer: string;
  readonly #process: ChildProcess;

  private constructor(process: ChildProcess, issuer: string) {
    this.#process = process;
    this.issuer = issuer;
  }

  static async start(redirectUri: string): Promise<RunningProvider> {
    const child = spawn(process.execPath, [CHILD, CLIENT.clientId, CLIENT.clientSecret, redirectUri], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [said] = (await once(child.stdout, 'data')) as [Buffer];
    return new RunningProvider(child, said.toString().trim());
  }

  /** Signs in on the provider's pages, from where the browser was sent. @returns where it is sent back to */
  async signIn(from: string, login: string): Promise<string> {
    const cookies = new Map<string, string>();
    let next: { url: string; form?: URLSearchParams } = { url: from };
    for (let step = 0; step < STEPS_MAX; step++) {
      const response = await fetch(next.url, {
        redirect: 'manual',
        headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
        ...(next.form === undefined ? {} : { method: 'POST', body: next.form }),
      });
      for (const set of response.headers.getSetCookie()) keep(cookies, set);
      const location = response.headers.get('location');
      if (location !== null && !new URL(location, next.url).href.startsWith(this.issuer)) return location;
      next = location === null ? filled(await response.text(), login, next.url) : { url: new URL(location, next.url).href };
    }
    throw new Error(`the provider's pages do not end after ${STEPS_MAX} steps`);
  }

  async stop(): Promise<void> {
    this.#process.kill('SIGKILL');
    await once(this.#process, 'close');
  }
}

function keep(cookies: Map<string, string>, set: string): void {
  const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(set) ?? [];
  if (value === '') cookies.delete(name);
  else cookies.set(name, value);
}

/** The form of the provider's login or consent page. */
function filled(page: string, login: string, at: string): { url: string; form: URLSearchParams } {
  const action = /<form[^>]* action="([^"]+)"/.exec(page)?.[1];
  const prompt = /name="prompt" value="(\w+)"/.exec(page)?.[1];
  assert.ok(action !== undefined && prompt !== undefined, page);
  return { url: new URL(action, at).href, form: new URLSearchParams({ prompt, login, password: 'any' }) };
}
