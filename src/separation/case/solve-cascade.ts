import type { Cascade } from '../cascade/cascade.ts';
import { flowsOf } from '../cascade/flows.ts';
import { ComponentSweep, newProfile } from '../cascade/profile.ts';
import { totalsOf } from '../cascade/stage-scalars.ts';
import { solveSteady, type SolveProgress, type SteadyState } from '../cascade/steady.ts';
import { SeparationRefused } from '../refusal.ts';
import { cascadeAnswer, type CascadeAnswer } from './cascade-answer.ts';
import type { CascadeCase } from './cascade-schema.ts';
import { compileCascade } from './compile-cascade.ts';

/** How a long solve is watched and ended. */
export interface Watch {
  /** The clock, milliseconds. */
  readonly now: () => number;
  readonly isStopped?: () => boolean;
  readonly report?: (progress: SolveProgress) => void;
}

const ITERATIONS = 5000;
const SECONDS = 60;
/** What a converged solve may miss in closing; more is a fault of ours, and no answer. */
const CLOSURE_MAX = 1e-12;

/** The steady state of a cascade case. @throws SeparationRefused with the reason where there is none */
export function solveCascade(text: CascadeCase, watch: Watch): CascadeAnswer {
  const cascade = compileCascade(text);
  const state = settle(text, cascade, watch);
  return cascadeAnswer(text, cascade, state);
}

/** Solves cascades that differ a little from each other, each from the state of the last one that had an answer. */
export function startCascadeSolver(watch: Watch): (text: CascadeCase) => CascadeAnswer {
  let start: Float64Array | null = null;
  return (text) => {
    const cascade = compileCascade(text);
    const usable = start?.length === cascade.stages * cascade.scalars.length ? start : null;
    const state = settle(text, cascade, watch, usable);
    start = state.scalars;
    return cascadeAnswer(text, cascade, state);
  };
}

/** @throws SeparationRefused */
export function settle(text: CascadeCase, cascade: Cascade, watch: Watch, start: Float64Array | null = null): SteadyState {
  const endMs = watch.now() + (text.limits.seconds ?? SECONDS) * 1000;
  const iterationsMax = text.limits.iterations ?? ITERATIONS;
  const isOver = (): boolean => watch.now() > endMs || watch.isStopped?.() === true;
  const limits = { iterationsMax, isOver, ...(watch.report === undefined ? {} : { report: watch.report }) };
  checkLoading(cascade);
  checkPlaces(cascade);
  const state = solveSteady(cascade, limits, start);
  if (state.status !== 'solved') throw refusalOf(state);
  if (!(state.closure <= CLOSURE_MAX)) throw new Error(`solveCascade: the balances close to ${state.closure} only`);
  return state;
}

/** @throws SeparationRefused where the organic is to carry more than comes */
function checkLoading({ components, aqueous, organic, loadingMolPerLitre, stages }: Cascade): void {
  if (!components.some(({ isLoaded }) => isLoaded)) return;
  let fed = 0;
  for (const [i, { isLoaded }] of components.entries())
    for (let at = i * stages; isLoaded && at < (i + 1) * stages; at++) fed += aqueous.molPerHour[at]! + organic.molPerHour[at]!;
  const carried = loadingMolPerLitre[stages - 1]! * organic.litrePerHour.reduce((sum, flow) => sum + flow, 0);
  if (carried < fed) return;
  const message = `the organic leaves with ${carried} mol/h, and ${fed} mol/h are fed`;
  throw new SeparationRefused('loading-beyond-supply', '$.loading', message);
}

function refusalOf({ status, residual, iterations }: SteadyState): SeparationRefused {
  const steps = `after ${iterations} iterations, with a residual of ${residual.toExponential(1)}`;
  if (status === 'iteration-limit') return new SeparationRefused(status, '$.limits.iterations', `not solved ${steps}`);
  if (status === 'time-limit') return new SeparationRefused(status, '$.limits.seconds', `not solved in time, ${steps}`);
  return new SeparationRefused('no-solution', null, `no steady state was found ${steps}`);
}

/** @throws SeparationRefused where a phase has no places, or components whose distribution nothing changes take more than it has */
function checkPlaces(cascade: Cascade): void {
  const { stages, components, scalars, hydrogen } = cascade;
  const sweep = new ComponentSweep(cascade, flowsOf(cascade));
  const totals = totalsOf(cascade, sweep);
  const needsAcid = hydrogen >= 0 || scalars.some(({ kind }) => kind === 'acid');
  const bare = totals.charge.findLastIndex((charge) => !(charge > 0));
  if (needsAcid && bare >= 0)
    throw new SeparationRefused(
      'acid-exhausted',
      '$.aqueousFeeds',
      `neither acid nor metal comes to stage ${bare + 1} with the aqueous phase, and a law reads the acid: state the acid of what is fed there (1e-7 mol/L is that of water)`,
    );
  const profile = newProfile(cascade);
  const held = { ratePerHour: 0, mol: new Float64Array(stages * components.length) };
  for (const [i, { law }] of components.entries()) {
    const slopes = new Float64Array(scalars.length);
    const distribution = Math.exp(law.lnDistribution(new Float64Array(scalars.length), slopes));
    if (slopes.some((slope) => slope !== 0)) continue;
    sweep.solve(i, new Float64Array(stages * components.length).fill(distribution), held, profile);
  }
  for (let stage = 0; stage < stages; stage++) {
    let [aqueous, organic] = [0, 0];
    for (const [i, { charge }] of components.entries()) {
      if (i === hydrogen) continue;
      aqueous += charge * profile.aqueous[i * stages + stage]!;
      organic += charge * profile.organic[i * stages + stage]!;
    }
    if (hydrogen >= 0 && organic > totals.extractant[stage]!)
      throw new SeparationRefused(
        'extractant-exhausted',
        '$.organicFeeds',
        exhausted('extractant', stage, organic, totals.extractant[stage]!),
      );
    if (needsAcid && aqueous > totals.charge[stage]!)
      throw new SeparationRefused('acid-exhausted', '$.aqueousFeeds', exhausted('acid', stage, aqueous, totals.charge[stage]!));
  }
}

function exhausted(what: string, stage: number, taken: number, there: number): string {
  return `constant distributions alone would take ${taken.toPrecision(3)} mol/L of ${what} in stage ${stage + 1}, where there are ${there.toPrecision(3)}: bring more, feed less, or let laws read it`;
}
