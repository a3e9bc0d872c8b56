import type { Cascade } from '../cascade/cascade.ts';
import type { Flows } from '../cascade/flows.ts';
import type { SteadyState } from '../cascade/steady.ts';
import type { CascadeCase } from './cascade-schema.ts';
import { domainWarnings, type DomainWarning } from './domain-warnings.ts';
import { HYDROGEN } from './hydrogen.ts';

/** A stream that leaves: concentrations in mol/L, amounts in mol/h, shares of what all feeds bring, purity among components but hydrogen. */
export interface LeavingStream {
  readonly name: string;
  readonly phase: 'aqueous' | 'organic';
  readonly stage: number;
  readonly litrePerHour: number;
  readonly molPerLitre: Readonly<Record<string, number>>;
  readonly molPerHour: Readonly<Record<string, number>>;
  /** Share of what the feeds bring of a component that leaves here. */
  readonly recovery: Readonly<Record<string, number>>;
  /** Moles of a component among the moles of all but hydrogen and reagents. */
  readonly purity: Readonly<Record<string, number>>;
  readonly pH: number | null;
  /** Aqueous: hydrogen that can dissociate, free and bound to buffers, mol/L. */
  readonly acidMolPerLitre: number | null;
  /** Aqueous: anions that bind hydrogen, with it or without, mol/L. */
  readonly buffersMolPerLitre: Readonly<Record<string, number>>;
  /** Organic: free extractant, mol/L; null where none is told of. */
  readonly extractantMolPerLitre: number | null;
}

/** One stage of a solved cascade. */
export interface StageState {
  readonly stage: number;
  readonly aqueousMolPerLitre: Readonly<Record<string, number>>;
  readonly organicMolPerLitre: Readonly<Record<string, number>>;
  readonly pH: number | null;
  readonly extractantFreeMolPerLitre: number | null;
}

export interface CascadeAnswer {
  readonly unit: 'cascade';
  readonly name: string | null;
  readonly status: 'solved';
  readonly iterations: number;
  readonly residual: number;
  readonly closure: number;
  readonly streams: readonly LeavingStream[];
  readonly stages: readonly StageState[];
  /** Where fitted constants are used beyond what was measured. */
  readonly warnings: readonly DomainWarning[];
}

/** What a solved cascade says, for people and programs. */
export function cascadeAnswer(text: CascadeCase, cascade: Cascade, state: SteadyState): CascadeAnswer {
  const { iterations, residual, closure } = state;
  const streams = streamsOf(text, cascade, state);
  const stages = stageStates(cascade, state);
  const warnings = domainWarnings(text, cascade, state);
  return { unit: 'cascade', name: text.name ?? null, status: 'solved', iterations, residual, closure, streams, stages, warnings };
}

/** Where a stream leaves: what it is called, and how much of which phase of which stage it is. */
export type LeavingPlace = Pick<LeavingStream, 'name' | 'phase' | 'stage' | 'litrePerHour'>;

function streamsOf(text: CascadeCase, cascade: Cascade, state: SteadyState): LeavingStream[] {
  const fed = fedMolPerHour(cascade);
  return leavingPlaces(text, cascade, state.flows).map((place) => leavingStream(text, cascade, state, fed, place));
}

/** What all feeds bring of each component, mol/h. */
export function fedMolPerHour({ components, stages, aqueous, organic }: Cascade): number[] {
  return components.map((_, i) => {
    let mol = 0;
    for (let at = i * stages; at < (i + 1) * stages; at++) mol += aqueous.molPerHour[at]! + organic.molPerHour[at]!;
    return mol;
  });
}

/** All streams that leave a cascade, in the order of its answer; stages from 0. */
export function leavingPlaces(text: CascadeCase, { stages }: Cascade, flows: Flows): LeavingPlace[] {
  const last = stages - 1;
  const draws = (['aqueous', 'organic'] as const).flatMap((phase) =>
    text[`${phase}Draws`].map(({ name, stage, litrePerHour }, n) => {
      const called = name ?? `${phase} draw ${n + 1}`;
      return { name: called, phase, stage: stage - 1, litrePerHour };
    }),
  );
  const [organic, aqueous] = [flows.organicEntrained[0]!, flows.aqueousEntrained[last]!];
  return [
    { name: 'raffinate', phase: 'aqueous', stage: 0, litrePerHour: flows.aqueous[0]! },
    { name: 'loaded organic', phase: 'organic', stage: last, litrePerHour: flows.organic[last]! },
    ...draws,
    ...(organic > 0 ? [{ name: 'organic in raffinate', phase: 'organic' as const, stage: 0, litrePerHour: organic }] : []),
    ...(aqueous > 0
      ? [{ name: 'aqueous in loaded organic', phase: 'aqueous' as const, stage: last, litrePerHour: aqueous }]
      : []),
  ];
}

/** Whether a component counts in purities: hydrogen and reagents do not. */
export function countsInPurity(text: CascadeCase, component: string): boolean {
  return component !== HYDROGEN && text.components[component]?.reagent !== true;
}

function leavingStream(
  text: CascadeCase,
  cascade: Cascade,
  state: SteadyState,
  fed: readonly number[],
  { name, phase, stage, litrePerHour }: LeavingPlace,
): LeavingStream {
  const molPerLitre = concentrationsAt(cascade, state, phase, stage);
  const entries = Object.entries(molPerLitre);
  const others = entries.filter(([component]) => countsInPurity(text, component));
  const sum = others.reduce((total, [, value]) => total + value, 0);
  const recovery = cascade.components.flatMap(({ name: component }, i): [string, number][] =>
    component === HYDROGEN || fed[i] === 0 ? [] : [[component, (molPerLitre[component]! * litrePerHour) / fed[i]!]],
  );
  return {
    name,
    phase,
    stage: stage + 1,
    litrePerHour,
    molPerLitre,
    molPerHour: Object.fromEntries(entries.map(([component, value]) => [component, value * litrePerHour])),
    recovery: Object.fromEntries(recovery),
    purity: Object.fromEntries(others.map(([component, value]) => [component, sum > 0 ? value / sum : 0])),
    pH: phase === 'aqueous' ? pHAt(cascade, state, stage) : null,
    acidMolPerLitre: phase === 'aqueous' ? acidAt(cascade, state, stage) : null,
    buffersMolPerLitre: phase === 'aqueous' ? buffersAt(cascade, state, stage) : {},
    extractantMolPerLitre: phase === 'organic' ? extractantAt(cascade, state, stage) : null,
  };
}

/** All hydrogen that can dissociate: what of the charge the metals leave. */
function acidAt({ components, hydrogen, stages }: Cascade, { profile, totals }: SteadyState, stage: number): number {
  if (hydrogen >= 0) return profile.aqueous[hydrogen * stages + stage]!;
  const metals = components.reduce((sum, { charge }, i) => sum + charge * profile.aqueous[i * stages + stage]!, 0);
  return Math.max(0, totals.charge[stage]! - metals);
}

function buffersAt({ buffers }: Cascade, { totals }: SteadyState, stage: number): Record<string, number> {
  return Object.fromEntries(buffers.map(({ name }, n): [string, number] => [name, totals.buffers[n]!.total[stage]!]));
}

function concentrationsAt(
  cascade: Cascade,
  { profile }: Held,
  phase: 'aqueous' | 'organic',
  stage: number,
): Record<string, number> {
  return Object.fromEntries(
    cascade.components.map(({ name }, i): [string, number] => [name, profile[phase][i * cascade.stages + stage]!]),
  );
}

/** −log10 of free hydrogen in mol/L; null where nothing says what it is. */
function pHAt(cascade: Cascade, state: Held, stage: number): number | null {
  const { scalars, hydrogen, stages, buffers } = cascade;
  const acid = scalars.findIndex(({ kind }) => kind === 'acid');
  if (acid >= 0) return -state.scalars[stage * scalars.length + acid]! * Math.LOG10E;
  if (hydrogen >= 0 && buffers.length === 0) return -Math.log10(state.profile.aqueous[hydrogen * stages + stage]!);
  return null;
}

function extractantAt(cascade: Cascade, state: Held, stage: number): number | null {
  const { scalars, hydrogen, stages } = cascade;
  const free = scalars.findIndex(({ kind }) => kind === 'extractant');
  if (free >= 0) return Math.exp(state.scalars[stage * scalars.length + free]!);
  return hydrogen < 0 ? null : state.profile.organic[hydrogen * stages + stage]!;
}

/** What a state is known by: concentrations, and the scalars of every stage. */
type Held = Pick<SteadyState, 'profile' | 'scalars'>;

/** Every stage, as answers tell it. */
export function stageStates(cascade: Cascade, state: Held): StageState[] {
  return Array.from({ length: cascade.stages }, (_, stage) => stageState(cascade, state, stage));
}

function stageState(cascade: Cascade, state: Held, stage: number): StageState {
  return {
    stage: stage + 1,
    aqueousMolPerLitre: concentrationsAt(cascade, state, 'aqueous', stage),
    organicMolPerLitre: concentrationsAt(cascade, state, 'organic', stage),
    pH: pHAt(cascade, state, stage),
    extractantFreeMolPerLitre: extractantAt(cascade, state, stage),
  };
}
