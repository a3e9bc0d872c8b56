import { IONS_OFFSET, type DistributionLaw, type Scalar } from './cascade.ts';
import { lnExchangeActivity, type IonSlopes, type PitzerParameters } from './chloride-activity.ts';

/** What a fitted law knows of one element. */
export interface FittedConstants {
  readonly log10K: number;
  /** By how much a mole a litre of extractant, free and bound, lowers log10 of what a third of it does: crowding of the organic phase. */
  readonly crowding: number;
  /** Parameters of the chloride; null where ions do not disturb each other. */
  readonly chloride: PitzerParameters | null;
}

/** Hydrogen ions that one mole releases, and extractant that it binds as three dimers. */
export const FITTED_CHARGE = 3;
export const FITTED_EXTRACTANT = 6;

/** Beyond these Pitzer's parameters were not measured: mol/L of acid or salt, and of trivalent ions. What is beyond acts as these. */
const SINGLE_MOST = 6;
const TRIVALENT_MOST = 3;
/** Acid that is always there, so that ions are never alone, mol/L; and a logarithm that trials stay below. */
const ION_LEAST = 1e-6;
const LOG_MOST = 30;

/** Logarithms that a fitted law reads, or what it changes by with each. */
export interface FittedState {
  acid: number;
  extractant: number;
  trivalent: number;
  salt: number;
}

/**
 * `ln D = ln K + 3·ln([HA free]/[H]) − 3·ln 10·crowding·[HA total] + ln γ(M³⁺) − 3 ln γ(H⁺)`.
 * @param total extractant, free and bound, mol/L
 * @param logs natural logarithms of free acid, free extractant, all trivalent ions and charges of other cations in mol/L, these two with the offset of ions
 * @param slopes takes what the answer changes by with each logarithm
 */
export function lnFitted(constants: FittedConstants, total: number, logs: FittedState, slopes: FittedState): number {
  const { log10K, crowding, chloride } = constants;
  slopes.acid = -FITTED_CHARGE;
  slopes.extractant = FITTED_CHARGE;
  slopes.trivalent = slopes.salt = 0;
  const ideal = Math.LN10 * (log10K - FITTED_CHARGE * crowding * total) + FITTED_CHARGE * (logs.extractant - logs.acid);
  if (chloride === null) return ideal;
  const acid = readIon(logs.acid, 0, SINGLE_MOST);
  const trivalent = readIon(logs.trivalent, IONS_OFFSET, TRIVALENT_MOST);
  const salt = readIon(logs.salt, IONS_OFFSET, SINGLE_MOST);
  const byIon: IonSlopes = [0, 0, 0];
  const activity = lnExchangeActivity(chloride, acid.read + ION_LEAST, trivalent.read, salt.read, byIon);
  slopes.acid += byIon[0] * acid.slope;
  slopes.trivalent = byIon[1] * trivalent.slope;
  slopes.salt = byIon[2] * salt.slope;
  return ideal + activity;
}

/** How sharply a concentration stops at its limit: at a third of it, less than 2e-5 is missing. */
const SHARPNESS = 8;

/** A concentration that goes no further than a limit, smoothly, for Newton's sake; and its slope with the logarithm. */
function readIon(log: number, offset: number, most: number): { read: number; slope: number } {
  const whole = Math.exp(Math.min(log, LOG_MOST));
  const amount = Math.max(0, whole - offset);
  const excess = 1 + (amount / most) ** SHARPNESS;
  const fading = excess ** (-1 / SHARPNESS);
  return { read: amount * fading, slope: (whole * fading) / excess };
}

/** A law of fitted constants in a cascade whose organic carries the same total of extractant everywhere. */
export function fittedLaw(constants: FittedConstants, total: number, scalars: readonly Scalar[]): DistributionLaw {
  const kinds = ['acid', 'extractant', 'trivalent', 'salt'] as const;
  const places = kinds.map((kind) => scalars.findIndex((scalar) => scalar.kind === kind));
  const state: FittedState = { acid: 0, extractant: 0, trivalent: 0, salt: 0 };
  const by: FittedState = { acid: 0, extractant: 0, trivalent: 0, salt: 0 };
  return {
    lnDistribution: (logs, slopes) => {
      for (const [k, kind] of kinds.entries()) state[kind] = places[k]! < 0 ? -Infinity : logs[places[k]!]!;
      const lnD = lnFitted(constants, total, state, by);
      for (const [k, kind] of kinds.entries()) if (places[k]! >= 0) slopes[places[k]!] = by[kind];
      return lnD;
    },
  };
}
