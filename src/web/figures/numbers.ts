/** How figures are written on the page: thousands spaced, three or four significant digits, the uncertainty beside the value. */

/** U+202F, the space that keeps a figure on one line. */
export const THIN_SPACE = '\u202f';
const MINUS = '\u2212';
const DIGITS_MAX = 4;
const DECIMALS_MAX = 9;
/** A milligram among kilograms, a gram among tonnes: a smaller figure, with no more uncertainty than sums of squares leave over, is none. */
const LEFTOVER_MAX = 1e-6;
const LEFTOVER_SD_MAX = 1e-4;

/** A figure and its standard deviation as written; `sd` is empty when it is below half of the last digit shown. */
export interface Written {
  readonly value: string;
  readonly sd: string;
}

/** Groups the integer part of a plain decimal text in threes from 1 000 on: `-12345.67` → `−12 345.67`. */
export function spaceThousands(decimal: string): string {
  const [whole = '', fraction] = decimal.replace('-', '').split('.');
  const spaced = whole.replace(/\B(?=(\d{3})+$)/g, THIN_SPACE);
  const sign = decimal.startsWith('-') && /[1-9]/.test(decimal) ? MINUS : '';
  return sign + (fraction === undefined ? spaced : `${spaced}.${fraction}`);
}

/** An exact figure at `digits` significant digits, without trailing zeros; `–` for what is no finite number. */
export function writeSignificant(value: number, digits: number = DIGITS_MAX): string {
  if (!Number.isFinite(value)) return '–';
  if (value === 0) return '0';
  const written = writeToPlace(value, decimalPlace(value) - digits + 1);
  return /^[^e]*\.\d*$/.test(written) ? written.replace(/\.?0+$/, '') : written;
}

/** More nines than anything is sold by: rounding decides what follows. */
const NINES_MAX = 10;

/** Per cent with as many nines as a product of rare earths is sold by: what is not quite 100 does not read 100, to ten digits behind the point. */
export function writePurity(value: number): string {
  const nines = Math.ceil(-Math.log10(100 - value));
  if (!(value > 99 && value < 100) || nines > NINES_MAX) return writeSignificant(value);
  return value.toFixed(Math.max(4, nines + 1));
}

/**
 * A measured figure with its standard deviation in the same unit. The standard deviation sets the last place (one digit of it, two if
 * the first is a 1), never beyond four significant digits of the value. What rounding left over reads 0.
 * @example writeMeasured(12.41, 0.31) // { value: '12.4', sd: '0.3' }
 */
export function writeMeasured(value: number, sd: number): Written {
  if (Math.abs(value) < LEFTOVER_MAX && Math.abs(sd) < LEFTOVER_SD_MAX) return { value: '0', sd: '' };
  if (!Number.isFinite(value) || !Number.isFinite(sd) || sd <= 0) return { value: writeSignificant(value), sd: '' };
  const leadingDigit = Math.floor(sd / 10 ** decimalPlace(sd));
  const placeOfSd = decimalPlace(sd) - (leadingDigit === 1 ? 1 : 0);
  const place = value === 0 ? placeOfSd : Math.max(placeOfSd, decimalPlace(value) - DIGITS_MAX + 1);
  const sdShown = sd < 0.5 * 10 ** place ? '' : writeToPlace(sd, place);
  return { value: writeToPlace(value, place), sd: sdShown };
}

/** Every digit that the answer carried, for hover and for copying: `12.4134 ± 0.2981`. */
export function writeInFull(value: number, sd?: number): string {
  return sd === undefined || sd === 0 ? String(value) : `${value} ± ${sd}`;
}

/** A share 0…1 as a percentage without its sign: 0.1234 → `12.3`. */
export function writePercent(share: number): string {
  return writeSignificant(share * 100, 3);
}

/** How many standard deviations a figure stands from zero; null when it has none. */
export function sigmasFromZero(value: number, sd: number): number | null {
  return sd > 0 ? Math.abs(value) / sd : null;
}

function decimalPlace(value: number): number {
  return Math.floor(Math.log10(Math.abs(value)));
}

/** Rounds to the decimal place 10^place; the step down to text is by `toFixed`, so that 0.1 + 0.2 shows no tail. */
function writeToPlace(value: number, place: number): string {
  if (-place > DECIMALS_MAX) return value.toExponential(2).replace('-', MINUS);
  if (place <= 0) return spaceThousands(value.toFixed(-place));
  const step = 10 ** place;
  return spaceThousands((Math.round(value / step) * step).toFixed(0));
}
