/** Where a text stops being JSON, what JSON wants there and what stands there instead. Line and column count from 1. */
export interface SyntaxFault {
  readonly line: number;
  readonly column: number;
  readonly expected: string;
  readonly found: string;
}

type Want = 'value' | 'value or ]' | 'name' | 'name or }' | ':' | ', or end' | 'nothing';

const SCALAR = /(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)(?![\w.+-])/y;
const BLANK = /[ \t\r\n]*/y;

/**
 * The first fault of a text that is no JSON (RFC 8259). Needed because the engine's own message often names no position.
 * @param text a text that JSON.parse refused
 */
export function locateSyntaxFault(text: string): SyntaxFault {
  const open: string[] = [];
  let want: Want = 'value';
  let at = skipBlank(text, 0);
  while (at < text.length) {
    const step = takeToken(text, at, want, open);
    if (typeof step === 'number') return faultAt(text, step, expectation(want, open));
    want = step.want;
    at = skipBlank(text, step.end);
  }
  return faultAt(text, text.length, expectation(want, open));
}

interface Step {
  readonly end: number;
  readonly want: Want;
}

/** The next token if it is what is wanted; else the place of the fault. Opens and closes levels of `open`. */
function takeToken(text: string, at: number, want: Want, open: string[]): Step | number {
  const sign = text[at]!;
  const innermost = open.at(-1);
  switch (want) {
    case 'nothing':
      return at;
    case ':':
      return sign === ':' ? { end: at + 1, want: 'value' } : at;
    case ', or end':
      if (sign === ',') return { end: at + 1, want: innermost === '{' ? 'name' : 'value' };
      return closes(sign, innermost) ? close(at, open) : at;
    case 'name':
    case 'name or }':
      if (sign === '"') return takeString(text, at, ':');
      return sign === '}' && want === 'name or }' ? close(at, open) : at;
    default:
      if (sign === ']' && want === 'value or ]') return close(at, open);
      return takeValue(text, at, open);
  }
}

function takeValue(text: string, at: number, open: string[]): Step | number {
  const sign = text[at]!;
  if (sign === '{' || sign === '[') {
    open.push(sign);
    return { end: at + 1, want: sign === '{' ? 'name or }' : 'value or ]' };
  }
  const after = wantAfterValue(open);
  if (sign === '"') return takeString(text, at, after);
  SCALAR.lastIndex = at;
  return SCALAR.test(text) ? { end: SCALAR.lastIndex, want: after } : at;
}

function takeString(text: string, from: number, want: Want): Step | number {
  let at = from + 1;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (code === 0x22) return { end: at + 1, want };
    if (code < 0x20) return at;
    if (code === 0x5c) {
      const escape = /^(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/.exec(text.slice(at + 1, at + 6));
      if (escape === null) return at;
      at += escape[0].length;
    }
    at += 1;
  }
  return at;
}

function closes(sign: string, innermost: string | undefined): boolean {
  return (sign === '}' && innermost === '{') || (sign === ']' && innermost === '[');
}

function close(at: number, open: string[]): Step {
  open.pop();
  return { end: at + 1, want: wantAfterValue(open) };
}

function wantAfterValue(open: readonly string[]): Want {
  return open.length === 0 ? 'nothing' : ', or end';
}

function expectation(want: Want, open: readonly string[]): string {
  if (want === 'nothing') return 'the end of the text';
  if (want === ', or end') return open.at(-1) === '{' ? ', or }' : ', or ]';
  return want.startsWith('name') ? want.replace('name', 'a field name in double quotes') : want.replace('value', 'a value');
}

function skipBlank(text: string, from: number): number {
  BLANK.lastIndex = from;
  BLANK.test(text);
  return BLANK.lastIndex;
}

function faultAt(text: string, at: number, expected: string): SyntaxFault {
  let line = 1;
  let lineStart = 0;
  for (let end = text.indexOf('\n'); end >= 0 && end < at; end = text.indexOf('\n', lineStart)) {
    line += 1;
    lineStart = end + 1;
  }
  const found = at >= text.length ? 'the end of the text (is it cut off?)' : JSON.stringify(text.slice(at, at + 12));
  return { line, column: at - lineStart + 1, expected, found };
}
