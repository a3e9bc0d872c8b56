/** What a mass counts: the lot as weighed, one oxide, one element, or all rare earths as oxides. */
export type Basis = 'net' | 'treo' | `oxide:${string}` | `element:${string}`;

/** A mass in whole milligrams on a stated basis. Two bases never mix: `addMass` refuses at compile time and at run time. */
export interface Mass<B extends Basis = Basis> {
  readonly mg: bigint;
  readonly basis: B;
}

const MG_PER_KG = 1_000_000;
const MG_PER_TONNE = 1_000_000_000;

/** The largest single quantity accepted, in milligrams: nine million tonnes, so that a lot's mass stays exact in a double. */
export const QUANTITY_MG_MAX = BigInt(Number.MAX_SAFE_INTEGER);

/**
 * A mass from whole milligrams.
 * @param mg milligrams, any sign (a ledger posting may be negative)
 * @param basis what is counted
 */
export function massOf<B extends Basis>(mg: bigint, basis: B): Mass<B> {
  return { mg, basis };
}

/** A mass from tonnes, rounded to the milligram. @throws RangeError if the number is not finite */
export function tonnes<B extends Basis>(value: number, basis: B): Mass<B> {
  return massOf(roundToMg(value, MG_PER_TONNE), basis);
}

/** A mass from kilograms, rounded to the milligram. @throws RangeError if the number is not finite */
export function kilograms<B extends Basis>(value: number, basis: B): Mass<B> {
  return massOf(roundToMg(value, MG_PER_KG), basis);
}

/**
 * The sum of two masses of one basis.
 * @throws TypeError `addMass: bases oxide:Nd2O3 and element:Nd do not mix` when the bases differ
 * @example addMass(tonnes(1, 'oxide:Nd2O3'), tonnes(2, 'oxide:Nd2O3'))
 */
export function addMass<B extends Basis>(a: Mass<B>, b: Mass<NoInfer<B>>): Mass<B> {
  requireSameBasis('addMass', a, b);
  return massOf(a.mg + b.mg, a.basis);
}

/** The difference a − b of two masses of one basis. @throws TypeError when the bases differ */
export function subtractMass<B extends Basis>(a: Mass<B>, b: Mass<NoInfer<B>>): Mass<B> {
  requireSameBasis('subtractMass', a, b);
  return massOf(a.mg - b.mg, a.basis);
}

/** Kilograms as a number, for display and for numerical work; to the milligram up to two million tonnes. */
export function toKilograms(mass: Mass): number {
  return mgToKilograms(mass.mg);
}

/** Tonnes as a number, for display and for numerical work. */
export function toTonnes(mass: Mass): number {
  return Number(mass.mg) / MG_PER_TONNE;
}

/** Milligrams to kilograms as a number. */
export function mgToKilograms(mg: bigint): number {
  return Number(mg) / MG_PER_KG;
}

/** Milligrams as an exact decimal of kilograms, without rounding: `1500001n` is `"1.500001"`. */
export function mgToKilogramText(mg: bigint): string {
  const sign = mg < 0n ? '-' : '';
  const digits = (mg < 0n ? -mg : mg).toString().padStart(7, '0');
  const fraction = digits.slice(-6).replace(/0+$/, '');
  return sign + digits.slice(0, -6) + (fraction === '' ? '' : `.${fraction}`);
}

function requireSameBasis(operation: string, a: Mass, b: Mass): void {
  if (a.basis !== b.basis) {
    throw new TypeError(`${operation}: bases ${a.basis} and ${b.basis} do not mix; convert one of them first`);
  }
}

function roundToMg(value: number, mgPerUnit: number): bigint {
  const mg = Math.round(value * mgPerUnit);
  if (!Number.isFinite(mg)) throw new RangeError(`mass: expected a finite number of milligrams, got ${value} × ${mgPerUnit}`);
  return BigInt(mg);
}
