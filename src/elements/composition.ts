import { rareEarthContent } from './formula.ts';
import { RARE_EARTH_FACTS, RARE_EARTHS } from './rare-earths.ts';

/** What one rare earth makes of a lot: its mass fraction on element basis and the standard deviation of that fraction. */
export interface ElementShare {
  readonly index: number;
  readonly fraction: number;
  readonly sd: number;
}

/** The rare-earth composition of a lot as weighed, element basis, one entry an element, in the order of `RARE_EARTHS`. */
export type Composition = readonly ElementShare[];

/** Mass percent of each constituent by formula, as in `ree:assays`. */
export type PercentByFormula = Readonly<Record<string, number>>;

/** Default relative standard deviation of an assay value, and the floor in percent points (FORMATS, section 1). */
const ASSAY_RELATIVE_SD = 0.01;
const ASSAY_SD_PERCENT_MIN = 0.005;

/** The standard deviation of an assayed constituent of which none is stated (FORMATS section 1), percent points. */
export function assumedAssaySd(percent: number): number {
  return Math.max(ASSAY_RELATIVE_SD * percent, ASSAY_SD_PERCENT_MIN);
}

/**
 * Element fractions from an assay's percent values; constituents without rare earth are left out, two of one element add up.
 * @param percent mass percent of the lot as weighed, by formula
 * @param sd standard deviation in percent points, by formula; 1 % relative (at least 0.005 points) where missing
 * @returns fractions of the lot's mass on element basis
 * @example compositionOf({ Nd2O3: 50 }) // [{ index: 5, fraction: 0.4287, sd: 0.00429 }]
 */
export function compositionOf(percent: PercentByFormula, sd: PercentByFormula = {}): Composition {
  const shares = new Map<number, { fraction: number; variance: number }>();
  for (const formula of Object.keys(percent)) {
    const content = rareEarthContent(formula);
    if (content === null) continue;
    const value = percent[formula]!;
    const sdPercent = sd[formula] ?? assumedAssaySd(value);
    const factor = content.elementPerConstituent / 100;
    const share = shares.get(content.index) ?? { fraction: 0, variance: 0 };
    share.fraction += value * factor;
    share.variance += (sdPercent * factor) ** 2;
    shares.set(content.index, share);
  }
  return [...shares]
    .sort(([a], [b]) => a - b)
    .map(([index, share]) => ({ index, fraction: share.fraction, sd: Math.sqrt(share.variance) }));
}

/** The mass of trade oxide that one milligram of element `index` makes, e.g. 1.1664 for Nd. */
export function oxideFactor(index: number): number {
  return RARE_EARTH_FACTS[index]!.oxidePerElement;
}

/**
 * TREO in milligrams from element masses in milligrams, rounded to the milligram element by element.
 * @param elementMg element masses by index in `RARE_EARTHS`
 */
export function treoMg(elementMg: Iterable<readonly [index: number, mg: bigint]>): bigint {
  let total = 0n;
  for (const [index, mg] of elementMg) total += elementToOxideMg(index, mg);
  return total;
}

/** Element milligrams as milligrams of its trade oxide, rounded to the nearest; exact whatever the size of the mass. */
export function elementToOxideMg(index: number, mg: bigint): bigint {
  const { element, oxide } = RARE_EARTH_FACTS[index]!.oxideRatio;
  return dividedRounded(mg * oxide, element);
}

/** Oxide milligrams as milligrams of the element, rounded to the nearest; exact whatever the size of the mass. */
export function oxideToElementMg(index: number, mg: bigint): bigint {
  const { element, oxide } = RARE_EARTH_FACTS[index]!.oxideRatio;
  return dividedRounded(mg * element, oxide);
}

/** A quotient to the nearest whole number, halves away from zero, so that a mass and its negative convert alike. */
function dividedRounded(dividend: bigint, divisor: bigint): bigint {
  const half = divisor / 2n;
  return (dividend >= 0n ? dividend + half : dividend - half) / divisor;
}

/** Symbol of the element at an index of every vector of masses. */
export function symbolAt(index: number): (typeof RARE_EARTHS)[number] {
  return RARE_EARTHS[index]!;
}
