import { molarMassOf, parseFormula } from '../elements/index.ts';
import type { UnitStream } from './stream.ts';

/** What flows: litres an hour where it is a liquid, and mol/h by species. */
export type Material = Pick<UnitStream, 'litrePerHour' | 'molPerHour'>;

export const NOTHING: Material = { litrePerHour: 0, molPerHour: {} };

/** So many litres an hour of a solution in mol/L; what there is nothing of is left out. */
export function timesLitres(litrePerHour: number, molPerLitre: Readonly<Record<string, number>>): Material {
  const there = Object.entries(molPerLitre).filter(([, value]) => value !== 0);
  return { litrePerHour, molPerHour: Object.fromEntries(there.map(([species, value]) => [species, value * litrePerHour])) };
}

/** A stream, or a share of it. */
export function materialOf({ litrePerHour, molPerHour }: Material, share = 1): Material {
  return {
    litrePerHour: share * litrePerHour,
    molPerHour: Object.fromEntries(Object.entries(molPerHour).map(([species, mol]) => [species, share * mol])),
  };
}

/** Several together. */
export function together(parts: readonly Material[]): Material {
  const molPerHour: Record<string, number> = {};
  let litrePerHour = 0;
  for (const part of parts) {
    litrePerHour += part.litrePerHour;
    for (const [species, mol] of Object.entries(part.molPerHour)) molPerHour[species] = (molPerHour[species] ?? 0) + mol;
  }
  return { litrePerHour, molPerHour };
}

/** A kilogram of what is no formula counts as one mole of it. */
const NAMELESS_GRAMS = 1000;

/** Grams a mole of a species weighs, 1000 of what is no formula. */
export function gramsOf(species: string): number {
  return molarMassOf(species) ?? NAMELESS_GRAMS;
}

/** So many kilograms an hour of a solid. */
export function ofKilograms(kilogramPerHour: Readonly<Record<string, number>>): Material {
  const there = Object.entries(kilogramPerHour).filter(([, kilogram]) => kilogram !== 0);
  return {
    litrePerHour: 0,
    molPerHour: Object.fromEntries(there.map(([species, kilogram]) => [species, (kilogram * 1000) / gramsOf(species)])),
  };
}

/** What amounts by name come to together. */
export function totalOf(amounts: Readonly<Record<string, number>>): number {
  return Object.values(amounts).reduce((sum, amount) => sum + amount, 0);
}

/** kg/h by species. */
export function kilogramsOf({ molPerHour }: Pick<Material, 'molPerHour'>): Record<string, number> {
  return Object.fromEntries(Object.entries(molPerHour).map(([species, mol]) => [species, (mol * gramsOf(species)) / 1000]));
}

/**
 * Hydrogen and oxygen pass between species and water, whose volumes are told instead; chloride and sulfate stand in solids, but follow from the
 * charges in liquids.
 */
const UNCOUNTED = new Set(['H', 'O', 'Cl', 'S']);

/** Moles of each element but those; a species that is no formula counts as one of its own. */
export function elementsOf({ molPerHour }: Material): Record<string, number> {
  const elements: Record<string, number> = {};
  for (const [species, mol] of Object.entries(molPerHour))
    for (const [element, count] of parseFormula(species) ?? new Map([[species, 1]]))
      if (!UNCOUNTED.has(element)) elements[element] = (elements[element] ?? 0) + count * mol;
  return elements;
}

/** Moles an hour of each element that enter and that leave. */
export type ElementBalance = Readonly<Record<string, { readonly entering: number; readonly leaving: number }>>;

/** Every element that is counted, in what enters and in what leaves. */
export function balanceBetween(entering: readonly Material[], leaving: readonly Material[]): ElementBalance {
  const [before, after] = [elementsOf(together(entering)), elementsOf(together(leaving))];
  return Object.fromEntries(
    Object.keys({ ...before, ...after }).map((element) => [
      element,
      { entering: before[element] ?? 0, leaving: after[element] ?? 0 },
    ]),
  );
}

/** The largest relative difference between what enters and what leaves, over all elements. */
export function closureOf(balance: ElementBalance): number {
  return Object.values(balance).reduce(
    (worst, { entering, leaving }) =>
      Math.max(worst, Math.abs(entering - leaving) / Math.max(entering, leaving, Number.MIN_VALUE)),
    0,
  );
}
