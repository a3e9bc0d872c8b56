/**
 * Exchange of cations on a solid of fixed charge, after Gaines and Thomas (1953), written as PHREEQC does (Parkhurst and Appelo 2013, USGS Techniques and
 * Methods 6-A43): β = K·c·x^charge, with β an ion's equivalent fraction of the capacity, c its mol/L and x one number of the place. Activities are
 * taken as concentrations; where an ion has the same activity coefficient on the solid as in solution, as in phreeqc.dat, they cancel.
 */
export interface Exchanger {
  /** Charge of each ion, a whole number from 1. */
  readonly charges: readonly number[];
  /** K of each ion: 1 of the reference, if that has charge 1. */
  readonly selectivities: readonly number[];
  /** Equivalents for each litre of water in the pores. */
  readonly capacity: number;
}

/** What a litre of pore water and its solid hold: moles of each ion in both, and the charge of the anions in the water. */
export interface Place {
  readonly dissolved: Float64Array;
  readonly sorbed: Float64Array;
  anions: number;
  /** ln x, where the last search ended. */
  lnX: number;
}

const ITERATIONS_MAX = 200;
/** Of a logarithm; rounding in the sums is a few 1e-16. */
const AIMED = 1e-13;
/** What is taken where rounding lets it fall no further. */
const TAKEN = 1e-9;
const STEP_MAX = 20;
const BOUND_MAX = 1e300;

/**
 * Equilibrium of a place: what each ion's moles divide into. ln x is where the charges on the solid are to those in the water as the capacity is to the
 * anions: the logarithm of that ratio rises with ln x, nearly in a line, from −∞ to ∞, so there is one root, and every trial is positive.
 */
export class ExchangeEquilibrium {
  /** Share of each ion that is sorbed, and that is dissolved, at the root. */
  readonly sorbed: Float64Array;
  readonly dissolved: Float64Array;
  readonly #charges: readonly number[];
  readonly #bound: Float64Array;
  readonly #capacity: number;
  #value = 0;
  #slope = 0;

  constructor({ charges, selectivities, capacity }: Exchanger) {
    this.#charges = charges;
    this.#capacity = capacity;
    this.#bound = Float64Array.from(charges, (charge, ion) => (capacity * selectivities[ion]!) / charge);
    this.sorbed = new Float64Array(charges.length);
    this.dissolved = new Float64Array(charges.length);
  }

  /**
   * Finds the shares of a place and leaves them in `sorbed` and `dissolved`.
   * @returns ln x; whether it was found
   */
  find(place: Place): boolean {
    if (!(place.anions > 0)) {
      // Water without anions holds no cations.
      this.sorbed.fill(1);
      this.dissolved.fill(0);
      return true;
    }
    const wanted = Math.log(this.#capacity) - Math.log(place.anions);
    let [y, low, high] = [place.lnX, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
    for (let iteration = 0; iteration < ITERATIONS_MAX; iteration++) {
      this.#evaluate(place, y);
      const miss = this.#value - wanted;
      if (Math.abs(miss) <= AIMED || high - low <= Number.EPSILON * Math.abs(y)) break;
      if (miss < 0) low = y;
      else high = y;
      const next = y + Math.max(-STEP_MAX, Math.min(STEP_MAX, -miss / this.#slope));
      // Where the curve is flat Newton's step leads out of what is known, or to and fro between two places: every fourth halves. A slope of zero
      // gives no number, which is not inside either.
      const isInside = next > low && next < high && iteration % 4 !== 3;
      const moved = isInside ? next : inside(low, high, miss);
      if (moved === y) break;
      y = moved;
    }
    place.lnX = y;
    return Math.abs(this.#value - wanted) <= TAKEN;
  }

  /** ln (charges sorbed / charges dissolved) at ln x = y, its slope, and the shares. */
  #evaluate({ dissolved, sorbed }: Place, y: number): void {
    const x = Math.exp(y);
    let [inSolid, inWater, moving] = [0, 0, 0];
    for (let ion = 0; ion < dissolved.length; ion++) {
      const charge = this.#charges[ion]!;
      let power = x;
      for (let n = 1; n < charge; n++) power *= x;
      const bound = Math.min(this.#bound[ion]! * power, BOUND_MAX);
      const share = 1 / (1 + bound);
      const held = bound * share;
      const charges = charge * (dissolved[ion]! + sorbed[ion]!);
      this.dissolved[ion] = share;
      this.sorbed[ion] = held;
      inWater += charges * share;
      inSolid += charges * held;
      moving += charges * charge * held * share;
    }
    this.#value = Math.log(inSolid) - Math.log(inWater);
    this.#slope = moving / inSolid + moving / inWater;
  }
}

/** A place between two bounds, or further on where there is only one. */
function inside(low: number, high: number, miss: number): number {
  if (Number.isFinite(low) && Number.isFinite(high)) return (low + high) / 2;
  return miss < 0 ? low + STEP_MAX : high - STEP_MAX;
}

/**
 * The water that stands in equilibrium with a solid.
 * @param fractions equivalent fraction of each ion on the solid, together 1
 * @param anions charge of the anions in the water, eq/L; 0 is pure water
 */
export function placeAround(
  { charges, selectivities, capacity }: Exchanger,
  fractions: readonly number[],
  anions: number,
): Place {
  const sorbed = Float64Array.from(fractions, (fraction, ion) => (fraction * capacity) / charges[ion]!);
  if (!(anions > 0)) return { sorbed, dissolved: new Float64Array(charges.length), anions: 0, lnX: 0 };
  const dissolvedAt = (y: number): Float64Array =>
    Float64Array.from(fractions, (fraction, ion) =>
      fraction === 0 ? 0 : Math.exp(Math.log(fraction) - Math.log(selectivities[ion]!) - charges[ion]! * y),
    );
  const lnX = fallingRoot((y) => Math.log(sumOf(dissolvedAt(y), charges)) - Math.log(anions));
  const dissolved = dissolvedAt(lnX);
  // What the root misses is rounding; charges are those of the anions.
  const scale = anions / sumOf(dissolved, charges);
  for (let ion = 0; ion < dissolved.length; ion++) dissolved[ion]! *= scale;
  return { sorbed, dissolved, anions, lnX };
}

function sumOf(amounts: Float64Array, charges: readonly number[]): number {
  return amounts.reduce((sum, amount, ion) => sum + amount * charges[ion]!, 0);
}

const LN_X_MAX = 150;

/** Halves until rounding. */
function fallingRoot(f: (y: number) => number): number {
  let [low, high] = [-LN_X_MAX, LN_X_MAX];
  for (let halving = 0; halving < 64; halving++) {
    const middle = (low + high) / 2;
    if (f(middle) > 0) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
