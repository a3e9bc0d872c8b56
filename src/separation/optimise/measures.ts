import type { Outcome } from '../sensitivity/outcomes.ts';
import { SeparationRefused } from '../refusal.ts';
import type { Optimisation } from './optimisation-schema.ts';

export type OutcomeAsked = Pick<Optimisation['constraints'][number], 'kind' | 'stream' | 'component'>;

/** An outcome on a scale that is nearly straight in the numbers of a case, with its slopes along each. */
export interface Measured {
  /** What the outcome is. */
  readonly value: number;
  /** What it is on the scale, rising with the outcome. */
  readonly measure: number;
  readonly slopes: Float64Array;
}

/** What is added to every outcome: a logarithm has an end, and what has vanished is felt no more. */
const LEAST = 1e-30;
/** Shares above are told by what they leave. */
const HALF = 0.5;

/** Purities and recoveries beyond a half are told by the impurity or loss. */
function toldBy(kind: string, byComplement: boolean): string {
  if (kind === 'purity' && byComplement) return 'impurity';
  return kind === 'recovery' && byComplement ? 'lost' : kind;
}

/** A value of a kind of outcome on the scale: logarithms of amounts and shares, of what it leaves where that is little; pH as it is. */
export function measureOf(kind: string, value: number, byComplement: boolean): number {
  if (kind === 'pH') return value;
  return byComplement ? -Math.log(1 - value) : Math.log(value);
}

/** ∂measure/∂value. */
export function measureSlope(kind: string, value: number, byComplement: boolean): number {
  if (kind === 'pH') return 1;
  return byComplement ? 1 / (1 - value) : 1 / value;
}

/** Whether a share is told by what it leaves. */
export function isByComplement(kind: string, share: number): boolean {
  return (kind === 'purity' || kind === 'recovery') && share > HALF;
}

/** What a solved cascade says, and along each variable. */
export interface Told {
  readonly outcomes: readonly Outcome[];
  readonly along: readonly (readonly Outcome[])[];
}

/**
 * An outcome that was asked for, on its scale.
 * @param path JSON path of who asks
 * @throws SeparationRefused where no stream or component is called so
 */
export function measuredOf(asked: OutcomeAsked, byComplement: boolean, { outcomes, along }: Told, path: string): Measured {
  const value = outcomes[indexOf(asked, asked.kind, outcomes, path)]!.value;
  const told = indexOf(asked, toldBy(asked.kind, byComplement), outcomes, path);
  const amount = outcomes[told]!.value + LEAST;
  const sign = byComplement ? -1 : 1;
  const isPlain = asked.kind === 'pH';
  return {
    value,
    measure: isPlain ? value : sign * Math.log(amount),
    slopes: Float64Array.from(along, (each) => (isPlain ? each[told]!.slope : (sign * each[told]!.slope) / amount)),
  };
}

function indexOf({ stream, component }: OutcomeAsked, kind: string, outcomes: readonly Outcome[], path: string): number {
  const ofStream = outcomes.filter((each) => each.stream === stream);
  if (ofStream.length === 0) {
    const names = [...new Set(outcomes.map((each) => each.stream))].join(', ');
    throw new SeparationRefused('stream-unknown', `${path}.stream`, `${stream} does not leave the cascade: these do: ${names}`);
  }
  const at = outcomes.findIndex((each) => each.stream === stream && each.kind === kind && each.component === (component ?? null));
  if (at >= 0) return at;
  const there = ofStream.flatMap((each) => (each.kind === kind ? [each.component ?? 'the stream as a whole'] : []));
  const known = there.length === 0 ? `${stream} has no ${kind}` : `${stream} has a ${kind} of ${there.join(', ')}`;
  throw new SeparationRefused(
    'component-unknown',
    `${path}.component`,
    `${known}, not of ${component ?? 'the stream as a whole'}`,
  );
}
