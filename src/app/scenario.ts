import { FACT_FILES, readFacts, type SimulationOptions } from '../industry/index.ts';
import { makeScenario, type Scenario, type Strength } from '../scenarios/index.ts';
import type { ReadData } from './package-data.ts';

/**
 * A simulated year with planted violations (docs/detection.md); without a strength the same year clean.
 * @param tactics names of tactics; all when empty
 * @throws RangeError when an option is outside its range, or a tactic is not known
 */
export function simulateScenario(
  readData: ReadData,
  options: SimulationOptions,
  strength: Strength | null,
  tactics: readonly string[] = [],
): Scenario {
  return makeScenario(
    readFacts(Object.fromEntries(FACT_FILES.map((name) => [name, readData(name)]))),
    options,
    strength,
    tactics,
  );
}
