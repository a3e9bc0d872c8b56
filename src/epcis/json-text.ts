import type { Json, JsonObject } from './json.ts';
import { locateSyntaxFault } from './json-syntax.ts';
import { pathTo, type Problem } from './problems.ts';

/** The deepest nesting that is read; real events need about ten levels. */
export const DEPTH_MAX = 64;

const BYTE_ORDER_MARK = 0xfeff;

/** Input that was read, or every reason why not. */
export type Reading<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problems: Problem[] };

/**
 * Bytes as UTF-8 text; a byte order mark is taken off.
 * @returns one problem when the bytes are not UTF-8 (GB 18030 or UTF-16, say)
 */
export function decodeUtf8(bytes: Uint8Array): Reading<string> {
  try {
    return { ok: true, value: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    const message = 'the text is not UTF-8; save the file as UTF-8 and send it again';
    return { ok: false, problems: [{ path: '$', code: 'json.encoding', message }] };
  }
}

/**
 * A JSON text as a value. A byte order mark and CRLF are fine; nesting beyond {@link DEPTH_MAX} is refused.
 * @param line the line of the file on which the text begins, from 1
 * @returns the value, or one problem with the line and column of the fault
 */
export function parseJson(text: string, line = 1): Reading<Json> {
  const start = text.charCodeAt(0) === BYTE_ORDER_MARK ? 1 : 0;
  const body = start === 0 ? text : text.slice(start);
  let value: Json;
  try {
    value = JSON.parse(body) as Json;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return { ok: false, problems: [syntaxProblem(body, line)] };
  }
  const tooDeep = problemOfDepth(value);
  return tooDeep === null ? { ok: true, value } : { ok: false, problems: [tooDeep] };
}

/** What is wrong with a value that is nested deeper than {@link DEPTH_MAX}; null when it is not. */
export function problemOfDepth(value: Json): Problem | null {
  const deep = pathBelow(value, DEPTH_MAX, '$');
  if (deep === null) return null;
  return { path: deep, code: 'json.depth', message: `is nested deeper than ${DEPTH_MAX} levels; no event needs that` };
}

function syntaxProblem(text: string, firstLine: number): Problem {
  const fault = locateSyntaxFault(text);
  const line = firstLine + fault.line - 1;
  const message = `no valid JSON at line ${line}, column ${fault.column}: expected ${fault.expected}, found ${fault.found}`;
  return { path: '$', code: 'json.syntax', message, line };
}

/** The path of the first value that lies more than so many levels down, or null. */
function pathBelow(value: Json, levels: number, path: string): string | null {
  if (typeof value !== 'object' || value === null || !liesBelow(value, levels)) return null;
  if (levels === 0) return path;
  for (const name of Object.keys(value)) {
    const deeper = pathBelow((value as JsonObject)[name]!, levels - 1, pathTo(path, Array.isArray(value) ? Number(name) : name));
    if (deeper !== null) return deeper;
  }
  return path;
}

/** Whether an object or list, itself or in it, lies more than so many levels down. */
function liesBelow(value: Json, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (levels === 0) return true;
  if (Array.isArray(value)) {
    for (const item of value) if (liesBelow(item, levels - 1)) return true;
    return false;
  }
  for (const name in value) if (liesBelow(value[name]!, levels - 1)) return true;
  return false;
}

/**
 * What no database or partner can keep as it stands: U+0000 and halves of surrogate pairs in texts, numbers beyond a double
 * (`1e400`), and fields named `__proto__`.
 * @param value a value that {@link parseJson} read
 * @param path where it stands
 * @param except a part of it that is passed over
 */
export function findUnkeepable(value: Json, path: string, except?: Json): Problem[] {
  if (isKeepable(value, except)) return [];
  if (Array.isArray(value)) return value.flatMap((item, index) => findUnkeepable(item, pathTo(path, index), except));
  if (typeof value === 'object' && value !== null) {
    return Object.keys(value).flatMap((name) => [
      ...(isKeepableName(name) ? [] : [unkeepableName(name, path)]),
      ...findUnkeepable(value[name]!, pathTo(path, name), except),
    ]);
  }
  if (typeof value === 'number') {
    return [{ path, code: 'quantity.not-finite', message: 'is a number too large to be kept; state it in a larger unit' }];
  }
  return [{ path, code: 'json.text', message: 'holds U+0000 or half of a surrogate pair, which no text may; take it out' }];
}

function unkeepableName(name: string, path: string): Problem {
  const message =
    name === '__proto__' ? 'is a field name that is not taken' : 'is a field name with U+0000 or half of a surrogate pair';
  return { path: pathTo(path, name), code: 'json.field-name', message: `${message}; rename the field` };
}

function isKeepable(value: Json, except: Json | undefined): boolean {
  if (typeof value === 'string') return isKeepableText(value);
  if (typeof value === 'number') return Number.isFinite(value);
  if (typeof value !== 'object' || value === null || value === except) return true;
  if (Array.isArray(value)) {
    for (const item of value) if (!isKeepable(item, except)) return false;
    return true;
  }
  for (const name in value) if (!isKeepableName(name) || !isKeepable(value[name]!, except)) return false;
  return true;
}

function isKeepableText(text: string): boolean {
  return !text.includes('\u0000') && text.isWellFormed();
}

function isKeepableName(name: string): boolean {
  return name !== '__proto__' && isKeepableText(name);
}
