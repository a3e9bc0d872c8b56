import { z } from 'zod';
import type { Watch } from '../case/solve-cascade.ts';
import { curveOf } from '../column/column-curve.ts';
import { molesLeaving, runColumn, type ColumnRun, type FeedStep } from '../column/column-run.ts';
import { SeparationRefused } from '../refusal.ts';
import type { UnitStream } from '../stream.ts';
import { columnShape, IonList, waterShape } from './column-form.ts';
import { notNegative, positive, share } from './forms.ts';

/** A column of ion-exchange resin 离子交换: loaded and eluted by a schedule of feeds, its effluent cut into fractions. */

export const ionExchangeSchema = z.strictObject({
  unit: z.literal('ion-exchange'),
  name: z.string().optional(),
  resin: z.strictObject({
    litres: positive.describe('of the bed'),
    porosity: z.number().min(0.05).max(0.95).default(0.4).describe('share of the bed that water flows through'),
    capacityEquivalentPerLitre: positive.max(100).describe('of the bed'),
    form: z.record(z.string(), share).describe('shares of the capacity that ions hold at the beginning, together 1'),
    anionsEquivalentPerLitre: notNegative.default(0).describe('of the water in the bed at the beginning; 0 is pure water'),
  }),
  steps: z
    .array(
      z.strictObject({
        name: z.string().min(1).optional(),
        litres: positive.optional().describe('that are fed, or'),
        bedVolumes: positive.max(100_000).optional(),
        litrePerHour: positive,
        ...waterShape,
      }),
    )
    .min(1)
    .max(200)
    .describe('feeds one after the other: load, wash, elute'),
  cuts: z
    .array(z.strictObject({ name: z.string().min(1), fromLitre: notNegative, toLitre: positive }))
    .max(200)
    .optional()
    .describe('fractions of the effluent, by litres since the beginning; one a step, unless stated'),
  pecletNumber: z
    .number()
    .min(1)
    .max(1e6)
    .optional()
    .describe('length of the bed over its dispersivity; no dispersion, unless stated'),
  ...columnShape,
});
export type IonExchangeCase = z.infer<typeof ionExchangeSchema>;

/** A fraction of the effluent. */
export interface IonExchangeCut {
  readonly name: string;
  readonly fromLitre: number;
  readonly toLitre: number;
  readonly molPerLitre: Readonly<Record<string, number>>;
  readonly mol: Readonly<Record<string, number>>;
  /** Share of each ion in the moles of all that are no reagents. */
  readonly purity: Readonly<Record<string, number>>;
  /** Of what was fed and on the resin. */
  readonly recovery: Readonly<Record<string, number>>;
}

export interface IonExchangeAnswer {
  readonly unit: 'ion-exchange';
  readonly name: string | null;
  readonly status: 'solved';
  readonly litres: number;
  readonly hours: number;
  readonly capacityEquivalent: number;
  /** The resin at the end of each step: moles that it holds, and what share of its capacity ions that are no reagents have. */
  readonly steps: readonly {
    readonly name: string;
    readonly endLitre: number;
    readonly loadedShare: number;
    readonly sorbedMol: Readonly<Record<string, number>>;
  }[];
  /** Where an ion's concentration first exceeds 5 % of the highest that it is fed with; null where it never does. */
  readonly breakthrough: readonly { readonly name: string; readonly litre: number | null }[];
  readonly cuts: readonly IonExchangeCut[];
  readonly curve: readonly {
    readonly litre: number;
    readonly hours: number;
    /** Mean since the row before. */
    readonly molPerLitre: Readonly<Record<string, number>>;
  }[];
  readonly closure: number;
  readonly streams: readonly UnitStream[];
  readonly consumed: readonly UnitStream[];
}

/** @throws SeparationRefused */
export function solveIonExchange(text: IonExchangeCase, watch: Watch): IonExchangeAnswer {
  const { resin, cells, pecletNumber } = text;
  const ions = new IonList(text.ions);
  const poreLitres = resin.litres * resin.porosity;
  const run = runColumn(
    {
      exchanger: ions.exchanger(resin.capacityEquivalentPerLitre / resin.porosity),
      cells,
      dispersivityCells: pecletNumber === undefined ? 0 : cells / pecletNumber,
      perHour: text.perHour ?? null,
      fractions: fractionsOf(resin.form, ions),
      anions: resin.anionsEquivalentPerLitre,
      poreLitres,
      steps: text.steps.map((step, at) => feedOf(step, at, resin.litres, ions)),
      limits: text.limits,
    },
    watch,
  );
  return answerOf(text, ions, run);
}

/** @throws SeparationRefused where shares do not make one */
function fractionsOf(form: Readonly<Record<string, number>>, ions: IonList): number[] {
  const fractions = Array.from(ions.vectorOf(Object.entries(form), '$.resin.form'));
  const sum = fractions.reduce((all, each) => all + each, 0);
  if (Math.abs(sum - 1) > 1e-6) throw new SeparationRefused('form', '$.resin.form', `the shares make ${sum}, not 1`);
  return fractions.map((each) => each / sum);
}

/** @throws SeparationRefused */
function feedOf(step: IonExchangeCase['steps'][number], at: number, bedLitres: number, ions: IonList): FeedStep {
  const { litres, bedVolumes, litrePerHour } = step;
  if ((litres === undefined) === (bedVolumes === undefined))
    throw new SeparationRefused('form', `$.steps[${at}]`, 'state either litres or bedVolumes');
  return { litres: litres ?? bedVolumes! * bedLitres, litrePerHour, molPerLitre: ions.waterOf(step, `$.steps[${at}]`) };
}

function answerOf(text: IonExchangeCase, ions: IonList, run: ColumnRun): IonExchangeAnswer {
  const hours = run.hours[run.shifts - 1]!;
  const litres = run.shifts * run.litresPerShift;
  const ends = stepEnds(text, litres);
  const cuts = cutsOf(text, ions, run, ends);
  return {
    unit: 'ion-exchange',
    name: text.name ?? null,
    status: 'solved',
    litres,
    hours,
    capacityEquivalent: text.resin.capacityEquivalentPerLitre * text.resin.litres,
    steps: ends.map((end, at) => ({ ...end, ...loadOf(text, ions, run.sorbedAtEnds[at]!) })),
    breakthrough: breakthroughOf(text, ions, run),
    cuts,
    curve: curveOf(run, text.points).map((point) => ({
      litre: point.litres,
      hours: point.hours,
      molPerLitre: ions.recordOf(point.molPerLitre),
    })),
    closure: run.closure,
    streams: streamsOf(cuts, ions, run, hours),
    consumed: [
      { name: 'feeds', phase: 'liquid', litrePerHour: litres / hours, molPerHour: perHour(ions.recordOf(run.fed), hours) },
    ],
  };
}

interface StepEnd {
  readonly name: string;
  readonly endLitre: number;
}

function stepEnds({ steps, resin }: IonExchangeCase, litres: number): StepEnd[] {
  let endLitre = 0;
  return steps.map((step, at) => {
    endLitre += step.litres ?? step.bedVolumes! * resin.litres;
    return { name: step.name ?? `step ${at + 1}`, endLitre: at === steps.length - 1 ? litres : endLitre };
  });
}

function loadOf(
  { resin }: IonExchangeCase,
  ions: IonList,
  sorbed: Float64Array,
): Pick<IonExchangeAnswer['steps'][number], 'loadedShare' | 'sorbedMol'> {
  const loaded = sorbed.reduce((sum, mol, ion) => sum + (ions.isReagent(ions.names[ion]!) ? 0 : mol * ions.charges[ion]!), 0);
  return { loadedShare: loaded / (resin.capacityEquivalentPerLitre * resin.litres), sorbedMol: ions.recordOf(sorbed) };
}

const BREAKTHROUGH = 0.05;

function breakthroughOf(text: IonExchangeCase, ions: IonList, run: ColumnRun): IonExchangeAnswer['breakthrough'] {
  const waters = text.steps.map((step, at) => ions.waterOf(step, `$.steps[${at}]`));
  return ions.names.flatMap((name, ion): IonExchangeAnswer['breakthrough'] => {
    const highest = Math.max(...waters.map((water) => water[ion]!));
    if (highest === 0) return [];
    for (let shift = 0; shift < run.shifts; shift++)
      if (run.effluent[shift * ions.names.length + ion]! > BREAKTHROUGH * highest)
        return [{ name, litre: (shift + 0.5) * run.litresPerShift }];
    return [{ name, litre: null }];
  });
}

/** @throws SeparationRefused for a cut that is not within what leaves */
function cutsOf(text: IonExchangeCase, ions: IonList, run: ColumnRun, ends: readonly StepEnd[]): IonExchangeCut[] {
  const bySteps = ends.map(({ name, endLitre }, at) => ({ name, fromLitre: ends[at - 1]?.endLitre ?? 0, toLitre: endLitre }));
  const wanted = text.cuts ?? bySteps;
  const litres = run.shifts * run.litresPerShift;
  return wanted.map(({ name, fromLitre, toLitre }, at) => {
    if (fromLitre >= toLitre || toLitre > litres * (1 + 1e-12))
      throw new SeparationRefused(
        'form',
        `$.cuts[${at}].toLitre`,
        `a cut ends after it begins, and by ${litres} L, when all has left`,
      );
    if (wanted.findIndex((other) => other.name === name) < at)
      throw new SeparationRefused(
        'form',
        text.cuts === undefined ? `$.steps[${at}].name` : `$.cuts[${at}].name`,
        'a name is used twice',
      );
    const moles = molesLeaving(run, fromLitre / run.litresPerShift, toLitre / run.litresPerShift);
    return { name, fromLitre, toLitre, ...contentOf(moles, toLitre - fromLitre, ions, run) };
  });
}

function contentOf(
  moles: Float64Array,
  litres: number,
  ions: IonList,
  run: ColumnRun,
): Pick<IonExchangeCut, 'molPerLitre' | 'mol' | 'purity' | 'recovery'> {
  const counted = ions.names.flatMap((name, ion) => (ions.isReagent(name) ? [] : [{ name, ion }]));
  const all = counted.reduce((sum, { ion }) => sum + moles[ion]!, 0);
  const shares = (of: (ion: number) => number): Record<string, number> =>
    Object.fromEntries(counted.map(({ name, ion }) => [name, of(ion) > 0 ? moles[ion]! / of(ion) : 0]));
  return {
    molPerLitre: ions.recordOf(moles.map((mol) => mol / litres)),
    mol: ions.recordOf(moles),
    purity: shares(() => all),
    recovery: shares((ion) => run.fed[ion]! + run.heldBefore[ion]!),
  };
}

/** The cuts spread over all hours, and what no cut takes. @throws SeparationRefused where cuts overlap */
function streamsOf(cuts: readonly IonExchangeCut[], ions: IonList, run: ColumnRun, hours: number): UnitStream[] {
  const streams = cuts.map(({ name, fromLitre, toLitre, mol }): UnitStream => ({
    name,
    phase: 'liquid',
    litrePerHour: (toLitre - fromLitre) / hours,
    molPerHour: perHour(mol, hours),
  }));
  let [from, litres] = [0, 0];
  const rest = new Float64Array(ions.names.length);
  const takeRest = (to: number): void => {
    const moles = molesLeaving(run, from / run.litresPerShift, to / run.litresPerShift);
    for (let ion = 0; ion < rest.length; ion++) rest[ion]! += moles[ion]!;
    litres += to - from;
  };
  for (const { name, fromLitre, toLitre } of cuts.toSorted((a, b) => a.fromLitre - b.fromLitre)) {
    if (fromLitre < from * (1 - 1e-12))
      throw new SeparationRefused('form', '$.cuts', `${name} begins before the cut before it ends`);
    if (fromLitre > from) takeRest(fromLitre);
    from = toLitre;
  }
  const end = run.shifts * run.litresPerShift;
  if (end > from) takeRest(end);
  if (litres <= 1e-12 * end) return streams;
  return [
    ...streams,
    { name: 'rest', phase: 'liquid', litrePerHour: litres / hours, molPerHour: perHour(ions.recordOf(rest), hours) },
  ];
}

function perHour(mol: Readonly<Record<string, number>>, hours: number): Record<string, number> {
  return Object.fromEntries(Object.entries(mol).map(([ion, amount]) => [ion, amount / hours]));
}
