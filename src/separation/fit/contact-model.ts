import { IONS_OFFSET } from '../cascade/cascade.ts';
import { RARE_EARTH_CHLORIDES } from '../cascade/chloride-activity.ts';
import { FITTED_CHARGE, FITTED_EXTRACTANT, lnFitted, type FittedState } from '../cascade/fitted-law.ts';
import { settleContact, type ContactState } from './contact.ts';
import { faultOf, type EquilibriumRow } from './equilibrium-rows.ts';
import { fitParameters, type Parameter, type ParameterFit } from './fit-parameters.ts';

/** Which parts of the model are on. */
export interface ModelChoice {
  /** Activities of ions. */
  readonly hasActivity: boolean;
  /** Crowding of the organic phase. */
  readonly hasCrowding: boolean;
  /** Whether each source has an effect of its own on log10 K. */
  readonly hasSources: boolean;
  /** How much an error of the aqueous analysis, log10, is against all else that spreads log10 D. */
  readonly analysisShare: number;
}

/** A constant per element and nothing else: what others have to beat. */
export const CONSTANT_MODEL: ModelChoice = { hasActivity: false, hasCrowding: false, hasSources: false, analysisShare: 0 };

/** Chosen by cross-validation among rows of one element (docs/separation.md); rows of several were not looked at. */
export const CHOSEN_MODEL: ModelChoice = { hasActivity: true, hasCrowding: true, hasSources: true, analysisShare: 0.05 };

const CROWDING = 'crowding';
/** Around an ideal organic phase, wide against what one mole a litre can do. */
const CROWDING_PRIOR = { mean: 0, sd: 0.1 };
const LOG10K_FIRST = -2;

/** A model fitted to rows. */
export interface FittedModel {
  readonly choice: ModelChoice;
  readonly fit: ParameterFit;
  readonly rows: readonly EquilibriumRow[];
  readonly elements: readonly string[];
  readonly sources: readonly string[];
}

/** Fits a model to rows. Metals that {@link faultOf} names are left out. */
export function fitModel(choice: ModelChoice, all: readonly EquilibriumRow[]): FittedModel {
  const rows = all.filter(({ metals }) => metals.some((metal) => faultOf(metal) === null));
  const elements = [...new Set(rows.flatMap(({ metals }) => metals.map(({ element }) => element)))];
  const sources = choice.hasSources ? [...new Set(rows.map(({ source }) => source))] : [];
  const parameters: Parameter[] = [
    ...elements.map((name) => ({ name, start: LOG10K_FIRST })),
    ...(choice.hasCrowding ? [{ name: CROWDING, start: 0, prior: CROWDING_PRIOR }] : []),
    ...sources.map((name) => ({ name, start: 0, isEffect: true })),
  ];
  const names = parameters.map(({ name }) => name);
  const residuals = (values: Float64Array): Float64Array =>
    Float64Array.from(
      rows.flatMap((row) =>
        missesOf(row, choice, reading(names, values), true).map(
          ({ miss, distribution }) => miss / Math.hypot(1, choice.analysisShare * (1 + 1 / distribution)),
        ),
      ),
    );
  return { choice, fit: fitParameters({ parameters, residuals }), rows, elements, sources };
}

type Read = (name: string) => number | null;

function reading(names: readonly string[], values: Float64Array): Read {
  return (name) => {
    const at = names.indexOf(name);
    return at < 0 ? null : values[at]!;
  };
}

/** By how much a model misses one measured metal. */
export interface Miss {
  readonly element: string;
  /** log10 of the predicted over the measured D. */
  readonly miss: number;
  readonly distribution: number;
}

/**
 * How a model misses rows that it need not have seen; metals that it has no constant for, and those of no use, are passed over.
 * @param isOwn whether the effect of a known source is taken into account, or every source is one yet unseen
 */
export function missesOfModel({ choice, fit }: FittedModel, rows: readonly EquilibriumRow[], isOwn: boolean): Miss[] {
  const read = reading(
    fit.estimates.map(({ name }) => name),
    fit.values,
  );
  return rows.flatMap((row) => missesOf(row, choice, read, isOwn));
}

function missesOf(row: EquilibriumRow, choice: ModelChoice, read: Read, isOwn: boolean): Miss[] {
  if (row.metals.some(({ element }) => read(element) === null)) return [];
  const { distributions } = settled(row, choice, read, isOwn);
  return row.metals.flatMap((metal, i) => {
    if (faultOf(metal) !== null) return [];
    const { element, distribution } = metal;
    return [{ element, miss: Math.log10(distributions[i]! / distribution), distribution }];
  });
}

/** What a contact ends as. */
export function settledRow({ choice, fit }: FittedModel, row: EquilibriumRow): ContactState {
  const names = fit.estimates.map(({ name }) => name);
  return settled(row, choice, reading(names, fit.values), true);
}

function settled(row: EquilibriumRow, choice: ModelChoice, read: Read, isOwn: boolean): ContactState {
  const shift = isOwn && choice.hasSources ? (read(row.source) ?? 0) : 0;
  const constants = row.metals.map(({ element }) => ({
    log10K: read(element)! + shift,
    crowding: read(CROWDING) ?? 0,
    chloride: choice.hasActivity ? (RARE_EARTH_CHLORIDES[element] ?? null) : null,
  }));
  const slopes: FittedState = { acid: 0, extractant: 0, trivalent: 0, salt: 0 };
  const contact = {
    acidMolPerLitre: row.acid,
    extractantMolPerLitre: row.extractant,
    feedMolPerLitre: row.metals.map(({ feed }) => feed),
  };
  const law = (acid: number, extractant: number, metal: number): number[] => {
    const logs = {
      acid: Math.log(acid),
      extractant: Math.log(extractant),
      trivalent: Math.log(metal + IONS_OFFSET),
      salt: -Infinity,
    };
    return constants.map((each) => lnFitted(each, row.extractant, logs, slopes));
  };
  return settleContact(contact, law, FITTED_CHARGE, FITTED_EXTRACTANT);
}
