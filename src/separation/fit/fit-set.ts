import type { Accuracy, Domain, FittedConstant, FittedSet, Interval } from '../equilibria/fitted-set.ts';
import { SeparationRefused } from '../refusal.ts';
import {
  CHOSEN_MODEL,
  CONSTANT_MODEL,
  fitModel,
  missesOfModel,
  settledRow,
  type FittedModel,
  type Miss,
  type ModelChoice,
} from './contact-model.ts';
import { faultOf, readEquilibriumRows, type EquilibriumRow } from './equilibrium-rows.ts';
import type { Estimate } from './fit-parameters.ts';

/** Digits that a published number keeps. */
const DIGITS = 6;

/**
 * The set of constants of PC88A in chloride from a file of contacts: fitted to rows of one element, judged by those of several.
 * @throws SeparationRefused where the file cannot be read, or determines no fit
 */
export function fitPc88aChloride(csv: string): FittedSet {
  const rows = readEquilibriumRows(csv);
  const single = rows.filter(({ metals }) => metals.length === 1);
  const model = solvedModel(CHOSEN_MODEL, single);
  const { fit, elements, sources } = model;
  const estimate = (name: string): Estimate => fit.estimates.find((each) => each.name === name)!;
  const named = [...elements, 'crowding'];
  const at = named.map((name) => fit.estimates.findIndex((each) => each.name === name));
  const size = fit.estimates.length;
  return {
    name: 'pc88a-hcl',
    extractant:
      'PC88A (P507, 2-ethylhexyl phosphonic acid mono-2-ethylhexyl ester), not saponified, mol/L of the single molecule',
    diluent: 'kerosene and the like; the file does not say',
    medium: 'chloride',
    temperatureCelsius: 25,
    origin: 'data/csvs/PC88A_HCL_NdPrCeLaDySmY.csv of github.com/ANL-CEEESA/LLEPE',
    licence: 'BSD-3-Clause, Copyright (C) 2020, UChicago Argonne, LLC',
    constants: Object.fromEntries(elements.map((element) => [element, constantOf(element, estimate(element), model)])),
    crowding: intervalOf(estimate('crowding')),
    sourceEffects: Object.fromEntries(sources.map((source) => [source, intervalOf(estimate(source))])),
    sourceSd: rounded(fit.effectSd),
    residualSd: rounded(fit.residualSd),
    analysisSd: rounded(fit.residualSd * CHOSEN_MODEL.analysisShare),
    degreesOfFreedom: fit.degreesOfFreedom,
    covariance: { names: named, values: at.map((a) => at.map((b) => rounded(fit.covariance.values[a * size + b]!))) },
    domain: domainOf(model),
    accuracy: {
      set: accuracyOf(CHOSEN_MODEL, model, rows),
      constantPerElement: accuracyOf(CONSTANT_MODEL, solvedModel(CONSTANT_MODEL, single), rows),
    },
    rowsUsed: model.rows.length,
    leftOut: rows.flatMap(({ line, source, metals }) =>
      metals.flatMap((metal) => {
        const why = faultOf(metal);
        return why === null ? [] : [{ line, source, element: metal.element, why }];
      }),
    ),
  };
}

/** @throws SeparationRefused where rows determine no fit */
function solvedModel(choice: ModelChoice, rows: readonly EquilibriumRow[]): FittedModel {
  const model = fitModel(choice, rows);
  if (model.fit.status === 'solved') return model;
  const message = `${model.rows.length} rows of one element do not determine the constants (${model.fit.status}): bring more`;
  throw new SeparationRefused('no-solution', null, message);
}

function constantOf(element: string, estimate: Estimate, { rows }: FittedModel): FittedConstant {
  const own = rows.filter(({ metals }) => metals.some((metal) => metal.element === element));
  return { ...intervalOf(estimate), rows: own.length, sources: [...new Set(own.map(({ source }) => source))] };
}

function intervalOf({ value, standardError, interval95: [low, high] }: Estimate): Interval {
  return { value: rounded(value), standardError: rounded(standardError), interval95: [rounded(low), rounded(high)] };
}

/** So that machines which differ in the last bits write the same file. */
function rounded(value: number): number {
  return Number(value.toFixed(DIGITS));
}

function domainOf(model: FittedModel): Domain {
  const states = model.rows.map((row) => ({ row, state: settledRow(model, row) }));
  const spanned = (of: (each: (typeof states)[number]) => number): [number, number] => {
    const values = states.map(of);
    return [Number(Math.min(...values).toPrecision(3)), Number(Math.max(...values).toPrecision(3))];
  };
  return {
    acidMolPerLitre: spanned(({ state }) => state.acid),
    // Thin solutions and an empty organic are where the law is surest: only the upper end bounds it.
    trivalentMolPerLitre: [0, spanned(({ state }) => state.metal)[1]],
    extractantMolPerLitre: spanned(({ row }) => row.extractant),
    loading: [0, spanned(({ row, state }) => 1 - state.extractant / row.extractant)[1]],
    temperatureCelsius: [20, 30],
  };
}

function accuracyOf(choice: ModelChoice, model: FittedModel, rows: readonly EquilibriumRow[]): Accuracy {
  const several = rows.filter(({ metals }) => metals.length > 1);
  const heldOutBySource = bySource(several, (own) => missesOfModel(model, own, false));
  const means = Object.values(heldOutBySource);
  return {
    inFit: spreadOf(missesOfModel(model, model.rows, true)),
    inFitWithoutSourceEffects: spreadOf(missesOfModel(model, model.rows, false)),
    heldOut: spreadOf(missesOfModel(model, several, false)),
    heldOutMeanOfSources: rounded(means.reduce((sum, mean) => sum + mean, 0) / means.length),
    heldOutBySource,
    leaveOneSourceOut: bySource(model.rows, (own, source) => {
      const others = solvedModel(
        choice,
        model.rows.filter((row) => row.source !== source),
      );
      return missesOfModel(others, own, false);
    }),
  };
}

function bySource(
  rows: readonly EquilibriumRow[],
  missesOf: (own: readonly EquilibriumRow[], source: string) => Miss[],
): Record<string, number> {
  const sources = [...new Set(rows.map(({ source }) => source))];
  return Object.fromEntries(
    sources.map((source) => [
      source,
      spreadOf(
        missesOf(
          rows.filter((row) => row.source === source),
          source,
        ),
      ),
    ]),
  );
}

/** Root mean square of misses; 0 of none. */
function spreadOf(misses: readonly Miss[]): number {
  const sum = misses.reduce((total, { miss }) => total + miss * miss, 0);
  return rounded(Math.sqrt(sum / Math.max(misses.length, 1)));
}
