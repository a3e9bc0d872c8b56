import { ExchangeEquilibrium, placeAround, type Exchanger, type Place } from './exchange.ts';

/**
 * A column of solid that exchanges cations with the water that flows through: a row of cells, each well mixed, as PHREEQC's TRANSPORT has it (Parkhurst and Appelo
 * 2013). A step moves all water on by one cell, so that a front that holds nothing back stays sharp; dispersion mixes neighbours. What an exchange
 * front is smeared by, beside the dispersion that is asked for, is half a cell at most.
 */
export interface ColumnOptions {
  readonly exchanger: Exchanger;
  readonly cells: number;
  /** Dispersivity over the length of a cell. */
  readonly dispersivityCells: number;
  /** How fast a cell moves to its equilibrium; null where it is always there. */
  readonly perHour: number | null;
  /** Equivalent fractions of the ions on the solid at the beginning, together 1. */
  readonly fractions: readonly number[];
  /** Anions of the water at the beginning, eq/L. */
  readonly anions: number;
}

/** Neighbours mix in so many parts of a step that none gives away more than two thirds of its water. */
const MIXED_MAX = 1 / 3;

export class ExchangeColumn {
  /** mol/L of each ion that left in the last step. */
  readonly effluent: Float64Array;
  readonly #places: Place[];
  readonly #charges: readonly number[];
  readonly #equilibrium: ExchangeEquilibrium;
  readonly #perHour: number | null;
  readonly #mixings: number;
  readonly #mixed: number;
  readonly #above: Float64Array;
  readonly #before: Float64Array;

  constructor({ exchanger, cells, dispersivityCells, perHour, fractions, anions }: ColumnOptions) {
    this.#charges = exchanger.charges;
    this.#perHour = perHour;
    this.#equilibrium = new ExchangeEquilibrium(exchanger);
    const first = placeAround(exchanger, fractions, anions);
    this.#places = Array.from({ length: cells }, () => copyOf(first));
    const row = (): Float64Array => new Float64Array(exchanger.charges.length);
    [this.effluent, this.#above, this.#before] = [row(), row(), row()];
    this.#mixings = Math.ceil(dispersivityCells / MIXED_MAX);
    this.#mixed = this.#mixings === 0 ? 0 : dispersivityCells / this.#mixings;
  }

  /**
   * Water of one cell's pores flows in, and as much out.
   * @param feed mol/L of each ion
   * @param hours that this takes
   * @returns whether every cell found its equilibrium
   */
  step(feed: Float64Array, hours: number): boolean {
    this.#shift(feed);
    const partHours = hours / (this.#mixings + 1);
    let isFound = this.#settle(partHours);
    for (let part = 0; part < this.#mixings; part++) {
      this.#mixNeighbours();
      isFound = this.#settle(partHours) && isFound;
    }
    return isFound;
  }

  /** Moles of each ion on the solid and in the water of all cells, for each litre of water in a cell. */
  held(): { sorbed: Float64Array; dissolved: Float64Array } {
    const [sorbed, dissolved] = [new Float64Array(this.#charges.length), new Float64Array(this.#charges.length)];
    for (const place of this.#places)
      for (let ion = 0; ion < this.#charges.length; ion++) {
        sorbed[ion]! += place.sorbed[ion]!;
        dissolved[ion]! += place.dissolved[ion]!;
      }
    return { sorbed, dissolved };
  }

  /** The cells from the inlet on, as they are now. */
  places(): readonly Readonly<Place>[] {
    return this.#places;
  }

  #shift(feed: Float64Array): void {
    this.effluent.set(this.#places.at(-1)!.dissolved);
    for (let cell = this.#places.length - 1; cell > 0; cell--) {
      const [to, from] = [this.#places[cell]!, this.#places[cell - 1]!];
      to.dissolved.set(from.dissolved);
      to.anions = from.anions;
    }
    const [first] = this.#places as [Place];
    first.dissolved.set(feed);
    first.anions = feed.reduce((sum, mol, ion) => sum + mol * this.#charges[ion]!, 0);
  }

  /** Both ends are closed to mixing: what enters and leaves does so by flow alone. */
  #mixNeighbours(): void {
    const [share, ions] = [this.#mixed, this.#charges.length];
    const [above, before] = [this.#above, this.#before];
    above.set(this.#places[0]!.dissolved);
    let anionsAbove = this.#places[0]!.anions;
    for (let cell = 0; cell < this.#places.length; cell++) {
      const here = this.#places[cell]!;
      const below = this.#places[cell + 1] ?? here;
      before.set(here.dissolved);
      for (let ion = 0; ion < ions; ion++)
        here.dissolved[ion] = share * (above[ion]! + below.dissolved[ion]!) + (1 - 2 * share) * before[ion]!;
      const anionsBefore = here.anions;
      here.anions = share * (anionsAbove + below.anions) + (1 - 2 * share) * anionsBefore;
      above.set(before);
      anionsAbove = anionsBefore;
    }
  }

  #settle(hours: number): boolean {
    const share = this.#perHour === null ? 1 : -Math.expm1(-this.#perHour * hours);
    let isFound = true;
    for (const place of this.#places) {
      isFound = this.#equilibrium.find(place) && isFound;
      this.#approach(place, share);
    }
    return isFound;
  }

  /** Sums of what stays and what comes, so that nothing falls below zero and each ion's moles stay what they are. */
  #approach({ dissolved, sorbed }: Place, share: number): void {
    for (let ion = 0; ion < this.#charges.length; ion++) {
      const moles = share * (dissolved[ion]! + sorbed[ion]!);
      dissolved[ion] = (1 - share) * dissolved[ion]! + moles * this.#equilibrium.dissolved[ion]!;
      sorbed[ion] = (1 - share) * sorbed[ion]! + moles * this.#equilibrium.sorbed[ion]!;
    }
  }
}

function copyOf({ dissolved, sorbed, anions, lnX }: Place): Place {
  return { dissolved: Float64Array.from(dissolved), sorbed: Float64Array.from(sorbed), anions, lnX };
}
