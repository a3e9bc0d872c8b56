import { APPLICATION_IDENTIFIERS, identifierAt, type ApplicationIdentifier } from './application-identifiers.ts';
import { checkValue } from './check-value.ts';
import type { Element } from './element.ts';
import { exclusivePair } from './keys.ts';
import { read, refuse, type Outcome } from './refusal.ts';

/** The separator (FNC1) as scanners send it: the control character GS. */
export const SEPARATOR = '\u001D';

/**
 * Reads an element string with its application identifiers in brackets: `(01)09506000134352(10)LOT-1`. A bracket that belongs to a
 * value is written `\(`.
 * @see GS1 General Specifications, section 7.8
 */
export function readBracketed(text: string): Outcome<readonly Element[]> {
  const elements: Element[] = [];
  let at = 0;
  while (at < text.length) {
    const head = /^\((\d{2,4})\)/.exec(text.slice(at, at + 6));
    if (head === null) return refuse('ai-malformed', at, null, 'expected an application identifier in brackets, as (01)');
    const [opening, ai = ''] = head;
    const identifier = APPLICATION_IDENTIFIERS.get(ai);
    if (identifier === undefined) return unknown(ai, at + 1);
    const from = at + opening.length;
    const end = valueEnd(text, from);
    const value = checkValue(identifier, text.slice(from, end).replaceAll('\\(', '('), from);
    if (!value.ok) return value;
    elements.push({ ai, value: value.value });
    at = end;
  }
  return together(elements);
}

/** Where a bracketed value ends: at the next bracket without a backslash before it. */
function valueEnd(text: string, from: number): number {
  for (let at = from; at < text.length; at++) if (text[at] === '(' && text[at - 1] !== '\\') return at;
  return text.length;
}

/**
 * Reads an element string as a symbol carries it: no brackets, values of predefined length run into the next identifier, the others
 * end at a separator. A separator too many is let pass, as the specifications ask of readers.
 * @param offset where the text begins in what was scanned, for refusals
 * @see GS1 General Specifications, section 7.8.6
 */
export function readUnbracketed(text: string, offset = 0): Outcome<readonly Element[]> {
  const elements: Element[] = [];
  let at = text.startsWith(SEPARATOR) ? 1 : 0;
  while (at < text.length) {
    const identifier = identifierAt(text, at);
    if (identifier === undefined) return unknown(text.slice(at, at + 4), offset + at);
    const from = at + identifier.ai.length;
    const end = unbracketedEnd(text, from, identifier);
    const value = checkValue(identifier, text.slice(from, end), offset + from);
    if (!value.ok) return value;
    elements.push({ ai: identifier.ai, value: value.value });
    at = text[end] === SEPARATOR ? end + 1 : end;
  }
  return together(elements);
}

function unbracketedEnd(text: string, from: number, { isPredefined, max }: ApplicationIdentifier): number {
  const separator = text.indexOf(SEPARATOR, from);
  const end = separator < 0 ? text.length : separator;
  return isPredefined ? Math.min(end, from + max) : end;
}

function unknown(ai: string, at: number): Outcome<never> {
  return refuse('ai-unknown', at, null, `${JSON.stringify(ai)} begins with no application identifier that is read here`);
}

/** Elements as one statement: there are some, none contradicts another; one said twice counts once. */
export function together(elements: readonly Element[]): Outcome<readonly Element[]> {
  if (elements.length === 0) return refuse('empty', 0, null, 'there is nothing in the code');
  const known = new Map<string, string>();
  for (const { ai, value } of elements) {
    if ((known.get(ai) ?? value) !== value)
      return refuse('ai-repeated', 0, ai, `(${ai}) stands twice, as ${known.get(ai)} and as ${value}`);
    known.set(ai, value);
  }
  const pair = exclusivePair(new Set(known.keys()));
  if (pair !== undefined) return refuse('ai-conflict', 0, pair[1], `(${pair[0]}) and (${pair[1]}) never stand together`);
  return read([...known].map(([ai, value]) => ({ ai, value })));
}

/** Elements as they are printed below a symbol: `(01)09506000134352(10)LOT-1`. A bracket inside a value gets a backslash. */
export function writeBracketed(elements: readonly Element[]): string {
  return elements.map(({ ai, value }) => `(${ai})${value.replaceAll('(', '\\(')}`).join('');
}

/** Elements as a symbol carries them, without a symbology identifier; {@link readUnbracketed} reads them again. */
export function writeUnbracketed(elements: readonly Element[]): string {
  const last = elements.length - 1;
  return elements
    .map(({ ai, value }, index) => {
      const isOpen = APPLICATION_IDENTIFIERS.get(ai)?.isPredefined !== true && index < last;
      return ai + value + (isOpen ? SEPARATOR : '');
    })
    .join('');
}
