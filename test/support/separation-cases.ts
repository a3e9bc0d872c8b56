/** The published cases of `../shared/data/separation` in the JSON form of docs/separation.md. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';

const FOLDER = new URL('../../../shared/data/separation/', import.meta.url);

/** A file of published cases. */
export function published<T>(name: string): T {
  const file = new URL(name, FOLDER);
  assert.ok(existsSync(file), `the test reads ../shared/data/separation/${name}, which is missing`);
  return JSON.parse(readFileSync(file, 'utf8')) as T;
}

export interface NdSmCase {
  readonly extractant: string;
  readonly stages: number;
  readonly aqueous_over_organic: number;
  readonly pH0: number;
  readonly expect: { readonly nd_purity: number; readonly nd_recovery: number; readonly raffinate_pH: number };
}

/**
 * Nd and Sm by D2EHPA. The file's text says D = 10^b·[H]^(−a); its answers are those of D = 10^(−a)·[H]^(−b), to every digit: `a` and `b`
 * have changed places there.
 */
export function ndSmCases(): { text: object; expect: NdSmCase['expect'] }[] {
  const file = published<{
    feed_mol_per_litre: Record<string, number>;
    coefficients: Record<string, Record<string, { a: number; b: number }>>;
    cases: NdSmCase[];
  }>('nd-sm-d2ehpa.json');
  return file.cases.map(({ extractant, stages, aqueous_over_organic: ratio, pH0, expect }) => ({
    expect,
    text: {
      unit: 'cascade',
      stages,
      components: Object.fromEntries(
        Object.entries(file.coefficients[extractant]!).map(([name, { a, b }]) => [
          name,
          { charge: 3, law: { model: 'power', log10K: -a, acidOrder: -b } },
        ]),
      ),
      aqueousFeeds: [{ stage: stages, litrePerHour: ratio, concentrations: file.feed_mol_per_litre, acid: 10 ** -pH0 }],
      organicFeeds: [{ stage: 1, litrePerHour: 1 }],
    },
  }));
}

export interface XuCase {
  readonly beta: number;
  readonly fA: number;
  readonly S: number;
  readonly W: number;
  readonly extraction_stages: number;
  readonly scrub_stages: number;
  readonly asked: { readonly PA: number; readonly PB: number };
  readonly simulated: { readonly PA: number; readonly PB: number };
  readonly stages_really_needed: readonly [number, number];
}

/** Xu's cascade of two components: A is what the organic takes. */
export function xuCascade(beta: number, fA: number, S: number, W: number, extraction: number, scrub: number): object {
  const stages = extraction + scrub;
  const law = (factor: number): object => ({ charge: 0, law: { model: 'separation-factor', factor } });
  return {
    unit: 'cascade',
    stages,
    components: { A: law(beta), B: law(1) },
    aqueousFeeds: [
      { name: 'scrub', stage: stages, litrePerHour: W },
      { name: 'feed', stage: extraction, litrePerHour: 1, concentrations: { A: fA, B: 1 - fA } },
    ],
    organicFeeds: [{ stage: 1, litrePerHour: S }],
    loading: [
      { from: 1, to: stages - 1, molPerLitre: 1 },
      { from: stages, to: stages, molPerLitre: (S - W) / S },
    ],
  };
}

/** Constant distributions, no exchange. */
export function kremser(stages: number, distributions: readonly number[], ratio: number, efficiency = 1): object {
  const names = distributions.map((_, n) => `C${n}`);
  return {
    unit: 'cascade',
    stages,
    components: Object.fromEntries(
      names.map((name, n) => [name, { charge: 0, law: { model: 'constant', D: distributions[n] } }]),
    ),
    aqueousFeeds: [{ stage: stages, litrePerHour: 1, concentrations: Object.fromEntries(names.map((name) => [name, 1])) }],
    organicFeeds: [{ stage: 1, litrePerHour: ratio }],
    efficiency,
  };
}

interface Oxide {
  readonly mass_fraction: number;
  readonly A?: number;
  readonly B?: number;
  readonly expect_conversion?: number;
}

/** The leaching tank. Sulfate binds hydrogen there (pKa 1.99): the file's text does not say so, its answers do. */
export function leachTank(): { text: object; expect: Record<string, number> } {
  const { species } = published<{ species: Record<string, Oxide> }>('leach-tank.json');
  const entries = Object.entries(species);
  return {
    text: {
      unit: 'leach-tank',
      volumeLitre: 378.541,
      liquid: { litrePerHour: 224.3, acidMolPerLitre: 0.1, buffers: [{ name: 'HSO4', pKa: 1.99, molPerLitre: 4.8 / 96 }] },
      solid: {
        kilogramPerHour: 22.68,
        densityKilogramPerLitre: 2.4,
        massFractions: Object.fromEntries(entries.map(([name, { mass_fraction }]) => [name, mass_fraction])),
      },
      rates: Object.fromEntries(entries.flatMap(([name, { A, B }]) => (A === undefined ? [] : [[name, { A, B }]]))),
    },
    expect: Object.fromEntries(
      entries.flatMap(([name, { expect_conversion }]) => (expect_conversion === undefined ? [] : [[name, expect_conversion]])),
    ),
  };
}

/** A cut with cation exchange over many rare earths, saponified or not. @param names of the rare earths, La first */
export function exchangeCascade(
  stages: number,
  feedStage: number,
  organic: number,
  scrub: number,
  saponified: number,
  names: readonly string[] = Object.keys(FACTORS),
): Record<string, unknown> {
  let log10K = Math.log10(0.0005);
  const laws = Object.entries(FACTORS).flatMap(([name, factor]): [string, object][] => {
    log10K += Math.log10(factor);
    return names.includes(name) ? [[name, { law: { model: 'cation-exchange', log10K } }]] : [];
  });
  const total = names.reduce((sum, name) => sum + FEED[name]!, 0);
  return {
    unit: 'cascade',
    stages,
    components: {
      ...Object.fromEntries(laws),
      NH4: { charge: 1, reagent: true, law: { model: 'cation-exchange', log10K: -7 } },
    },
    aqueousFeeds: [
      {
        name: 'feed',
        stage: feedStage,
        litrePerHour: 1,
        concentrations: Object.fromEntries(names.map((name) => [name, (1.2 * FEED[name]!) / total])),
        acid: 0.01,
      },
      { name: 'scrub', stage: stages, litrePerHour: scrub, acid: 3 },
    ],
    organicFeeds: [{ stage: 1, litrePerHour: organic, concentrations: { NH4: saponified }, extractant: 1.5 - saponified }],
  };
}

/** Factors between neighbours, of the order that P507 has in chloride; made for tests and measurements, no plant's. */
const FACTORS: Readonly<Record<string, number>> = {
  La: 1,
  Ce: 6.8,
  Pr: 2.03,
  Nd: 1.55,
  Sm: 10.6,
  Eu: 1.96,
  Gd: 1.46,
  Tb: 5,
  Dy: 2.82,
  Y: 1.7,
  Ho: 1.2,
  Er: 2.7,
  Tm: 3.34,
  Yb: 3.56,
  Lu: 1.9,
};

/** A feed with everything in it, light like Bayan Obo's. */
const FEED: Readonly<Record<string, number>> = {
  La: 0.26,
  Ce: 0.45,
  Pr: 0.05,
  Nd: 0.16,
  Sm: 0.02,
  Eu: 0.004,
  Gd: 0.01,
  Tb: 0.002,
  Dy: 0.008,
  Y: 0.02,
  Ho: 0.002,
  Er: 0.003,
  Tm: 0.001,
  Yb: 0.002,
  Lu: 0.0005,
};
