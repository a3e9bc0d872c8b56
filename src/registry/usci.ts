/** Characters of a unified social credit identifier in the order of their values: digits and capitals without I, O, S, V, Z. */
const CHARACTERS = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const LENGTH = 18;

/**
 * The last character of a unified social credit identifier (统一社会信用代码), by GB 32100-2015: weights 3^i mod 31, modulo 31.
 * @param body the first 17 characters
 * @returns null when a character is outside the set or the length is wrong
 */
export function usciCheckCharacter(body: string): string | null {
  if (body.length !== LENGTH - 1) return null;
  let sum = 0;
  let weight = 1;
  for (const character of body) {
    const value = CHARACTERS.indexOf(character);
    if (value < 0) return null;
    sum += value * weight;
    weight = (weight * 3) % CHARACTERS.length;
  }
  return CHARACTERS.charAt((CHARACTERS.length - (sum % CHARACTERS.length)) % CHARACTERS.length);
}

/** Whether a text is a unified social credit identifier with the right check character. */
export function isUsci(text: string): boolean {
  return text.length === LENGTH && usciCheckCharacter(text.slice(0, -1)) === text.slice(-1);
}
