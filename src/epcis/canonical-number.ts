/**
 * A number as the event hash writes it: shortest decimal that reads back as the same double, no trailing zeros, whole numbers
 * without exponent, and below 0.0001 an exponent of at least two digits (`1e-05`), as the reference implementation of CBV 2.0 does.
 */
export function canonicalNumber(value: number): string {
  if (Number.isInteger(value)) return Number.isSafeInteger(value) ? String(value) : BigInt(value).toString();
  if (Math.abs(value) >= 1e-4 || Number.isNaN(value)) return String(value);
  const [mantissa = '', exponent = ''] = value.toExponential().split('e-');
  return `${mantissa}e-${exponent.padStart(2, '0')}`;
}

/**
 * A decimal number in a text, written as {@link canonicalNumber} would: `007` and `7.0` become `7`, `+1e3` becomes `1000`.
 * @returns null when the text is no decimal number
 */
export function canonicalNumericText(text: string): string | null {
  if (!isDecimal(text)) return null;
  const value = Number(text);
  return Number.isFinite(value) ? canonicalNumber(value) : null;
}

/** Sign, digits with at most one point, exponent; scanned because this stands on the path of every value of every event. */
function isDecimal(text: string): boolean {
  let at = isSign(text.charCodeAt(0)) ? 1 : 0;
  const whole = digitsFrom(text, at);
  at += whole;
  let fraction = 0;
  if (text.charCodeAt(at) === 0x2e) {
    fraction = digitsFrom(text, at + 1);
    at += 1 + fraction;
  }
  if (whole + fraction === 0) return false;
  return at === text.length || isExponent(text, at);
}

function isExponent(text: string, at: number): boolean {
  if ((text.charCodeAt(at) | 0x20) !== 0x65) return false;
  const from = isSign(text.charCodeAt(at + 1)) ? at + 2 : at + 1;
  const digits = digitsFrom(text, from);
  return digits > 0 && from + digits === text.length;
}

function isSign(code: number): boolean {
  return code === 0x2b || code === 0x2d;
}

function digitsFrom(text: string, from: number): number {
  let at = from;
  while (at < text.length && text.charCodeAt(at) >= 0x30 && text.charCodeAt(at) <= 0x39) at++;
  return at - from;
}
