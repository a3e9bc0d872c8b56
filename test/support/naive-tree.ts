import { hasher, sha256 } from './log-crypto.ts';

/**
 * The tree as RFC 6962, section 2.1 defines it, recursion for recursion: the oracle for what the module does without recursing over
 * leaves. Leaves are told apart by their number alone.
 */
export class NaiveTree {
  private readonly known = new Map<string, Uint8Array>();

  leaf(index: number): Uint8Array {
    return this.hash(index, index + 1);
  }

  /** MTH(D[start:end]). */
  hash(start: number, end: number): Uint8Array {
    const key = `${start}-${end}`;
    const found = this.known.get(key) ?? this.compute(start, end);
    this.known.set(key, found);
    return found;
  }

  /** PATH(index, D[start:end]). */
  path(index: number, end: number, start = 0): Uint8Array[] {
    if (end - start === 1) return [];
    const middle = start + splitOf(end - start);
    return index < middle
      ? [...this.path(index, middle, start), this.hash(middle, end)]
      : [...this.path(index, end, middle), this.hash(start, middle)];
  }

  /** PROOF(oldEnd, D[start:end]), for 0 < oldEnd. */
  proof(oldEnd: number, end: number, start = 0, isKnown = true): Uint8Array[] {
    if (oldEnd === end) return isKnown ? [] : [this.hash(start, end)];
    const middle = start + splitOf(end - start);
    return oldEnd <= middle
      ? [...this.proof(oldEnd, middle, start, isKnown), this.hash(middle, end)]
      : [...this.proof(oldEnd, end, middle, false), this.hash(start, middle)];
  }

  private compute(start: number, end: number): Uint8Array {
    if (start === end) return sha256(new Uint8Array());
    if (end - start === 1) return sha256(Buffer.concat([Uint8Array.of(0), entryOf(start)]));
    const middle = start + splitOf(end - start);
    return sha256(Buffer.concat([Uint8Array.of(1), this.hash(start, middle), this.hash(middle, end)]));
  }
}

/** The entry of a leaf: its number as text. */
export function entryOf(index: number): Uint8Array {
  return new TextEncoder().encode(`entry ${index}`);
}

/** The leaf hash of {@link entryOf}, by the module. */
export function leafOf(index: number): Uint8Array {
  return hasher.leaf(entryOf(index));
}

/** The largest power of two below a number of leaves. */
function splitOf(leaves: number): number {
  let split = 1;
  while (split * 2 < leaves) split *= 2;
  return split;
}
