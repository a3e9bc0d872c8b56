import { z } from 'zod';
import type { Watch } from '../case/solve-cascade.ts';
import { plantCascade, plantSchema, type PlantCascade } from './plant-cascade.ts';
import { CutSimulator, cutFields, impossible, share, type Purity } from './cut-simulator.ts';

/**
 * Xu Guangxian's theory of countercurrent extraction with a constant separation factor and a full organic phase: what extraction and scrub a
 * cut needs, and how many stages. The short formula gives the first draft; simulation corrects it until purities hold.
 */

export const xuDesignSchema = z.strictObject({
  unit: z.literal('xu-design'),
  name: z.string().optional(),
  ...cutFields,
  purity: z.strictObject({ organic: share, raffinate: share }).describe('of each group in its product, by moles'),
  extraction: z
    .number()
    .positive('must be above 0')
    .optional()
    .describe('moles that the organic carries for each mole fed; the optimum of the theory unless stated'),
  plant: plantSchema.optional(),
});
export type XuDesignCase = z.infer<typeof xuDesignSchema>;

/** A cut in the theory's own letters: A is what the organic takes, B what it leaves; fed are one mole of both. */
export interface XuDraft {
  readonly beta: number;
  readonly fA: number;
  readonly fB: number;
  /** Shares of the feed that leave with the organic, and with the raffinate. */
  readonly organicShare: number;
  readonly raffinateShare: number;
  readonly control: 'extraction' | 'scrub' | 'stated';
  /** Moles extracted and scrubbed for one mole fed, and the least with which infinitely many stages would do. */
  readonly S: number;
  readonly W: number;
  readonly Smin: number;
  readonly Wmin: number;
  readonly EM: number;
  readonly EMScrub: number;
  /** Stages by the short formula, rounded up. */
  readonly extractionStages: number;
  readonly scrubStages: number;
}

export interface XuDesignAnswer {
  readonly unit: 'xu-design';
  readonly name: string | null;
  readonly status: 'solved';
  readonly draft: XuDraft & { readonly simulated: Purity };
  /** The draft with a stage added to each section whose purity was short, until both held. */
  readonly extractionStages: number;
  readonly scrubStages: number;
  readonly simulated: Purity;
  /** What is left of that when stages are taken away one by one, those of the extraction first, as long as both purities hold. */
  readonly fewest: Design;
  /** Simulations that all this took. */
  readonly simulations: number;
  readonly closure: number;
  /** The corrected cascade as a case of its own, per mole fed. */
  readonly cascade: object;
  /** The same in litres of the plant's chemistry; null where the case states none. */
  readonly plant: PlantCascade | null;
}

/** Stages of both sections, and the purities that simulation finds. */
export interface Design {
  readonly extractionStages: number;
  readonly scrubStages: number;
  readonly simulated: Purity;
}

/** @throws SeparationRefused `design-impossible` with the reason */
export function solveXuDesign(text: XuDesignCase, watch: Watch): XuDesignAnswer {
  const simulator = new CutSimulator(text, watch);
  const draft = draftOf(text, simulator.lumped);
  const designer = new Designer(text, draft, simulator);
  const first = designer.simulate(draft.extractionStages, draft.scrubStages);
  const corrected = designer.correct(draft, first);
  return {
    unit: 'xu-design',
    name: text.name ?? null,
    status: 'solved',
    draft: { ...draft, simulated: first },
    ...corrected,
    fewest: designer.trim(corrected),
    simulations: simulator.simulations,
    closure: simulator.closure,
    cascade: simulator.caseOf({ ...draft, ...corrected }),
    plant: text.plant === undefined ? null : plantCascade(text, text.plant, { ...draft, ...corrected }, text.purity, watch),
  };
}

/** The short formula. @see Xu Guangxian, Rare Earths (2nd ed. 1995), on the theory of countercurrent extraction */
function draftOf({ purity, extraction }: XuDesignCase, { beta, fA }: CutSimulator['lumped']): XuDraft {
  const fB = 1 - fA;
  const organicShare = (fA - (1 - purity.raffinate)) / (purity.organic + purity.raffinate - 1);
  if (!(organicShare > 0 && organicShare < 1))
    throw impossible('$.purity', 'these purities cannot hold together with this feed: the products do not add up to it');
  const raffinateShare = 1 - organicShare;
  const root = Math.sqrt(beta);
  const isExtraction = raffinateShare > root * organicShare;
  const optimum = isExtraction ? raffinateShare / (root - 1) : (root * organicShare) / (root - 1);
  const S = extraction ?? optimum;
  const W = S - organicShare;
  const [EM, EMScrub] = [S / (W + 1), S / W];
  const control = extraction !== undefined ? 'stated' : isExtraction ? 'extraction' : 'scrub';
  const Wmin = 1 / (beta - 1);
  if (!(W > 0) || !(beta * EM > 1) || !(beta / EMScrub > 1))
    throw impossible('$.extraction', `with S = ${S} no number of stages would do: above ${Wmin + organicShare} it may`);
  const a = purity.organic / (1 - purity.organic) / (fA / fB);
  const b = purity.raffinate / (1 - purity.raffinate) / (fB / fA);
  if (!(a > 1) || !(b > 1)) throw impossible('$.purity', 'the feed is as pure already: nothing is to be separated');
  return {
    beta,
    fA,
    fB,
    organicShare,
    raffinateShare,
    control,
    S,
    W,
    Smin: Wmin + organicShare,
    Wmin,
    EM,
    EMScrub,
    extractionStages: Math.max(1, Math.ceil(Math.log(b) / Math.log(beta * EM))),
    scrubStages: Math.max(1, Math.ceil(Math.log(a) / Math.log(beta / EMScrub) - 1)),
  };
}

class Designer {
  readonly #text: XuDesignCase;
  readonly #draft: XuDraft;
  readonly #simulator: CutSimulator;

  constructor(text: XuDesignCase, draft: XuDraft, simulator: CutSimulator) {
    this.#text = text;
    this.#draft = draft;
    this.#simulator = simulator;
  }

  simulate(extractionStages: number, scrubStages: number): Purity {
    const { S, organicShare } = this.#draft;
    return this.#simulator.simulate({ S, organicShare, extractionStages, scrubStages });
  }

  /** Adds a stage to each section whose purity is short, until both hold. */
  correct({ extractionStages, scrubStages }: XuDraft, drafted: Purity): Design {
    const { purity: asked } = this.#text;
    let [n, m, purity] = [extractionStages, scrubStages, drafted];
    while (isShort(purity, asked)) {
      if (purity.raffinate < asked.raffinate) n++;
      if (purity.organic < asked.organic) m++;
      purity = this.simulate(n, m);
    }
    return { extractionStages: n, scrubStages: m, simulated: purity };
  }

  /** Takes stages away, of the extraction first, as long as both purities hold. */
  trim(design: Design): Design {
    let best = design;
    for (const [fewerExtraction, fewerScrub] of [
      [1, 0],
      [0, 1],
    ] as const)
      for (;;) {
        const [n, m] = [best.extractionStages - fewerExtraction, best.scrubStages - fewerScrub];
        if (n < 1 || m < 1) break;
        const simulated = this.simulate(n, m);
        if (isShort(simulated, this.#text.purity)) break;
        best = { extractionStages: n, scrubStages: m, simulated };
      }
    return best;
  }
}

function isShort(found: Purity, asked: Purity): boolean {
  return found.organic < asked.organic || found.raffinate < asked.raffinate;
}
