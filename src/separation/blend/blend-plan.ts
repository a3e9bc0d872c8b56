import { z } from 'zod';
import { readForm } from '../case/read-form.ts';
import { SeparationRefused } from '../refusal.ts';
import type { LinearProgram, LinearSolution, LinearSolver, ProgramRow } from '../../numerics/index.ts';

/** Blending at least cost 配料优化: how much of each lot makes a blend whose composition lies within bounds. A linear program, or a mixed-integer one where lots are taken whole. */

const notNegative = z.number().min(0, 'must not be below 0').max(1e12);
const share = z.number().min(0, 'must not be below 0').max(1, 'must not be above 1');
const boundsSchema = z
  .strictObject({ atLeast: share.optional(), atMost: share.optional() })
  .refine(({ atLeast = 0, atMost = 1 }) => atLeast <= atMost, 'atLeast is above atMost');

const blendPlanSchema = z.strictObject({
  unit: z.literal('blend-plan'),
  name: z.string().optional(),
  lots: z
    .record(
      z.string(),
      z.strictObject({
        kilogram: notNegative.describe('that there are of it'),
        pricePerKilogram: z.number().min(-1e9).max(1e9),
        shares: z.record(z.string(), share).describe('of the mass, by constituent, as Nd2O3'),
        whole: z.boolean().default(false).describe('whether all of it is taken or nothing'),
      }),
    )
    .refine((lots) => Object.keys(lots).length > 0, 'nothing is there to blend'),
  blend: z.strictObject({
    kilogram: z.union([
      z.number().positive('must be above 0').max(1e12),
      z.strictObject({ atLeast: notNegative, atMost: notNegative }),
    ]),
    shares: z.record(z.string(), boundsSchema).describe('bounds of the mass, by constituent'),
  }),
});
type BlendPlanCase = z.infer<typeof blendPlanSchema>;

/** A bound of the blend, and what it costs. */
export interface BlendBound {
  readonly of: string;
  readonly atLeast: number | null;
  readonly atMost: number | null;
  readonly found: number;
  /** Change of the cost for one unit more of the bound that holds it (a share of 1, or a kilogram); 0 where none does, null with whole lots. */
  readonly costPerUnit: number | null;
}

export interface BlendPlanAnswer {
  readonly unit: 'blend-plan';
  readonly name: string | null;
  readonly status: 'solved';
  readonly cost: number;
  readonly kilogram: number;
  readonly take: readonly { readonly lot: string; readonly kilogram: number; readonly share: number }[];
  readonly composition: Readonly<Record<string, number>>;
  readonly bounds: readonly BlendBound[];
}

/** The JSON Schema of a plan. */
export function blendPlanSchemaJson(): unknown {
  return z.toJSONSchema(blendPlanSchema, { io: 'input' });
}

/**
 * The blend of least cost.
 * @param json a value read from JSON
 * @throws SeparationRefused where no blend keeps the bounds: the message says by how little they are missed
 */
export function planBlend(json: unknown, solve: LinearSolver): BlendPlanAnswer {
  const text = readForm(blendPlanSchema, json);
  const solution = solve(programOf(text, false));
  if (solution.status === 'infeasible') throw missed(text, solve);
  if (solution.status === 'unbounded')
    throw new SeparationRefused('no-solution', '$.blend.kilogram', 'the cost falls without end');
  return answerOf(text, solution);
}

interface Limit {
  readonly of: string;
  readonly direction: 1 | -1;
  readonly bound: number;
  readonly row: ProgramRow;
}

/** One row for each bound: what is beyond it, in kilograms, is not above 0. */
function limitsOf({ lots, blend }: BlendPlanCase): Limit[] {
  const names = Object.keys(lots);
  const limits: Limit[] = [];
  for (const [of, { atLeast, atMost }] of Object.entries(blend.shares))
    for (const [bound, direction] of [
      [atLeast, -1],
      [atMost, 1],
    ] as const) {
      if (bound === undefined) continue;
      const coefficients = names.map((name) => direction * ((lots[name]!.shares[of] ?? 0) - bound));
      limits.push({ of, direction, bound, row: { coefficients, atLeast: null, atMost: 0 } });
    }
  return limits;
}

function massOf({ blend }: BlendPlanCase): { atLeast: number; atMost: number } {
  return typeof blend.kilogram === 'number' ? { atLeast: blend.kilogram, atMost: blend.kilogram } : blend.kilogram;
}

/** @param isSoft whether bounds may be missed: then it is the misses that are to be least */
function programOf(text: BlendPlanCase, isSoft: boolean): LinearProgram {
  const lots = Object.values(text.lots);
  const limits = limitsOf(text);
  const misses = isSoft ? limits.map(() => ({ cost: 1, atMost: null, isWhole: false })) : [];
  const without = misses.map(() => 0);
  // A lot that is taken whole is taken once or not: its row counts it by what there is of it.
  const scale = lots.map(({ whole, kilogram }) => (whole ? kilogram : 1));
  const scaled = ({ coefficients, ...row }: ProgramRow, missing: readonly number[]): ProgramRow => ({
    ...row,
    coefficients: [...coefficients.map((value, n) => value * scale[n]!), ...missing],
  });
  return {
    variables: [
      ...lots.map(({ kilogram, pricePerKilogram, whole }, n) => ({
        cost: isSoft ? 0 : pricePerKilogram * scale[n]!,
        atMost: whole ? 1 : kilogram,
        isWhole: whole,
      })),
      ...misses,
    ],
    rows: [
      scaled({ coefficients: lots.map(() => 1), ...massOf(text) }, without),
      ...limits.map(({ row }, at) =>
        scaled(
          row,
          misses.map((_, n) => (n === at ? -1 : 0)),
        ),
      ),
    ],
  };
}

function answerOf(text: BlendPlanCase, { values, prices }: Extract<LinearSolution, { status: 'optimal' }>): BlendPlanAnswer {
  const take = takenOf(text, values);
  const kilogram = take.reduce((sum, { kilogram: mass }) => sum + mass, 0);
  const composition: Record<string, number> = {};
  for (const { lot, kilogram: mass } of take)
    for (const [constituent, part] of Object.entries(text.lots[lot]!.shares))
      composition[constituent] = (composition[constituent] ?? 0) + (part * mass) / kilogram;
  const limits = limitsOf(text);
  const priceOf = (of: string): number | null => {
    if (prices === null) return null;
    // A bound that rises by one lets so many kilograms more or less pass as there are in the blend.
    return limits.reduce((sum, limit, n) => (limit.of === of ? sum + prices[n + 1]! * limit.direction * kilogram : sum), 0);
  };
  return {
    unit: 'blend-plan',
    name: text.name ?? null,
    status: 'solved',
    cost: take.reduce((sum, { lot, kilogram: mass }) => sum + mass * text.lots[lot]!.pricePerKilogram, 0),
    kilogram,
    take,
    composition,
    bounds: [
      ...Object.entries(text.blend.shares).map(([of, { atLeast = null, atMost = null }]): BlendBound => ({
        of,
        atLeast,
        atMost,
        found: composition[of] ?? 0,
        costPerUnit: priceOf(of),
      })),
      { of: 'kilogram', ...massOf(text), found: kilogram, costPerUnit: prices?.[0] ?? null },
    ],
  };
}

function takenOf({ lots }: BlendPlanCase, values: readonly number[]): BlendPlanAnswer['take'] {
  return Object.entries(lots)
    .map(([lot, { kilogram, whole }], n) => {
      const mass = whole ? Math.round(values[n]!) * kilogram : Math.max(0, values[n]!);
      return { lot, kilogram: mass, share: kilogram > 0 ? mass / kilogram : 0 };
    })
    .filter(({ kilogram }) => kilogram > 0);
}

/** Why no blend keeps the bounds: the mass that is not there, or those that are missed where all misses together are least. */
function missed(text: BlendPlanCase, solve: LinearSolver): SeparationRefused {
  const nearest = solve(programOf(text, true));
  const { atLeast } = massOf(text);
  if (nearest.status !== 'optimal')
    return new SeparationRefused('constraints-infeasible', '$.blend.kilogram', `the lots do not make up ${atLeast} kg`);
  const { composition, kilogram } = answerOf(text, { ...nearest, prices: null });
  const misses = limitsOf(text).flatMap(({ of, direction, bound }) => {
    const found = composition[of] ?? 0;
    const isMissed = direction * (found - bound) * kilogram > 1e-6 * kilogram;
    return isMissed ? [`${of} ${direction > 0 ? 'at most' : 'at least'} ${bound}: ${found.toPrecision(5)} at the nearest`] : [];
  });
  const path = `$.blend.shares.${misses[0]?.split(' ')[0] ?? ''}`;
  return new SeparationRefused('constraints-infeasible', path, `no blend keeps all bounds: ${misses.join('; ')}`);
}
