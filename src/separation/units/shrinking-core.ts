import { rootBetween } from '../../numerics/index.ts';

/**
 * The shrinking unreacted core (Yagi and Kunii 1955; Levenspiel 1999, chapter 25): film, product layer and reaction in series. With θ = ∫C dt, C of the
 * acid, the core's radius is a function of θ alone, so that particles need no steps of time.
 */

/** Resistances of a mineral's particles: m/s of the film and of the reaction, m²/s of the product layer; null is no resistance. */
export interface Resistances {
  readonly film: number | null;
  readonly product: number | null;
  readonly reaction: number | null;
}

/** θ in mol·s/m³ that a particle of a radius (m) takes to shrink to u of it, by resistance. @param density mol of hydrogen that a m³ of particle takes */
function exposures(u: number, radius: number, density: number, { film, product, reaction }: Resistances) {
  const gone = 1 - u ** 3;
  return {
    film: film === null ? 0 : (density * radius * gone) / (3 * film),
    product: product === null ? 0 : (density * radius ** 2 * ((1 - u ** 2) / 2 - gone / 3)) / product,
    reaction: reaction === null ? 0 : (density * radius * (1 - u)) / reaction,
  };
}

/** θ that a particle takes to shrink to u of its radius. */
function exposureTo(u: number, radius: number, density: number, resistances: Resistances): number {
  const { film, product, reaction } = exposures(u, radius, density, resistances);
  return film + product + reaction;
}

/** The share of a particle that has reacted after θ. */
export function convertedAt(theta: number, radius: number, density: number, resistances: Resistances): number {
  if (theta <= 0) return 0;
  if (theta >= exposureTo(0, radius, density, resistances)) return 1;
  const { value } = rootBetween((u) => exposureTo(u, radius, density, resistances) - theta, 0, 1);
  return 1 - value ** 3;
}

/** Shares of the resistances in what a particle takes altogether. */
export function resistanceShares(radius: number, density: number, resistances: Resistances) {
  const { film, product, reaction } = exposures(0, radius, density, resistances);
  const all = film + product + reaction;
  return { film: film / all, product: product / all, reaction: reaction / all };
}
