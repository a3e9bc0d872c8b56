import type { CascadeCase } from '../case/cascade-schema.ts';
import { compileCascade, STAGES_MAX } from '../case/compile-cascade.ts';
import { settle, type Watch } from '../case/solve-cascade.ts';
import type { SteadyState } from '../cascade/steady.ts';
import { SeparationRefused } from '../refusal.ts';
import { fullOrganicCase, type Components } from './full-organic.ts';
import { zoneFlows, type Separation } from './outlet-theory.ts';
import { nameOf, type Grouped } from './products.ts';

/** Moles of each component in each product, per mole fed: `[product][component]`. */
export type ProductMoles = readonly (readonly number[])[];

/** A simulation of the search that is not settled in so many iterations tells nothing. */
const ITERATIONS = 400;
const SECONDS = 60;
const UNSETTLED: ReadonlySet<string> = new Set(['no-solution', 'iteration-limit']);

/** Simulates a cascade with several outlets, each time from the state of the last. */
export class OutletSimulator {
  simulations = 0;
  closure = 0;
  readonly #components: Components;
  readonly #grouped: Grouped;
  readonly #limits: CascadeCase['limits'];
  readonly #watch: Watch;
  readonly #endMs: number;
  #last: { readonly zones: readonly number[]; readonly scalars: Float64Array } | null = null;

  constructor(components: Components, grouped: Grouped, limits: CascadeCase['limits'], watch: Watch) {
    this.#components = components;
    this.#grouped = grouped;
    this.#limits = limits;
    this.#watch = watch;
    this.#endMs = watch.now() + (limits.seconds ?? SECONDS) * 1000;
  }

  /** The cascade of a separation with so much extraction and such zones, fed with one mole an hour. */
  caseOf(separation: Separation, S: number, zones: readonly number[]): CascadeCase {
    const { place, plan } = separation;
    const flows = zoneFlows(separation, S).at(-1)!;
    const draws = drawStages(separation, zones).map(({ product, stage }) => ({
      name: nameOf(this.#grouped.products[product]!),
      phase: place.phases[product]!,
      stage,
      amount: plan.amounts[product]!,
    }));
    const stages = zones.reduce((sum, zone) => sum + zone, 0);
    const feedStage = zones.slice(0, place.feedAfter).reduce((sum, zone) => sum + zone, 0);
    const settings = { stages, feedStage, S, W: flows.aqueous, lastCarried: flows.organic, draws };
    return fullOrganicCase(this.#components, settings, this.#limits);
  }

  /**
   * What each product gets.
   * @returns null where no steady state is found: two fronts that stand nowhere in particular, as with far too many stages
   * @throws SeparationRefused out of time, or beyond the stages that a cascade may have
   */
  simulate(separation: Separation, S: number, zones: readonly number[]): ProductMoles | null {
    if (this.#watch.now() > this.#endMs || this.#watch.isStopped?.() === true)
      throw new SeparationRefused('time-limit', '$.limits.seconds', `not done in time, after ${this.simulations} simulations`);
    if (zones.reduce((sum, zone) => sum + zone, 0) > STAGES_MAX) return null;
    this.simulations++;
    const text = this.caseOf(separation, S, zones);
    const state = this.#settle({ ...text, limits: { iterations: ITERATIONS, ...text.limits } }, zones);
    if (state === null) return null;
    this.#last = { zones, scalars: state.scalars };
    this.closure = Math.max(this.closure, state.closure);
    return this.#moles(separation, state, zones);
  }

  #settle(text: CascadeCase, zones: readonly number[]): SteadyState | null {
    const cascade = compileCascade(text);
    try {
      return settle(text, cascade, this.#watch, this.#last === null ? null : stretched(this.#last, zones));
    } catch (error) {
      if (error instanceof SeparationRefused && UNSETTLED.has(error.code)) return null;
      throw error;
    }
  }

  #moles(separation: Separation, { profile, flows }: SteadyState, zones: readonly number[]): ProductMoles {
    const { products, names } = this.#grouped;
    const last = flows.organic.length - 1;
    const at = (phase: 'aqueous' | 'organic', stage: number, litre: number): number[] =>
      names.map((_, i) => profile[phase][i * (last + 1) + stage]! * litre);
    const moles: number[][] = products.map(() => []);
    moles[0] = at('aqueous', 0, flows.aqueous[0]!);
    moles[products.length - 1] = at('organic', last, flows.organic[last]!);
    for (const { product, stage } of drawStages(separation, zones))
      moles[product] = at(separation.place.phases[product]!, stage - 1, separation.plan.amounts[product]!);
    return moles;
  }
}

/** The stage of each side draw: in the extraction the last stage of the zone below it, in the scrub of its own zone. */
export function drawStages({ place: { feedAfter }, plan: { amounts } }: Separation, zones: readonly number[]) {
  const ends = zones.map((_, zone) => zones.slice(0, zone + 1).reduce((sum, each) => sum + each, 0));
  return amounts.map((_, product) => ({ product, stage: ends[product < feedAfter ? product - 1 : product]! })).slice(1, -1);
}

/** Scalars of a cascade with other zones: each zone drawn out or pressed together, the last stage, where the scrub strips, as it was. */
function stretched(
  last: { readonly zones: readonly number[]; readonly scalars: Float64Array },
  zones: readonly number[],
): Float64Array {
  const result: number[] = [];
  let first = 0;
  for (const [zone, length] of zones.entries()) {
    const own = zone === zones.length - 1 ? 1 : 0;
    const [before, after] = [last.zones[zone]! - own, length - own];
    for (let k = 0; k < after; k++) {
      const at = after > 1 ? (k * Math.max(0, before - 1)) / (after - 1) : 0;
      const [low, share] = [Math.floor(at), at - Math.floor(at)];
      const here = last.scalars[first + low]!;
      const next = last.scalars[first + Math.min(Math.max(0, before - 1), low + 1)]!;
      result.push(here + share * (next - here));
    }
    first += before;
  }
  return Float64Array.from([...result, last.scalars.at(-1)!]);
}
