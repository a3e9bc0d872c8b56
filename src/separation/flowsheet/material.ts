import { parseFormula } from '../../elements/index.ts';
import type { UnitStream } from '../stream.ts';

/** A liquid that flows: litres an hour, and mol/h by species. */
export type Material = Omit<UnitStream, 'name'>;

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
