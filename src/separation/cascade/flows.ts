import type { Cascade } from './cascade.ts';

/** Volumes between stages, litres an hour. */
export interface Flows {
  /** Aqueous that leaves stage `j` for `j − 1` (out of the cascade at 0). */
  readonly aqueous: Float64Array;
  /** Organic that leaves stage `j` for `j + 1` (out of the cascade at the last). */
  readonly organic: Float64Array;
  /** Entrained aqueous that goes with the organic, and entrained organic that goes with the aqueous. */
  readonly aqueousEntrained: Float64Array;
  readonly organicEntrained: Float64Array;
  /** Everything of each phase that leaves a stage, draws and entrainment too. */
  readonly aqueousOut: Float64Array;
  readonly organicOut: Float64Array;
}

const ENTRAINMENT_ROUNDS = 60;

/** The volumes that feeds, draws and entrainment make. A negative entry means that more is drawn than there is. */
export function flowsOf(cascade: Cascade): Flows {
  const { stages, aqueousInOrganic, organicInAqueous } = cascade;
  const [aqueous, organic] = [new Float64Array(stages), new Float64Array(stages)];
  const [aqueousEntrained, organicEntrained] = [new Float64Array(stages), new Float64Array(stages)];
  // Entrainment is a small share of the other phase's flow, so that a few rounds settle it; without it one is enough.
  const rounds = aqueousInOrganic > 0 || organicInAqueous > 0 ? ENTRAINMENT_ROUNDS : 1;
  for (let round = 0; round < rounds; round++) {
    for (let j = stages - 1; j >= 0; j--)
      aqueous[j] = (aqueous[j + 1] ?? 0) + (aqueousEntrained[j - 1] ?? 0) - aqueousEntrained[j]! + net(cascade, 'aqueous', j);
    for (let j = 0; j < stages; j++)
      organic[j] = (organic[j - 1] ?? 0) + (organicEntrained[j + 1] ?? 0) - organicEntrained[j]! + net(cascade, 'organic', j);
    for (let j = 0; j < stages; j++) {
      aqueousEntrained[j] = aqueousInOrganic * organic[j]!;
      organicEntrained[j] = organicInAqueous * aqueous[j]!;
    }
  }
  return {
    aqueous,
    organic,
    aqueousEntrained,
    organicEntrained,
    aqueousOut: aqueous.map((flow, j) => flow + cascade.aqueousDraw[j]! + aqueousEntrained[j]!),
    organicOut: organic.map((flow, j) => flow + cascade.organicDraw[j]! + organicEntrained[j]!),
  };
}

/** Litres an hour that enter a stage of a phase from outside, less what is drawn there. */
function net(cascade: Cascade, phase: 'aqueous' | 'organic', stage: number): number {
  const draw = phase === 'aqueous' ? cascade.aqueousDraw : cascade.organicDraw;
  return cascade[phase].litrePerHour[stage]! - draw[stage]!;
}

/**
 * The same volumes with each stage mixed back with its neighbours: what flows on grows by a share, and as much flows back. With a large share
 * the cascade is as one stage; with none it is itself.
 */
export function mixedBack(flows: Flows, share: number): Flows {
  const aqueousMixed = flows.aqueous.map((_, j) => share * Math.max(0, flows.aqueous[j + 1] ?? 0));
  const organicMixed = flows.organic.map((_, j) => share * Math.max(0, flows.organic[j - 1] ?? 0));
  const aqueous = flows.aqueous.map((flow, j) => flow + (aqueousMixed[j - 1] ?? 0));
  const organic = flows.organic.map((flow, j) => flow + (organicMixed[j + 1] ?? 0));
  const sum = (a: Float64Array, b: Float64Array): Float64Array => a.map((value, j) => value + b[j]!);
  return {
    aqueous,
    organic,
    aqueousEntrained: sum(flows.aqueousEntrained, aqueousMixed),
    organicEntrained: sum(flows.organicEntrained, organicMixed),
    aqueousOut: flows.aqueousOut.map((out, j) => out + (aqueousMixed[j - 1] ?? 0) + aqueousMixed[j]!),
    organicOut: flows.organicOut.map((out, j) => out + (organicMixed[j + 1] ?? 0) + organicMixed[j]!),
  };
}
