import { canonicalUri } from './identifiers.ts';
import { instantMs } from './instant.ts';
import type { Comparison, Operand } from './query-model.ts';
import { isDecimal, withPlus } from './query-values.ts';

type Scalar = string | number | boolean;

/** The test that a comparison with an operand makes on one simple value of an extension field. */
export function operandTest(comparison: Comparison, operand: Operand): (value: Scalar) => boolean {
  switch (operand.type) {
    case 'text':
      return textTest(operand.anyOf);
    case 'open':
      return openTest(operand.anyOf);
    case 'number':
      return boundTest(comparison, operand.value, numberIn);
    case 'time':
      return boundTest(comparison, operand.ms, timeIn);
  }
}

function boundTest(comparison: Comparison, bound: number, read: (value: Scalar) => number | null): (value: Scalar) => boolean {
  return (value) => {
    const number = read(value);
    if (number === null) return false;
    switch (comparison) {
      case 'EQ':
        return number === bound;
      case 'GT':
        return number > bound;
      case 'GE':
        return number >= bound;
      case 'LT':
        return number < bound;
      case 'LE':
        return number <= bound;
    }
  };
}

/** Equality with strings: letter by letter, or the same identifier in another form; an event's number is compared as a number. */
function textTest(anyOf: readonly string[]): (value: Scalar) => boolean {
  const texts = new Set(anyOf);
  const identifiers = new Set(anyOf.filter(isUri).map(canonicalUri));
  const numbers = new Set(anyOf.filter(isDecimal).map(Number));
  return (value) => {
    if (typeof value === 'number') return numbers.has(value);
    const text = String(value);
    return texts.has(text) || (identifiers.size > 0 && isUri(text) && identifiers.has(canonicalUri(text)));
  };
}

/** As for strings, and the same number or the same instant written differently, since a URL does not say which is meant. */
function openTest(anyOf: readonly string[]): (value: Scalar) => boolean {
  const sameText = textTest(anyOf);
  const numbers = new Set(anyOf.filter(isDecimal).map(Number));
  const times = new Set(anyOf.map((text) => instantMs(withPlus(text))).filter((ms) => ms !== null));
  return (value) => {
    if (sameText(value)) return true;
    const number = numbers.size > 0 ? numberIn(value) : null;
    if (number !== null && numbers.has(number)) return true;
    const time = times.size > 0 ? timeIn(value) : null;
    return time !== null && times.has(time);
  };
}

/** The number in a value; events that were once XML write their numbers as strings. */
export function numberIn(value: Scalar): number | null {
  if (typeof value === 'number') return value;
  return typeof value === 'string' && isDecimal(value) ? Number(value) : null;
}

/** The instant in a value, in milliseconds since 1970. */
export function timeIn(value: Scalar): number | null {
  return typeof value === 'string' ? instantMs(value) : null;
}

function isUri(text: string): boolean {
  return text.startsWith('urn:') || text.startsWith('http');
}
