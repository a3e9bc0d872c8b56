import type { ReconciliationAnswer, VariableClass } from '../reconcile/index.ts';
import type { Constitution, Stream } from './network.ts';
import { KG_PER_TONNE, shareIn, weighingSd, type PartCase } from './part-case.ts';

/** How an amount counts: 1 for net mass, or for each element kilograms of the basis in a kilogram of the element. */
export type Weights = 'net' | ReadonlyMap<number, number>;

/** A figure with its standard deviation. */
export interface Figure {
  readonly value: number;
  readonly sd: number;
}

/** A sum of streams on a basis. */
export type Term = readonly [stream: Stream, sign: number];

/** A part with its answer; null where nothing binds its streams together. */
export interface SolvedPart {
  readonly streams: readonly Stream[];
  readonly written: PartCase | null;
  readonly answer: ReconciliationAnswer | null;
}

/** What the streams of one part were measured to be, and what they are reconciled to. */
export class Estimates {
  readonly #part: SolvedPart;
  readonly #constitutions: ReadonlyMap<string, Constitution>;
  readonly #places: ReadonlyMap<string, number>;

  constructor(part: SolvedPart, constitutions: ReadonlyMap<string, Constitution>) {
    this.#part = part;
    this.#constitutions = constitutions;
    this.#places = new Map(part.answer?.variables.map(({ name }, at) => [name, at]));
  }

  /** Elements that a stream's matter is said to have, ascending. */
  elementsOf({ matter }: Stream): number[] {
    const { assays, supposed } = this.#constitutions.get(matter)!;
    const stated = [...assays, supposed].flatMap((composition) => composition.filter(({ fraction }) => fraction > 0));
    return [...new Set(stated.map(({ index }) => index))].sort((a, b) => a - b);
  }

  /**
   * The sum of streams as weighed and assayed, in kilograms; null where one was not. Each weighing has an error of its own; one assay values all
   * streams of its lot, so that its error is common to them.
   */
  measured(terms: readonly Term[], weights: Weights): Figure | null {
    let [value, variance] = [0, 0];
    for (const ofMatter of Map.groupBy(terms, ([{ matter }]) => matter).values()) {
      const figure = this.#measuredOf(ofMatter, weights);
      if (figure === null) return null;
      value += figure.value;
      variance += figure.sd ** 2;
    }
    return { value, sd: Math.sqrt(variance) };
  }

  #measuredOf(terms: readonly Term[], weights: Weights): Figure | null {
    let [kg, ofScales] = [0, 0];
    for (const [{ weighed }, sign] of terms) {
      if (weighed === null) return null;
      kg += sign * weighed.kg;
      ofScales += weighingSd(weighed.sd) ** 2;
    }
    if (weights === 'net') return { value: kg, sd: Math.sqrt(ofScales) };
    const assay = this.#constitutions.get(terms[0]![0].matter)!.assays.at(-1);
    if (assay === undefined) return null;
    const shares = [...weights].map(([element, weight]) => ({ weight, ...shareIn(assay, element) }));
    const perKg = shares.reduce((sum, { weight, fraction }) => sum + weight * fraction, 0);
    const ofAssay = shares.reduce((sum, { weight, sd }) => sum + (kg * weight * sd) ** 2, 0);
    return { value: kg * perKg, sd: Math.sqrt(perKg ** 2 * ofScales + ofAssay) };
  }

  /** How the engine knows a variable of the part; as measured where it was not asked. */
  classOf({ id, weighed }: Stream): VariableClass {
    const name = this.#part.written?.flows.get(id);
    const found = name === undefined ? undefined : this.#variable(name)?.class;
    return found ?? (weighed === null ? 'unobservable' : 'nonredundant');
  }

  /** The sum of streams after reconciliation, in kilograms; null where the balances do not tell it. */
  reconciled(terms: readonly Term[], weights: Weights): Figure | null {
    const gradient = new Map<number, number>();
    let [value, apart] = [0, 0];
    for (const [stream, sign] of terms) {
      const flow = this.#flow(stream);
      if (flow === null) return null;
      const shares =
        weights === 'net' ? [] : [...weights].map(([element, weight]) => ({ weight, ...this.#share(stream, element) }));
      let perKg = weights === 'net' ? 1 : 0;
      for (const { fraction, weight, place, sd } of shares) {
        if (fraction === null) return null;
        perKg += weight * fraction;
        if (place !== null) add(gradient, place, sign * flow.kg * weight);
        else apart += (flow.kg * weight * sd) ** 2;
      }
      value += sign * flow.kg * perKg;
      if (flow.place !== null) add(gradient, flow.place, sign * perKg * KG_PER_TONNE);
      else apart += (perKg * flow.sd) ** 2;
    }
    return { value, sd: Math.sqrt(Math.max(0, this.#variance(gradient)) + apart) };
  }

  #variable(name: string): ReconciliationAnswer['variables'][number] | undefined {
    const place = this.#places.get(name);
    return place === undefined ? undefined : this.#part.answer?.variables[place];
  }

  #flow({ id, weighed }: Stream): { kg: number; sd: number; place: number | null } | null {
    const name = this.#part.written?.flows.get(id);
    if (name !== undefined && this.#part.answer !== null) {
      const estimate = this.#variable(name)?.estimate ?? null;
      return estimate === null ? null : { kg: estimate * KG_PER_TONNE, sd: 0, place: this.#places.get(name)! };
    }
    return weighed === null ? null : { kg: weighed.kg, sd: weighingSd(weighed.sd), place: null };
  }

  /** A fraction of the net mass: from the engine where it bears on a balance, else as assayed. */
  #share({ matter }: Stream, element: number): { fraction: number | null; sd: number; place: number | null } {
    const name = this.#part.answer === null ? undefined : this.#part.written?.fractions.get(matter)?.get(element);
    if (name !== undefined) return { fraction: this.#variable(name)?.estimate ?? null, sd: 0, place: this.#places.get(name)! };
    const assay = this.#constitutions.get(matter)!.assays.at(-1);
    return assay === undefined ? { fraction: null, sd: 0, place: null } : { ...shareIn(assay, element), place: null };
  }

  #variance(gradient: ReadonlyMap<number, number>): number {
    const covariance = this.#part.answer?.covariance ?? [];
    let variance = 0;
    for (const [row, a] of gradient) for (const [column, b] of gradient) variance += a * b * (covariance[row]?.[column] ?? 0);
    return variance;
  }
}

function add(gradient: Map<number, number>, place: number, share: number): void {
  gradient.set(place, (gradient.get(place) ?? 0) + share);
}
