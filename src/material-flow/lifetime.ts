import { normalCdf } from '../numerics/index.ts';

/**
 * How long products stay in use. Mean, standard deviation and scale in years. `Fixed`: exactly the mean. `Normal` is not cut at 0: a part leaves in
 * the year in which it came. `FoldedNormal`: the absolute value of a normal number. `LogNormalMoments`: log-normal with this mean
 * and deviation. `LogNormal`: what ODYM 0da9fcbe computes under this name, whose ln has the variance ln(1 + mean²/sd²) where that of a log-normal number with this
 * mean and deviation is ln(1 + sd²/mean²): kept so that its results can be compared.
 */
export type Lifetime =
  | { readonly type: 'Fixed'; readonly mean: number }
  | { readonly type: 'Normal' | 'FoldedNormal' | 'LogNormal' | 'LogNormalMoments'; readonly mean: number; readonly sd: number }
  | { readonly type: 'Weibull'; readonly shape: number; readonly scale: number };

/** The share of what came in a year that is still in use after so many whole years. */
export function survival(lifetime: Lifetime, age: number): number {
  switch (lifetime.type) {
    case 'Fixed':
      return age < lifetime.mean ? 1 : 0;
    case 'Normal':
      return upperNormal((age - lifetime.mean) / lifetime.sd);
    case 'FoldedNormal':
      return foldedSurvival(lifetime.mean, lifetime.sd, age);
    case 'LogNormal':
      return logNormalSurvival(lifetime.mean, (lifetime.mean / lifetime.sd) ** 2, age);
    case 'LogNormalMoments':
      return logNormalSurvival(lifetime.mean, (lifetime.sd / lifetime.mean) ** 2, age);
    case 'Weibull':
      return Math.exp(-((age / lifetime.scale) ** lifetime.shape));
  }
}

function upperNormal(z: number): number {
  return normalCdf(-z);
}

function foldedSurvival(mean: number, sd: number, age: number): number {
  return upperNormal((age - mean) / sd) + upperNormal((age + mean) / sd);
}

function logNormalSurvival(mean: number, ratio: number, age: number): number {
  if (age <= 0) return 1;
  const variance = Math.log1p(ratio);
  return upperNormal((Math.log(age) - Math.log(mean) + variance / 2) / Math.sqrt(variance));
}
