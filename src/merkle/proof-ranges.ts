/** The leaves from `start` to before `end`; a proof lists the roots of such ranges. */
export interface LeafRange {
  readonly start: number;
  readonly end: number;
}

/** A complete subtree: 2**height leaves, the index-th of its height from 0. */
export interface Subtree {
  readonly height: number;
  readonly index: number;
}

/**
 * The ranges whose roots prove that a leaf is in a tree, from the leaf's sibling up (RFC 6962, section 2.1.1: PATH).
 * @param index the leaf's, from 0 to before `tree.end`
 */
export function inclusionRanges(index: number, tree: LeafRange): LeafRange[] {
  if (tree.end - tree.start <= 1) return [];
  const [left, right] = halves(tree);
  return index < left.end ? [...inclusionRanges(index, left), right] : [...inclusionRanges(index, right), left];
}

/**
 * The ranges whose roots prove that a tree grew out of its first leaves, from the bottom up (RFC 6962, section 2.1.2: SUBPROOF).
 * @param oldEnd where the old tree ends, from 1 to `tree.end`
 * @param isKnown whether whoever checks knows the root of the old leaves in this range
 */
export function consistencyRanges(oldEnd: number, tree: LeafRange, isKnown = true): LeafRange[] {
  if (oldEnd === tree.end) return isKnown ? [] : [tree];
  const [left, right] = halves(tree);
  return oldEnd <= left.end
    ? [...consistencyRanges(oldEnd, left, isKnown), right]
    : [...consistencyRanges(oldEnd, right, false), left];
}

/** The complete subtrees that a range of a proof falls into, from left to right: the largest first. */
export function completeSubtrees(range: LeafRange): Subtree[] {
  const subtrees: Subtree[] = [];
  let { start } = range;
  while (start < range.end) {
    const height = tallestWithin(range.end - start);
    subtrees.push({ height, index: start / 2 ** height });
    start += 2 ** height;
  }
  return subtrees;
}

/** The left half is the largest complete subtree that leaves something to the right of it. */
function halves({ start, end }: LeafRange): [LeafRange, LeafRange] {
  const middle = start + 2 ** tallestWithin(end - start - 1);
  return [
    { start, end: middle },
    { start: middle, end },
  ];
}

/** The largest height with 2**height leaves or fewer. */
function tallestWithin(leaves: number): number {
  let height = 0;
  while (2 ** (height + 1) <= leaves) height += 1;
  return height;
}
