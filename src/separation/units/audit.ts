import { z } from 'zod';
import type { Watch } from '../case/solve-cascade.ts';
import { SeparationRefused } from '../refusal.ts';
import { bestSplit } from './binary-cut.ts';
import { CutSimulator, cutFields, impossible, share, type Purity } from './cut-simulator.ts';

/**
 * Whether a plant could have made what it declares: of a cut with so many stages, the best purity that any feed stage and any split of the
 * feed can give at a recovery, by constant separation factors and a full organic phase. More extraction is never worse, so that all that the
 * equipment can carry is taken. Two components are walked stage by stage; more are simulated as a cascade.
 */

export const auditSchema = z.strictObject({
  unit: z.literal('audit'),
  name: z.string().optional(),
  ...cutFields,
  stages: z.int().min(2).max(400).describe('all stages of the cut, extraction and scrub together'),
  extractionMax: z
    .number()
    .positive('must be above 0')
    .default(20)
    .describe('moles that the organic can carry for each mole fed, by pumps and tanks; 20 is beyond what plants do'),
  factorTolerancePercent: z
    .number()
    .min(0)
    .max(100)
    .default(10)
    .describe(
      'by how much the factors across the cut may be better than stated, so that nobody is accused by a doubtful constant',
    ),
  declared: z.strictObject({
    product: z.enum(['organic', 'raffinate']),
    purity: share.describe('moles of the group in its product'),
    recovery: share.describe('of what the feed brings of the group'),
  }),
});
export type AuditCase = z.infer<typeof auditSchema>;

/** The best that could have been made at a recovery. */
export interface FeasiblePoint {
  readonly recovery: number;
  readonly purity: number;
  readonly extractionStages: number;
  readonly scrubStages: number;
  /** The plant could do this at least: its full extraction or all its stages were not tried everywhere, so that more may have been feasible. */
  readonly atLeast: boolean;
}

export interface AuditAnswer {
  readonly unit: 'audit';
  readonly name: string | null;
  readonly status: 'solved';
  /** Whether the declaration lies within what was feasible. */
  readonly feasible: boolean;
  /** The best purity at the declared recovery. */
  readonly best: FeasiblePoint;
  /** Impurity that the best has for each that is declared: above 1 the declaration is beyond what was feasible. */
  readonly impurityRatio: number;
  /** The edge of what was feasible, from low recoveries to high. */
  readonly frontier: readonly FeasiblePoint[];
  readonly simulations: number;
  readonly closure: number;
}

/** Recoveries at which the edge is told. */
const RECOVERIES = [0.5, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.999];
/** How near the recovery is met. */
const NEAR = 1e-7;
const ROUNDS_MAX = 60;
/** ln of the purest that is looked for: one part in 10⁷, of which no declaration speaks. */
const PURE_ENOUGH = 16;
/** A simulation that is not settled in so many iterations will not be. */
const ITERATIONS = 120;
const UNSETTLED: ReadonlySet<string> = new Set(['no-solution', 'iteration-limit']);

/** @throws SeparationRefused */
export function solveAudit(text: AuditCase, watch: Watch): AuditAnswer {
  const auditor = new Auditor(text, watch);
  const { purity, recovery } = text.declared;
  const best = auditor.bestAt(recovery);
  if (best === null) throw impossible('$.extractionMax', 'the organic cannot carry what it would have to take');
  // Nobody is accused by what was not tried.
  if (purity > best.purity && best.atLeast)
    throw new SeparationRefused(
      'no-solution',
      '$.declared.purity',
      `cannot be told: at least ${best.purity} was feasible, perhaps more`,
    );
  const frontier = RECOVERIES.flatMap((each) => auditor.bestAt(each) ?? []);
  return {
    unit: 'audit',
    name: text.name ?? null,
    status: 'solved',
    feasible: purity <= best.purity,
    best,
    impurityRatio: (1 - best.purity) / (1 - purity),
    frontier,
    simulations: auditor.simulations,
    closure: auditor.closure,
  };
}

class Auditor {
  readonly #text: AuditCase;
  readonly #simulator: CutSimulator;
  readonly #wanted: number;
  readonly #isBinary: boolean;
  /** Stages that are looked at: those beyond what makes both products pure enough change nothing. */
  readonly #stages: number;
  /** How often a simulation had to do with less extraction than the equipment carries. */
  #lowered = 0;

  constructor(text: AuditCase, watch: Watch) {
    const { components, raffinate, factorTolerancePercent, declared } = text;
    const better = 1 + factorTolerancePercent / 100;
    const bettered = Object.entries(components).map(([name, { factor, feed }]) => [
      name,
      { feed, factor: raffinate.includes(name) ? factor : factor * better },
    ]);
    this.#text = text;
    this.#simulator = new CutSimulator(
      {
        components: Object.fromEntries(bettered) as AuditCase['components'],
        raffinate,
        limits: { iterations: ITERATIONS, ...text.limits },
      },
      watch,
    );
    const { fA } = this.#simulator.lumped;
    this.#wanted = declared.product === 'organic' ? fA : 1 - fA;
    this.#isBinary = Object.keys(components).length === 2;
    this.#stages = this.#isBinary ? text.stages : Math.min(text.stages, this.#stagesThatPurify());
  }

  get simulations(): number {
    return this.#simulator.simulations;
  }

  get closure(): number {
    return this.#simulator.closure;
  }

  #stagesThatPurify(): number {
    const { beta, fA } = this.#simulator.lumped;
    const S = this.#text.extractionMax;
    const W = S - fA;
    const perStage = [Math.log((beta * S) / (W + 1)), Math.log((beta * W) / S)];
    // Where the theory's formula says that no stages would do, all are looked at.
    return perStage.every((gain) => gain > 0)
      ? perStage.reduce((sum, gain) => sum + Math.ceil(PURE_ENOUGH / gain) + 2, 0)
      : Infinity;
  }

  /** The best purity at a recovery over all feed stages; null where the organic cannot carry so much. */
  bestAt(recovery: number): FeasiblePoint | null {
    return this.#isBinary ? this.#walked(recovery) : this.#climbed(recovery);
  }

  #walked(recovery: number): FeasiblePoint | null {
    const { stages, extractionMax, declared } = this.#text;
    const { beta, fA } = this.#simulator.lumped;
    const best = bestSplit({ beta, feedB: fA, stages, S: extractionMax }, declared.product, recovery);
    return best === null ? null : { recovery, ...best, scrubStages: stages - best.extractionStages, atLeast: false };
  }

  /** From where the theory would feed, uphill. */
  #climbed(recovery: number): FeasiblePoint {
    const stages = this.#stages;
    const known = new Map<number, number>();
    const loweredBefore = this.#lowered;
    const purityAt = (extractionStages: number): number => {
      if (extractionStages < 1 || extractionStages >= stages) return 0;
      const found = known.get(extractionStages) ?? this.#purityAt(recovery, extractionStages);
      known.set(extractionStages, found);
      return found;
    };
    let best = this.#likelyFeed(recovery);
    for (let step = Math.max(1, stages >> 3); step >= 1; step >>= 1)
      for (let moved = true; moved;) {
        const better = [best - step, best + step].find((each) => purityAt(each) > purityAt(best));
        moved = better !== undefined;
        best = better ?? best;
      }
    const purity = purityAt(best);
    const atLeast = this.#lowered > loweredBefore || stages < this.#text.stages;
    return { recovery, purity, extractionStages: best, scrubStages: stages - best, atLeast };
  }

  /** Extraction stages by the short formula for the recovery of what the organic takes, or of what it leaves. */
  #likelyFeed(recovery: number): number {
    const stages = this.#stages;
    const { declared } = this.#text;
    const { beta, fA } = this.#simulator.lumped;
    const needed = Math.ceil(Math.log(recovery / (1 - recovery)) / Math.log(beta / (1 + fA * (beta - 1)))) + 1;
    const section = Math.min(stages - 1, Math.max(1, needed));
    return declared.product === 'organic' ? section : stages - section;
  }

  /** The purity at a recovery with the feed at a stage: the more of the feed a product takes, the more it recovers. */
  #purityAt(recovery: number, extractionStages: number): number {
    const { product } = this.#text.declared;
    let [low, high] = [1e-9, 1 - 1e-9];
    let purity = 0;
    for (let round = 0; round < ROUNDS_MAX; round++) {
      const taken = round === 0 ? Math.min(0.999, recovery * this.#wanted) : (low + high) / 2;
      const organicShare = product === 'organic' ? taken : 1 - taken;
      const found: Purity = this.#simulate(extractionStages, organicShare);
      purity = found[product];
      const recovered = (purity * taken) / this.#wanted;
      if (Math.abs(recovered - recovery) < NEAR) break;
      if (recovered < recovery) low = taken;
      else high = taken;
    }
    return purity;
  }

  /**
   * With all the extraction that the equipment carries; with less where both products would be so pure that no declaration speaks of it, or
   * where a front between the groups stands still somewhere in the cascade and double precision cannot tell where. What is found then is what
   * the plant could do at least.
   */
  #simulate(extractionStages: number, organicShare: number): Purity {
    const scrubStages = this.#stages - extractionStages;
    const least = organicShare + 1 / (this.#simulator.lumped.beta - 1);
    for (let S = this.#extraction(extractionStages, organicShare); ; S = least + 0.6 * (S - least))
      try {
        return this.#simulator.simulate({ S, organicShare, extractionStages, scrubStages });
      } catch (error) {
        const isUnsettled = error instanceof SeparationRefused && UNSETTLED.has(error.code);
        if (!isUnsettled || S < least * 1.001) throw error;
        this.#lowered++;
      }
  }

  /** All the extraction that the equipment carries, or what makes both products pure enough by the theory's short formula. */
  #extraction(extractionStages: number, organicShare: number): number {
    const { extractionMax } = this.#text;
    const stages = this.#stages;
    if (extractionMax <= organicShare)
      throw impossible('$.extractionMax', `the organic cannot even carry what it is to take, ${organicShare} per mole fed`);
    const { beta } = this.#simulator.lumped;
    const least = organicShare + 1 / (beta - 1);
    let S = extractionMax;
    for (; S > least; S = least + 0.8 * (S - least)) {
      const W = S - organicShare;
      const inExtraction = extractionStages * Math.log((beta * S) / (W + 1));
      const inScrub = (stages - extractionStages) * Math.log((beta * W) / S);
      if (Math.min(inExtraction, inScrub) < PURE_ENOUGH) break;
      this.#lowered++;
    }
    return S;
  }
}
