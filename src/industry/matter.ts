import { oxideFactor, RARE_EARTHS } from '../elements/index.ts';
import type { ProductFact } from './facts.ts';

export type ProductKey = string;

/** A lot: what it is and what it truly holds. Composition never changes; a new lot is made instead. */
export interface Lot {
  readonly uri: string;
  readonly product: ProductFact;
  /** True mass fraction of each element, in the order of `RARE_EARTHS`. */
  readonly fractions: Float64Array;
  /** Kilograms REO in one kilogram of the lot. */
  readonly reoPerKg: number;
  /** Kilograms of rare-earth element in one kilogram of the lot. */
  readonly elementPerKg: number;
  /** Which recovery holds for it in separation: light, ion or scrap. */
  readonly feed: string;
  /** The mine that it is said to come from, as a site; null after separation. */
  readonly origin: string | null;
}

/** A quantity of one lot at one place, in kilograms as last weighed. */
export interface Holding {
  readonly lot: Lot;
  kg: number;
}

/** Masses of the elements in kilograms, in the order of `RARE_EARTHS`. */
export type ElementKg = Float64Array;

/** Grams matter: masses on papers are rounded to the gram. */
export function roundKg(kg: number): number {
  return Math.round(kg * 1000) / 1000;
}

/** No mass of any element. */
export function noElements(): ElementKg {
  return new Float64Array(RARE_EARTHS.length);
}

/** REO in kilograms of element masses in kilograms. */
export function reoOf(elements: ElementKg): number {
  let sum = 0;
  for (let index = 0; index < elements.length; index++) sum += (elements[index] ?? 0) * oxideFactor(index);
  return sum;
}

/** The sum of element masses, in kilograms of element. */
export function sumOf(elements: ElementKg): number {
  let sum = 0;
  for (let index = 0; index < elements.length; index++) sum += elements[index] ?? 0;
  return sum;
}

/** Adds `factor` times the vector. */
export function addElements(target: ElementKg, from: ElementKg, factor: number): void {
  for (let index = 0; index < target.length; index++) target[index] = (target[index] ?? 0) + (from[index] ?? 0) * factor;
}

/** The elements of some holdings together, in kilograms. */
export function elementsIn(holdings: readonly Holding[]): ElementKg {
  const elements = noElements();
  for (const { lot, kg } of holdings) addElements(elements, lot.fractions, kg);
  return elements;
}

/** A vector times a number. */
export function scaled(elements: ElementKg, factor: number): ElementKg {
  const result = noElements();
  for (let index = 0; index < result.length; index++) result[index] = (elements[index] ?? 0) * factor;
  return result;
}
