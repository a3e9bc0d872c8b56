import { BlockTridiagonal } from '../../numerics/index.ts';
import type { Cascade } from './cascade.ts';
import type { Flows } from './flows.ts';
import { murphreeOf, type Held, type Profile } from './profile.ts';
import { newScalarResidual, residualOf, type ScalarResidual, type StageTotals } from './stage-scalars.ts';

/** Where an iteration stands. */
export interface Iterate {
  /** `[stage · scalars + scalar]`, natural logarithms. */
  readonly scalars: Float64Array;
  /** Distributions, `[component · stages + stage]`. */
  readonly distribution: Float64Array;
  /** ∂ln D/∂scalar, `[(component · stages + stage) · scalars + scalar]`. */
  readonly slopes: Float64Array;
  readonly profile: Profile;
  readonly held: Held;
}

/**
 * Newton's step for the scalars of all stages at once. Unknowns are relative changes of concentrations and of scalars, so that stages in
 * which a component has all but gone weigh as much as others. Components are slaves of the scalars: their balances hold already.
 */
export class NewtonStep {
  readonly #cascade: Cascade;
  readonly #flows: Flows;
  readonly #isIdeal: boolean;
  readonly #system: BlockTridiagonal;
  readonly #solution: Float64Array;
  readonly #residual: ScalarResidual;

  constructor(cascade: Cascade, flows: Flows, isIdeal: boolean) {
    const components = cascade.components.length;
    const perComponent = isIdeal ? 1 : 2;
    const size = perComponent * components + cascade.scalars.length;
    // Organic that aqueous carries back makes a stage depend on the scalars of the one behind.
    const columns = flows.organicEntrained.some((flow) => flow > 0) ? size : components;
    this.#cascade = cascade;
    this.#flows = flows;
    this.#isIdeal = isIdeal;
    this.#system = new BlockTridiagonal(
      cascade.stages,
      size,
      Array.from({ length: columns }, (_, column) => column),
    );
    this.#solution = new Float64Array(cascade.stages * size);
    this.#residual = newScalarResidual(components);
  }

  /**
   * @param step takes the change of each scalar
   * @returns false when the system is singular
   */
  solve(iterate: Iterate, totals: StageTotals, step: Float64Array): boolean {
    const { stages, components, scalars } = this.#cascade;
    this.#system.clear();
    for (let stage = 0; stage < stages; stage++) {
      for (let component = 0; component < components.length; component++) {
        if (this.#isIdeal) this.#writeIdealBalance(component, stage, iterate);
        else this.#writeBalanceAndEfficiency(component, stage, iterate);
      }
      for (let scalar = 0; scalar < scalars.length; scalar++) this.#writeScalar(scalar, stage, iterate, totals);
    }
    if (!this.#system.solve(this.#solution)) return false;
    const { size } = this.#system;
    const first = size - scalars.length;
    for (let stage = 0; stage < stages; stage++)
      for (let scalar = 0; scalar < scalars.length; scalar++)
        step[stage * scalars.length + scalar] = this.#solution[stage * size + first + scalar]!;
    return true;
  }

  /**
   * The step of each stage's scalars if what its neighbours send stood still. Where a stage has several scalars each moves by itself.
   * @param step takes the change of each scalar
   */
  relax({ scalars: logs, slopes, profile, held: { ratePerHour } }: Iterate, totals: StageTotals, step: Float64Array): void {
    const { stages, components, scalars, aqueousHold, organicHold } = this.#cascade;
    const { aqueousOut, organicOut } = this.#flows;
    const residual = this.#residual;
    const place = { cascade: this.#cascade, totals, profile, stage: 0 };
    for (; place.stage < stages; place.stage++) {
      const { stage } = place;
      const aqueousRate = aqueousOut[stage]! + ratePerHour * aqueousHold[stage]!;
      const organicRate = organicOut[stage]! + ratePerHour * organicHold[stage]!;
      for (let k = 0; k < scalars.length; k++) {
        residualOf(place, k, logs[stage * scalars.length + k]!, residual);
        let slope = residual.bySelf;
        for (let i = 0; i < components.length; i++) {
          const at = i * stages + stage;
          const inOrganic = organicRate * profile.organic[at]!;
          const through = inOrganic + aqueousRate * profile.aqueous[at]!;
          if (!(through > 0)) continue;
          const own = slopes[at * scalars.length + k]!;
          // More distribution: less stays aqueous, more goes organic, and what goes through is the same.
          const share = inOrganic / through;
          slope += own * (residual.byOrganic[i]! * (1 - share) - residual.byAqueous[i]! * share);
        }
        step[stage * scalars.length + k] = -residual.value / slope;
      }
    }
  }

  /** A component's balance, relative to what goes through the stage, where the phases leave at equilibrium. */
  #writeIdealBalance(component: number, stage: number, { slopes, profile, held: { ratePerHour } }: Iterate): void {
    const { stages, scalars, aqueousHold, organicHold } = this.#cascade;
    const { aqueous, organic, aqueousEntrained, organicEntrained, aqueousOut, organicOut } = this.#flows;
    const { lower, diagonal, upper, size } = this.#system;
    const at = component * stages + stage;
    const row = (stage * size + component) * size;
    const first = size - scalars.length;
    const inAqueous = (aqueousOut[stage]! + ratePerHour * aqueousHold[stage]!) * profile.aqueous[at]!;
    const inOrganic = (organicOut[stage]! + ratePerHour * organicHold[stage]!) * profile.organic[at]!;
    const through = inAqueous + inOrganic;
    diagonal[row + component] = 1;
    if (!(through > 0)) return;
    const weight = inOrganic / through;
    for (let k = 0; k < scalars.length; k++) diagonal[row + first + k] = weight * slopes[at * scalars.length + k]!;
    if (stage > 0) {
      const on = (organic[stage - 1]! * profile.organic[at - 1]!) / through;
      lower[row + component] = -on - (aqueousEntrained[stage - 1]! * profile.aqueous[at - 1]!) / through;
      for (let k = 0; k < scalars.length; k++) lower[row + first + k] = -on * slopes[(at - 1) * scalars.length + k]!;
    }
    if (stage < stages - 1) {
      const carried = (organicEntrained[stage + 1]! * profile.organic[at + 1]!) / through;
      upper[row + component] = -carried - (aqueous[stage + 1]! * profile.aqueous[at + 1]!) / through;
      if (carried > 0)
        for (let k = 0; k < scalars.length; k++) upper[row + first + k] = -carried * slopes[(at + 1) * scalars.length + k]!;
    }
  }

  /** The same with the organic concentration as an unknown of its own, which the stage's efficiency ties to the aqueous one. */
  #writeBalanceAndEfficiency(
    component: number,
    stage: number,
    { distribution, slopes, profile, held: { ratePerHour } }: Iterate,
  ): void {
    const { stages, scalars, components, efficiency, aqueousHold, organicHold } = this.#cascade;
    const { aqueous, organic, aqueousEntrained, organicEntrained, aqueousOut, organicOut } = this.#flows;
    const { lower, diagonal, upper, size } = this.#system;
    const count = components.length;
    const at = component * stages + stage;
    const row = (stage * size + component) * size;
    const second = (stage * size + count + component) * size;
    const [x, y] = [profile.aqueous, profile.organic];
    const aqueousRate = aqueousOut[stage]! + ratePerHour * aqueousHold[stage]!;
    const organicRate = organicOut[stage]! + ratePerHour * organicHold[stage]!;
    const through = aqueousRate * x[at]! + organicRate * y[at]!;
    diagonal[row + component] = 1;
    diagonal[second + count + component] = 1;
    if (!(through > 0) || !(y[at]! > 0)) return;
    diagonal[row + component] = (aqueousRate * x[at]!) / through;
    diagonal[row + count + component] = (organicRate * y[at]!) / through;
    const equilibrium = (efficiency[stage]! * distribution[at]! * x[at]!) / y[at]!;
    diagonal[second + component] = -equilibrium;
    for (let k = 0; k < scalars.length; k++) diagonal[second + 2 * count + k] = -equilibrium * slopes[at * scalars.length + k]!;
    if (stage > 0) {
      lower[row + component] = -(aqueousEntrained[stage - 1]! * x[at - 1]!) / through;
      lower[row + count + component] = -(organic[stage - 1]! * y[at - 1]!) / through;
      const { carried } = murphreeOf(this.#cascade, this.#flows, component, stage);
      lower[second + count + component] = -(carried * y[at - 1]!) / y[at]!;
    }
    if (stage < stages - 1) {
      upper[row + component] = -(aqueous[stage + 1]! * x[at + 1]!) / through;
      upper[row + count + component] = -(organicEntrained[stage + 1]! * y[at + 1]!) / through;
    }
  }

  #writeScalar(scalar: number, stage: number, { scalars: logs, slopes, profile }: Iterate, totals: StageTotals): void {
    const { stages, scalars, components } = this.#cascade;
    const { diagonal, right, size } = this.#system;
    const count = components.length;
    const first = size - scalars.length;
    const row = (stage * size + first + scalar) * size;
    const residual = this.#residual;
    residualOf({ cascade: this.#cascade, totals, profile, stage }, scalar, logs[stage * scalars.length + scalar]!, residual);
    diagonal[row + first + scalar] = residual.bySelf;
    for (let i = 0; i < count; i++) {
      const [byAqueous, byOrganic] = [residual.byAqueous[i]!, residual.byOrganic[i]!];
      diagonal[row + i] = this.#isIdeal ? byAqueous + byOrganic : byAqueous;
      if (!this.#isIdeal) diagonal[row + count + i] = byOrganic;
      else
        for (let k = 0; k < scalars.length; k++)
          diagonal[row + first + k]! += byOrganic * slopes[(i * stages + stage) * scalars.length + k]!;
    }
    right[stage * size + first + scalar] = -residual.value;
  }
}
