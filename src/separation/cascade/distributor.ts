import type { Cascade, DistributionLaw } from './cascade.ts';

/** Powers beyond these would leave the range of numbers by themselves, although their product may not. */
const LN_FACTOR_MAX = 300;

/** Components whose D is a constant times the same powers of the scalars: what depends on the stage is the same for all of them. */
interface Alike {
  readonly slopes: Float64Array;
  readonly members: { readonly component: number; readonly factor: number }[];
}

/** The distributions of all components in all stages, from the scalars. */
export class Distributor {
  readonly #cascade: Cascade;
  readonly #alike: readonly Alike[];
  readonly #others: readonly { readonly component: number; readonly law: DistributionLaw }[];
  readonly #shared: Float64Array;
  readonly #logs: Float64Array;
  readonly #slope: Float64Array;

  constructor(cascade: Cascade) {
    this.#cascade = cascade;
    const [alike, others] = [new Map<string, Alike>(), [] as { component: number; law: DistributionLaw }[]];
    for (const [component, { law }] of cascade.components.entries()) {
      if (law.powers === undefined || !(Math.abs(law.powers.lnFactor) < LN_FACTOR_MAX)) {
        others.push({ component, law });
        continue;
      }
      const { slopes, lnFactor } = law.powers;
      const key = slopes.join();
      if (!alike.has(key)) alike.set(key, { slopes, members: [] });
      alike.get(key)!.members.push({ component, factor: Math.exp(lnFactor) });
    }
    [this.#alike, this.#others] = [[...alike.values()], others];
    this.#shared = new Float64Array(cascade.stages);
    const count = cascade.scalars.length;
    [this.#logs, this.#slope] = [new Float64Array(count), new Float64Array(count)];
  }

  /** Room for ∂ln D/∂scalar, `[(component · stages + stage) · scalars + scalar]`, with those that never change filled in. */
  newSlopes(): Float64Array {
    const { stages, components, scalars } = this.#cascade;
    const all = new Float64Array(stages * components.length * scalars.length);
    for (const { slopes, members } of this.#alike)
      for (const { component } of members)
        for (let stage = 0; stage < stages; stage++) all.set(slopes, (component * stages + stage) * scalars.length);
    return all;
  }

  /**
   * @param scalars natural logarithms, `[stage · scalars + scalar]`
   * @param distribution takes D, `[component · stages + stage]`
   * @param slopes as `newSlopes` made them
   */
  distribute(scalars: Float64Array, distribution: Float64Array, slopes: Float64Array): void {
    for (const { slopes: powers, members } of this.#alike) {
      this.#raise(scalars, powers);
      for (const { component, factor } of members) this.#spread(component, factor, distribution);
    }
    for (const { component, law } of this.#others) this.#ask(component, law, scalars, distribution, slopes);
  }

  /** What components that are alike share in each stage. */
  #raise(scalars: Float64Array, powers: Float64Array): void {
    const [shared, count] = [this.#shared, powers.length];
    for (let stage = 0; stage < shared.length; stage++) {
      let ln = 0;
      for (let k = 0; k < count; k++) if (powers[k] !== 0) ln += powers[k]! * scalars[stage * count + k]!;
      shared[stage] = Math.exp(ln);
    }
  }

  #spread(component: number, factor: number, distribution: Float64Array): void {
    const shared = this.#shared;
    const first = component * shared.length;
    for (let stage = 0; stage < shared.length; stage++) distribution[first + stage] = factor * shared[stage]!;
  }

  #ask(component: number, law: DistributionLaw, scalars: Float64Array, distribution: Float64Array, slopes: Float64Array): void {
    const { stages, scalars: kinds } = this.#cascade;
    const [logs, slope, count] = [this.#logs, this.#slope, kinds.length];
    for (let stage = 0; stage < stages; stage++) {
      for (let k = 0; k < count; k++) logs[k] = scalars[stage * count + k]!;
      slope.fill(0);
      const at = component * stages + stage;
      distribution[at] = Math.exp(law.lnDistribution(logs, slope));
      for (let k = 0; k < count; k++) slopes[at * count + k] = slope[k]!;
    }
  }
}
