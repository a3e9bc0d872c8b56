/** The set of constants that ships, from the measurements of `../shared/data/separation/pc88a-hcl-equilibrium.csv` that it was fitted to. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import {
  FITTED_SETS,
  fitPc88aChloride,
  SeparationRefused,
  solveCase,
  type CascadeAnswer,
  type FittedSet,
} from '../src/separation/index.ts';
import { watch } from './support/separation-answers.ts';

const ROWS = new URL('../../shared/data/separation/pc88a-hcl-equilibrium.csv', import.meta.url);
const missing = existsSync(ROWS) ? false : 'the folder ../shared/data/separation is missing';
const SHIPPED = new URL('../data/equilibria/pc88a-hcl.json', import.meta.url);
const SOURCE = new URL('../src/separation/equilibria/pc88a-hcl.ts', import.meta.url);
const set: FittedSet = FITTED_SETS['pc88a-hcl'];

/** Every number of a value by its path. */
function numbersOf(value: unknown, path = ''): [string, unknown][] {
  if (typeof value !== 'object' || value === null) return [[path, value]];
  return Object.entries(value).flatMap(([key, each]) => numbersOf(each, `${path}.${key}`));
}

function write(fitted: FittedSet): void {
  const json = JSON.stringify(fitted, null, 2);
  writeFileSync(SHIPPED, `${json}\n`);
  const head = readFileSync(SOURCE, 'utf8').split('FittedSet = ')[0]!;
  writeFileSync(SOURCE, `${head}FittedSet = ${json};\n`);
}

describe('the set pc88a-hcl', { skip: missing }, () => {
  const fitted = missing === false ? fitPc88aChloride(readFileSync(ROWS, 'utf8')) : set;
  if (process.env['WRITE_DOCS'] === '1') write(fitted);

  it('is what its rows give', () => {
    const shipped = new Map(numbersOf(set));
    const again = numbersOf(fitted);
    assert.equal(again.length, shipped.size);
    for (const [path, value] of again) {
      const other = shipped.get(path);
      if (typeof value === 'number')
        assert.ok(Math.abs(value - Number(other)) < 5e-6, `${path}: ${value}, ships ${String(other)}`);
      else assert.equal(value, other, path);
    }
  });

  it('is the same as a file and in the program', () => {
    assert.deepEqual(JSON.parse(readFileSync(SHIPPED, 'utf8')), JSON.parse(JSON.stringify(set)));
  });

  it('reproduces what a constant per element gives: 0.151 in the fit, 0.433 on rows of several elements', () => {
    assert.equal(fitted.accuracy.constantPerElement.inFit.toFixed(3), '0.151');
    assert.equal(fitted.accuracy.constantPerElement.heldOutMeanOfSources.toFixed(3), '0.433');
  });

  it('is nearer in the fit and on rows that it has not seen', () => {
    const { set: own, constantPerElement: plain } = fitted.accuracy;
    assert.ok(own.inFit < 0.14 && own.inFit < plain.inFit);
    assert.ok(own.heldOut < 0.44 && own.heldOut < plain.heldOut);
    assert.ok(own.heldOutMeanOfSources < plain.heldOutMeanOfSources);
  });

  it('knows which rows it could not use', () => {
    assert.equal(fitted.rowsUsed + fitted.leftOut.length, 188);
    assert.ok(fitted.leftOut.every(({ why }) => why === 'nothing-extracted'));
  });

  it('names the line of what cannot be read', () => {
    const [head, first] = readFileSync(ROWS, 'utf8').split('\n');
    const refused = (csv: string, path: string): void =>
      assert.throws(
        () => fitPc88aChloride(csv),
        (error) => error instanceof SeparationRefused && error.path === path,
      );
    refused('label,Feed H+[M]\n', 'line 1');
    refused(`${head}\n${first}\n${first!.replace('0.316', '-0.316')}`, 'line 3');
    refused(`${head}\n${first}\nshort,1`, 'line 3');
    assert.throws(() => fitPc88aChloride(`${head}\n${first}`), { code: 'no-solution' });
  });
});

interface Changes {
  readonly acid?: number;
  readonly extractant?: number;
  readonly scrubAcid?: number;
  readonly ammonium?: number;
  readonly rareEarth?: number;
  readonly organic?: number;
  readonly temperatureCelsius?: number;
}

/** A cut of four rare earths by fitted constants. */
function cut({
  acid = 0.05,
  extractant = 1,
  scrubAcid = 0.8,
  ammonium = 0,
  rareEarth = 0.25,
  organic = 4,
  temperatureCelsius = 25,
}: Changes): object {
  const law = { model: 'fitted', set: 'pc88a-hcl' };
  const share = { La: 0.3, Nd: 0.4, Sm: 0.2, Dy: 0.1 };
  const concentrations = Object.fromEntries(Object.entries(share).map(([name, part]) => [name, part * rareEarth]));
  const reagent = { NH4: { charge: 1, extractantPerMole: 1, reagent: true, law: { model: 'cation-exchange', log10K: -7 } } };
  return {
    unit: 'cascade',
    stages: 20,
    temperatureCelsius,
    components: { ...Object.fromEntries(Object.keys(share).map((name) => [name, { law }])), ...(ammonium > 0 ? reagent : {}) },
    aqueousFeeds: [
      { stage: 12, litrePerHour: 1, concentrations, acid },
      { stage: 20, litrePerHour: 0.5, acid: scrubAcid },
    ],
    organicFeeds: [
      {
        stage: 1,
        litrePerHour: organic,
        extractant: extractant - ammonium,
        concentrations: ammonium > 0 ? { NH4: ammonium } : {},
      },
    ],
  };
}

function solve(changes: Changes): CascadeAnswer {
  return solveCase(cut(changes), watch) as CascadeAnswer;
}

describe('a cascade by fitted constants', () => {
  it('separates in the order of the constants, and warns of nothing within what was measured', () => {
    const { streams, warnings } = solve({});
    const recovery = streams[1]!.recovery;
    assert.ok(recovery['La']! < recovery['Nd']! && recovery['Nd']! < recovery['Sm']! && recovery['Sm']! < recovery['Dy']!);
    assert.deepEqual(warnings, []);
  });

  it('holds each stage in the equilibrium of the law, activities and all', () => {
    const { stages } = solve({});
    const ratios = stages.map(({ aqueousMolPerLitre: x, organicMolPerLitre: y, extractantFreeMolPerLitre: free }) => {
      const apparent = Math.log10(y['Nd']! / x['Nd']!) - 3 * Math.log10(free! / x['H']!);
      return apparent - set.constants['Nd']!.value + 3 * set.crowding.value;
    });
    // What is left is the activity of ions: between a tenth of the constant and all of it.
    for (const ratio of ratios) assert.ok(ratio < -0.3 && ratio > -1.5, `${ratio}`);
  });

  it('shifts with the source effect of a plant', () => {
    const plain = cut({}) as { components: Record<string, { law: object }> };
    for (const component of Object.values(plain.components)) component.law = { ...component.law, log10KShift: 0.33 };
    const shifted = solveCase(plain, watch) as CascadeAnswer;
    assert.ok(shifted.streams[1]!.recovery['Sm']! > solve({}).streams[1]!.recovery['Sm']!);
  });

  for (const [code, changes] of [
    ['temperature', { temperatureCelsius: 60 }],
    ['extractant', { extractant: 0.5, organic: 10 }],
    ['acid', { scrubAcid: 4 }],
    ['trivalent', { rareEarth: 1.5, organic: 20 }],
    ['other-cations', { ammonium: 0.2 }],
  ] as const)
    it(`warns beyond what was measured: ${code}`, () => {
      const warning = solve(changes).warnings.find((each) => each.code === code);
      assert.ok(warning !== undefined);
      assert.match(warning.text, /pc88a-hcl was measured with/);
      assert.equal(warning.stages.length === 0, code === 'temperature' || code === 'extractant');
    });

  it('is solved from a cold start over a wide range of flows, saponified or not', () => {
    for (const organic of [2, 4, 8, 16])
      for (const scrubAcid of [0.3, 1, 3])
        for (const ammonium of [0, 0.35]) {
          const { closure, residual } = solve({ organic, scrubAcid, ammonium });
          assert.ok(closure < 1e-12 && residual < 1e-8, `${organic} ${scrubAcid} ${ammonium}`);
        }
  });

  it('refuses an element that the set does not know, other stoichiometry, and organics of unlike extractant', () => {
    const law = { model: 'fitted', set: 'pc88a-hcl' };
    const with_ = (changes: object): object => ({ ...cut({}), ...changes });
    const components = { La: { law }, Nd: { law }, Sm: { law }, Dy: { law } };
    const refused = (text: object, code: string, path: string): void =>
      assert.throws(
        () => solveCase(text, watch),
        (error) => error instanceof SeparationRefused && error.code === code && error.path === path,
      );
    refused(with_({ components: { ...components, Er: { law } } }), 'equilibrium-missing', '$.components.Er.law');
    refused(with_({ components: { ...components, Nd: { law, extractantPerMole: 3 } } }), 'form', '$.components.Nd');
    const organic = { stage: 1, litrePerHour: 4, extractant: 1 };
    refused(with_({ organicFeeds: [organic, { ...organic, extractant: 1.5 }] }), 'form', '$.organicFeeds[1].extractant');
  });
});
