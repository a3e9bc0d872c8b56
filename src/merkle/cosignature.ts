import { joinBytes, utf8, viewOf } from './bytes.ts';
import { parseCheckpoint } from './checkpoint.ts';
import { isTreeSize } from './tree-size.ts';

const TIME_BYTES = 8;
const SIGNATURE_BYTES = 64;

/** The two halves of a cosignature. */
export interface Cosignature {
  /** When it was made, in seconds since 1970-01-01 UTC. */
  readonly time: number;
  /** The Ed25519 signature of {@link cosignatureMessage}: 64 bytes. */
  readonly signature: Uint8Array;
}

/**
 * What a witness signs: that at a time, a checkpoint was the largest it had seen of the log, and grew out of all it saw before
 * (C2SP tlog-cosignature, Ed25519 signed message). Extension lines are signed with it.
 * @param checkpoint the text of the checkpoint's note
 * @param time in whole seconds since 1970-01-01 UTC, from 0 to 2**53 - 1
 * @throws RangeError when the text is no checkpoint or the time none
 */
export function cosignatureMessage(checkpoint: string, time: number): Uint8Array {
  const read = parseCheckpoint(checkpoint);
  if (!read.ok) throw new RangeError(`expected the text of a checkpoint, got one with ${read.refusal}`);
  assertTime(time);
  return utf8(`cosignature/v1\ntime ${time}\n${checkpoint}`);
}

/**
 * The bytes of a cosignature in its signature line: the time as a big-endian uint64, then the signature.
 * @throws RangeError when the time or the length of the signature is wrong
 */
export function encodeCosignature({ time, signature }: Cosignature): Uint8Array {
  assertTime(time);
  if (signature.length !== SIGNATURE_BYTES) {
    throw new RangeError(`expected a signature of ${SIGNATURE_BYTES} bytes, got ${signature.length}`);
  }
  const prefix = new Uint8Array(TIME_BYTES);
  viewOf(prefix).setBigUint64(0, BigInt(time));
  return joinBytes(prefix, signature);
}

/** The halves of a cosignature, or undefined when it has not 72 bytes or its time is beyond 2**53 - 1. */
export function decodeCosignature(bytes: Uint8Array): Cosignature | undefined {
  if (bytes.length !== TIME_BYTES + SIGNATURE_BYTES) return undefined;
  const time = Number(viewOf(bytes).getBigUint64(0));
  return isTreeSize(time) ? { time, signature: bytes.subarray(TIME_BYTES) } : undefined;
}

function assertTime(time: number): void {
  if (!isTreeSize(time)) throw new RangeError(`expected whole seconds since 1970 from 0 to 2**53 - 1, got ${time}`);
}
