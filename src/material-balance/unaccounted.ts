import { oxideFactor, RARE_EARTHS } from '../elements/index.ts';
import { NET, type AccountKind, type Entry, type Leg } from '../ledger/index.ts';
import { zeros, type Matrix } from '../numerics/index.ts';
import { kilograms } from './movements.ts';

/** TREO stands behind the elements in every list of columns. */
export const TREO = RARE_EARTHS.length;
const COLUMNS = RARE_EARTHS.length + 1;

/** An entry that concerns a site, and the period that its event lies in. */
export interface PeriodEntry {
  readonly period: number;
  readonly entry: Entry;
}

/** Errors that are common to many measurements, relative standard deviations. */
export interface CommonErrors {
  /** Of all weighings of a site. */
  readonly weighing: number;
  /** Of a measured loss, which is sampled coarsely. */
  readonly measuredLoss: number;
}

/** What a site could not account for of one element (or of TREO, as oxides), by period, kilograms. */
export interface Unaccounted {
  readonly column: number;
  /** What its processes took in. */
  readonly inputKg: readonly number[];
  /** What its processes lost unmeasured; a part of `mufKg`. */
  readonly processLossKg: readonly number[];
  readonly mufKg: readonly number[];
  /** By weighing and assay, kg². */
  readonly covariance: Matrix;
}

/** Accounts whose turnover no measurement explains. */
const DIFFERENCES: ReadonlySet<AccountKind> = new Set<AccountKind>([
  'process-loss',
  'unexplained-gain',
  'count-difference',
  'assay-adjustment',
  'transit-difference',
]);
const LOSSES: ReadonlySet<AccountKind> = new Set<AccountKind>(['tailings', 'effluent', 'slag', 'dust', 'discard']);
const HOLDINGS: ReadonlySet<AccountKind> = new Set<AccountKind>(['stock', 'reserve', 'in-process']);

/**
 * Matter unaccounted for at a site, with covariances: one assay values all of its lot, also in other periods; a scale that is a little off is so
 * in all weighings. What is lost on the way counts where it should have arrived.
 */
export function unaccountedAt(
  site: string,
  entries: readonly PeriodEntry[],
  periods: number,
  errors: CommonErrors,
): Unaccounted[] {
  const sums = Array.from({ length: COLUMNS }, () => new ColumnSums(periods));
  for (const { period, entry } of entries) {
    const isProcess = entry.legs.some(
      ({ account, lot }) => account.kind === 'process-loss' && lot === null && account.site === site,
    );
    if (isProcess)
      for (const { role, masses } of entry.flows)
        if (role === 'input') eachColumn(masses, (column, kg) => (sums[column]!.input[period]! += kg));
    for (const leg of entry.legs) addLeg(sums, leg, site, period, isProcess, errors);
  }
  return sums.map((column, at) => column.finish(at, errors));
}

/** Calls with the kilograms of each element, and for each with its part of TREO. */
function eachColumn(masses: readonly bigint[], take: (column: number, kg: number) => void): void {
  for (let column = 0; column < NET; column++) {
    if (masses[column] === 0n) continue;
    const kg = kilograms(masses[column]!);
    take(column, kg);
    take(TREO, kg * oxideFactor(column));
  }
}

function addLeg(
  sums: readonly ColumnSums[],
  leg: Leg,
  site: string,
  period: number,
  isProcess: boolean,
  errors: CommonErrors,
): void {
  const { kind, counterpart } = leg.account;
  const isHere = kind === 'transit-difference' ? counterpart === site : leg.account.site === site;
  if (!isHere) return;
  if (DIFFERENCES.has(kind)) {
    eachColumn(leg.masses, (column, kg) => (sums[column]!.muf[period]! += kg));
    if (leg.lot === null) eachColumn(leg.masses, (column, kg) => (sums[column]!.processLoss[period]! += kg));
    else addErrors(sums, leg, period, 1);
    return;
  }
  if (!isProcess) return;
  if (LOSSES.has(kind))
    eachColumn(leg.masses, (column, kg) => sums[column]!.addIndependent(period, (errors.measuredLoss * kg) ** 2));
  else if (HOLDINGS.has(kind) && leg.lot !== null) addErrors(sums, leg, period, -1);
}

const MG_PER_KG = 1e6;

/** The errors of an amount of a lot: its weighing is its own, its assay is the lot's. */
function addErrors(sums: readonly ColumnSums[], leg: Leg, period: number, sign: 1 | -1): void {
  const net = kilograms(leg.masses[NET]!);
  const weighing = leg.flowVariance[NET]! / MG_PER_KG ** 2;
  let [treoKg, treoWeighing] = [0, 0];
  for (let column = 0; column < NET; column++) {
    const [kg, variance] = [kilograms(leg.masses[column]!), leg.flowVariance[column]! / MG_PER_KG ** 2];
    if (kg === 0 && variance === 0) continue;
    const ofWeighing = net === 0 ? 0 : (kg / net) ** 2 * weighing;
    const ofAssay = Math.sqrt(Math.max(0, variance - ofWeighing));
    const factor = oxideFactor(column);
    sums[column]!.addWeighed(period, sign * kg, ofWeighing);
    sums[column]!.addAssay(leg.lot!, period, Math.sign(sign * (net === 0 ? kg : net)) * ofAssay);
    sums[TREO]!.addAssay(`${leg.lot} ${column}`, period, Math.sign(sign * (net === 0 ? kg : net)) * ofAssay * factor);
    treoKg += sign * kg * factor;
    treoWeighing += Math.sqrt(ofWeighing) * factor;
  }
  sums[TREO]!.addWeighed(period, treoKg, treoWeighing ** 2);
}

/** Sums of one column while they are gathered. */
class ColumnSums {
  readonly input: number[];
  readonly processLoss: number[];
  readonly muf: number[];
  readonly #independent: number[];
  readonly #weighed: number[];
  readonly #assays = new Map<string, number[]>();

  constructor(periods: number) {
    const none = (): number[] => Array.from({ length: periods }, () => 0);
    [this.input, this.processLoss, this.muf, this.#independent, this.#weighed] = [none(), none(), none(), none(), none()];
  }

  addIndependent(period: number, variance: number): void {
    this.#independent[period]! += variance;
  }

  addWeighed(period: number, kg: number, variance: number): void {
    this.#independent[period]! += variance;
    this.#weighed[period]! += kg;
  }

  /** @param kg one standard deviation of the assay in kilograms, with the sign in which the amount counts */
  addAssay(assay: string, period: number, kg: number): void {
    const known = this.#assays.get(assay) ?? this.#independent.map(() => 0);
    known[period]! += kg;
    this.#assays.set(assay, known);
  }

  finish(column: number, errors: CommonErrors): Unaccounted {
    const periods = this.muf.length;
    const covariance = zeros(periods, periods);
    const add = (of: readonly number[], scale: number): void => {
      for (let row = 0; row < periods; row++)
        if (of[row] !== 0)
          for (let other = 0; other < periods; other++)
            covariance.values[row * periods + other]! += scale * of[row]! * of[other]!;
    };
    for (const assay of this.#assays.values()) add(assay, 1);
    add(this.#weighed, errors.weighing ** 2);
    for (let row = 0; row < periods; row++) covariance.values[row * periods + row]! += this.#independent[row]!;
    return { column, inputKg: this.input, processLossKg: this.processLoss, mufKg: this.muf, covariance };
  }
}
