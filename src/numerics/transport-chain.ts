/**
 * Matter in a row of vessels, each exchanging with its neighbours: how much is in each when as much leaves as enters. Per unit held, a vessel
 * sends `toPrevious` to the one before, `toNext` to the one behind and `outside` away; `feed` enters. Solved without a subtraction
 * (Grassmann, Taksar and Heyman 1985), so that what is positive stays positive and sums close to rounding, however long the row is.
 */
export class TransportChain {
  readonly toPrevious: Float64Array;
  readonly toNext: Float64Array;
  readonly outside: Float64Array;
  readonly feed: Float64Array;
  readonly #share: Float64Array;
  readonly #held: Float64Array;

  /** @param length vessels in the row; `toPrevious` of the first and `toNext` of the last must stay 0 */
  constructor(length: number) {
    this.toPrevious = new Float64Array(length);
    this.toNext = new Float64Array(length);
    this.outside = new Float64Array(length);
    this.feed = new Float64Array(length);
    this.#share = new Float64Array(length);
    this.#held = new Float64Array(length);
  }

  /**
   * What each vessel holds.
   * @param result takes it, from `at` on
   * @returns false when something enters a vessel from which nothing can leave
   */
  solve(result: Float64Array, at: number): boolean {
    const { toPrevious, toNext, outside, feed } = this;
    const length = feed.length;
    let escaping = 0;
    let arriving = 0;
    for (let j = 0; j < length; j++) {
      // What goes back to the vessels before is lost there with the share `escaping`; the rest returns here.
      const lost = outside[j]! + toPrevious[j]! * escaping;
      const out = lost + toNext[j]!;
      const held = feed[j]! + arriving;
      if (out <= 0 && held > 0) return false;
      const share = out > 0 ? 1 / out : 0;
      this.#held[j] = held * share;
      this.#share[j] = share;
      escaping = lost * share;
      arriving = this.#held[j]! * toNext[j]!;
    }
    result[at + length - 1] = this.#held[length - 1]!;
    for (let j = length - 2; j >= 0; j--)
      result[at + j] = this.#held[j]! + this.#share[j]! * toPrevious[j + 1]! * result[at + j + 1]!;
    return true;
  }
}
