export {
  assumedAssaySd,
  compositionOf,
  elementToOxideMg,
  oxideFactor,
  oxideToElementMg,
  symbolAt,
  treoMg,
} from './composition.ts';
export type { Composition, ElementShare, PercentByFormula } from './composition.ts';
export { elementToTreo, oxideToElement } from './convert.ts';
export { EXTRACTION_ORDER, extractionPlace } from './extraction-order.ts';
export { molarMassOf, parseFormula, rareEarthContent } from './formula.ts';
export type { RareEarthContent } from './formula.ts';
export { RARE_EARTH_FACTS, RARE_EARTHS, rareEarth, rareEarthIndex, rareEarthIndexOfOxide } from './rare-earths.ts';
export type { RareEarth, RareEarthFacts, WeightClass } from './rare-earths.ts';
