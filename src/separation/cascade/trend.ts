/** The change of logarithms that a step brings is foreseen to be no more than this. */
const CHANGE_MAX = 1;

/**
 * Where a stage of the method will end, from where it ended in the two steps before: how fast the scalars change in it goes straight on in
 * time. Each stage has a trend of its own, so that what the method does in each of its stages is foreseen too.
 */
export class Trend {
  #rate: Float64Array | null = null;
  #rateBefore: Float64Array | null = null;
  /** Lengths of the last step and of that before it. */
  #hours = 0;
  #hoursBefore = 0;

  /** What a step of so many hours changed. */
  add(from: Float64Array, to: Float64Array, hours: number): void {
    const rate = this.#rateBefore ?? new Float64Array(from.length);
    for (let at = 0; at < rate.length; at++) rate[at] = (to[at]! - from[at]!) / hours;
    [this.#rateBefore, this.#rate] = [this.#rate, rate];
    [this.#hoursBefore, this.#hours] = [this.#hours, hours];
  }

  /** Where a step of so many hours will lead. */
  predict(from: Float64Array, hours: number): Float64Array {
    const [rate, before] = [this.#rate, this.#rateBefore];
    if (rate === null) return from;
    // Rates are those in the middle of their steps.
    const share = before === null ? 0 : (this.#hours + hours) / (this.#hoursBefore + this.#hours);
    return from.map((value, at) => {
      const next = rate[at]! + (before === null ? 0 : share * (rate[at]! - before[at]!));
      return value + Math.max(-CHANGE_MAX, Math.min(CHANGE_MAX, hours * next));
    });
  }
}
