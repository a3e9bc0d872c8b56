import { joinBytes, viewOf } from './bytes.ts';
import { accept, type Outcome, refuse } from './outcome.ts';
import { TILE_WIDTH } from './tile.ts';

/** The longest entry that a bundle can carry, in bytes. */
export const ENTRY_BYTES_MAX = 0xffff;

const LENGTH_BYTES = 2;

/** Why bytes are no entry bundle, in the order in which the reasons are looked for. */
export const BUNDLE_REFUSALS = [
  /** The bytes end within an entry or its length. */
  'cut-short',
  /** There are more or fewer entries than asked for. */
  'wrong-entry-count',
] as const;

export type BundleRefusal = (typeof BUNDLE_REFUSALS)[number];

/**
 * The bytes of an entry bundle: each entry behind its length as a big-endian uint16 (C2SP tlog-tiles, Log entries).
 * @param entries 1 to 256, each of at most {@link ENTRY_BYTES_MAX} bytes
 * @throws RangeError when there are others
 */
export function encodeEntryBundle(entries: readonly Uint8Array[]): Uint8Array {
  if (entries.length < 1 || entries.length > TILE_WIDTH) {
    throw new RangeError(`expected 1 to ${TILE_WIDTH} entries in a bundle, got ${entries.length}`);
  }
  return joinBytes(...entries.flatMap((entry) => [lengthPrefix(entry), entry]));
}

/**
 * The entries of a bundle. To trust them, hash each with `TreeHasher.leaf` and hold it to the level 0 tile of the same index.
 * @param width how many there have to be: the tile's
 * @returns views into the bytes, not copies
 */
export function decodeEntryBundle(bytes: Uint8Array, width: number): Outcome<readonly Uint8Array[], BundleRefusal> {
  const entries: Uint8Array[] = [];
  const view = viewOf(bytes);
  let at = 0;
  while (at < bytes.length) {
    if (at + LENGTH_BYTES > bytes.length) return refuse('cut-short');
    const start = at + LENGTH_BYTES;
    at = start + view.getUint16(at);
    if (at > bytes.length) return refuse('cut-short');
    entries.push(bytes.subarray(start, at));
  }
  return entries.length === width ? accept(entries) : refuse('wrong-entry-count');
}

function lengthPrefix(entry: Uint8Array): Uint8Array {
  if (entry.length > ENTRY_BYTES_MAX) {
    throw new RangeError(`expected an entry of at most ${ENTRY_BYTES_MAX} bytes, got ${entry.length}`);
  }
  return Uint8Array.of(entry.length >> 8, entry.length & 0xff);
}
