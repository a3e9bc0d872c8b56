/** Shares a stream of deliveries among receivers so that each stays near its weight: the next goes to the one furthest behind. */
export interface Share {
  /** The index of the receiver that is furthest behind its share once `amount` is added; the amount counts as given to it. */
  give(amount: number): number;
}

/** @throws RangeError when no weight is above zero */
export function newShare(weights: readonly number[]): Share {
  const sum = weights.reduce((a, b) => a + b, 0);
  if (!(sum > 0)) throw new RangeError(`newShare: expected weights with a sum > 0, got ${weights.join(', ')}`);
  const given = new Float64Array(weights.length);
  let total = 0;
  return {
    give(amount) {
      total += amount;
      let best = 0;
      let lag = Number.NEGATIVE_INFINITY;
      for (const [index, weight] of weights.entries()) {
        const behind = (weight / sum) * total - (given[index] ?? 0);
        if (weight > 0 && behind > lag) {
          lag = behind;
          best = index;
        }
      }
      given[best] = (given[best] ?? 0) + amount;
      return best;
    },
  };
}
