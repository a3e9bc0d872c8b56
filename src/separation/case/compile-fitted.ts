import type { DistributionLaw, Scalar, ScalarKind } from '../cascade/cascade.ts';
import { RARE_EARTH_CHLORIDES } from '../cascade/chloride-activity.ts';
import { FITTED_CHARGE, FITTED_EXTRACTANT, fittedLaw } from '../cascade/fitted-law.ts';
import type { FittedSet } from '../equilibria/fitted-set.ts';
import { FITTED_SETS } from '../equilibria/sets.ts';
import { SeparationRefused } from '../refusal.ts';
import type { CascadeCase } from './cascade-schema.ts';
import { chargeOf, gramsPerMole } from './component-facts.ts';

type Law = NonNullable<CascadeCase['components'][string]['law']>;

/** Moles of extractant that one mole of a component binds. */
export function extractantPerMoleOf(text: CascadeCase, name: string): number {
  const { extractantPerMole, law } = text.components[name]!;
  return extractantPerMole ?? (law?.model === 'fitted' ? FITTED_EXTRACTANT : chargeOf(text, name));
}

/** Which unknowns of a stage the fitted laws of a case read. */
export function readsOfFitted(text: CascadeCase): ScalarKind[] {
  const hasSalt = Object.keys(text.components).some((name) => ![0, FITTED_CHARGE].includes(chargeOf(text, name)));
  return ['acid', 'extractant', 'trivalent', ...(hasSalt ? (['salt'] as const) : [])];
}

/** The law of a component that a set knows. @throws SeparationRefused where it does not, or is told what it cannot be */
export function fittedLawOf(
  text: CascadeCase,
  name: string,
  { set, log10KShift }: Law & { model: 'fitted' },
  scalars: readonly Scalar[],
): DistributionLaw {
  const { constants, crowding }: FittedSet = FITTED_SETS[set];
  const path = `$.components.${name}`;
  const constant = Object.hasOwn(constants, name) ? constants[name] : undefined;
  if (constant === undefined) {
    const message = `the set ${set} knows ${Object.keys(constants).join(', ')}, not ${name}: give it a law of its own`;
    throw new SeparationRefused('equilibrium-missing', `${path}.law`, message);
  }
  if (chargeOf(text, name) !== FITTED_CHARGE || extractantPerMoleOf(text, name) !== FITTED_EXTRACTANT) {
    const message = `the set ${set} was fitted with charge ${FITTED_CHARGE} and extractantPerMole ${FITTED_EXTRACTANT}: leave them out`;
    throw new SeparationRefused('form', path, message);
  }
  const log10K = constant.value + log10KShift;
  const chloride = RARE_EARTH_CHLORIDES[name] ?? null;
  return fittedLaw({ log10K, crowding: crowding.value, chloride }, extractantTotalOf(text), scalars);
}

/** Organic feeds may differ in their extractant by this share. */
const SAME = 1e-3;

/** Extractant, free and bound, that every organic feed brings, mol/L. @throws SeparationRefused where they differ */
export function extractantTotalOf(text: CascadeCase): number {
  const totals = text.organicFeeds.map(({ extractant, concentrations }, n) => {
    const path = `$.organicFeeds[${n}]`;
    const { name = 'extractant', molarMassGramPerMole } = text.extractant ?? {};
    const free = extractant > 0 ? extractant / gramsPerMole(text, name, molarMassGramPerMole, `${path}.extractant`) : 0;
    return Object.entries(concentrations).reduce((sum, [metal, concentration]) => {
      const component = text.components[metal];
      if (component === undefined) return sum;
      const grams = gramsPerMole(text, metal, component.molarMassGramPerMole, `${path}.concentrations`);
      return sum + (concentration / grams) * extractantPerMoleOf(text, metal);
    }, free);
  });
  const [first = 0] = totals;
  const other = totals.findIndex((total) => Math.abs(total - first) > SAME * first);
  if (other < 0) return first;
  const message = `a fitted law takes the same extractant, free and bound, in all organic feeds; here are ${first.toPrecision(4)} and ${totals[other]!.toPrecision(4)} mol/L`;
  throw new SeparationRefused('form', `$.organicFeeds[${other}].extractant`, message);
}
