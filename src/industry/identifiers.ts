/** GS1 prefix 952 is kept for demonstrations: no identifier made here can be a real company's. */
const PREFIX = '952';

/**
 * The GS1 check digit (mod 10, weights 3 and 1 from the right) for the digits before it.
 * @throws RangeError when the text is not digits only
 */
export function gs1CheckDigit(digits: string): string {
  if (!/^\d+$/.test(digits)) throw new RangeError(`gs1CheckDigit: expected digits, got '${digits}'`);
  let sum = 0;
  for (let at = 0; at < digits.length; at++) sum += Number(digits[digits.length - 1 - at]) * (at % 2 === 0 ? 3 : 1);
  return String((10 - (sum % 10)) % 10);
}

/** A 13-digit GLN: class 0 for organisations, 1 for sites; number below 10⁸. */
export function glnOf(kind: 0 | 1, number: number): string {
  const body = `${PREFIX}${kind}${String(number).padStart(8, '0')}`;
  return body + gs1CheckDigit(body);
}

/** A 14-digit GTIN for the product of that number. */
export function gtinOf(number: number): string {
  const body = `0${PREFIX}5${String(number).padStart(8, '0')}`;
  return body + gs1CheckDigit(body);
}

/** An 18-digit SSCC for the pallet of that number. */
export function ssccOf(number: number): string {
  const body = `0${PREFIX}${String(number).padStart(13, '0')}`;
  return body + gs1CheckDigit(body);
}

const USCI_ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const ORGANISATION_WEIGHTS = [3, 7, 9, 10, 5, 8, 4, 2];

/**
 * The check character of a unified social credit identifier (GB 32100-2015): mod 31, weights 3ⁱ mod 31.
 * @param body the 17 characters before it
 * @throws RangeError when a character is outside the alphabet (no I, O, S, V, Z) or the length is not 17
 */
export function usciCheckCharacter(body: string): string {
  if (body.length !== 17) throw new RangeError(`usciCheckCharacter: expected 17 characters, got ${body.length}`);
  let sum = 0;
  let weight = 1;
  for (const character of body) {
    const value = USCI_ALPHABET.indexOf(character);
    if (value < 0) throw new RangeError(`usciCheckCharacter: '${character}' is not in the alphabet`);
    sum += value * weight;
    weight = (weight * 3) % 31;
  }
  return USCI_ALPHABET[(31 - (sum % 31)) % 31] ?? '';
}

/** The check character of an organisation code (GB 11714-1997) for its 8 characters: mod 11, ten written X. */
export function organisationCodeCheck(body: string): string {
  let sum = 0;
  for (const [index, weight] of ORGANISATION_WEIGHTS.entries()) {
    const character = body[index] ?? '';
    sum += (/\d/.test(character) ? Number(character) : character.charCodeAt(0) - 55) * weight;
  }
  const check = 11 - (sum % 11);
  return check === 10 ? 'X' : check === 11 ? '0' : String(check);
}

/**
 * A made-up credit identifier: enterprise class 91, the province's code, an organisation code that starts with YT.
 * @param regionCode six digits of GB/T 2260
 */
export function usciOf(regionCode: string, number: number): string {
  const organisation = `YT${String(number).padStart(6, '0')}`;
  const body = `91${regionCode}${organisation}${organisationCodeCheck(organisation)}`;
  return body + usciCheckCharacter(body);
}
