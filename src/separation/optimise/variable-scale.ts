import type { Optimisation } from './optimisation-schema.ts';

type Variable = Optimisation['variables'][number];

/** What is above 0 goes by its logarithm: volume times concentration, which so much depends on, is straight then. */
function isLogarithmic({ from }: Variable): boolean {
  return from > 0;
}

/** How far between its bounds a variable is: 0 at `from`, 1 at `to`. */
export function shareOf(variable: Variable, value: number): number {
  const { from, to } = variable;
  if (!isLogarithmic(variable)) return (value - from) / (to - from);
  return value > 0 ? Math.log(value / from) / Math.log(to / from) : 0;
}

/** ∂variable/∂share. */
export function widthAt(variable: Variable, share: number): number {
  const { from, to } = variable;
  return isLogarithmic(variable) ? valueAt(variable, share) * Math.log(to / from) : to - from;
}

/** The value at a share of the way. */
export function valueAt(variable: Variable, share: number): number {
  const { from, to } = variable;
  if (share <= 0 || share >= 1) return share <= 0 ? from : to;
  return isLogarithmic(variable) ? from * (to / from) ** share : from + share * (to - from);
}
