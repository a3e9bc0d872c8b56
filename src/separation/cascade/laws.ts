import type { DistributionLaw, Scalar } from './cascade.ts';

const LN10 = Math.LN10;

/** `D` that nothing changes. @param distribution above 0 */
export function constantLaw(distribution: number, scalars: readonly Scalar[]): DistributionLaw {
  return lawOfPowers(Math.log(distribution), [], scalars);
}

/** `D = factor · ρ`, with one ρ a stage for all components: constant separation factors under a given loading (Xu Guangxian). */
export function separationFactorLaw(factor: number, scalars: readonly Scalar[]): DistributionLaw {
  return {
    ...lawOfPowers(Math.log(factor), [['loading', 1]], scalars),
    softened: (share) => separationFactorLaw(factor ** share, scalars),
  };
}

/** `D = 10^log10K · ρ^charge`, ρ being hydrogen in the organic over hydrogen in the aqueous phase: cation exchange. */
export function exchangeLaw(log10K: number, charge: number, scalars: readonly Scalar[]): DistributionLaw {
  return lawOfPowers(log10K * LN10, [['exchange', charge]], scalars);
}

/** `D = 10^log10K · [H]^acidOrder · [extractant]^extractantOrder`, concentrations of the free in mol/L. */
export function powerLaw(
  log10K: number,
  acidOrder: number,
  extractantOrder: number,
  scalars: readonly Scalar[],
): DistributionLaw {
  const powers: [Scalar['kind'], number][] = [
    ['acid', acidOrder],
    ['extractant', extractantOrder],
  ];
  return lawOfPowers(
    log10K * LN10,
    powers.filter(([, order]) => order !== 0),
    scalars,
  );
}

function lawOfPowers(
  lnFactor: number,
  orders: readonly (readonly [Scalar['kind'], number])[],
  scalars: readonly Scalar[],
): DistributionLaw {
  const powers = new Float64Array(scalars.length);
  for (const [kind, order] of orders) powers[indexOf(scalars, kind)] = order;
  const lnDistribution = (logs: Float64Array, slopes: Float64Array): number => {
    slopes.set(powers);
    let ln = lnFactor;
    for (let k = 0; k < powers.length; k++) if (powers[k] !== 0) ln += powers[k]! * logs[k]!;
    return ln;
  };
  return { lnDistribution, powers: { lnFactor, slopes: powers } };
}

/** Coefficients of `log10 D = (m0 + m1·d)·pH + B0 + B1·log10 d`, d being the free extractant in percent. */
export interface EmpiricalCoefficients {
  readonly m0: number;
  readonly m1: number;
  readonly B0: number;
  readonly B1: number;
}

/** @param percentPerMolPerLitre percent of the free extractant that one mol/L is */
export function empiricalLaw(
  { m0, m1, B0, B1 }: EmpiricalCoefficients,
  percentPerMolPerLitre: number,
  scalars: readonly Scalar[],
): DistributionLaw {
  const [acid, extractant] = [indexOf(scalars, 'acid'), indexOf(scalars, 'extractant')];
  const lnPercent = Math.log(percentPerMolPerLitre);
  return {
    lnDistribution: (logs, slopes) => {
      const lnDose = lnPercent + logs[extractant]!;
      const dose = Math.exp(lnDose);
      // ln 10 · pH = −ln [H].
      const byAcid = -(m0 + m1 * dose);
      slopes[acid] = byAcid;
      slopes[extractant] = -m1 * dose * logs[acid]! + B1;
      return byAcid * logs[acid]! + B0 * LN10 + B1 * lnDose;
    },
  };
}

/**
 * An isotherm given by points, joined by straight lines in logarithms; beyond its ends D stays what it was there.
 * @param points aqueous and organic mol/L in ascending order
 * @param component whose table it is
 */
export function tableLaw(
  points: readonly (readonly [number, number])[],
  component: number,
  scalars: readonly Scalar[],
): DistributionLaw {
  const at = scalars.findIndex(({ kind, component: own }) => kind === 'own' && own === component);
  const lnX = points.map(([x]) => Math.log(x));
  const lnD = points.map(([x, y]) => Math.log(y / x));
  return {
    lnDistribution: (logs, slopes) => {
      const log = logs[at]!;
      const next = lnX.findIndex((ln) => ln > log);
      if (next <= 0) return next === 0 ? lnD[0]! : lnD.at(-1)!;
      const slope = (lnD[next]! - lnD[next - 1]!) / (lnX[next]! - lnX[next - 1]!);
      slopes[at] = slope;
      return lnD[next - 1]! + slope * (log - lnX[next - 1]!);
    },
  };
}

function indexOf(scalars: readonly Scalar[], kind: Scalar['kind']): number {
  const at = scalars.findIndex((scalar) => scalar.kind === kind);
  if (at < 0) throw new RangeError(`the cascade has no scalar ${kind}, which a law reads`);
  return at;
}
