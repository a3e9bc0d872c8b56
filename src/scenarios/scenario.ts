import { simulateIndustry, type IndustryFacts, type SimulationOptions } from '../industry/index.ts';
import { randomStream } from '../numerics/index.ts';
import type { Strength, Tactic, Truth } from './tactic.ts';
import { DIVERSIONS } from './tactics/diversion.ts';
import { LAUNDERINGS } from './tactics/laundering.ts';
import { PAPERS } from './tactics/papers.ts';
import { RIGHTS } from './tactics/rights.ts';
import { YearBook, type DraftRegistry, type JsonObject } from './year-book.ts';

/** Every tactic. */
export const TACTICS: readonly Tactic[] = [...DIVERSIONS, ...LAUNDERINGS, ...PAPERS, ...RIGHTS];

/** A year with planted violations, and what they are. */
export interface Scenario {
  readonly registry: DraftRegistry;
  readonly events: readonly JsonObject[];
  readonly context: readonly unknown[];
  readonly truth: readonly Truth[];
}

/**
 * A simulated year in which somebody cheats: each tactic once, by enterprises of its own. Without a strength the year is clean.
 * @param tactics names of tactics; all when empty
 * @throws RangeError when an option is outside its range, or a tactic is not known
 */
export function makeScenario(
  facts: IndustryFacts,
  options: SimulationOptions,
  strength: Strength | null,
  tactics: readonly string[] = [],
): Scenario {
  const unknown = tactics.find((name) => !TACTICS.some((tactic) => tactic.name === name));
  if (unknown !== undefined)
    throw new RangeError(`tactics: expected ${TACTICS.map(({ name }) => name).join(', ')}, got ${unknown}`);
  const simulated = simulateIndustry(facts, options);
  const random = randomStream(options.seed).split(`scenario/${options.year}`);
  const book = new YearBook(simulated.registry, simulated.events as Iterable<JsonObject>, options.year, random.split('book'));
  const truth: Truth[] = [];
  const taken = new Set<string>();
  for (const tactic of strength === null ? [] : TACTICS) {
    if (tactics.length > 0 && !tactics.includes(tactic.name)) continue;
    const done = tactic.commit(book, random.split(tactic.name), strength!, taken);
    if (done === null) continue;
    for (const site of done.sites) taken.add(site);
    truth.push({ ...done, tactic: tactic.name });
  }
  return { registry: book.registry, events: book.events, context: simulated.context, truth };
}
