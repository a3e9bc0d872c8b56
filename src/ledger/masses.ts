import { RARE_EARTHS, oxideFactor, elementToOxideMg, type Composition } from '../elements/index.ts';

/** Columns of a vector of masses: one for each rare earth in the order of `RARE_EARTHS`, then the net mass as weighed. */
export const NET = RARE_EARTHS.length;

/** Length of every vector of masses. */
export const COLUMNS = NET + 1;

/** Milligrams by column: element masses on element basis, and net. */
export type Masses = bigint[];

/** Variances in mg² by column. */
export type Variances = number[];

// Copies of these are packed arrays, which the engine handles faster than those that `new Array(n).fill(…)` makes.
const NO_MASSES: Masses = Array.from({ length: COLUMNS }, () => 0n);
const NO_VARIANCES: Variances = Array.from({ length: COLUMNS }, () => 0);

/** A vector of zero masses. */
export function noMasses(): Masses {
  return NO_MASSES.slice();
}

/** A vector of zero variances. */
export function noVariances(): Variances {
  return NO_VARIANCES.slice();
}

/** Adds `masses` to `total` in place. */
export function addInto(total: Masses, masses: readonly bigint[]): void {
  for (let column = 0; column < COLUMNS; column++) {
    const mg = masses[column]!;
    if (mg !== 0n) total[column]! += mg;
  }
}

/** Subtracts `masses` from `total` in place. */
export function subtractInto(total: Masses, masses: readonly bigint[]): void {
  for (let column = 0; column < COLUMNS; column++) {
    const mg = masses[column]!;
    if (mg !== 0n) total[column]! -= mg;
  }
}

/** Adds variances in place, each times `factor`. */
export function addVariancesInto(total: Variances, variances: Readonly<Variances>, factor = 1): void {
  for (let column = 0; column < COLUMNS; column++) {
    const variance = variances[column]!;
    if (variance !== 0) total[column]! += factor * variance;
  }
}

/** The opposite of a vector of masses. */
export function negated(masses: readonly bigint[]): Masses {
  return masses.map((mg) => -mg);
}

/** Whether every column is zero. */
export function isZero(masses: readonly bigint[]): boolean {
  return masses.every((mg) => mg === 0n);
}

/** Masses of a net amount in milligrams at a composition, each element rounded to the milligram. */
export function valueAt(netMg: bigint, composition: Composition): Masses {
  const masses = noMasses();
  masses[NET] = netMg;
  const net = Number(netMg);
  for (const { index, fraction } of composition) masses[index] = BigInt(Math.round(net * fraction));
  return masses;
}

/**
 * The share `part/whole` of a vector of masses, each column rounded toward zero, the net column exactly `part`.
 * @param whole net milligrams of the vector, not zero
 */
export function proportion(masses: readonly bigint[], part: bigint, whole: bigint): Masses {
  const share = masses.map((mg) => (mg === 0n ? 0n : (mg * part) / whole));
  share[NET] = part;
  return share;
}

/** TREO in milligrams of a vector of masses. */
export function treoOf(masses: readonly bigint[]): bigint {
  let total = 0n;
  for (let index = 0; index < NET; index++) {
    const mg = masses[index]!;
    if (mg !== 0n) total += elementToOxideMg(index, mg);
  }
  return total;
}

/** Variance in mg² of the TREO of a vector whose elements' errors are taken as independent. */
export function treoVarianceOf(variances: Readonly<Variances>): number {
  let variance = 0;
  for (let index = 0; index < NET; index++) variance += Math.max(0, variances[index]!) * oxideFactor(index) ** 2;
  return variance;
}
