import { BlockFactors, blockPattern, BlockTridiagonal } from '../../numerics/index.ts';
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

/** Concentrations below this, mol/L, lose digits before they are nothing. */
const VANISHED = 1e-290;

/**
 * Newton's step for the scalars of all stages at once. Unknowns are relative changes of concentrations and of scalars, so that stages in
 * which a component has all but gone weigh as much as others. Components are slaves of the scalars: their balances hold already.
 */
export class NewtonStep {
  readonly #cascade: Cascade;
  readonly #flows: Flows;
  readonly #isIdeal: boolean;
  /** Places of the upper blocks for each component. */
  readonly #perUpper: number;
  readonly #system: BlockTridiagonal;
  readonly #solution: Float64Array;
  readonly #residual: ScalarResidual;

  constructor(cascade: Cascade, flows: Flows, isIdeal: boolean) {
    const components = cascade.components.length;
    // Organic that aqueous carries back makes a stage depend on the scalars of the one behind.
    const isCarriedBack = flows.organicEntrained.some((flow) => flow > 0);
    this.#cascade = cascade;
    this.#flows = flows;
    this.#isIdeal = isIdeal;
    this.#perUpper = isIdeal && isCarriedBack ? 1 + cascade.scalars.length : isIdeal || !isCarriedBack ? 1 : 2;
    this.#system = systemOf(cascade.stages, components, cascade.scalars.length, isIdeal, this.#perUpper);
    this.#solution = new Float64Array(cascade.stages * this.#system.size);
    this.#residual = newScalarResidual(components);
  }

  /**
   * @param step takes the change of each scalar
   * @returns false when the system is singular
   */
  solve(iterate: Iterate, totals: StageTotals, step: Float64Array): boolean {
    this.#write(iterate, totals);
    if (!this.#system.solve(this.#solution)) return false;
    const { stages, scalars } = this.#cascade;
    const { size } = this.#system;
    const first = size - scalars.length;
    for (let stage = 0; stage < stages; stage++)
      for (let scalar = 0; scalar < scalars.length; scalar++)
        step[stage * scalars.length + scalar] = this.#solution[stage * size + first + scalar]!;
    return true;
  }

  /**
   * The system of an iterate, for any number of right sides: rows and unknowns of a stage are those of the components, where stages are not
   * ideal those of the organic phase too, then the scalars.
   * @returns null when it is singular
   */
  factorise(iterate: Iterate, totals: StageTotals): BlockFactors | null {
    this.#write(iterate, totals);
    return BlockFactors.of(this.#system);
  }

  #write(iterate: Iterate, totals: StageTotals): void {
    const { stages, components, scalars } = this.#cascade;
    this.#system.clear();
    for (let stage = 0; stage < stages; stage++) {
      for (let component = 0; component < components.length; component++) {
        if (this.#isIdeal) this.#writeIdealBalance(component, stage, iterate);
        else this.#writeBalanceAndEfficiency(component, stage, iterate);
      }
      for (let scalar = 0; scalar < scalars.length; scalar++) this.#writeScalar(scalar, stage, iterate, totals);
    }
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
    const { stages, scalars, components, aqueousHold, organicHold } = this.#cascade;
    const { aqueous, organic, aqueousEntrained, organicEntrained, aqueousOut, organicOut } = this.#flows;
    const { lower, diagonal, upper, diagonalPattern } = this.#system;
    const at = component * stages + stage;
    const inAqueous = (aqueousOut[stage]! + ratePerHour * aqueousHold[stage]!) * profile.aqueous[at]!;
    const inOrganic = (organicOut[stage]! + ratePerHour * organicHold[stage]!) * profile.organic[at]!;
    const through = inAqueous + inOrganic;
    const count = scalars.length;
    const own = stage * diagonalPattern.rows.length + component * (1 + count);
    diagonal[own] = 1;
    if (!(through > 0)) return;
    const weight = inOrganic / through;
    for (let k = 0; k < count; k++) diagonal[own + 1 + k] = weight * slopes[at * count + k]!;
    if (stage > 0) {
      const before = (stage * components.length + component) * (1 + count);
      const on = (organic[stage - 1]! * profile.organic[at - 1]!) / through;
      lower[before] = -on - (aqueousEntrained[stage - 1]! * profile.aqueous[at - 1]!) / through;
      for (let k = 0; k < count; k++) lower[before + 1 + k] = -on * slopes[(at - 1) * count + k]!;
    }
    if (stage < stages - 1) {
      const behind = (stage * components.length + component) * this.#perUpper;
      const carried = (organicEntrained[stage + 1]! * profile.organic[at + 1]!) / through;
      upper[behind] = -carried - (aqueous[stage + 1]! * profile.aqueous[at + 1]!) / through;
      if (carried > 0) for (let k = 0; k < count; k++) upper[behind + 1 + k] = -carried * slopes[(at + 1) * count + k]!;
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
    const { lower, diagonal, upper, diagonalPattern } = this.#system;
    const at = component * stages + stage;
    const own = stage * diagonalPattern.rows.length + component * (4 + scalars.length);
    const [x, y] = [profile.aqueous, profile.organic];
    const aqueousRate = aqueousOut[stage]! + ratePerHour * aqueousHold[stage]!;
    const organicRate = organicOut[stage]! + ratePerHour * organicHold[stage]!;
    const through = aqueousRate * x[at]! + organicRate * y[at]!;
    diagonal[own] = 1;
    diagonal[own + 3] = 1;
    // What is too little for a number has no part in anything.
    if (!(x[at]! > VANISHED) || !(y[at]! > VANISHED)) return;
    diagonal[own] = (aqueousRate * x[at]!) / through;
    diagonal[own + 1] = (organicRate * y[at]!) / through;
    const equilibrium = (efficiency[stage]! * distribution[at]! * x[at]!) / y[at]!;
    diagonal[own + 2] = -equilibrium;
    for (let k = 0; k < scalars.length; k++) diagonal[own + 4 + k] = -equilibrium * slopes[at * scalars.length + k]!;
    if (stage > 0) {
      const before = (stage * components.length + component) * 3;
      lower[before] = -(aqueousEntrained[stage - 1]! * x[at - 1]!) / through;
      lower[before + 1] = -(organic[stage - 1]! * y[at - 1]!) / through;
      const { carried } = murphreeOf(this.#cascade, this.#flows, component, stage);
      lower[before + 2] = -(carried * y[at - 1]!) / y[at]!;
    }
    if (stage < stages - 1) {
      const behind = (stage * components.length + component) * this.#perUpper;
      upper[behind] = -(aqueous[stage + 1]! * x[at + 1]!) / through;
      if (this.#perUpper > 1) upper[behind + 1] = -(organicEntrained[stage + 1]! * y[at + 1]!) / through;
    }
  }

  #writeScalar(scalar: number, stage: number, { scalars: logs, slopes, profile }: Iterate, totals: StageTotals): void {
    const { stages, scalars, components } = this.#cascade;
    const { diagonal, right, size, diagonalPattern } = this.#system;
    const [count, kinds] = [components.length, scalars.length];
    const perComponent = this.#isIdeal ? 1 : 2;
    // Scalars stand last, each with a whole row.
    const row = (stage + 1) * diagonalPattern.rows.length - (kinds - scalar) * size;
    const own = row + perComponent * count;
    const residual = this.#residual;
    residualOf({ cascade: this.#cascade, totals, profile, stage }, scalar, logs[stage * kinds + scalar]!, residual);
    for (let k = 0; k < kinds; k++) diagonal[own + k] = k === scalar ? residual.bySelf : 0;
    for (let i = 0; i < count; i++) {
      const [byAqueous, byOrganic] = [residual.byAqueous[i]!, residual.byOrganic[i]!];
      diagonal[row + i] = this.#isIdeal ? byAqueous + byOrganic : byAqueous;
      if (!this.#isIdeal) diagonal[row + count + i] = byOrganic;
      else for (let k = 0; k < kinds; k++) diagonal[own + k]! += byOrganic * slopes[(i * stages + stage) * kinds + k]!;
    }
    right[stage * size + perComponent * count + scalar] = -residual.value;
  }
}

/** Rooms for the equations: component by component, then the scalars, in the order in which they are written. */
function systemOf(stages: number, components: number, scalars: number, isIdeal: boolean, perUpper: number): BlockTridiagonal {
  const first = (isIdeal ? 1 : 2) * components;
  const size = first + scalars;
  const each = <T>(count: number, places: (n: number) => T[]): T[] => Array.from({ length: count }, (_, n) => places(n)).flat();
  const onScalars = (row: number): Place[] => each(scalars, (k) => [[row, first + k]]);
  const balance = (i: number): Place[] =>
    isIdeal
      ? [[i, i], ...onScalars(i)]
      : [[i, i], [i, components + i], [components + i, i], [components + i, components + i], ...onScalars(components + i)];
  const before = (i: number): Place[] =>
    isIdeal
      ? balance(i)
      : [
          [i, i],
          [i, components + i],
          [components + i, components + i],
        ];
  const behind = (i: number): Place[] =>
    [[i, i], ...(isIdeal ? onScalars(i) : [[i, components + i] as const])].slice(0, perUpper) as Place[];
  const whole = (k: number): Place[] => each(size, (column) => [[first + k, column]]);
  return new BlockTridiagonal(
    stages,
    size,
    blockPattern(each(components, before)),
    blockPattern([...each(components, balance), ...each(scalars, whole)]),
    blockPattern(each(components, behind)),
  );
}

type Place = readonly [row: number, column: number];
