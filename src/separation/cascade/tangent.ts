import type { BlockFactors } from '../../numerics/index.ts';
import type { Cascade } from './cascade.ts';
import { Distributor } from './distributor.ts';
import { flowsOf } from './flows.ts';
import { NewtonStep, type Iterate } from './newton-step.ts';
import { ComponentSweep, murphreeOf } from './profile.ts';
import { newScalarResidual, residualOf, totalsOf } from './stage-scalars.ts';
import type { SteadyState } from './steady.ts';

/** How a steady state goes on when a number of the cascade does: changes of natural logarithms for each unit of the number. */
export interface Tangent {
  /** ∂ln concentration, `[component · stages + stage]`; 0 where there is nothing of a component. */
  readonly aqueous: Float64Array;
  readonly organic: Float64Array;
  /** `[stage · scalars + scalar]`. */
  readonly scalars: Float64Array;
}

/** Concentrations below this one are as good as none, mol/L. */
const UNSEEN = 1e-250;

/** Why a steady state has no tangent along a number. */
export type TangentFault = 'component-begins' | 'equations-change' | 'no-tangent';

/**
 * Tangents of one steady state by the theorem of implicit functions. Its equations F(u, p) = 0 hold for u, the logarithms of all concentrations
 * and scalars; du/dp = −(∂F/∂u)⁻¹·∂F/∂p. The matrix is Newton's, factorised once; ∂F/∂p is had by differences of F in p alone, with u
 * standing still. Nothing is solved anew.
 */
export class Tangents {
  readonly #cascade: Cascade;
  readonly #state: SteadyState;
  readonly #iterate: Iterate;
  readonly #factors: BlockFactors | null;

  constructor(cascade: Cascade, state: SteadyState) {
    const { stages, components } = cascade;
    const distributor = new Distributor(cascade);
    const distribution = new Float64Array(stages * components.length);
    const slopes = distributor.newSlopes();
    distributor.distribute(state.scalars, distribution, slopes);
    const held = { ratePerHour: 0, mol: new Float64Array(distribution.length) };
    this.#cascade = cascade;
    this.#state = state;
    this.#iterate = { scalars: state.scalars, distribution, slopes, profile: state.profile, held };
    // As if stages were not ideal: both phases are unknowns then, so that an efficiency of 1 can be moved too.
    this.#factors = new NewtonStep(cascade, state.flows, false).factorise(this.#iterate, state.totals);
  }

  /**
   * The tangent along a number.
   * @param value what it is
   * @param moved the cascade with another value of it
   */
  along(value: number, moved: (value: number) => Cascade): Tangent | TangentFault {
    if (this.#factors === null) return 'no-tangent';
    const residuals = (at: number): Float64Array | null => this.#residuals(moved(at));
    const change = slopeOf(residuals, value);
    if (change === null) return 'equations-change';
    const fault = this.#relate(change);
    if (fault !== null) return fault;
    const solution = this.#factors.solve(change);
    if (!solution.every((each) => Number.isFinite(each))) return 'no-tangent';
    const { stages, components, scalars } = this.#cascade;
    const size = 2 * components.length + scalars.length;
    const pick = (first: number, count: number): Float64Array =>
      Float64Array.from(
        { length: count * stages },
        (_, at) => -solution[(at % stages) * size + first + Math.floor(at / stages)]!,
      );
    const byScalar = pick(2 * components.length, scalars.length);
    return {
      aqueous: pick(0, components.length),
      organic: pick(components.length, components.length),
      scalars: byScalar.map((_, at) => byScalar[(at % scalars.length) * stages + Math.floor(at / scalars.length)]!),
    };
  }

  /** Balances in mol/h and efficiencies in mol/L relative to what they are of. @returns why that cannot be, or null */
  #relate(change: Float64Array): TangentFault | null {
    const { stages, components, scalars } = this.#cascade;
    const { aqueousOut, organicOut } = this.#state.flows;
    const { aqueous, organic } = this.#state.profile;
    const count = components.length;
    for (let i = 0; i < count; i++) {
      const isAbsent = aqueous.subarray(i * stages, (i + 1) * stages).every((value) => value === 0);
      for (let j = 0; j < stages; j++) {
        const at = i * stages + j;
        const row = j * (2 * count + scalars.length) + i;
        const through = aqueousOut[j]! * aqueous[at]! + organicOut[j]! * organic[at]!;
        if (through > 0 && organic[at]! > 0) {
          change[row]! /= through;
          change[row + count]! /= organic[at]!;
          continue;
        }
        // A component has fallen out of the range of numbers here, or is nowhere; Newton's system leaves such rows out.
        if (isAbsent && change[row] !== 0) return 'component-begins';
        if (aqueous[at]! > UNSEEN) return 'no-tangent';
        change[row] = change[row + count] = 0;
      }
    }
    return null;
  }

  /**
   * What the equations of another cascade miss at this state, in the rows of Newton's system; balances in mol/h and efficiencies in mol/L.
   * @returns null where they are other equations
   */
  #residuals(cascade: Cascade): Float64Array | null {
    const { stages, components, scalars } = this.#cascade;
    const isAlike =
      cascade.stages === stages &&
      cascade.components.length === components.length &&
      cascade.scalars.length === scalars.length &&
      cascade.scalars.every(({ kind, component }, k) => kind === scalars[k]!.kind && component === scalars[k]!.component);
    if (!isAlike) return null;
    const distributor = new Distributor(cascade);
    const distribution = new Float64Array(stages * components.length);
    distributor.distribute(this.#state.scalars, distribution, distributor.newSlopes());
    const missing = new Float64Array(stages * (2 * components.length + scalars.length));
    this.#balances(cascade, distribution, missing);
    this.#totals(cascade, missing);
    return missing;
  }

  #balances(cascade: Cascade, distribution: Float64Array, missing: Float64Array): void {
    const { stages, components, scalars, efficiency } = cascade;
    const flows = flowsOf(cascade);
    const { aqueous, organic, aqueousEntrained, organicEntrained, aqueousOut, organicOut } = flows;
    const [x, y] = [this.#state.profile.aqueous, this.#state.profile.organic];
    const count = components.length;
    for (let i = 0; i < count; i++)
      for (let j = 0; j < stages; j++) {
        const at = i * stages + j;
        const row = j * (2 * count + scalars.length) + i;
        let balance = aqueousOut[j]! * x[at]! + organicOut[j]! * y[at]!;
        if (j > 0) balance -= organic[j - 1]! * y[at - 1]! + aqueousEntrained[j - 1]! * x[at - 1]!;
        if (j < stages - 1) balance -= aqueous[j + 1]! * x[at + 1]! + organicEntrained[j + 1]! * y[at + 1]!;
        missing[row] = balance - cascade.aqueous.molPerHour[at]! - cascade.organic.molPerHour[at]!;
        const { carried, brought } = murphreeOf(cascade, flows, i, j);
        const before = j > 0 ? carried * y[at - 1]! : 0;
        missing[row + count] = y[at]! - efficiency[j]! * distribution[at]! * x[at]! - before - brought;
      }
  }

  #totals(cascade: Cascade, missing: Float64Array): void {
    const { stages, components, scalars } = cascade;
    const totals = totalsOf(cascade, new ComponentSweep(cascade, flowsOf(cascade)));
    const residual = newScalarResidual(components.length);
    const place = { cascade, totals, profile: this.#state.profile, stage: 0 };
    for (; place.stage < stages; place.stage++)
      for (let k = 0; k < scalars.length; k++) {
        residualOf(place, k, this.#state.scalars[place.stage * scalars.length + k]!, residual);
        missing[place.stage * (2 * components.length + scalars.length) + 2 * components.length + k] = residual.value;
      }
  }
}

/** Steps of differences: a share of the number, or so much where it is 0. */
const STEP = 1e-4;
const STEP_AT_ZERO = 1e-5;
/** Weights of differences of order 4 at −2 to 2 steps, and at 0 to 4, where what is 0 cannot be less; twelfths of a step. */
const CENTRAL = [1, -8, 0, 8, -1] as const;
const ONWARD = [-25, 48, -36, 16, -3] as const;

/** The slope of numbers that follow from one, by differences of order 4; null where some are not there. */
export function slopeOf(read: (at: number) => Float64Array | null, value: number): Float64Array | null {
  const isZero = value === 0;
  const step = isZero ? STEP_AT_ZERO : STEP * Math.abs(value);
  const weights = isZero ? ONWARD : CENTRAL;
  let slope: Float64Array | null = null;
  for (const [n, weight] of weights.entries()) {
    if (weight === 0) continue;
    const values = read(value + (isZero ? n : n - 2) * step);
    if (values === null) return null;
    slope ??= new Float64Array(values.length);
    for (let at = 0; at < slope.length; at++) slope[at]! += (weight * values[at]!) / (12 * step);
  }
  return slope;
}
