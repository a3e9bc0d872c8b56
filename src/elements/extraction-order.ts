import type { RareEarth } from './rare-earths.ts';

/**
 * The rare earths in the order in which acidic organophosphorus extractants (P507, P204) take them from chloride, the least first; yttrium
 * runs between holmium and erbium. Scandium is taken out before.
 */
// oxfmt-ignore
export const EXTRACTION_ORDER: readonly RareEarth[] = [
  'La', 'Ce', 'Pr', 'Nd', 'Pm', 'Sm', 'Eu', 'Gd', 'Tb', 'Dy', 'Ho', 'Y', 'Er', 'Tm', 'Yb', 'Lu',
];

/** Where an element stands in the order of extraction, -1 for scandium. */
export function extractionPlace(element: RareEarth): number {
  return EXTRACTION_ORDER.indexOf(element);
}
