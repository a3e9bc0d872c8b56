import { z } from 'zod';
import { inflowOfStock, stockOfInflow } from './dynamic-stock.ts';
import type { Lifetime } from './lifetime.ts';

const inYears = z.number().positive();
const share = z.number().min(0).max(1);

const lifetimeSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('Fixed'), mean: inYears }),
  z.strictObject({ type: z.enum(['Normal', 'FoldedNormal', 'LogNormal', 'LogNormalMoments']), mean: inYears, sd: inYears }),
  z.strictObject({ type: z.literal('Weibull'), shape: z.number().positive(), scale: inYears }),
]);

const seriesSchema = z.array(z.number());

const useSchema = z
  .strictObject({
    name: z.string().min(1),
    lifetime: lifetimeSchema,
    /** Tonnes a year that go into use, or the stock in use that is wanted at the end of each year: one of them. */
    inflow: seriesSchema.optional(),
    stock: seriesSchema.optional(),
    /** What of the element another takes the place of, from the first year on: a share of the inflow for each year. */
    substituted: z.array(share).optional(),
    /** Of what leaves use: collected, and recovered of what is collected. */
    collected: z.array(share).optional(),
    recovery: share.optional(),
  })
  .refine(({ inflow, stock }) => (inflow === undefined) !== (stock === undefined), 'states either inflow or stock');

/** A material flow scenario: an element over some years, its uses, and what mines give. */
export const scenarioSchema = z
  .strictObject({
    name: z.string().min(1),
    element: z.string().min(1),
    firstYear: z.int().min(1900).max(2200),
    uses: z.array(useSchema).min(1),
    /** Tonnes a year that mines supply. */
    mined: seriesSchema,
    /** What of mined and recovered matter reaches products: the rest is lost in processing. */
    yield: share.optional(),
  })
  .superRefine((scenario, context) => {
    const count = scenario.mined.length;
    scenario.uses.forEach((use, at) => {
      for (const name of ['inflow', 'stock', 'substituted', 'collected'] as const)
        if (use[name] !== undefined && use[name].length !== count)
          context.addIssue({
            code: 'custom',
            path: ['uses', at, name],
            message: `has ${use[name].length} years, mined has ${count}`,
          });
    });
  });

export type FlowScenario = z.infer<typeof scenarioSchema>;

/** One use through the years, tonnes. */
export interface UseThroughYears {
  readonly name: string;
  readonly inflow: readonly number[];
  readonly stock: readonly number[];
  readonly outflow: readonly number[];
  readonly recovered: readonly number[];
}

/** A scenario worked out, tonnes a year. */
export interface ScenarioAnswer {
  readonly name: string;
  readonly element: string;
  readonly years: readonly number[];
  readonly uses: readonly UseThroughYears[];
  readonly demand: readonly number[];
  readonly recovered: readonly number[];
  readonly mined: readonly number[];
  /** What mines and recycling bring into products less what uses take: below 0 supply is short. */
  readonly gap: readonly number[];
  readonly inUse: readonly number[];
  readonly balanceError: number;
}

/** Works a scenario out: stocks in use, what leaves them, what comes back, and whether supply meets demand. */
export function solveScenario(scenario: FlowScenario): ScenarioAnswer {
  const uses = scenario.uses.map(throughYears);
  const years = scenario.mined.map((_, at) => scenario.firstYear + at);
  const total = (of: (use: UseThroughYears) => readonly number[]): number[] =>
    years.map((_, year) => uses.reduce((sum, use) => sum + of(use)[year]!, 0));
  const [demand, recovered] = [total(({ inflow }) => inflow), total((use) => use.recovered)];
  const reaching = scenario.yield ?? 1;
  return {
    name: scenario.name,
    element: scenario.element,
    years,
    uses,
    demand,
    recovered,
    mined: scenario.mined,
    gap: years.map((_, year) => reaching * (scenario.mined[year]! + recovered[year]!) - demand[year]!),
    inUse: total(({ stock }) => stock),
    balanceError: Math.max(...uses.map(({ balanceError }) => balanceError)),
  };
}

function throughYears(use: FlowScenario['uses'][number]): UseThroughYears & { readonly balanceError: number } {
  const lifetime: Lifetime = use.lifetime;
  const taken = use.inflow?.map((came, year) => came * (1 - (use.substituted?.[year] ?? 0)));
  const solved = taken === undefined ? inflowOfStock(use.stock!, lifetime) : stockOfInflow(taken, lifetime);
  const recovered = solved.outflow.map((left, year) => left * (use.collected?.[year] ?? 0) * (use.recovery ?? 1));
  return { name: use.name, ...solved, recovered };
}
