import { countsInPurity, fedMolPerHour, leavingPlaces, type LeavingPlace } from '../case/cascade-answer.ts';
import type { CascadeCase } from '../case/cascade-schema.ts';
import { compileUnchecked } from '../case/compile-cascade.ts';
import { HYDROGEN } from '../case/hydrogen.ts';
import type { Cascade } from '../cascade/cascade.ts';
import { flowsOf } from '../cascade/flows.ts';
import type { SteadyState } from '../cascade/steady.ts';
import { slopeOf, type Tangent } from '../cascade/tangent.ts';

/** What is told of a stream that leaves: shares without unit, `impurity` = 1 − purity and `lost` = 1 − recovery, each without a loss of digits. */
export const OUTCOME_KINDS = [
  'purity',
  'impurity',
  'recovery',
  'lost',
  'molPerLitre',
  'molPerHour',
  'litrePerHour',
  'pH',
] as const;
export type OutcomeKind = (typeof OUTCOME_KINDS)[number];

/** One number of the answer, and its slope along a tangent. */
export interface Outcome {
  readonly stream: string;
  readonly kind: OutcomeKind;
  /** Null where the whole stream is meant. */
  readonly component: string | null;
  readonly value: number;
  readonly slope: number;
}

/** A number of the case that is moved: the case with another value of it. */
export interface Moving {
  readonly value: number;
  readonly moved: (value: number) => CascadeCase;
}

/** A value with its slope. */
interface Dual {
  readonly value: number;
  readonly slope: number;
}

/** What a stream is made of, by component. */
interface Stream extends LeavingPlace {
  readonly flowSlope: number;
  readonly molPerLitre: readonly Dual[];
  readonly recovery: readonly (Dual | null)[];
}

/**
 * All outcomes of a solved cascade along a tangent.
 * @param tangent null tells the values alone, with slopes of 0
 */
export function outcomesAlong(
  text: CascadeCase,
  cascade: Cascade,
  state: SteadyState,
  tangent: Tangent | null,
  moving: Moving | null,
): Outcome[] {
  const streams = streamsOf(text, cascade, state, tangent, moving);
  return streams.flatMap((stream, n) => [
    ...sharesOf(text, cascade, stream),
    ...recoveriesOf(cascade, streams, n),
    ...amountsOf(cascade, stream),
    ...pHOf(cascade, state, stream, tangent),
  ]);
}

function streamsOf(
  text: CascadeCase,
  cascade: Cascade,
  state: SteadyState,
  tangent: Tangent | null,
  moving: Moving | null,
): Stream[] {
  const places = leavingPlaces(text, cascade, state.flows);
  const fed = fedMolPerHour(cascade);
  const slopes = moving === null ? null : slopeOf((at) => feedsAndFlows(moving.moved(at), places), moving.value)!;
  return places.map((place, n) => {
    const flowSlope = slopes?.[n] ?? 0;
    const { litrePerHour, phase, stage } = place;
    const molPerLitre = cascade.components.map((_, i): Dual => {
      const at = i * cascade.stages + stage;
      const value = state.profile[phase][at]!;
      return { value, slope: value * (tangent?.[phase][at] ?? 0) };
    });
    const recovery = molPerLitre.map(({ value, slope }, i): Dual | null => {
      const whole = fed[i]!;
      if (!(whole > 0) || cascade.components[i]!.name === HYDROGEN) return null;
      const share = (value * litrePerHour) / whole;
      const wholeSlope = slopes?.[places.length + i] ?? 0;
      return { value: share, slope: (slope * litrePerHour + value * flowSlope - share * wholeSlope) / whole };
    });
    return { ...place, flowSlope, molPerLitre, recovery };
  });
}

/** Volumes that leave, in the order of places, then what is fed of each component. */
function feedsAndFlows(text: CascadeCase, places: readonly LeavingPlace[]): Float64Array {
  const cascade = compileUnchecked(text);
  const moved = leavingPlaces(text, cascade, flowsOf(cascade));
  const volumes = places.map(({ name, phase }) => moved.find((each) => each.name === name && each.phase === phase)?.litrePerHour);
  return Float64Array.from([...volumes.map((volume) => volume ?? 0), ...fedMolPerHour(cascade)]);
}

/** Purities and impurities, as sums in which nothing cancels. */
function sharesOf(text: CascadeCase, { components }: Cascade, { name: stream, molPerLitre }: Stream): Outcome[] {
  const counted = components.flatMap(({ name }, i) => (countsInPurity(text, name) ? [{ name, ...molPerLitre[i]! }] : []));
  const sum = counted.reduce((total, { value }) => total + value, 0);
  if (!(sum > 0)) return [];
  return counted.flatMap(({ name: component, value, slope }): Outcome[] => {
    let [others, change] = [0, 0];
    for (const other of counted) {
      if (other.name === component) continue;
      others += other.value / sum;
      // Each over the sum by itself: its square may leave the range of numbers.
      change += (slope / sum) * (other.value / sum) - (value / sum) * (other.slope / sum);
    }
    return [
      { stream, kind: 'purity', component, value: value / sum, slope: change },
      { stream, kind: 'impurity', component, value: others, slope: -change },
    ];
  });
}

/** Recoveries, and what leaves elsewhere; of what nearly all leaves here, the slope is told by the other streams. */
function recoveriesOf({ components }: Cascade, streams: readonly Stream[], own: number): Outcome[] {
  const { name: stream, recovery } = streams[own]!;
  return components.flatMap(({ name: component }, i): Outcome[] => {
    const here = recovery[i] ?? null;
    if (here === null) return [];
    let [lost, change] = [0, 0];
    for (const [n, other] of streams.entries()) {
      if (n === own) continue;
      lost += other.recovery[i]!.value;
      change += other.recovery[i]!.slope;
    }
    const slope = here.value > 0.5 ? -change : here.slope;
    return [
      { stream, kind: 'recovery', component, value: here.value, slope },
      { stream, kind: 'lost', component, value: lost, slope: -slope },
    ];
  });
}

function amountsOf({ components }: Cascade, { name: stream, litrePerHour, flowSlope, molPerLitre }: Stream): Outcome[] {
  const concentrations = components.flatMap(({ name: component }, i): Outcome[] => {
    const { value, slope } = molPerLitre[i]!;
    const amount = { value: value * litrePerHour, slope: slope * litrePerHour + value * flowSlope };
    return [
      { stream, kind: 'molPerLitre', component, value, slope },
      { stream, kind: 'molPerHour', component, ...amount },
    ];
  });
  return [...concentrations, { stream, kind: 'litrePerHour', component: null, value: litrePerHour, slope: flowSlope }];
}

function pHOf(cascade: Cascade, state: SteadyState, { name: stream, phase, stage }: Stream, tangent: Tangent | null): Outcome[] {
  if (phase !== 'aqueous') return [];
  const { scalars, hydrogen, stages, buffers } = cascade;
  const acid = scalars.findIndex(({ kind }) => kind === 'acid');
  const at = acid >= 0 ? stage * scalars.length + acid : hydrogen * stages + stage;
  if (acid < 0 && (hydrogen < 0 || buffers.length > 0)) return [];
  const ln = acid >= 0 ? state.scalars[at]! : Math.log(state.profile.aqueous[at]!);
  const slope = (acid >= 0 ? tangent?.scalars[at] : tangent?.aqueous[at]) ?? 0;
  return [{ stream, kind: 'pH', component: null, value: -ln * Math.LOG10E, slope: -slope * Math.LOG10E }];
}
