export { numberIn, parseCsv, textIn } from './csv.ts';
export { FACT_FILES, readFacts } from './facts.ts';
export type { IndustryFacts } from './facts.ts';
export { gs1CheckDigit, usciCheckCharacter } from './identifiers.ts';
export type { IndustryRegistry } from './industry-registry.ts';
export { simulateIndustry } from './simulate.ts';
export type { SimulatedIndustry, SimulationOptions } from './simulate.ts';
export { summarise } from './summarise.ts';
export type { IndustrySummary } from './summarise.ts';
