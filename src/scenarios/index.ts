export { makeScenario, TACTICS } from './scenario.ts';
export type { Scenario } from './scenario.ts';
export type { Strength, Tactic, Truth } from './tactic.ts';
