import { z } from 'zod';
import { rootBetween } from '../../numerics/index.ts';
import type { CascadeAnswer } from '../case/cascade-answer.ts';
import { cascadeSchema, type CascadeCase } from '../case/cascade-schema.ts';
import { STAGES_MAX } from '../case/compile-cascade.ts';
import { readForm } from '../case/read-form.ts';
import { startCascadeSolver, type Watch } from '../case/solve-cascade.ts';
import { impossible, type Cut, type Purity } from './cut-simulator.ts';

/**
 * A design of the theory as a plant runs it: litres of an acidic extractant that a base has saponified, litres of acid. The theory's organic is
 * always full; a real one exchanges hydrogen too, so the scrub acid is found by simulation and stages are added until the purities hold.
 */

const positive = z.number().positive('must be above 0').max(1e6);

export const plantSchema = z
  .strictObject({
    feedMolPerLitre: positive.describe('of all components together'),
    litrePerHour: positive.default(1).describe('of feed'),
    feedAcid: z.number().min(0, 'must not be below 0').max(10).default(0.01).describe('mol/L'),
    extractantMolPerLitre: positive.describe('mol/L in the organic, free and bound'),
    saponified: z
      .number()
      .gt(0, 'must be above 0')
      .lt(1, 'must be below 1')
      .describe('share of the extractant that holds the base'),
    scrubAcid: positive.describe('mol/L'),
    log10K: z.number().min(-20).max(20).describe('log10 K of a component whose factor is 1, by the law of cation exchange'),
  })
  .describe('chemistry in which the design is to run: then the answer has its litres');
export type Plant = z.infer<typeof plantSchema>;

/** A design in litres, its stages such that simulation finds what was asked. */
export interface PlantCascade {
  readonly extractionStages: number;
  readonly scrubStages: number;
  readonly organicLitrePerHour: number;
  readonly scrubLitrePerHour: number;
  readonly simulated: Purity;
  /** As a case of its own. */
  readonly cascade: object;
}

/** What the theory says of a cut. */
export interface PlantDraft {
  readonly S: number;
  readonly W: number;
  readonly organicShare: number;
  readonly extractionStages: number;
  readonly scrubStages: number;
}

/** Moles of base, or hydrogen, that one mole of a rare earth changes places with. */
const CHARGE = 3;
/** A base as ammonium gives way to everything else. */
const BASE = { charge: 1, reagent: true, law: { model: 'cation-exchange', log10K: -7 } };
/** The scrub acid is looked for between these multiples of what the theory says. */
const [SCRUB_MIN, SCRUB_MAX] = [0.3, 1.3];
/** How near the organic must carry what the design says, relative. */
const NEAR = 1e-6;

/** @throws SeparationRefused `design-impossible` where no scrub acid, or no number of stages, gives what was asked */
export function plantCascade(cut: Cut, plant: Plant, draft: PlantDraft, asked: Purity, watch: Watch): PlantCascade {
  const solve = startCascadeSolver(watch);
  let [n, m] = [draft.extractionStages, draft.scrubStages];
  for (;;) {
    if (n + m > STAGES_MAX)
      throw impossible('$.plant', `more than ${STAGES_MAX} stages would be needed: more extraction, or less purity`);
    const caseAt = (scrub: number): CascadeCase =>
      plantCase(cut, plant, { ...draft, extractionStages: n, scrubStages: m, W: draft.W * scrub });
    const scrub = balancingScrub((share) => carriedOver(cut, solve(caseAt(share))) / (draft.organicShare * fedMoles(plant)));
    const text = caseAt(scrub);
    const simulated = purityOf(cut, solve(text));
    const [isOrganicShort, isRaffinateShort] = [simulated.organic < asked.organic, simulated.raffinate < asked.raffinate];
    if (!isOrganicShort && !isRaffinateShort) {
      const [{ litrePerHour: scrubLitrePerHour }, organic] = [text.aqueousFeeds[1]!, text.organicFeeds[0]!];
      return {
        extractionStages: n,
        scrubStages: m,
        organicLitrePerHour: organic.litrePerHour,
        scrubLitrePerHour,
        simulated,
        cascade: text,
      };
    }
    if (isRaffinateShort) n++;
    if (isOrganicShort) m++;
  }
}

function fedMoles({ feedMolPerLitre, litrePerHour }: Plant): number {
  return feedMolPerLitre * litrePerHour;
}

/** The multiple of the scrub acid with which the organic carries over just what it should. @param carried over what it should, by that multiple */
function balancingScrub(carried: (scrub: number) => number): number {
  const root = rootBetween((scrub) => carried(scrub) - 1, SCRUB_MIN, SCRUB_MAX, NEAR);
  if (root.status === 'solved') return root.value;
  throw impossible(
    '$.plant',
    'no scrub acid lets the organic carry over what the design says: saponify more of it, or extract more',
  );
}

function plantCase({ components, limits }: Cut, plant: Plant, { S, W, extractionStages, scrubStages }: PlantDraft): CascadeCase {
  const { feedMolPerLitre, litrePerHour, feedAcid, extractantMolPerLitre, saponified, scrubAcid, log10K } = plant;
  const fed = Object.values(components).reduce((sum, { feed }) => sum + feed, 0);
  const stages = extractionStages + scrubStages;
  const base = saponified * extractantMolPerLitre;
  const laws = Object.entries(components).map(([name, { factor }]) => [
    name,
    { law: { model: 'cation-exchange', log10K: log10K + Math.log10(factor) } },
  ]);
  const concentrations = Object.entries(components).map(([name, { feed }]) => [name, (feed / fed) * feedMolPerLitre]);
  return readForm(cascadeSchema, {
    unit: 'cascade',
    stages,
    components: { ...Object.fromEntries(laws), NH4: BASE },
    aqueousFeeds: [
      { name: 'feed', stage: extractionStages, litrePerHour, concentrations: Object.fromEntries(concentrations), acid: feedAcid },
      { name: 'scrub acid', stage: stages, litrePerHour: (CHARGE * W * fedMoles(plant)) / scrubAcid, acid: scrubAcid },
    ],
    organicFeeds: [
      {
        name: 'saponified organic',
        stage: 1,
        litrePerHour: (CHARGE * S * fedMoles(plant)) / base,
        concentrations: { NH4: base },
        extractant: extractantMolPerLitre - base,
      },
    ],
    limits,
  });
}

/** Moles of components that leave with the organic. */
function carriedOver({ components }: Cut, { streams }: CascadeAnswer): number {
  const { molPerHour } = streams.find(({ name }) => name === 'loaded organic')!;
  return Object.keys(components).reduce((sum, name) => sum + molPerHour[name]!, 0);
}

function purityOf({ components, raffinate }: Cut, { streams }: CascadeAnswer): Purity {
  const shareIn = (stream: string, isWanted: (name: string) => boolean): number => {
    const { molPerHour } = streams.find(({ name }) => name === stream)!;
    const all = Object.keys(components).map((name) => ({ name, mol: molPerHour[name]! }));
    const wanted = all.filter(({ name }) => isWanted(name));
    return total(wanted) / total(all);
  };
  return {
    organic: shareIn('loaded organic', (name) => !raffinate.includes(name)),
    raffinate: shareIn('raffinate', (name) => raffinate.includes(name)),
  };
}

function total(amounts: readonly { readonly mol: number }[]): number {
  return amounts.reduce((sum, { mol }) => sum + mol, 0);
}
