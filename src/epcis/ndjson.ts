import type { Json, JsonObject } from './json.ts';
import { decodeUtf8, parseJson } from './json-text.ts';
import { type Problem, shown } from './problems.ts';

/** The longest line that is read, in bytes: a single event, however many drums it names, stays far below. */
export const LINE_BYTES_MAX = 8_000_000;

/** One line of an NDJSON file: its event, or what is wrong with the line. Lines count from 1; blank lines are passed over. */
export type NdjsonLine =
  | { readonly line: number; readonly ok: true; readonly event: JsonObject; readonly context: Json }
  | { readonly line: number; readonly ok: false; readonly problems: Problem[] };

/**
 * The events of an NDJSON file, one bare event a line. CRLF, blank lines and a byte order mark are fine; `@context` may be absent.
 * @param lines lines without their line feeds
 * @param firstLine the number of the first of them
 */
export function* readNdjson(lines: Iterable<string>, firstLine = 1): Generator<NdjsonLine> {
  let line = firstLine;
  for (const text of lines) {
    if (text.trim() !== '') yield readNdjsonLine(text, line);
    line += 1;
  }
}

/**
 * The same from the bytes of a file of any size: no more than one chunk and one line are held at a time.
 * @param chunks the file's bytes in order, cut anywhere
 */
export async function* streamNdjson(chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): AsyncGenerator<NdjsonLine> {
  const cutter = new LineCutter();
  for await (const chunk of chunks) {
    for (const { line, bytes } of cutter.push(chunk)) yield* readBytes(bytes, line);
  }
  for (const { line, bytes } of cutter.end()) yield* readBytes(bytes, line);
}

function* readBytes(bytes: Uint8Array | null, line: number): Generator<NdjsonLine> {
  if (bytes === null)
    return yield refused(line, 'json.line-length', `the line has more than ${LINE_BYTES_MAX} bytes; is this NDJSON?`);
  const text = decodeUtf8(bytes);
  if (!text.ok) return yield { line, ok: false, problems: text.problems.map((problem) => ({ ...problem, line })) };
  yield* readNdjson([text.value], line);
}

function readNdjsonLine(text: string, line: number): NdjsonLine {
  const parsed = parseJson(text, line);
  if (!parsed.ok) return { line, ok: false, problems: parsed.problems.map((problem) => ({ ...problem, line })) };
  const event = parsed.value;
  if (typeof event !== 'object' || event === null || Array.isArray(event)) {
    return refused(line, 'document.kind', `expected one event a line, got ${shown(event)}`);
  }
  if (event.type === 'EPCISDocument' || event.type === 'EPCISQueryDocument') {
    return refused(line, 'document.kind', 'expected a bare event, got a whole document; send it as JSON, not as NDJSON');
  }
  return { line, ok: true, event, context: event['@context'] ?? null };
}

function refused(line: number, code: Problem['code'], message: string): NdjsonLine {
  return { line, ok: false, problems: [{ path: '$', code, message, line }] };
}

/** A line's bytes and number; null in place of the bytes when the line was too long to be kept. */
interface CutLine {
  readonly line: number;
  readonly bytes: Uint8Array | null;
}

const LINE_FEED = 0x0a;

/** Cuts bytes into lines; keeps the unfinished line between chunks, and lets go of one that grows past the limit. */
class LineCutter {
  #parts: Uint8Array[] = [];
  #length = 0;
  #line = 1;

  *push(chunk: Uint8Array): Generator<CutLine> {
    let from = 0;
    for (let end = chunk.indexOf(LINE_FEED); end >= 0; end = chunk.indexOf(LINE_FEED, from)) {
      this.#keep(chunk.subarray(from, end));
      yield this.#take();
      from = end + 1;
    }
    this.#keep(chunk.subarray(from));
  }

  *end(): Generator<CutLine> {
    if (this.#length > 0) yield this.#take();
  }

  #keep(part: Uint8Array): void {
    this.#length += part.length;
    if (this.#length > LINE_BYTES_MAX) this.#parts = [];
    else if (part.length > 0) this.#parts.push(part);
  }

  #take(): CutLine {
    const bytes = this.#length > LINE_BYTES_MAX ? null : joined(this.#parts, this.#length);
    const cut = { line: this.#line, bytes };
    this.#parts = [];
    this.#length = 0;
    this.#line += 1;
    return cut;
  }
}

function joined(parts: readonly Uint8Array[], length: number): Uint8Array {
  const [only, second] = parts;
  if (only !== undefined && second === undefined) return only;
  const whole = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
