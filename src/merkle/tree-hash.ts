/** SHA-256 of some bytes. It must not keep hold of them: they are overwritten after the call. */
export type Digest = (bytes: Uint8Array) => Uint8Array;

/** The length of every hash of the tree, in bytes. */
export const HASH_BYTES = 32;

const NODE_PREFIX = 1;

/** The three hashes that a Merkle tree is made of, each of {@link HASH_BYTES} bytes. */
export interface TreeHasher {
  /** The root of a tree without leaves: the digest of nothing. */
  readonly empty: () => Uint8Array;
  /** The hash of an entry. */
  readonly leaf: (entry: Uint8Array) => Uint8Array;
  /** The hash of the tree above two subtrees with these roots, each of {@link HASH_BYTES} bytes. */
  readonly node: (left: Uint8Array, right: Uint8Array) => Uint8Array;
}

/**
 * The hashes of RFC 6962, section 2.1: an entry is hashed behind a byte 0, a pair of hashes behind a byte 1, so that neither can be
 * taken for the other.
 */
export function treeHasher(digest: Digest): TreeHasher {
  const pair = new Uint8Array(1 + 2 * HASH_BYTES);
  pair[0] = NODE_PREFIX;
  return {
    empty: () => digest(new Uint8Array()),
    leaf: (entry) => {
      const prefixed = new Uint8Array(1 + entry.length);
      prefixed.set(entry, 1);
      return digest(prefixed);
    },
    node: (left, right) => {
      pair.set(left, 1);
      pair.set(right, 1 + HASH_BYTES);
      return digest(pair);
    },
  };
}

/** @throws RangeError when a hash of our own making is none */
export function assertHash(hash: Uint8Array): void {
  if (hash.length !== HASH_BYTES) throw new RangeError(`expected a hash of ${HASH_BYTES} bytes, got ${hash.length}`);
}
