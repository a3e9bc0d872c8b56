export { inflowOfStock, stockOfInflow } from './dynamic-stock.ts';
export type { DynamicStock } from './dynamic-stock.ts';
export type { Lifetime } from './lifetime.ts';
export { scenarioSchema, solveScenario } from './scenario.ts';
export type { FlowScenario, ScenarioAnswer } from './scenario.ts';
