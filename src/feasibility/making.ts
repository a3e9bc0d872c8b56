import type { RareEarth } from '../elements/index.ts';

/** Kilograms of an element with their standard deviation. */
export interface Kilograms {
  readonly value: number;
  readonly sd: number;
}

/** What became of one element when a lot was made. */
export interface MadeElement {
  readonly element: RareEarth;
  /** In all that went in. */
  readonly fed: Kilograms;
  /** Whether the assay of every lot that went in states it: else more was fed than is known. */
  readonly isFedStated: boolean;
  /** In all that came out and was assayed. */
  readonly made: Kilograms;
  /** In the lot; null where its assay does not state the element. */
  readonly lot: Kilograms | null;
}

/** A cascade that a plant declares: what it cuts between, and how long it is. */
export interface DeclaredCascade {
  readonly name: string;
  /** The last element that stays aqueous, and the first that the organic takes. */
  readonly cut: readonly [lighter: RareEarth, heavier: RareEarth];
  readonly stages: number;
  /** Moles that its organic carries for each mole of rare earths fed; null where the plant does not state it. */
  readonly extractionMax: number | null;
  /** The separation factor across the cut as the plant states it; null for that of the shipped constants. */
  readonly factor: number | null;
}
