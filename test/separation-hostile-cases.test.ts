/** Whatever numbers stand in a case: sensitivities, optima and control are finite, or refused by name, and in time. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { randomStream } from '../src/numerics/index.ts';
import {
  cascadeSensitivities,
  controlCascade,
  optimiseCascade,
  SEPARATION_REFUSALS,
  SeparationRefused,
  simulateCase,
  solveCase,
} from '../src/separation/index.ts';
import { watch } from './support/separation-answers.ts';

type Json = Record<string, unknown>;
const example = (name: string): Json =>
  JSON.parse(readFileSync(new URL(`../data/examples/separation/${name}.json`, import.meta.url), 'utf8')) as Json;
const CASCADES = ['pr-nd-p507', 'nd-sm-d2ehpa', 'dehpa-sulfate', 'isotherm-table', 'fitted-p507', 'kremser', 'xu-cascade'];

/** The example asked for the least of its first component in the loaded organic, with flows from half to twice. */
function withQuestion(text: Json): Json {
  const component = Object.keys(text['components'] as Json)[0]!;
  const variables = ['organicFeeds', 'aqueousFeeds'].map((list) => {
    const { litrePerHour } = (text[list] as { litrePerHour: number }[])[0]!;
    return { path: `${list}[0].litrePerHour`, from: litrePerHour / 2, to: 2 * litrePerHour };
  });
  const constraints = [{ kind: 'recovery', stream: 'raffinate', component, atLeast: 0.3 }];
  const objective = { minimise: { kind: 'molPerHour', stream: 'loaded organic', component } };
  return { ...text, optimisation: { variables, constraints, objective } };
}

/** Places of all numbers. */
function numbersOf(value: unknown, path: readonly string[] = []): string[][] {
  if (typeof value === 'number') return [[...path]];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => numbersOf(inner, [...path, key]));
}

/** The first number that is none. */
function unsound(value: unknown, path = '$'): string | null {
  if (typeof value === 'number') return Number.isFinite(value) ? null : path;
  if (typeof value !== 'object' || value === null) return null;
  for (const [key, inner] of Object.entries(value)) {
    const found = unsound(inner, `${path}.${key}`);
    if (found !== null) return found;
  }
  return null;
}

type Stream = ReturnType<typeof randomStream>;

/** A case in which up to four numbers are others: a little, by orders of magnitude, 0, less than nothing, or beyond all measure. */
function spoilt(text: Json, stream: Stream): Json {
  const copy = structuredClone(text);
  const places = numbersOf(copy);
  for (let n = stream.below(4); n >= 0; n--) {
    const path = places[stream.below(places.length)]!;
    const holder = path.slice(0, -1).reduce<Json>((at, key) => at[key] as Json, copy);
    const value = holder[path.at(-1)!] as number;
    const near = value * 10 ** (0.3 * stream.normal());
    const choices = [near, near, near, near, value * 10 ** (2 * stream.normal()), 0, -value, 1e14, 1e-14];
    holder[path.at(-1)!] = choices[stream.below(choices.length)];
  }
  return { ...copy, limits: { seconds: 1 } };
}

/** Asks of many spoilt cases. @returns how many had an answer */
function answered(texts: readonly Json[], ask: (json: unknown) => unknown, seed: string, count: number): number {
  const stream = randomStream(seed);
  let solved = 0;
  for (let n = 0; n < count; n++) {
    const text = spoilt(texts[n % texts.length]!, stream);
    try {
      assert.equal(unsound(ask(text)), null, JSON.stringify(text));
      solved++;
    } catch (error) {
      const isRefused = error instanceof SeparationRefused && SEPARATION_REFUSALS.includes(error.code);
      if (!isRefused) throw new Error(`no refusal: ${JSON.stringify(text)}`, { cause: error });
    }
  }
  return solved;
}

describe('spoilt cases are answered with sound numbers or refused by name', () => {
  it('by sensitivities', () => {
    const texts = CASCADES.map(example);
    assert.ok(answered(texts, (json) => cascadeSensitivities(json, watch), 'sensitivities', 210) > 40);
  });

  it('by optimisation', () => {
    const texts = CASCADES.map((name) => withQuestion(example(name)));
    assert.ok(answered(texts, (json) => optimiseCascade(json, watch), 'optimisation', 140) > 25);
  });

  it('by control', () => {
    const solved = answered([example('control')], (json) => controlCascade(json, watch), 'control', 40);
    assert.ok(solved > 3, `${solved} solved`);
  });
});

describe('what cannot be, told by name and place', () => {
  const refusalOf = (act: () => unknown): { code: string; path: string | null; message: string } => {
    try {
      act();
    } catch (error) {
      if (error instanceof SeparationRefused) return error;
      throw error;
    }
    return assert.fail('an answer was given');
  };

  it('a scrub without any acid, where no metal comes from behind it', () => {
    for (const name of ['fitted-p507', 'pr-nd-p507']) {
      const text = example(name) as Json & { aqueousFeeds: { acid: number; stage: number }[] };
      const { stage } = text.aqueousFeeds[1]!;
      text.aqueousFeeds[1]!.acid = 0;
      const { code, path, message } = refusalOf(() => solveCase(text, watch));
      assert.deepEqual([code, path], ['acid-exhausted', '$.aqueousFeeds']);
      assert.match(message, new RegExp(`stage ${stage}\\b.*1e-7 mol/L`));
      text.aqueousFeeds[1]!.acid = 1e-7;
      assert.equal((solveCase(text, watch) as { status: string }).status, 'solved');
    }
  });

  it('stages filled in another unit than the feeds', () => {
    const text = { ...example('dehpa-sulfate'), hold: { aqueousLitre: 100, organicLitre: 100 } };
    const filled = (extractant: number): object => ({
      ...text,
      dynamics: { hours: 20, everyHours: 10, initial: { aqueous: { acid: 0.1 }, organic: { extractant } } },
    });
    const { code, path, message } = refusalOf(() => simulateCase(filled(0.15), watch));
    assert.deepEqual([code, path], ['no-solution', '$.dynamics.initial']);
    assert.match(message, /mg\/L/);
    assert.equal(simulateCase(filled(48_790), watch).status, 'solved');
  });
});
