import { randomStream } from '../../numerics/index.ts';
import { SeparationRefused, type SeparationRefusalCode } from '../refusal.ts';
import { cascadeAnswer } from './cascade-answer.ts';
import { withNumber } from './case-number.ts';
import { cascadeSchema, type CascadeCase } from './cascade-schema.ts';
import { compileCascade } from './compile-cascade.ts';
import { readForm } from './read-form.ts';
import { settle, type Watch } from './solve-cascade.ts';

/** What a stretch of samples gave: rows of what was drawn and of what came out, and why others gave nothing. */
export interface SampledStretch {
  /** Names of the outcomes: `raffinate purity Nd`, `loaded organic recovery Pr`. */
  readonly names: readonly string[];
  /** A row a sample that was solved: what was drawn for each parameter, in standard deviations, then the outcomes. */
  readonly rows: readonly (readonly number[])[];
  readonly refused: Readonly<Partial<Record<SeparationRefusalCode, number>>>;
}

/** How one outcome is spread. */
export interface OutcomeSpread {
  readonly name: string;
  readonly mean: number;
  readonly sd: number;
  readonly p05: number;
  readonly p50: number;
  readonly p95: number;
  /** Correlation with each parameter, in the order of the case: what the spread comes from. */
  readonly correlations: readonly number[];
}

export interface UncertaintyAnswer {
  readonly unit: 'cascade';
  readonly name: string | null;
  readonly status: 'solved';
  readonly samples: number;
  readonly parameters: readonly string[];
  readonly outcomes: readonly OutcomeSpread[];
  readonly refused: SampledStretch['refused'];
}

type Drawing = NonNullable<CascadeCase['uncertainty']>;

/** A case with what is uncertain of it. @throws SeparationRefused */
function readUncertain(json: unknown): { text: CascadeCase; drawing: Drawing } {
  const text = readForm(cascadeSchema, json);
  if (text.uncertainty === undefined)
    throw new SeparationRefused('form', '$.uncertainty', 'say what is uncertain: uncertainty.samples and uncertainty.parameters');
  return { text, drawing: text.uncertainty };
}

/** How many samples a case asks for. @throws SeparationRefused */
export function samplesOf(json: unknown): number {
  return readUncertain(json).drawing.samples;
}

/**
 * Solves samples of a case whose parameters are drawn anew for each, from a normal distribution around what is stated. Sample `n` is the same
 * whatever stretch it is in.
 * @param from the first sample, from 0; `to` the one behind the last
 * @throws SeparationRefused when the case itself has no answer, or a parameter is no number of it
 */
export function sampleCascade(json: unknown, from: number, to: number, watch: Watch): SampledStretch {
  const { text, drawing } = readUncertain(json);
  // A parameter that is no number of the case is refused here, not sample by sample.
  withDrawn(
    json,
    drawing,
    drawing.parameters.map(() => 0),
  );
  const base = settle(text, compileCascade(text), watch);
  const stream = randomStream(drawing.seed);
  const rows: number[][] = [];
  const refused: Partial<Record<SeparationRefusalCode, number>> = {};
  let names: string[] = [];
  for (let n = from; n < to && watch.isStopped?.() !== true; n++) {
    const own = stream.split(String(n));
    const drawn = drawing.parameters.map(() => own.normal());
    try {
      const sample = readForm(cascadeSchema, withDrawn(json, drawing, drawn));
      const cascade = compileCascade(sample);
      const answer = cascadeAnswer(sample, cascade, settle(sample, cascade, watch, base.scalars));
      const outcomes = answer.streams.flatMap(({ name, purity, recovery }) => [
        ...Object.entries(purity).map(([component, value]) => [`${name} purity ${component}`, value] as const),
        ...Object.entries(recovery).map(([component, value]) => [`${name} recovery ${component}`, value] as const),
      ]);
      names = outcomes.map(([name]) => name);
      rows.push([...drawn, ...outcomes.map(([, value]) => value)]);
    } catch (error) {
      if (!(error instanceof SeparationRefused)) throw error;
      refused[error.code] = (refused[error.code] ?? 0) + 1;
    }
  }
  return { names, rows, refused };
}

/** The case with each parameter moved by so many of its standard deviations. */
function withDrawn(json: unknown, { parameters }: Drawing, drawn: readonly number[]): unknown {
  return parameters.reduce((moved, { path, sd, relative }, n) => {
    const change = (value: number): number => value + drawn[n]! * (relative ? Math.abs(value) * sd : sd);
    return withNumber(moved, path, change, `$.uncertainty.parameters[${n}].path`);
  }, json);
}

/** What all stretches of a case's samples say together. @throws SeparationRefused when none was solved */
export function spreadOf(json: unknown, stretches: readonly SampledStretch[]): UncertaintyAnswer {
  const { text, drawing } = readUncertain(json);
  const rows = stretches.flatMap((stretch) => stretch.rows);
  const names = stretches.find((stretch) => stretch.names.length > 0)?.names ?? [];
  const refused: Partial<Record<SeparationRefusalCode, number>> = {};
  for (const stretch of stretches)
    for (const [code, count] of Object.entries(stretch.refused) as [SeparationRefusalCode, number][])
      refused[code] = (refused[code] ?? 0) + count;
  if (rows.length === 0)
    throw new SeparationRefused('no-solution', '$.uncertainty', `no sample was solved: ${JSON.stringify(refused)}`);
  const drawn = drawing.parameters.map((_, k) => rows.map((row) => row[k]!));
  return {
    unit: 'cascade',
    name: text.name ?? null,
    status: 'solved',
    samples: rows.length,
    parameters: drawing.parameters.map(({ path }) => path),
    outcomes: names.map((name, k) =>
      spread(
        name,
        rows.map((row) => row[drawing.parameters.length + k]!),
        drawn,
      ),
    ),
    refused,
  };
}

function spread(name: string, values: readonly number[], drawn: readonly (readonly number[])[]): OutcomeSpread {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (part: number): number => sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))]!;
  const { mean, sd } = momentsOf(values);
  const correlations = drawn.map((each) => {
    const other = momentsOf(each);
    if (sd === 0 || other.sd === 0) return 0;
    let sum = 0;
    for (const [n, value] of values.entries()) sum += (value - mean) * (each[n]! - other.mean);
    return sum / (Math.max(1, values.length - 1) * sd * other.sd);
  });
  return { name, mean, sd, p05: at(0.05), p50: at(0.5), p95: at(0.95), correlations };
}

function momentsOf(values: readonly number[]): { mean: number; sd: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, sd: Math.sqrt(squares / Math.max(1, values.length - 1)) };
}
