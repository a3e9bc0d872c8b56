import { leastSquares, zeros } from './dense.ts';

/**
 * Fixed points of `x = g(x)` by Anderson's mixing (Walker and Ni 2011): the next trial is what the last few trials, weighed so that their
 * residuals cancel best, would have led to. It holds trials and residuals only, no derivative.
 */
export class AndersonMixing {
  readonly #depth: number;
  readonly #trials: Float64Array[] = [];
  readonly #residuals: Float64Array[] = [];

  /** @param depth trials remembered */
  constructor(depth: number) {
    this.#depth = depth;
  }

  /** Forgets what was tried: for when a trial led astray. */
  restart(): void {
    this.#trials.length = 0;
    this.#residuals.length = 0;
  }

  /**
   * The next trial.
   * @param trial x, each entry in its own scale
   * @param image g(x) in the same scale
   */
  next(trial: Float64Array, image: Float64Array): Float64Array {
    this.#trials.push(trial);
    this.#residuals.push(image.map((value, at) => value - trial[at]!));
    if (this.#trials.length > this.#depth + 1) {
      this.#trials.shift();
      this.#residuals.shift();
    }
    const last = this.#trials.length - 1;
    if (last === 0) return image;
    const weights = this.#weights(last);
    return image.map((value, at) => {
      let next = value;
      for (let k = 0; k < last; k++) {
        const step = this.#trials[k + 1]![at]! - this.#trials[k]![at]!;
        const change = this.#residuals[k + 1]![at]! - this.#residuals[k]![at]!;
        next -= weights[k]! * (step + change);
      }
      return next;
    });
  }

  /** Least squares of the last residual by the changes of residuals; what adds nothing is left out. */
  #weights(columns: number): Float64Array {
    const residual = this.#residuals[columns]!;
    const changes = zeros(residual.length, columns);
    for (let row = 0; row < residual.length; row++)
      for (let k = 0; k < columns; k++)
        changes.values[row * columns + k] = this.#residuals[k + 1]![row]! - this.#residuals[k]![row]!;
    return leastSquares(changes, residual);
  }
}
