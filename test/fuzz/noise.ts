import fc from 'fast-check';

/** Characters that parsers stumble over: control characters, separators, quotes, letters of other scripts, half of a pair. */
const AWKWARD = [
  '\0', '\t', '\r\n', ' ', '"', "'", '\\', '/', '%', '%00', '%2F', '%zz', '&', '<', '>', '{', '}', '[', ']', '(', ')', ',', ':', ';', '?',
  '#', '~', '..', '\u001d', '\u2028', '\ufeff', '钕', '😀', '\ud800', "' OR 1=1 --", '${x}', '__proto__', 'constructor', '9'.repeat(400),
] as const; // oxfmt-ignore

/** Texts of awkward and of plain characters. */
export const noise: fc.Arbitrary<string> = fc
  .array(fc.oneof(fc.constantFrom(...AWKWARD), fc.string({ maxLength: 8 }), fc.string({ unit: 'binary', maxLength: 4 })), {
    maxLength: 12,
  })
  .map((parts) => parts.join(''));

/** A text with a few places of it cut, doubled, or given noise. */
export function damaged(text: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const damage = fc.record({ at: fc.nat(), length: fc.nat(40), kind: fc.constantFrom('cut', 'double', 'noise'), noise });
  return fc.tuple(text, fc.array(damage, { minLength: 1, maxLength: 4 })).map(([whole, damages]) =>
    damages.reduce((left, { at, length, kind, noise: put }) => {
      const place = left.length === 0 ? 0 : at % left.length;
      const part = left.slice(place, place + length);
      const middle = kind === 'cut' ? '' : kind === 'double' ? part + part : put;
      return left.slice(0, place) + middle + left.slice(place + length);
    }, whole),
  );
}

/** Text as a part of an address; half of a pair of surrogates becomes U+FFFD, as in a browser. */
export function inAddress(text: string): string {
  return encodeURIComponent(text.toWellFormed());
}
