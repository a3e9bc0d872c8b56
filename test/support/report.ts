import type { TestEvent } from 'node:test/reporters';
import { inspect } from 'node:util';

/** One test that failed: where, its full name, and what it said. */
interface Failure {
  readonly file: string;
  readonly name: string;
  readonly message: string;
}

type Outcome = Extract<TestEvent, { type: 'test:pass' | 'test:fail' }>;

const WORDS_OF_A_SUITE = new Set(['subtestsFailed']);

/** Turns the events of a test run into lines: progress as it comes, then what was skipped and why, what failed and how, and the count. */
export class Report {
  readonly #print: (line: string) => void;
  readonly #failures: Failure[] = [];
  readonly #skips: { name: string; reason: string }[] = [];
  readonly #output = new Map<string, string>();
  readonly #started = performance.now();
  #trail: string[] = [];
  #file = '';
  #passed = 0;

  constructor(print: (line: string) => void) {
    this.#print = print;
  }

  /** Takes in one event; `shorten` makes a path readable. */
  take(event: TestEvent, shorten: (path: string) => string): void {
    if (event.type === 'test:pass' || event.type === 'test:fail') this.#takeOutcome(event, shorten);
    if (event.type === 'test:start') this.#trail = [...this.#trail.slice(0, event.data.nesting), event.data.name];
    if (event.type === 'test:stderr' || event.type === 'test:stdout') this.#keepOutput(event.data.file, event.data.message);
  }

  /** Prints the end of the report. @returns the exit code: 0 when at least one test passed and none failed */
  close(): number {
    for (const { name, reason } of this.#skips) this.#print(`skipped: ${name}: ${reason}`);
    for (const { file, name, message } of this.#failures) this.#print(`\nfailed: ${file}: ${name}\n${indent(message)}`);
    const seconds = ((performance.now() - this.#started) / 1000).toFixed(1);
    this.#print(`\nthe run took ${seconds} s`);
    if (this.#passed + this.#failures.length === 0) this.#print('no test ran: no file matches');
    const skipped = this.#skips.length === 0 ? '' : `, ${this.#skips.length} skipped`;
    this.#print(`${this.#passed} passed, ${this.#failures.length} failed${skipped}`);
    return this.#failures.length === 0 && this.#passed > 0 ? 0 : 1;
  }

  #takeOutcome(event: Outcome, shorten: (path: string) => string): void {
    const { data } = event;
    const file = shorten(data.file ?? '');
    if (file !== this.#file) this.#print((this.#file = file));
    this.#trail = [...this.#trail.slice(0, data.nesting), data.name];
    const name = this.#trail.join(' › ');
    if (data.name === data.file) return this.#takeFile(event, file);
    const unmet = data.skip ?? data.todo;
    if (unmet !== undefined && unmet !== false)
      return this.#skip(data.nesting, name, file, typeof unmet === 'string' ? unmet : 'no reason given');
    if (event.type === 'test:fail') return this.#fail(event, name, file);
    if (data.details.type !== 'suite') this.#passed += 1;
    this.#line(data.nesting, '✔', data.name, data.details.duration_ms);
  }

  /** Node reports a file as a test of its own when it ended badly, or without a test. */
  #takeFile(event: Outcome, file: string): void {
    const said = this.#output.get(event.data.file ?? '') ?? '';
    const cause = event.type === 'test:fail' ? describe(event.data.details.error) : 'no test ran in this file';
    this.#line(0, '✖', cause, event.data.details.duration_ms);
    this.#failures.push({ file, name: cause, message: said });
  }

  #skip(nesting: number, name: string, file: string, reason: string): void {
    this.#skips.push({ name: `${file}: ${name}`, reason });
    this.#line(nesting, '-', `${name} (skipped)`, 0);
  }

  #fail(event: Extract<Outcome, { type: 'test:fail' }>, name: string, file: string): void {
    const { details, nesting } = event.data;
    this.#line(nesting, '✖', event.data.name, details.duration_ms);
    const kind = 'failureType' in details.error ? String(details.error.failureType) : '';
    if (!WORDS_OF_A_SUITE.has(kind)) this.#failures.push({ file, name, message: describe(details.error) });
  }

  #keepOutput(file: string | undefined, text: string): void {
    const key = file ?? '';
    this.#output.set(key, ((this.#output.get(key) ?? '') + text).slice(-8_000));
  }

  #line(nesting: number, mark: string, name: string, milliseconds: number): void {
    const time = milliseconds >= 100 ? ` (${(milliseconds / 1000).toFixed(1)} s)` : '';
    this.#print(`${'  '.repeat(nesting + 1)}${mark} ${name}${time}`);
  }
}

function describe(error: Error): string {
  const { cause } = error;
  if (cause instanceof Error) return cause.stack?.includes(cause.message) ? cause.stack : inspect(cause);
  return error.message;
}

function indent(text: string): string {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => `  ${line}`)
    .join('\n');
}
