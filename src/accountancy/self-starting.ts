import { normalScore } from './normal-score.ts';

/** What a process took in and could not account for in one period, kilograms. */
export interface ProcessPeriod {
  readonly inputKg: number;
  readonly lossKg: number;
  /** Variance of the loss by weighing and assay, kg². */
  readonly variance: number;
}

/** What is supposed of a process before anything of it is known. */
export interface LossPrior {
  /** Standard deviation of the share lost from one period to the next beyond measurement. */
  readonly spread: number;
  /** How many periods this supposition is worth. */
  readonly worth: number;
}

/** Scores beyond this say no more: the tail of a normal distribution is not known that far. */
const SCORE_MAX = 6;

/**
 * Scores of a process whose usual loss is not known: each period is held against the periods before it. The share lost is taken as constant
 * with a spread of its own beside the error of measurement. When nothing changes the scores are close to independent and standard normal
 * (self-starting scheme after D. M. Hawkins, Self-starting CUSUM charts for location and scale, The Statistician 36, 1987).
 * @returns one score a period, positive where more was lost than before; 0 for the first, of which nothing can be said
 */
export function selfStartingScores(periods: readonly ProcessPeriod[], prior: LossPrior): number[] {
  const scores: number[] = [];
  let [squares, degrees] = [prior.worth * prior.spread ** 2, prior.worth];
  let [weights, weighted] = [0, 0];
  for (const { inputKg, lossKg, variance } of periods) {
    if (!(inputKg > 0)) {
      scores.push(0);
      continue;
    }
    const measured = variance / inputKg ** 2;
    const spread = Math.max(squares / degrees, 1e-12);
    const share = lossKg / inputKg;
    if (weights === 0) scores.push(0);
    else {
      const residual = share - weighted / weights;
      const predicted = measured + spread + 1 / weights;
      const score = normalScore(residual / Math.sqrt(predicted), degrees);
      scores.push(Math.max(-SCORE_MAX, Math.min(SCORE_MAX, score)));
      // What measurement explains of the residual is no spread of the process.
      squares += clipped(Math.max(0, residual ** 2 - measured - 1 / weights), spread);
      degrees += 1;
    }
    const weight = 1 / (measured + spread);
    weights += weight;
    weighted += weight * share;
  }
  return scores;
}

/** One wild period must not widen what is taken as usual. */
function clipped(square: number, spread: number): number {
  return Math.min(square, 6 * spread);
}
