import { TransportChain } from '../../numerics/index.ts';
import type { Cascade } from './cascade.ts';
import type { Flows } from './flows.ts';

/** Concentrations in every stage, `[component · stages + stage]`, mol/L. */
export interface Profile {
  readonly aqueous: Float64Array;
  readonly organic: Float64Array;
}

/** An empty profile of a cascade. */
export function newProfile({ stages, components }: Cascade): Profile {
  const size = stages * components.length;
  return { aqueous: new Float64Array(size), organic: new Float64Array(size) };
}

/** What a stage keeps over a step of time: an implicit step asks for the balances at its end. */
export interface Held {
  /** One over the length of the step, 1/h; 0 asks for the steady state. */
  ratePerHour: number;
  /** Moles of each component in each stage, `[component · stages + stage]`, before the step. */
  readonly mol: Float64Array;
}

const STEADY: Held = { ratePerHour: 0, mol: new Float64Array(0) };

/** What goes through a cascade, component by component, for given distributions: linear, positive, and closed to rounding. */
export class ComponentSweep {
  readonly isIdeal: boolean;
  readonly #cascade: Cascade;
  readonly #flows: Flows;
  readonly #chain: TransportChain;
  readonly #aqueousPaths: Paths;
  readonly #organicPaths: Paths;
  /** What all feeds bring, `[component · stages + stage]`, mol/h. */
  readonly #fed: Float64Array;

  constructor(cascade: Cascade, flows: Flows) {
    this.#cascade = cascade;
    this.#flows = flows;
    this.#chain = new TransportChain(cascade.stages);
    const { aqueousDraw, organicDraw, aqueousHold, organicHold } = cascade;
    this.#aqueousPaths = pathsOf(flows.aqueous, flows.aqueousEntrained, aqueousDraw, aqueousHold);
    this.#organicPaths = pathsOf(flows.organicEntrained, flows.organic, organicDraw, organicHold);
    this.#fed = cascade.aqueous.molPerHour.map((mol, at) => mol + cascade.organic.molPerHour[at]!);
    this.isIdeal = cascade.efficiency.every((share) => share === 1);
  }

  /**
   * Balances of one component over all stages.
   * @param component index
   * @param distribution organic over aqueous concentration in each stage, `[component · stages + stage]`
   */
  solve(component: number, distribution: Float64Array, held: Held, profile: Profile): void {
    if (this.isIdeal) this.#solveIdeal(component, distribution, held, profile);
    else solveMurphree(this.#cascade, this.#flows, component, distribution, held, profile);
  }

  /**
   * The concentration of what stays in one phase.
   * @param feed mol/h that enters each stage
   * @param held what stages hold of it, mol, before a step of time
   */
  solveInert(phase: 'aqueous' | 'organic', feed: Float64Array, { ratePerHour, mol }: Held = STEADY): Float64Array {
    const { stages } = this.#cascade;
    const hold = this.#cascade[`${phase}Hold`];
    const { aqueous, organic, aqueousEntrained, organicEntrained, aqueousOut, organicOut } = this.#flows;
    const [back, on, out] =
      phase === 'aqueous' ? [aqueous, aqueousEntrained, aqueousOut] : [organicEntrained, organic, organicOut];
    const chain = this.#chain;
    for (let j = 0; j < stages; j++) {
      chain.toPrevious[j] = j > 0 ? back[j]! : 0;
      chain.toNext[j] = j < stages - 1 ? on[j]! : 0;
      chain.outside[j] = ratePerHour * hold[j]! + Math.max(0, out[j]! - chain.toPrevious[j]! - chain.toNext[j]!);
      chain.feed[j] = feed[j]! + (ratePerHour > 0 ? ratePerHour * mol[j]! : 0);
    }
    const result = new Float64Array(stages);
    chain.solve(result, 0);
    return result;
  }

  /** What the aqueous phase holds of components whose sum in the organic phase is given; negative where the organic takes more than there is. */
  solveUnloaded(loading: Float64Array): Float64Array {
    const { stages, components, aqueous, organic } = this.#cascade;
    const flows = this.#flows;
    const fed = new Float64Array(stages);
    for (let j = 0; j < stages; j++)
      for (let i = 0; i < components.length; i++)
        if (components[i]!.isLoaded) fed[j]! += aqueous.molPerHour[i * stages + j]! + organic.molPerHour[i * stages + j]!;
    // What the organic brings is signed: what is gained and what is lost are carried apart, so that each is positive.
    const [gained, lost] = [new Float64Array(stages), new Float64Array(stages)];
    for (let j = 0; j < stages; j++) {
      const brought =
        (flows.organic[j - 1] ?? 0) * (loading[j - 1] ?? 0) + (flows.organicEntrained[j + 1] ?? 0) * (loading[j + 1] ?? 0);
      const net = fed[j]! + brought - flows.organicOut[j]! * loading[j]!;
      (net > 0 ? gained : lost)[j] = Math.abs(net);
    }
    const taken = this.solveInert('aqueous', lost);
    const left = this.solveInert('aqueous', gained).map((value, j) => value - taken[j]!);
    return left;
  }

  /** Phases that leave a stage at equilibrium: the aqueous concentration alone is unknown. */
  #solveIdeal(component: number, distribution: Float64Array, { ratePerHour, mol }: Held, profile: Profile): void {
    const { stages } = this.#cascade;
    const { toPrevious, toNext, outside, feed } = this.#chain;
    const [aqueous, organic, fed] = [this.#aqueousPaths, this.#organicPaths, this.#fed];
    const at = component * stages;
    for (let j = 0; j < stages; j++) {
      const d = distribution[at + j]!;
      toPrevious[j] = aqueous.toPrevious[j]! + organic.toPrevious[j]! * d;
      toNext[j] = aqueous.toNext[j]! + organic.toNext[j]! * d;
      const kept = ratePerHour * (aqueous.hold[j]! + organic.hold[j]! * d);
      outside[j] = kept + aqueous.outside[j]! + organic.outside[j]! * d;
      feed[j] = fed[at + j]! + ratePerHour * mol[at + j]!;
    }
    this.#chain.solve(profile.aqueous, at);
    for (let j = 0; j < stages; j++) profile.organic[at + j] = profile.aqueous[at + j]! * distribution[at + j]!;
  }
}

/** Where a phase goes from each stage, litres an hour, and what stays, litres. */
interface Paths {
  readonly toPrevious: Float64Array;
  readonly toNext: Float64Array;
  readonly outside: Float64Array;
  readonly hold: Float64Array;
}

/** @param back what goes to the stage before, and on to the next: beyond the ends it leaves */
function pathsOf(back: Float64Array, on: Float64Array, draw: Float64Array, hold: Float64Array): Paths {
  const last = back.length - 1;
  return {
    toPrevious: back.map((flow, j) => (j > 0 ? flow : 0)),
    toNext: on.map((flow, j) => (j < last ? flow : 0)),
    outside: draw.map((flow, j) => flow + (j > 0 ? 0 : back[j]!) + (j < last ? 0 : on[j]!)),
    hold,
  };
}

/** How the organic of a stage follows from its aqueous and from the organic that enters: `y = slope·x + carried·y₋₁ + brought`. */
export function murphreeOf({ efficiency, organic }: Cascade, flows: Flows, component: number, stage: number) {
  const share = 1 - efficiency[stage]!;
  const stages = efficiency.length;
  const before = stage > 0 ? flows.organic[stage - 1]! : 0;
  const entering = before + organic.litrePerHour[stage]!;
  if (entering <= 0) return { carried: 0, brought: 0 };
  return { carried: (share * before) / entering, brought: (share * organic.molPerHour[component * stages + stage]!) / entering };
}

/** Balances and efficiencies of one component together: blocks of two by two, eliminated from the first stage on. */
function solveMurphree(
  cascade: Cascade,
  flows: Flows,
  component: number,
  distribution: Float64Array,
  { ratePerHour, mol }: Held,
  profile: Profile,
): void {
  const { stages, efficiency } = cascade;
  const { aqueous, organic, aqueousEntrained, organicEntrained, aqueousOut, organicOut } = flows;
  const at = component * stages;
  // x_j = known + share·(what comes back from j + 1); y_j likewise.
  const [xKnown, xShare, yKnown, yShare] = [0, 1, 2, 3].map(() => new Float64Array(stages)) as Four;
  for (let j = 0; j < stages; j++) {
    const slope = efficiency[j]! * distribution[at + j]!;
    const { carried, brought } = murphreeOf(cascade, flows, component, j);
    const [on, entrained] = j > 0 ? [organic[j - 1]!, aqueousEntrained[j - 1]!] : [0, 0];
    const back = j > 0 ? aqueous[j]! : 0;
    const backEntrained = j > 0 ? organicEntrained[j]! : 0;
    const [xs, ys, xk, yk] = j > 0 ? [xShare[j - 1]!, yShare[j - 1]!, xKnown[j - 1]!, yKnown[j - 1]!] : [0, 0, 0, 0];
    // What goes back to j − 1 returns from there with these shares.
    const returning = on * ys + entrained * xs;
    const a11 = aqueousOut[j]! + ratePerHour * cascade.aqueousHold[j]! - back * returning;
    const a12 = organicOut[j]! + ratePerHour * cascade.organicHold[j]! - backEntrained * returning;
    const a21 = -slope - carried * ys * back;
    const a22 = 1 - carried * ys * backEntrained;
    const feed = cascade.aqueous.molPerHour[at + j]! + cascade.organic.molPerHour[at + j]!;
    const r1 = feed + ratePerHour * mol[at + j]! + on * yk + entrained * xk;
    const r2 = brought + carried * yk;
    const determinant = a11 * a22 - a12 * a21;
    xKnown[j] = (r1 * a22 - a12 * r2) / determinant;
    yKnown[j] = (a11 * r2 - a21 * r1) / determinant;
    xShare[j] = a22 / determinant;
    yShare[j] = -a21 / determinant;
  }
  for (let j = stages - 1, back = 0; j >= 0; j--) {
    profile.aqueous[at + j] = xKnown[j]! + xShare[j]! * back;
    profile.organic[at + j] = yKnown[j]! + yShare[j]! * back;
    back = aqueous[j]! * profile.aqueous[at + j]! + organicEntrained[j]! * profile.organic[at + j]!;
  }
}

type Four = [Float64Array, Float64Array, Float64Array, Float64Array];

/** The largest relative difference between what goes in and out, over all components. */
export function closureOf(cascade: Cascade, flows: Flows, { aqueous, organic }: Profile): number {
  const { stages, components } = cascade;
  let worst = 0;
  for (let i = 0; i < components.length; i++) {
    let [entering, leaving] = [0, 0];
    for (let j = 0; j < stages; j++) {
      const at = i * stages + j;
      entering += cascade.aqueous.molPerHour[at]! + cascade.organic.molPerHour[at]!;
      leaving += cascade.aqueousDraw[j]! * aqueous[at]! + cascade.organicDraw[j]! * organic[at]!;
    }
    const [first, last] = [i * stages, i * stages + stages - 1];
    leaving += flows.aqueous[0]! * aqueous[first]! + flows.organicEntrained[0]! * organic[first]!;
    leaving += flows.organic[stages - 1]! * organic[last]! + flows.aqueousEntrained[stages - 1]! * aqueous[last]!;
    worst = Math.max(worst, Math.abs(leaving - entering) / (entering > 0 ? entering : 1));
  }
  return worst;
}
