import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import {
  chromium,
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  type Locator,
  type Page,
} from 'playwright-core';
import { openApplication, recordSimulatedYear, simulateYear, type Application } from '../../src/app/index.ts';
import { listen, type Listening, type ServerOptions } from '../../src/server/index.ts';
import { createMemoryStore, openSqliteStore } from '../../src/store/index.ts';
import { ROOT } from './sources.ts';

const CHROMIUM_ARGUMENTS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
/** The machine may be busy with other tests. */
const PATIENCE_MS = 30_000;
const RESIZING_MS_MAX = 2000;
const POLL_MS = 50;
const BUILT = join(ROOT, 'dist', 'web');
const AXE = readFileSync(join(ROOT, 'node_modules', 'axe-core', 'axe.min.js'), 'utf8');

export type Language = 'zh' | 'en';

/** A running Chromium and the web app that servers hand it. */
export class Setting implements AsyncDisposable {
  readonly browser: Browser;
  readonly webRoot: string;

  private constructor(browser: Browser, webRoot: string) {
    this.browser = browser;
    this.webRoot = webRoot;
  }

  /** Starts the Chromium at a path, and builds the web app when dist/web is missing or older than its sources. */
  static async make(executablePath: string): Promise<Setting> {
    const webRoot = builtWeb();
    return new Setting(await chromium.launch({ executablePath, args: CHROMIUM_ARGUMENTS, timeout: PATIENCE_MS }), webRoot);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.browser.close();
    rmSync(this.webRoot, { recursive: true, force: true });
  }
}

/** A copy of dist/web, which nobody builds anew while tests read it. */
function builtWeb(): string {
  const sources = Math.max(
    ...['src/web', 'src/wire', 'src/separation', 'src/numerics', 'data/examples'].map((folder) => newest(join(ROOT, folder))),
  );
  if (newest(BUILT) < sources) {
    const { status, stderr } = spawnSync(process.execPath, [join(ROOT, 'build', 'web.js')], { encoding: 'utf8' });
    assert.equal(status, 0, stderr);
  }
  const copy = mkdtempSync(join(tmpdir(), 'ytterby-web-'));
  cpSync(BUILT, copy, { recursive: true });
  return copy;
}

function newest(folder: string): number {
  const files =
    statSync(folder, { throwIfNoEntry: false }) === undefined ? [] : readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return Math.max(0, ...files.map((file) => statSync(join(folder, file)).mtimeMs));
}

/** A server over a record, as a user has it, and browser pages on it. */
export class House implements AsyncDisposable {
  readonly app: Application;
  readonly #listening: Listening;
  readonly #browser: Browser;
  readonly #folder: string | null;
  readonly #contexts = new Map<Language, Promise<BrowserContext>>();

  private constructor(app: Application, listening: Listening, browser: Browser, folder: string | null) {
    this.app = app;
    this.#listening = listening;
    this.#browser = browser;
    this.#folder = folder;
  }

  /** Serves an application; by default one over an empty record in memory. */
  static async over(
    { browser, webRoot }: Setting,
    app = emptyApplication(),
    folder: string | null = null,
    more: Partial<ServerOptions> = {},
  ): Promise<House> {
    const options = { hostname: '127.0.0.1', port: 0, webRoot, bodyLimitBytes: 16 * 1024 * 1024, ...more };
    return new House(app, await listen(app, options), browser, folder);
  }

  /** Serves the simulated year 2015 from a SQLite record in a folder of its own. */
  static async ofSimulatedYear(setting: Setting): Promise<House> {
    const folder = mkdtempSync(join(tmpdir(), 'ytterby-browser-'));
    const app = openApplication(openSqliteStore(folder), () => Date.now(), '0.0.0-test');
    const simulated = simulateYear((name) => readFileSync(join(ROOT, 'data', name), 'utf8'), {
      year: 2015,
      seed: 1,
      scale: 0.02,
    });
    await recordSimulatedYear(app, simulated, new AbortController().signal, () => undefined);
    return House.over(setting, app, folder);
  }

  /** An answer of the server, which pages are compared with. */
  async answer<T>(path: string): Promise<T> {
    const response = await fetch(this.#listening.url + path, { headers: { accept: 'application/json' } });
    assert.equal(response.status, 200, path);
    return (await response.json()) as T;
  }

  /** Opens a path: in a browser of its own when `options` say how it is set up, else in one that others of this language have used. */
  async visit(path: string, language: Language = 'zh', options?: BrowserContextOptions): Promise<Visit> {
    const context = await (options === undefined ? this.#sharedContext(language) : this.#newContext(language, options));
    const visit = new Visit(await context.newPage(), this.#listening.url, options !== undefined);
    await visit.go(path);
    return visit;
  }

  #sharedContext(language: Language): Promise<BrowserContext> {
    const context = this.#contexts.get(language) ?? this.#newContext(language);
    this.#contexts.set(language, context);
    return context;
  }

  async #newContext(language: Language, options: BrowserContextOptions = {}): Promise<BrowserContext> {
    const context = await this.#browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
    context.setDefaultTimeout(PATIENCE_MS);
    await context.addInitScript(
      `localStorage.getItem('ytterby.language') ?? localStorage.setItem('ytterby.language', '${language}')`,
    );
    return context;
  }

  /** Stops the server; pages stay open. */
  async stop(): Promise<void> {
    await this.#listening.stop();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const context of this.#contexts.values()) await (await context).close();
    await this.stop();
    if (this.#folder !== null) rmSync(this.#folder, { recursive: true, force: true });
  }
}

function emptyApplication(): Application {
  return openApplication(createMemoryStore(), () => Date.now(), '0.0.0-test');
}

/** One window on the page. */
export class Visit implements AsyncDisposable {
  readonly page: Page;
  /** What went wrong in the page: errors on its console, and those that nothing caught. */
  readonly errors: string[] = [];
  readonly #url: string;
  readonly #isAlone: boolean;

  /** @param isAlone whether the browser context is the page's own and ends with it */
  constructor(page: Page, url: string, isAlone: boolean) {
    this.page = page;
    this.#url = url;
    this.#isAlone = isAlone;
    page.on('console', (message) => {
      if (message.type() === 'error') this.errors.push(message.text());
    });
    page.on('pageerror', (error) => this.errors.push(error.message));
  }

  /** Loads a path and waits until it is there. */
  async go(path: string): Promise<void> {
    await this.page.goto(this.#url + path);
    await this.settled();
  }

  /**
   * Waits until the page has its heading, no tile is loading and every picture in sight is drawn.
   * @throws Error that says what the page shows instead
   */
  async settled(): Promise<void> {
    try {
      await this.page.waitForFunction(isSettled, undefined, { polling: POLL_MS });
    } catch (cause) {
      const shown = await this.page.locator('body').innerText();
      throw new Error(`${this.page.url()} does not settle: ${this.errors.join('; ')}\n${shown.slice(0, 2000)}`, { cause });
    }
  }

  /** The tile with this heading. */
  tile(heading: string): Locator {
    return this.page
      .locator('section.tile')
      .filter({ has: this.page.getByRole('heading', { level: 2, name: heading, exact: true }) });
  }

  async heading(): Promise<string> {
    return this.page.getByRole('heading', { level: 1 }).innerText();
  }

  /** Waits for a page's heading, then for the page. */
  async arrivesAt(heading: string): Promise<void> {
    await this.page.getByRole('heading', { level: 1, name: heading, exact: true }).waitFor();
    await this.settled();
  }

  /** The file that a click on an element downloads. */
  async download(button: Locator): Promise<Buffer> {
    const [download] = await Promise.all([this.page.waitForEvent('download'), button.click()]);
    return readFileSync(await download.path());
  }

  /** What axe-core finds wrong, one line each. */
  async violations(): Promise<string[]> {
    if (!(await this.page.evaluate(() => 'axe' in window))) await this.page.evaluate(AXE);
    const found = await this.page.evaluate('axe.run(document, { resultTypes: ["violations"] })');
    return (found as AxeResults).violations.map(
      ({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(' | ')}`,
    );
  }

  /** By how many pixels the page is wider than its window, when pictures and tables have followed a new width: after two seconds at most. */
  async overflow(): Promise<number> {
    const wide = (): number => document.documentElement.scrollWidth - window.innerWidth;
    const until = Date.now() + RESIZING_MS_MAX;
    let pixels = await this.page.evaluate(wide);
    while (pixels !== 0 && Date.now() < until) {
      await setTimeout(POLL_MS);
      pixels = await this.page.evaluate(wide);
    }
    return pixels;
  }

  /** The share of a picture's pixels that are painted. */
  async paintedShare(chart: Locator): Promise<number> {
    return chart.locator('canvas').evaluate((canvas) => {
      if (!(canvas instanceof HTMLCanvasElement) || canvas.width * canvas.height === 0) return 0;
      const data = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
      return data.filter((value, at) => at % 4 === 3 && value > 0).length / (canvas.width * canvas.height);
    });
  }

  assertNoErrors(): void {
    assert.deepEqual(this.errors, [], 'errors on the console');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await (this.#isAlone ? this.page.context() : this.page).close();
  }
}

interface AxeResults {
  readonly violations: readonly { readonly id: string; readonly nodes: readonly { readonly target: readonly string[] }[] }[];
}

/** Runs in the page. */
function isSettled(): boolean {
  const seen = (element: Element): boolean => {
    const { top, bottom, height } = element.getBoundingClientRect();
    return height > 0 && bottom > 0 && top < window.innerHeight;
  };
  const isLoading = document.querySelector('[data-state="loading"], main > [role="status"]') !== null;
  const pictures = [...document.querySelectorAll('.chart')].filter(seen);
  return (
    !isLoading && document.querySelector('main h1') !== null && pictures.every((chart) => chart.querySelector('canvas') !== null)
  );
}
