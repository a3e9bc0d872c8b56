import { decodeBase64, encodeBase64 } from './base64.ts';
import { accept, type Outcome, refuse } from './outcome.ts';
import { formatHeadedText, formatProofLines, parseHeadedText, parseProofLines } from './proof-lines.ts';
import { assertTreeSize, parseDecimal } from './tree-size.ts';

const HEADER = 'c2sp.org/tlog-proof@v1';

/** All that shows, without a network, that an entry is in a log (C2SP tlog-proof); a file of it ends in `.tlog-proof`. */
export interface TlogProof {
  /** What the application adds to find the entry; nobody signed it. */
  readonly extra: Uint8Array | undefined;
  /** The place of the entry in the log, from 0. */
  readonly index: number;
  /** That the entry is in the tree of the checkpoint. */
  readonly proof: readonly Uint8Array[];
  /** The checkpoint with its cosignatures, a signed note; not yet looked at. */
  readonly checkpoint: string;
}

/** Why a text is no proof, in the order in which the reasons are looked for. */
export const TLOG_PROOF_REFUSALS = [
  /** The first line is another, or there is no empty line before a checkpoint. */
  'no-tlog-proof',
  'malformed-extra',
  'malformed-index',
  'malformed-proof',
] as const;

export type TlogProofRefusal = (typeof TLOG_PROOF_REFUSALS)[number];

/**
 * A proof as text.
 * @throws RangeError when the index is none or the proof has other than at most 63 hashes of 32 bytes
 */
export function formatTlogProof({ extra, index, proof, checkpoint }: TlogProof): string {
  assertTreeSize(index);
  const extraLines = extra === undefined ? [] : [`extra ${encodeBase64(extra)}`];
  const lines = [HEADER, ...extraLines, `index ${index}`, ...formatProofLines(proof)];
  return formatHeadedText({ lines, checkpoint });
}

/** Reads a proof. The checkpoint is for {@link openCheckpoint}, the rest for {@link verifyInclusion}. */
export function parseTlogProof(text: string): Outcome<TlogProof, TlogProofRefusal> {
  const parts = parseHeadedText(text);
  const [header, ...lines] = parts?.lines ?? [];
  if (parts === undefined || header !== HEADER) return refuse('no-tlog-proof');
  const extraLine = lines[0]?.startsWith('extra ') === true ? lines.shift() : undefined;
  const extra = extraLine === undefined ? undefined : decodeBase64(extraLine.slice(6));
  if (extraLine !== undefined && extra === undefined) return refuse('malformed-extra');
  const indexLine = lines.shift() ?? '';
  const index = indexLine.startsWith('index ') ? parseDecimal(indexLine.slice(6)) : undefined;
  if (index === undefined) return refuse('malformed-index');
  const proof = parseProofLines(lines);
  return proof === undefined ? refuse('malformed-proof') : accept({ extra, index, proof, checkpoint: parts.checkpoint });
}
