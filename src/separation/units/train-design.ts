import { z } from 'zod';
import { solveCascade, type Watch } from '../case/solve-cascade.ts';
import { SeparationRefused } from '../refusal.ts';
import { CutSimulator, impossible } from './cut-simulator.ts';
import { bestOrders } from './cut-orders.ts';
import type { Components } from './full-organic.ts';
import { planLosses, type LossPlan } from './loss-plan.ts';
import { groupComponents, nameOf, productFields, type Grouped } from './products.ts';
import { solveXuDesign, type XuDesignAnswer } from './xu-design.ts';

/** A train of cuts 分离流程: cascades with two outlets, in the order that needs the least extraction. */

export const trainDesignSchema = z.strictObject({
  unit: z.literal('train-design'),
  name: z.string().optional(),
  ...productFields,
  order: z
    .array(z.int().min(1))
    .optional()
    .describe(
      'the cuts by the product below each, counted from 1, each cut before those of its two sides; the one of least extraction unless stated',
    ),
});
export type TrainDesignCase = z.infer<typeof trainDesignSchema>;

/** One cascade of a train; moles for one mole fed to the train. */
export interface TrainCut {
  /** Products that leave with each phase, parted further by later cuts where they are several. */
  readonly raffinate: readonly string[];
  readonly organic: readonly string[];
  /** The cut whose product this one is fed with, from 1, and which of the two; null of the first. */
  readonly fedBy: { readonly cut: number; readonly phase: 'aqueous' | 'organic' } | null;
  readonly fed: number;
  readonly beta: number;
  /** Extraction and scrub for each mole fed to this cut, and extraction for each mole fed to the train. */
  readonly S: number;
  readonly W: number;
  readonly extraction: number;
  readonly extractionStages: number;
  readonly scrubStages: number;
  readonly purity: { readonly organic: number; readonly raffinate: number };
  /** The cascade as a case of its own, per mole fed to it. */
  readonly cascade: object;
}

export interface TrainProduct {
  readonly name: string;
  readonly main: readonly string[];
  /** The cut that it leaves, from 1, and with which phase. */
  readonly cut: number;
  readonly phase: 'aqueous' | 'organic';
  readonly amount: number;
  readonly purity: number;
  readonly recovery: number;
  readonly moles: Readonly<Record<string, number>>;
}

export interface TrainDesignAnswer {
  readonly unit: 'train-design';
  readonly name: string | null;
  readonly status: 'solved';
  /** Moles that all organics carry for one mole fed; and organic in all stages, in units of the feed's litres. */
  readonly extraction: number;
  readonly organicInStages: number;
  readonly stages: number;
  readonly cuts: readonly TrainCut[];
  readonly products: readonly TrainProduct[];
  /** The best orders by the theory: products below each cut, and extraction. */
  readonly orders: readonly { readonly order: readonly number[]; readonly extraction: number }[];
  readonly simulations: number;
  /** The largest share of a component that is in no product, or too much. */
  readonly closure: number;
}

const ORDERS_TOLD = 10;
const ROUNDS_MAX = 30;
const TIGHTER = 0.9;
const NEIGHBOURS_FIRST = 4;

/** @throws SeparationRefused `design-impossible` with the reason */
export function solveTrainDesign(text: TrainDesignCase, watch: Watch): TrainDesignAnswer {
  const grouped = groupComponents(text.components, text.products);
  const boundaries = grouped.betas.map(() => 1);
  let plan = planLosses(grouped, { down: boundaries, up: boundaries });
  const orders = bestOrders(plan.amounts, grouped.betas, ORDERS_TOLD);
  const order = text.order === undefined ? orders[0]!.boundaries : statedOrder(text.order, grouped);
  for (let round = 0; round < ROUNDS_MAX; round++) {
    const train = new Train(text, grouped, plan, watch);
    train.part(order);
    const short = train.productsShort();
    if (short.length === 0) return answerOf(text, train, orders);
    // What a loose cut loses from farther than its neighbours is nobody's in particular.
    plan = tightened(plan, round < NEIGHBOURS_FIRST ? short : text.products.map((_, j) => j));
  }
  throw impossible('$.products', `no purities of the cuts were found in ${ROUNDS_MAX} trials with which all of this holds`);
}

function answerOf(text: TrainDesignCase, train: Train, orders: ReturnType<typeof bestOrders>): TrainDesignAnswer {
  const { cuts, products, simulations, closure } = train;
  const total = (of: (cut: TrainCut) => number): number => cuts.reduce((sum, cut) => sum + of(cut), 0);
  return {
    unit: 'train-design',
    name: text.name ?? null,
    status: 'solved',
    extraction: total((cut) => cut.extraction),
    organicInStages: total((cut) => cut.extraction * (cut.extractionStages + cut.scrubStages)),
    stages: total((cut) => cut.extractionStages + cut.scrubStages),
    cuts,
    products: products.toSorted((a, b) => a.at - b.at).map(({ at: _, ...product }) => product),
    orders: orders.map(({ boundaries, extraction }) => ({ order: boundaries.map((each) => each + 1), extraction })),
    simulations,
    closure,
  };
}

/** @throws SeparationRefused where it is no order of cuts */
function statedOrder(order: readonly number[], { betas }: Grouped): number[] {
  const boundaries = order.map((each) => each - 1);
  const sorted = boundaries.toSorted((a, b) => a - b);
  if (sorted.length === betas.length && sorted.every((each, n) => each === n)) return boundaries;
  throw new SeparationRefused('form', '$.order', `each of 1 to ${betas.length} once: the product below each cut`);
}

/** A plan that loses less to and from some products. */
function tightened(plan: LossPlan, short: readonly number[]): LossPlan {
  const isShort = (j: number): boolean => short.includes(j);
  const tighten = (losses: readonly number[]): number[] =>
    losses.map((loss, n) => (isShort(n) || isShort(n + 1) ? TIGHTER * loss : loss));
  return { ...plan, down: tighten(plan.down), up: tighten(plan.up) };
}

/** What goes from cut to cut: moles of each component, for one mole fed to the train. */
interface Stream {
  readonly from: number;
  readonly to: number;
  readonly moles: readonly number[];
  readonly fedBy: TrainCut['fedBy'];
}

/** A component of which a stream has less than this share is not there: a cascade's form tells no less. */
const TRACE = 1e-12;

/** The cuts of a train, one after the other, each fed with what the one before makes. */
class Train {
  readonly cuts: TrainCut[] = [];
  readonly products: (TrainProduct & { readonly at: number })[] = [];
  simulations = 0;
  readonly #text: TrainDesignCase;
  readonly #grouped: Grouped;
  readonly #plan: LossPlan;
  readonly #watch: Watch;

  constructor(text: TrainDesignCase, grouped: Grouped, plan: LossPlan, watch: Watch) {
    this.#text = text;
    this.#grouped = grouped;
    this.#plan = plan;
    this.#watch = watch;
  }

  /** Cuts in an order, whatever stands between two cuts already made. */
  part(order: readonly number[]): void {
    const { feed, products } = this.#grouped;
    const streams: Stream[] = [{ from: 0, to: products.length - 1, moles: feed, fedBy: null }];
    for (const boundary of order) {
      const at = streams.findIndex(({ from, to }) => from <= boundary && boundary < to);
      streams.splice(at, 1, ...this.#cut(streams[at]!, boundary));
    }
    for (const { from, moles, fedBy } of streams) this.products.push(this.#product(from, moles, fedBy!));
  }

  /** Products of which something asked does not hold. */
  productsShort(): number[] {
    const asked = this.#grouped.products;
    return this.products
      .filter(({ at, amount, purity, recovery, moles }) => {
        const product = asked[at]!;
        const isPure = purity >= (product.purity ?? 0) && recovery >= (product.recovery ?? 0);
        return !isPure || Object.entries(product.atMost).some(([name, limit]) => moles[name]! > limit * amount);
      })
      .map(({ at }) => at);
  }

  get closure(): number {
    const { names, feed } = this.#grouped;
    const missing = names.map((name, i) => {
      const made = this.products.reduce((sum, { moles }) => sum + moles[name]!, 0);
      return Math.abs(made - feed[i]!) / (feed[i]! > 0 ? feed[i]! : 1);
    });
    return Math.max(...missing);
  }

  #cut({ from, to, moles, fedBy }: Stream, boundary: number): [Stream, Stream] {
    const { names, groupOf, products } = this.#grouped;
    const fed = moles.reduce((sum, mol) => sum + mol, 0);
    const components: Record<string, Components[string]> = {};
    for (const [i, name] of names.entries())
      if (moles[i]! > TRACE * fed) components[name] = { factor: this.#text.components[name]!.factor, feed: moles[i]! };
    const raffinate = names.filter((name, i) => name in components && groupOf[i]! <= boundary);
    const purity = this.#purityOf(moles, boundary);
    const cut = { components, raffinate, limits: this.#text.limits };
    const design = solveXuDesign({ unit: 'xu-design', ...cut, purity }, this.#watch);
    const cascade = new CutSimulator(cut, this.#watch).caseOf({ ...design.draft, ...design.fewest });
    const { streams } = solveCascade(cascade, this.#watch);
    this.simulations += design.simulations + 1;
    const list = (first: number, last: number): string[] => products.slice(first, last + 1).map(nameOf);
    this.cuts.push(cutOf(design, { raffinate: list(from, boundary), organic: list(boundary + 1, to), fedBy, fed, cascade }));
    const number = this.cuts.length;
    const molesOf = (stream: number): number[] => names.map((name) => fed * (streams[stream]!.molPerHour[name] ?? 0));
    return [
      { from, to: boundary, moles: molesOf(0), fedBy: { cut: number, phase: 'aqueous' } },
      { from: boundary + 1, to, moles: molesOf(1), fedBy: { cut: number, phase: 'organic' } },
    ];
  }

  /** The purities of both sides of a cut that lose what is planned. */
  #purityOf(moles: readonly number[], boundary: number): { organic: number; raffinate: number } {
    const { groupOf } = this.#grouped;
    const below = moles.reduce((sum, mol, i) => sum + (groupOf[i]! <= boundary ? mol : 0), 0);
    const above = moles.reduce((sum, mol, i) => sum + (groupOf[i]! > boundary ? mol : 0), 0);
    const [down, up] = [this.#plan.down[boundary]!, this.#plan.up[boundary]!];
    return { organic: (above - down) / (above - down + up), raffinate: (below - up) / (below - up + down) };
  }

  #product(at: number, moles: readonly number[], leaves: NonNullable<TrainCut['fedBy']>): TrainProduct & { at: number } {
    const { products, names, groupOf, groupFeed } = this.#grouped;
    const amount = moles.reduce((sum, mol) => sum + mol, 0);
    const main = moles.reduce((sum, mol, i) => sum + (groupOf[i] === at ? mol : 0), 0);
    return {
      at,
      name: nameOf(products[at]!),
      main: products[at]!.main,
      cut: leaves.cut,
      phase: leaves.phase,
      amount,
      purity: main / amount,
      recovery: main / groupFeed[at]!,
      moles: Object.fromEntries(names.map((name, i) => [name, moles[i]!])),
    };
  }
}

function cutOf(
  { draft, fewest }: XuDesignAnswer,
  { fed, ...facts }: Pick<TrainCut, 'raffinate' | 'organic' | 'fedBy' | 'fed' | 'cascade'>,
): TrainCut {
  const { beta, S, W } = draft;
  const { extractionStages, scrubStages, simulated } = fewest;
  return { ...facts, fed, beta, S, W, extraction: S * fed, extractionStages, scrubStages, purity: simulated };
}
