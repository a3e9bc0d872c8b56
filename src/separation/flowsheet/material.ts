import { molarMassOf, parseFormula } from '../../elements/index.ts';
import type { UnitStream } from '../stream.ts';

/** Matter that flows: litres an hour (0 of a solid), and mol/h by species. */
export interface Material {
  readonly litrePerHour: number;
  readonly molPerHour: Readonly<Record<string, number>>;
}

export const NOTHING: Material = { litrePerHour: 0, molPerHour: {} };

/** A stream, or a share of it. */
export function materialOf({ litrePerHour, molPerHour }: UnitStream, share = 1): Material {
  return {
    litrePerHour: share * (litrePerHour ?? 0),
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

/** Kilograms an hour of a solid's species. @throws RangeError for what is no formula */
export function kilogramsOf({ molPerHour }: Material): Record<string, number> {
  return Object.fromEntries(
    Object.entries(molPerHour).map(([formula, mol]) => {
      const grams = molarMassOf(formula);
      if (grams === null) throw new RangeError(`kilogramsOf: ${formula} is no formula`);
      return [formula, (mol * grams) / 1000];
    }),
  );
}

/** Hydrogen and oxygen pass between species and water, whose volumes are told instead. */
const UNCOUNTED = new Set(['H', 'O']);

/** Moles of each element but hydrogen and oxygen; a species that is no formula counts as one of its own. */
export function elementsOf({ molPerHour }: Material): Record<string, number> {
  const elements: Record<string, number> = {};
  for (const [species, mol] of Object.entries(molPerHour))
    for (const [element, count] of parseFormula(species) ?? new Map([[species, 1]]))
      if (!UNCOUNTED.has(element)) elements[element] = (elements[element] ?? 0) + count * mol;
  return elements;
}
