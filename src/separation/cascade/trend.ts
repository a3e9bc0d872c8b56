/** A change of logarithms by more is not foreseen. */
const CHANGE_MAX = 1;
/** So many steps are remembered: a parabola through their rates foresees the next. */
const STEPS = 3;

/** What a step changed per hour, and the hour in its middle. */
interface Rate {
  readonly perHour: Float64Array;
  readonly at: number;
}

/**
 * Where a stage of the method will end, from where it ended in the steps before: how fast the scalars change in it goes on as it did. Each
 * stage has a trend of its own, so that what the method itself does in each of its stages is foreseen too.
 */
export class Trend {
  #rates: readonly Rate[] = [];
  #hour = 0;

  /** What a step of so many hours changed. */
  add(from: Float64Array, to: Float64Array, hours: number): void {
    const rate = { perHour: to.map((value, at) => (value - from[at]!) / hours), at: this.#hour + hours / 2 };
    this.#rates = [...this.#rates, rate].slice(-STEPS);
    this.#hour += hours;
  }

  /** Where a step of so many hours will lead. */
  predict(from: Float64Array, hours: number): Float64Array {
    const weights = weightsAt(
      this.#rates.map(({ at }) => at),
      this.#hour + hours / 2,
    );
    return from.map((value, k) => {
      let change = 0;
      for (let n = 0; n < weights.length; n++) change += hours * weights[n]! * this.#rates[n]!.perHour[k]!;
      return value + Math.max(-CHANGE_MAX, Math.min(CHANGE_MAX, change));
    });
  }
}

/** Lagrange's weights of values at some places for the value at another. */
function weightsAt(places: readonly number[], asked: number): number[] {
  return places.map((place) =>
    places.filter((other) => other !== place).reduce((weight, other) => (weight * (asked - other)) / (place - other), 1),
  );
}
