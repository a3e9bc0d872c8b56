/** Somebody who may be drawn; the larger the risk, the more likely. */
export interface Candidate {
  readonly id: string;
  readonly risk: number;
}

/** Who was drawn, with what it follows from. */
export interface Drawn extends Candidate {
  /** SHA-256 of `seed`, a line feed and `id`, in hexadecimal. */
  readonly digest: string;
  /** The first 13 digits of the digest as a number in (0, 1): 2⁻⁵² of them, and a half. */
  readonly uniform: number;
  /** `−ln(uniform) / risk`; the smallest are drawn. */
  readonly key: number;
}

const DIGITS = 13;
const SCALE = 2 ** -(4 * DIGITS);

/**
 * Draws without putting back, each with a chance in proportion to its risk among those left (Efraimidis and Spirakis, 2006, Information Processing
 * Letters 97: 181–185, with exponential keys). Whoever knows the seed and the risks draws the same.
 * @param seed a text published beforehand
 * @param sha256 the digest of a text in UTF-8, in lower-case hexadecimal
 * @returns the drawn, in the order of drawing; those with a risk of 0 are never drawn
 */
export function drawInspections(
  candidates: readonly Candidate[],
  seed: string,
  count: number,
  sha256: (text: string) => string,
): Drawn[] {
  return candidates
    .filter(({ risk }) => risk > 0)
    .map((candidate) => keyed(candidate, sha256(`${seed}\n${candidate.id}`)))
    .toSorted((a, b) => a.key - b.key || (a.id < b.id ? -1 : 1))
    .slice(0, count);
}

function keyed({ id, risk }: Candidate, digest: string): Drawn {
  const uniform = (Number.parseInt(digest.slice(0, DIGITS), 16) + 0.5) * SCALE;
  return { id, risk, digest, uniform, key: -Math.log(uniform) / risk };
}
