/**
 * A seeded source of pseudo-random numbers: xoshiro128** (Blackman and Vigna, 2018). The same seed and the same calls give the
 * same numbers on every machine. Named streams are independent of the order in which they are split off.
 */
export interface RandomStream {
  /** A whole number in [0, 2³²). */
  uint32(): number;
  /** A number in [0, 1), 32 bits fine. */
  uniform(): number;
  /** A number in [low, high). */
  between(low: number, high: number): number;
  /** A whole number in [0, count). @throws RangeError unless count is a whole number in 1…2³² */
  below(count: number): number;
  /** True with the given probability, 0…1. */
  chance(probability: number): boolean;
  /** A standard normal number, cut at ±`limit` (default: not cut) by drawing again. */
  normal(limit?: number): number;
  /** A lognormal number with the given mean (> 0) and coefficient of variation (≥ 0). @throws RangeError outside these ranges */
  lognormal(mean: number, variation: number): number;
  /** One of the items, each as likely. @throws RangeError on an empty list */
  choice<T>(items: readonly T[]): T;
  /** An index with probability in proportion to its weight. @throws RangeError unless the weights are ≥ 0 with a sum > 0 */
  weightedIndex(weights: readonly number[]): number;
  /** A stream of its own, set by this stream's seed and the name alone, not by what was drawn before. */
  split(name: string): RandomStream;
}

const TWO_TO_32 = 4_294_967_296;

/**
 * A random stream from a seed.
 * @param seed a number or text; 1 and '1' are the same seed
 * @example randomStream(7).split('mine').uniform()
 */
export function randomStream(seed: number | string): RandomStream {
  return new Xoshiro128(String(seed));
}

class Xoshiro128 implements RandomStream {
  readonly #seed: string;
  #a: number;
  #b: number;
  #c: number;
  #d: number;
  #spare: number | null = null;

  constructor(seed: string) {
    this.#seed = seed;
    [this.#a, this.#b, this.#c, this.#d] = stateFrom(seed);
  }

  uint32(): number {
    const result = Math.imul(rotateLeft(Math.imul(this.#b, 5), 7), 9) >>> 0;
    const shifted = this.#b << 9;
    this.#c ^= this.#a;
    this.#d ^= this.#b;
    this.#b ^= this.#c;
    this.#a ^= this.#d;
    this.#c ^= shifted;
    this.#d = rotateLeft(this.#d, 11);
    return result;
  }

  uniform(): number {
    return this.uint32() / TWO_TO_32;
  }

  between(low: number, high: number): number {
    return low + (high - low) * this.uniform();
  }

  below(count: number): number {
    if (!Number.isInteger(count) || count < 1 || count > TWO_TO_32) {
      throw new RangeError(`below: expected a whole number in 1…2³², got ${count}`);
    }
    return Math.floor(this.uniform() * count);
  }

  chance(probability: number): boolean {
    return this.uniform() < probability;
  }

  normal(limit = Number.POSITIVE_INFINITY): number {
    let value = this.#normal();
    while (Math.abs(value) > limit) value = this.#normal();
    return value;
  }

  lognormal(mean: number, variation: number): number {
    if (!(mean > 0) || !(variation >= 0)) {
      throw new RangeError(`lognormal: expected mean > 0 and variation ≥ 0, got ${mean} and ${variation}`);
    }
    const variance = Math.log1p(variation * variation);
    return mean * Math.exp(Math.sqrt(variance) * this.normal() - variance / 2);
  }

  choice<T>(items: readonly T[]): T {
    if (items.length === 0) throw new RangeError('choice: expected at least one item, got none');
    return items[this.below(items.length)] as T;
  }

  weightedIndex(weights: readonly number[]): number {
    const sum = weights.reduce((total, weight) => total + (weight >= 0 ? weight : Number.NaN), 0);
    if (!(sum > 0)) throw new RangeError(`weightedIndex: expected weights ≥ 0 with a sum > 0, got ${weights.join(', ')}`);
    let left = this.uniform() * sum;
    for (const [index, weight] of weights.entries()) {
      left -= weight;
      if (left < 0) return index;
    }
    return weights.findLastIndex((weight) => weight > 0);
  }

  split(name: string): RandomStream {
    return new Xoshiro128(`${this.#seed}/${name}`);
  }

  /** Marsaglia's polar method: two numbers at a time, one kept for the next call. */
  #normal(): number {
    if (this.#spare !== null) {
      const spare = this.#spare;
      this.#spare = null;
      return spare;
    }
    let x: number;
    let y: number;
    let square: number;
    do {
      x = 2 * this.uniform() - 1;
      y = 2 * this.uniform() - 1;
      square = x * x + y * y;
    } while (square >= 1 || square === 0);
    const factor = Math.sqrt((-2 * Math.log(square)) / square);
    this.#spare = y * factor;
    return x * factor;
  }
}

function rotateLeft(value: number, bits: number): number {
  return (value << bits) | (value >>> (32 - bits));
}

/** Four words of state from text: FNV-1a over the UTF-16 code units, then the murmur3 finaliser; never all zero. */
function stateFrom(seed: string): [number, number, number, number] {
  let hash = 0x811c9dc5;
  for (let at = 0; at < seed.length; at++) hash = Math.imul(hash ^ seed.charCodeAt(at), 0x01000193);
  let second = 0xdeadbeef ^ seed.length;
  for (let at = 0; at < seed.length; at++) second = Math.imul(second ^ seed.charCodeAt(at), 0x5bd1e995) ^ (second >>> 13);
  return [mix(hash), mix(second), mix(hash ^ rotateLeft(second, 16)), mix(second + 0x9e3779b9) | 1];
}

function mix(word: number): number {
  let value = word ^ (word >>> 16);
  value = Math.imul(value, 0x85ebca6b);
  value ^= value >>> 13;
  value = Math.imul(value, 0xc2b2ae35);
  return value ^ (value >>> 16);
}
