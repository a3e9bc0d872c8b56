import type { FittedSet } from './fitted-set.ts';
import { PC88A_HCL } from './pc88a-hcl.ts';

/** Sets of constants that a case may name. */
export const FITTED_SETS = { 'pc88a-hcl': PC88A_HCL } as const satisfies Readonly<Record<string, FittedSet>>;

/** The names that a case may give. */
export const FITTED_SET_NAMES = Object.keys(FITTED_SETS) as (keyof typeof FITTED_SETS)[];
