import { z } from 'zod';
import { solveCascade, type Watch } from '../case/solve-cascade.ts';
import { impossible } from './cut-simulator.ts';
import { planLosses } from './loss-plan.ts';
import { OutletDesigner } from './outlet-designer.ts';
import { drawStages, OutletSimulator, type ProductMoles } from './outlet-simulator.ts';
import {
  bestExtraction,
  draftZones,
  leastExtraction,
  organicInStages,
  passingShare,
  shortfallOf,
  zoneFlows,
  type Place,
  type Separation,
} from './outlet-theory.ts';
import { groupComponents, nameOf, productFields, type Grouped, type Product } from './products.ts';

/**
 * A cascade with three outlets or more: what leaves in the middle is drawn beside the feed. The theory tells how much extraction lets the
 * products beside a draw pass it thinly enough, and drafts stages; simulation corrects them.
 */

export const multiOutletDesignSchema = z.strictObject({
  unit: z.literal('multi-outlet-design'),
  name: z.string().optional(),
  ...productFields,
  products: productFields.products.min(3),
  extraction: z
    .number()
    .positive('must be above 0')
    .max(1000)
    .optional()
    .describe(
      'moles that the organic carries from the first stage on for each mole fed; that of the smallest plant unless stated',
    ),
  extractionMax: z
    .number()
    .positive('must be above 0')
    .max(1000)
    .default(20)
    .describe('moles that the organic may carry for each mole fed'),
});
export type MultiOutletDesignCase = z.infer<typeof multiOutletDesignSchema>;

/** A product as simulation finds it; moles per mole fed. */
export interface DesignedProduct {
  readonly name: string;
  readonly main: readonly string[];
  /** Which phase it leaves with, and at which stage. */
  readonly phase: 'aqueous' | 'organic';
  readonly stage: number;
  readonly amount: number;
  /** Of its main components: moles in the product, and of what is fed. */
  readonly purity: number;
  readonly recovery: number;
  readonly moles: Readonly<Record<string, number>>;
}

/** Stages, counted along the organic, and what they give. */
export interface OutletDesign {
  readonly stages: number;
  readonly feedStage: number;
  /** Stages between the ends, the draws and the feed, from the raffinate on. */
  readonly zones: readonly number[];
  readonly products: readonly DesignedProduct[];
}

export interface MultiOutletDesignAnswer {
  readonly unit: 'multi-outlet-design';
  readonly name: string | null;
  readonly status: 'solved';
  /** Moles extracted and scrubbed for one mole fed; the least that the theory knows for infinitely many stages. */
  readonly S: number;
  readonly W: number;
  readonly Smin: number;
  readonly betas: readonly number[];
  /** By the theory's short formula; null where its stages would be more than a cascade has, or lead to no steady state. */
  readonly draft: { readonly zones: readonly number[]; readonly simulated: OutletDesign | null };
  /** What the theory says of each middle product: its best purity with this extraction, and with all that there may be. */
  readonly middle: readonly { readonly name: string; readonly purityMax: number; readonly purityMaxEver: number }[];
  /** The draft with stages added until everything asked holds. */
  readonly corrected: OutletDesign;
  /** The same with those taken away again that nothing needs. */
  readonly fewest: OutletDesign;
  /** Organic in all stages of the fewest, in units of the feed's litres. */
  readonly organicInStages: number;
  readonly simulations: number;
  readonly closure: number;
  /** The fewest as a case of its own, per mole fed. */
  readonly cascade: object;
}

/** @throws SeparationRefused `design-impossible` with the reason */
export function solveMultiOutletDesign(text: MultiOutletDesignCase, watch: Watch): MultiOutletDesignAnswer {
  const grouped = groupComponents(text.components, text.products);
  const simulator = new OutletSimulator(text.components, grouped, text.limits, watch);
  const designer = new OutletDesigner(grouped, simulator);
  const most = text.extraction ?? text.extractionMax;
  const found = likelyPlaces(text, grouped).flatMap(({ separation, S }) => {
    const sized = text.extraction === undefined ? designer.smallest(separation, S, most) : designer.fewest(separation, S, null);
    return sized === null ? [] : [{ separation, smallest: sized }];
  });
  if (found.length === 0)
    throw impossible('$.products', `up to an extraction of ${most} no stages were found with which all of this holds`);
  const { separation, smallest } = found.reduce((best, each) =>
    each.smallest.organicInStages < best.smallest.organicInStages ? each : best,
  );
  const { S } = smallest;
  const describe = (zones: readonly number[], moles: ProductMoles): OutletDesign => designOf(grouped, separation, zones, moles);
  const draft = draftZones(separation, S);
  const drafted = simulator.simulate(separation, S, draft);
  const corrected = (drafted === null ? null : designer.correct(separation, S, draft)) ?? smallest;
  const cascade = simulator.caseOf(separation, S, smallest.zones);
  // What is handed out must be solved by who knows nothing of the search.
  const { closure } = solveCascade(cascade, watch);
  return {
    unit: 'multi-outlet-design',
    name: text.name ?? null,
    status: 'solved',
    S,
    W: zoneFlows(separation, S).at(-1)!.aqueous,
    Smin: leastExtraction(separation),
    betas: grouped.betas,
    draft: { zones: draft, simulated: drafted === null ? null : describe(draft, drafted) },
    middle: middleOf(text, separation, S),
    corrected: describe(corrected.zones, corrected.moles),
    fewest: describe(smallest.zones, smallest.moles),
    organicInStages: smallest.organicInStages,
    simulations: simulator.simulations,
    closure: Math.max(simulator.closure, closure),
    cascade,
  };
}

/** So many places and ways to share out losses are simulated: the smallest by the theory, which is not exact enough to tell the smallest of all. */
const LIKELY = 6;

/** Where to draw what, and the extraction to begin with. @throws SeparationRefused where no place will do */
function likelyPlaces(text: MultiOutletDesignCase, grouped: Grouped): { separation: Separation; S: number }[] {
  const separations = placesOf(grouped.products).flatMap((place) =>
    PASSING_WEIGHTS.map((weight) => separationOf(grouped, place, weight)),
  );
  const most = text.extraction ?? text.extractionMax;
  const found = separations.flatMap((separation) => {
    const S = text.extraction ?? bestExtraction(separation, most);
    if (S === null || shortfallOf(separation, S) !== null) return [];
    return [{ separation, S, size: organicInStages(separation, S, draftZones(separation, S)) }];
  });
  if (found.length === 0) throw beyond(text, grouped, separations, most);
  return found.toSorted((a, b) => a.size - b.size).slice(0, LIKELY);
}

function beyond(text: MultiOutletDesignCase, grouped: Grouped, separations: readonly Separation[], most: number) {
  const nearest = separations.reduce((best, each) => (leastExtraction(each) < leastExtraction(best) ? each : best));
  const least = leastExtraction(nearest);
  const path = text.extraction === undefined ? '$.extractionMax' : '$.extraction';
  const needs = Number.isFinite(least) ? `above ${least.toPrecision(4)} it may` : 'nor would any other';
  const short = shortfallOf(nearest, most)!;
  if (short.kind === 'separation')
    return impossible(
      path,
      `with an extraction of ${most} no number of stages separates ${boundaryName(grouped, short.boundary)}: ${needs}`,
    );
  const name = nameOf(grouped.products[short.product]!);
  const best = 1 - passingShare(nearest, most, short.product);
  return impossible(
    `$.products[${short.product}]`,
    `what leaves beside it has to pass the draw of ${name}, so that with an extraction of ${most} it is ${(best * 100).toPrecision(4)} % pure at best: ${needs}; or separate in a train of cascades (train-design)`,
  );
}

function boundaryName({ products }: Grouped, boundary: number): string {
  return `${nameOf(products[boundary]!)} from ${nameOf(products[boundary + 1]!)}`;
}

/** Every place of the feed among the products that their stated sections allow. @throws SeparationRefused where they contradict each other */
function placesOf(products: readonly Product[]): Place[] {
  const places: Place[] = [];
  for (let feedAfter = 1; feedAfter < products.length; feedAfter++) {
    const sectionOf = (j: number): 'extraction' | 'scrub' => (j < feedAfter ? 'extraction' : 'scrub');
    const middle = products.slice(1, -1);
    if (!middle.every(({ section }, n) => section === undefined || section === sectionOf(n + 1))) continue;
    // The purer phase is the one that does not carry what has to pass.
    const phases = products.map(({ phase }, j) => phase ?? (sectionOf(j) === 'extraction' ? 'organic' : 'aqueous'));
    places.push({ feedAfter, phases });
  }
  if (places.length === 0)
    throw impossible('$.products', 'a product drawn in the extraction must stand before all that are drawn in the scrub');
  return places;
}

/** What passes a draw can only be thinned by extraction, what dies away by stages: how much more of what is allowed the first may use. */
const PASSING_WEIGHTS = [2, 8, 32] as const;

function separationOf(grouped: Grouped, place: Place, weight: number): Separation {
  const boundaries = grouped.groupFeed.length - 1;
  const each = Array.from({ length: boundaries }, (_, n) => n);
  const isPassingUp = (n: number): boolean => n + 1 < place.feedAfter && n + 1 < boundaries;
  const isPassingDown = (n: number): boolean => n >= place.feedAfter && n > 0;
  const plan = planLosses(grouped, {
    down: each.map((n) => (isPassingDown(n) ? weight : 1)),
    up: each.map((n) => (isPassingUp(n) ? weight : 1)),
  });
  return { place, plan, groupFeed: grouped.groupFeed, betas: grouped.betas };
}

function middleOf(text: MultiOutletDesignCase, separation: Separation, S: number): MultiOutletDesignAnswer['middle'] {
  return text.products.slice(1, -1).map((product, n) => ({
    name: nameOf(product),
    purityMax: 1 - passingShare(separation, S, n + 1),
    purityMaxEver: 1 - passingShare(separation, Math.max(S, text.extractionMax), n + 1),
  }));
}

function designOf(grouped: Grouped, separation: Separation, zones: readonly number[], moles: ProductMoles): OutletDesign {
  const stages = zones.reduce((sum, zone) => sum + zone, 0);
  const draws = drawStages(separation, zones);
  const last = grouped.products.length - 1;
  return {
    stages,
    feedStage: zones.slice(0, separation.place.feedAfter).reduce((sum, zone) => sum + zone, 0),
    zones,
    products: grouped.products.map((product, j): DesignedProduct => {
      const amount = moles[j]!.reduce((sum, mol) => sum + mol, 0);
      const main = moles[j]!.reduce((sum, mol, i) => sum + (grouped.groupOf[i] === j ? mol : 0), 0);
      const isEnd = j === 0 || j === last;
      return {
        name: nameOf(product),
        main: product.main,
        phase: j === 0 ? 'aqueous' : j === last ? 'organic' : separation.place.phases[j]!,
        stage: isEnd ? (j === 0 ? 1 : stages) : draws.find((draw) => draw.product === j)!.stage,
        amount,
        purity: main / amount,
        recovery: main / grouped.groupFeed[j]!,
        moles: Object.fromEntries(grouped.names.map((name, i) => [name, moles[j]![i]!])),
      };
    }),
  };
}
