import { EXTRACTION_ORDER, extractionPlace, type RareEarth } from '../elements/index.ts';
import { FITTED_SETS } from '../separation/index.ts';

/** The set of constants that factors are taken from where a plant states none. */
export const FACTOR_SET = 'pc88a-hcl';

/** The separation factor of two elements by the shipped constants, null where one of them was not measured. */
export function factorOfSet(lighter: RareEarth, heavier: RareEarth): number | null {
  const constants: Readonly<Record<string, { readonly value: number }>> = FITTED_SETS[FACTOR_SET].constants;
  const [low, high] = [constants[lighter], constants[heavier]];
  return low === undefined || high === undefined ? null : 10 ** (high.value - low.value);
}

/** The factors of the shipped constants for every two elements from one to another, both ends counted; those above 1. */
export function factorsOfSetWithin(lighter: RareEarth, heavier: RareEarth): number[] {
  const within = EXTRACTION_ORDER.slice(extractionPlace(lighter), extractionPlace(heavier) + 1);
  const pairs = within.flatMap((low, at) => within.slice(at + 1).map((high) => factorOfSet(low, high)));
  return pairs.filter((factor) => factor !== null && factor > 1) as number[];
}
