import { z } from 'zod';
import type { CascadeCase } from '../case/cascade-schema.ts';
import { compileCascade, STAGES_MAX } from '../case/compile-cascade.ts';
import { settle, type Watch } from '../case/solve-cascade.ts';
import { SeparationRefused } from '../refusal.ts';
import { fullOrganicCase } from './full-organic.ts';

/** A purity or a recovery: of nothing and of everything nobody speaks. */
export const share = z.number().gt(0, 'must be above 0').lt(1, 'must be below 1');

/** What every case of a cut states. */
export const cutFields = {
  components: z
    .record(
      z.string(),
      z.strictObject({ factor: z.number().positive('must be above 0'), feed: z.number().min(0, 'must not be below 0') }),
    )
    .describe('distribution relative to each other, and moles in the feed'),
  raffinate: z.array(z.string()).min(1).describe('the components that stay in the aqueous phase; the others go with the organic'),
  limits: z
    .strictObject({ iterations: z.int().min(1).optional(), seconds: z.number().positive().max(3600).optional() })
    .default({}),
};

/** A cut between components that stay aqueous and components that go with the organic, per mole fed. */
export interface Cut {
  readonly components: Readonly<Record<string, { readonly factor: number; readonly feed: number }>>;
  readonly raffinate: readonly string[];
  readonly limits: CascadeCase['limits'];
}

/** How a cut is run: moles that the organic carries and that leave with it, per mole fed, and stages. */
export interface CutSettings {
  readonly S: number;
  readonly organicShare: number;
  readonly extractionStages: number;
  readonly scrubStages: number;
}

/** Moles of each group in its product. */
export interface Purity {
  readonly organic: number;
  readonly raffinate: number;
}

const SECONDS = 60;

/** A cut cannot be had as asked. */
export function impossible(path: string | null, message: string): SeparationRefused {
  return new SeparationRefused('design-impossible', path, message);
}

/** Simulates a cut, as often as somebody asks within its time. */
export class CutSimulator {
  simulations = 0;
  closure = 0;
  /** The two groups as if each were one: A is what the organic takes. */
  readonly lumped: { readonly beta: number; readonly fA: number };
  readonly #cut: Cut;
  readonly #watch: Watch;
  readonly #endMs: number;

  /** @throws SeparationRefused for groups between which there is nothing to separate */
  constructor(cut: Cut, watch: Watch) {
    this.#cut = cut;
    this.#watch = watch;
    this.#endMs = watch.now() + (cut.limits.seconds ?? SECONDS) * 1000;
    this.lumped = lumped(cut.components, cut.raffinate);
  }

  /** The cascade of such settings, fed with one mole an hour. */
  caseOf({ S, organicShare, extractionStages, scrubStages }: CutSettings): CascadeCase {
    const { components, limits } = this.#cut;
    const stages = extractionStages + scrubStages;
    const W = S - organicShare;
    return fullOrganicCase(components, { stages, feedStage: extractionStages, S, W, lastCarried: S, draws: [] }, limits);
  }

  /** @throws SeparationRefused */
  simulate(settings: CutSettings): Purity {
    if (settings.extractionStages + settings.scrubStages > STAGES_MAX)
      throw impossible(null, `more than ${STAGES_MAX} stages would be needed: more extraction, or less purity`);
    if (this.#watch.now() > this.#endMs || this.#watch.isStopped?.() === true)
      throw new SeparationRefused('time-limit', '$.limits.seconds', `not done in time, after ${this.simulations} simulations`);
    this.simulations++;
    const text = this.caseOf(settings);
    const cascade = compileCascade(text);
    const { profile, closure } = settle(text, cascade, this.#watch);
    this.closure = Math.max(this.closure, closure);
    const names = cascade.components.map(({ name }) => name);
    const isLeft = (name: string): boolean => this.#cut.raffinate.includes(name);
    return {
      organic: shareOf(names, profile.organic, cascade.stages - 1, (name) => !isLeft(name)),
      raffinate: shareOf(names, profile.aqueous, 0, isLeft),
    };
  }
}

/** What the wanted have of all at a stage. */
function shareOf(names: readonly string[], values: Float64Array, stage: number, isWanted: (name: string) => boolean): number {
  const stages = values.length / names.length;
  let [wanted, all] = [0, 0];
  for (const [i, name] of names.entries()) {
    const value = values[i * stages + stage]!;
    all += value;
    if (isWanted(name)) wanted += value;
  }
  return wanted / all;
}

/** The two groups as if each were one: the factor between those nearest to the cut counts. */
function lumped(components: Cut['components'], raffinate: readonly string[]): { beta: number; fA: number } {
  for (const [n, name] of raffinate.entries())
    if (!Object.hasOwn(components, name))
      throw new SeparationRefused('component-unknown', `$.raffinate[${n}]`, `${name} is not among the components`);
  const entries = Object.entries(components);
  const taken = entries.filter(([name]) => !raffinate.includes(name));
  const left = entries.filter(([name]) => raffinate.includes(name));
  if (taken.length === 0)
    throw impossible('$.raffinate', 'all components are to stay in the raffinate: nothing is to be separated');
  const beta = Math.min(...taken.map(([, { factor }]) => factor)) / Math.max(...left.map(([, { factor }]) => factor));
  if (!(beta > 1))
    throw impossible(
      '$.components',
      'what the organic is to take must have greater factors than what is to stay in the raffinate',
    );
  const sum = (list: typeof entries): number => list.reduce((total, [, { feed }]) => total + feed, 0);
  if (sum(taken) === 0 || sum(left) === 0) throw impossible('$.components', 'one of the groups is not in the feed');
  return { beta, fA: sum(taken) / (sum(taken) + sum(left)) };
}
