const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const VALUES = new Int8Array(128).fill(-1);
for (let value = 0; value < DIGITS.length; value++) VALUES[DIGITS.charCodeAt(value)] = value;

/** Bytes in base64 with padding (RFC 4648, section 4). */
export function encodeBase64(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 3) {
    const group = (bytes[at]! << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
    text += DIGITS[group >> 18]! + DIGITS[(group >> 12) & 63]! + DIGITS[(group >> 6) & 63]! + DIGITS[group & 63]!;
  }
  const missing = (3 - (bytes.length % 3)) % 3;
  return missing === 0 ? text : text.slice(0, -missing) + '='.repeat(missing);
}

/**
 * The bytes of a base64 text in its one canonical form: padded, no white space, no bits set beyond the last byte.
 * @returns undefined for anything else
 */
export function decodeBase64(text: string): Uint8Array | undefined {
  if (text.length % 4 !== 0) return undefined;
  const digits = text.replace(/={1,2}$/, '');
  const bytes = new Uint8Array(Math.floor((digits.length * 3) / 4));
  let bits = 0;
  let width = 0;
  let length = 0;
  for (let at = 0; at < digits.length; at++) {
    const value = VALUES[digits.charCodeAt(at)] ?? -1;
    if (value < 0) return undefined;
    bits = (bits << 6) | value;
    width += 6;
    if (width < 8) continue;
    width -= 8;
    bytes[length++] = bits >> width;
    bits &= (1 << width) - 1;
  }
  return bits === 0 ? bytes : undefined;
}
