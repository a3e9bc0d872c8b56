import { gs1CheckDigit } from '../epcis/index.ts';
import type { ApplicationIdentifier, CharacterSet, ValuePart } from './application-identifiers.ts';
import { read, refuse, type Outcome } from './refusal.ts';

const SETS: Readonly<Record<CharacterSet, { readonly form: RegExp; readonly name: string }>> = {
  N: { form: /^\d*$/, name: 'digits' },
  X: { form: /^[!"%&'()*+,\-./0-9:;<=>?A-Z_a-z]*$/, name: 'the GS1 set of 82 characters' },
  Y: { form: /^[#\-/0-9A-Z]*$/, name: 'the GS1 set of 39 characters' },
  Z: { form: /^[-0-9A-Z_a-z]*$/, name: 'letters, digits, - and _' },
};

/**
 * Checks the value of an application identifier: its length, its characters, then each part in turn.
 * @param at where the value stands, for the refusal
 */
export function checkValue(identifier: ApplicationIdentifier, value: string, at: number): Outcome<string> {
  const { ai, parts, min, max } = identifier;
  if (value === '') return refuse('value-missing', at, ai, `(${ai}) has no value`);
  if (value.length < min || value.length > max) return wrongLength(identifier, value, at);
  let from = 0;
  for (const part of parts) {
    const to = part.min === part.max ? from + part.max : value.length;
    const fault = partFault(ai, part, value.slice(from, to), at + from);
    if (fault !== null) return fault;
    from = to;
  }
  return read(value);
}

function wrongLength({ ai, min, max, isPredefined }: ApplicationIdentifier, value: string, at: number): Outcome<never> {
  const wanted = min === max ? String(min) : `${min} to ${max}`;
  const hint = value.length > max && !isPredefined ? '; is the separator after it missing?' : '';
  return refuse('value-length', at, ai, `(${ai}) has ${wanted} characters, this value has ${value.length}${hint}`);
}

function partFault(ai: string, part: ValuePart, text: string, at: number): Outcome<never> | null {
  const set = SETS[part.characters];
  if (!set.form.test(text)) {
    const stray = [...text].findIndex((character) => !set.form.test(character));
    return refuse('value-characters', at + stray, ai, `(${ai}) takes ${set.name} here, not ${JSON.stringify(text[stray])}`);
  }
  if (part.check === 'check') return checkDigitFault(ai, text, at);
  if (part.check === 'date') return isDate(text) ? null : refuse('date', at, ai, `(${ai}) ${text} is no day written YYMMDD`);
  const problem = rangeProblem(part, text);
  return problem === null ? null : refuse('value-range', at, ai, `(${ai}) ${problem}`);
}

function checkDigitFault(ai: string, digits: string, at: number): Outcome<never> | null {
  const due = gs1CheckDigit(digits.slice(0, -1));
  if (due === Number(digits.slice(-1))) return null;
  const last = at + digits.length - 1;
  return refuse('check-digit', last, ai, `(${ai}) ${digits} ends in the check digit ${digits.slice(-1)}, and ${due} is due`);
}

function rangeProblem({ check }: ValuePart, text: string): string | null {
  if (check === 'zero') return text === '0' ? null : `begins with ${text}, and 0 is due`;
  if (check === 'plain-number') return text.startsWith('0') ? 'begins with a zero' : null;
  if (check !== 'pieces') return null;
  const [piece, total] = [Number(text.slice(0, 2)), Number(text.slice(2))];
  return piece >= 1 && piece <= total ? null : `says piece ${piece} of ${total}`;
}

/** Day 00 means the whole month. Two digits tell no century, so 29 February is a day in every fourth year. */
function isDate(text: string): boolean {
  const [year, month, day] = [text.slice(0, 2), text.slice(2, 4), text.slice(4)].map(Number) as [number, number, number];
  if (month < 1 || month > 12) return false;
  const days = month === 2 ? (year % 4 === 0 ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31;
  return day <= days;
}
