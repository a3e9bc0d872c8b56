import { decodeBase64, encodeBase64 } from './base64.ts';
import { assertHash, HASH_BYTES } from './tree-hash.ts';

/** The most hashes that a proof can have in a tree of any size (C2SP tlog-witness, add-checkpoint). */
const PROOF_LINES_MAX = 63;

/** A text of lines, an empty line, and the rest: how proofs travel ahead of their checkpoint. */
export interface HeadedText {
  readonly lines: readonly string[];
  /** The signed note after the empty line. */
  readonly checkpoint: string;
}

/** Parts a text at its first empty line; undefined when there is none. */
export function parseHeadedText(text: string): HeadedText | undefined {
  const split = text.indexOf('\n\n');
  return split < 0 ? undefined : { lines: text.slice(0, split).split('\n'), checkpoint: text.slice(split + 2) };
}

export function formatHeadedText({ lines, checkpoint }: HeadedText): string {
  return `${lines.join('\n')}\n\n${checkpoint}`;
}

/**
 * The hashes of a proof in base64, one a line.
 * @throws RangeError when one has not 32 bytes or there are more than 63
 */
export function formatProofLines(proof: readonly Uint8Array[]): string[] {
  if (proof.length > PROOF_LINES_MAX) throw new RangeError(`expected at most ${PROOF_LINES_MAX} hashes, got ${proof.length}`);
  proof.forEach(assertHash);
  return proof.map(encodeBase64);
}

/** The hashes of a proof, or undefined when a line is not 32 bytes in canonical base64 or there are more than 63. */
export function parseProofLines(lines: readonly string[]): readonly Uint8Array[] | undefined {
  if (lines.length > PROOF_LINES_MAX) return undefined;
  const hashes = lines.map(decodeBase64);
  return hashes.every((hash) => hash?.length === HASH_BYTES) ? (hashes as Uint8Array[]) : undefined;
}
