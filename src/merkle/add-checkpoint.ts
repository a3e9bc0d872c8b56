import { accept, type Outcome, refuse } from './outcome.ts';
import { formatHeadedText, formatProofLines, parseHeadedText, parseProofLines } from './proof-lines.ts';
import { assertTreeSize, parseDecimal } from './tree-size.ts';

/** What a log asks a witness to cosign (C2SP tlog-witness, add-checkpoint). */
export interface AddCheckpoint {
  /** The size of the checkpoint that the witness cosigned last; 0 when it has none. */
  readonly oldSize: number;
  /** That the tree grew out of that one: at most 63 hashes. */
  readonly proof: readonly Uint8Array[];
  /** The new checkpoint, a signed note; not yet looked at. */
  readonly checkpoint: string;
}

/** Why a request body is malformed, in the order in which the reasons are looked for. */
export const ADD_CHECKPOINT_REFUSALS = [
  /** No empty line before a checkpoint. */
  'no-checkpoint',
  /** The first line is not `old` and a size in decimal. */
  'malformed-old-size',
  /** A line of the proof is not 32 bytes in base64, or there are more than 63. */
  'malformed-proof',
] as const;

export type AddCheckpointRefusal = (typeof ADD_CHECKPOINT_REFUSALS)[number];

/**
 * The body of a request to a witness.
 * @throws RangeError when the size is none or the proof has other than at most 63 hashes of 32 bytes
 */
export function formatAddCheckpoint({ oldSize, proof, checkpoint }: AddCheckpoint): string {
  assertTreeSize(oldSize);
  return formatHeadedText({ lines: [`old ${oldSize}`, ...formatProofLines(proof)], checkpoint });
}

/** Reads the body of a request. The checkpoint is for {@link openCheckpoint}, the proof for {@link verifyConsistency}. */
export function parseAddCheckpoint(body: string): Outcome<AddCheckpoint, AddCheckpointRefusal> {
  const parts = parseHeadedText(body);
  if (parts === undefined) return refuse('no-checkpoint');
  const [first = '', ...rest] = parts.lines;
  const oldSize = first.startsWith('old ') ? parseDecimal(first.slice(4)) : undefined;
  if (oldSize === undefined) return refuse('malformed-old-size');
  const proof = parseProofLines(rest);
  return proof === undefined ? refuse('malformed-proof') : accept({ oldSize, proof, checkpoint: parts.checkpoint });
}
