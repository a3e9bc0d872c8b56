/** Derivatives from the model itself against differences of whole solves, for every law and every imperfection of stages. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { cascadeSensitivities, SeparationRefused, solveCase, type CascadeAnswer } from '../src/separation/index.ts';
import { exchangeCascade, kremser } from './support/separation-cases.ts';
import { watch } from './support/separation-answers.ts';

type Json = Record<string, unknown>;
const example = (name: string): Json =>
  JSON.parse(readFileSync(new URL(`../data/examples/separation/${name}.json`, import.meta.url), 'utf8')) as Json;

/** A case with the number at a path moved. */
function moved(text: Json, path: string, by: number): Json {
  const copy = structuredClone(text);
  const steps = path.replaceAll(/\[(\d+)\]/g, '.$1').split('.');
  const holder = steps.slice(0, -1).reduce<Json>((at, step) => at[step] as Json, copy);
  holder[steps.at(-1)!] = (holder[steps.at(-1)!] as number) + by;
  return copy;
}

/** What an answer says under the names of sensitivities. */
function told(answer: CascadeAnswer): Map<string, number> {
  return new Map(
    answer.streams.flatMap(({ name, purity, recovery, molPerLitre, molPerHour, litrePerHour, pH }) => [
      ...Object.entries({ purity, recovery, molPerLitre, molPerHour }).flatMap(([kind, values]) =>
        Object.entries(values).map(([component, value]): [string, number] => [`${name} ${kind} ${component}`, value]),
      ),
      [`${name} litrePerHour null`, litrePerHour] as [string, number],
      ...(pH === null ? [] : [[`${name} pH null`, pH] as [string, number]]),
    ]),
  );
}

/** Differences of order 6 of whole solves. @param step of the number */
function differences(text: Json, path: string, step: number): Map<string, number> {
  const at = [-3, -2, -1, 1, 2, 3].map((n) => told(solveCase(moved(text, path, n * step), watch) as CascadeAnswer));
  const weights = [-1, 9, -45, 45, -9, 1];
  return new Map(
    [...at[0]!.keys()].map((name) => [
      name,
      at.reduce((sum, values, n) => sum + (weights[n]! * values.get(name)!) / (60 * step), 0),
    ]),
  );
}

const TOLERANCE = 1e-6;

/** Derivatives that are off by more than a millionth of themselves, and by more than 1e-8 in percent of change for each percent. */
function disagreements(text: Json, paths: readonly string[], share: number): string[] {
  const { sensitivities, parameters } = cascadeSensitivities({ ...text, sensitivities: { parameters: paths } }, watch);
  return parameters.flatMap(({ path, value }, n) => {
    const expected = differences(text, path, share * Math.abs(value));
    return sensitivities.flatMap(({ stream, kind, component, slopes, value: outcome }) => {
      const difference = expected.get(`${stream} ${kind} ${component}`);
      if (difference === undefined) return [];
      // Rounding of whole solves stays in their differences.
      const scale = Math.abs(difference) + (1e-2 * Math.abs(outcome)) / Math.abs(value);
      return Math.abs(slopes[n]! - difference) <= TOLERANCE * scale
        ? []
        : [`${path} → ${stream} ${kind} ${component}: ${slopes[n]} and ${difference}`];
    });
  });
}

const FLOWS = ['aqueousFeeds[0].litrePerHour', 'organicFeeds[0].litrePerHour'];
const EXCHANGE = [
  ...FLOWS,
  'aqueousFeeds[1].litrePerHour',
  'aqueousFeeds[0].acid',
  'aqueousFeeds[1].acid',
  'aqueousFeeds[0].concentrations.Nd',
  'organicFeeds[0].extractant',
  'components.Nd.law.log10K',
  'temperatureCelsius',
];

describe('derivatives of a cascade agree with differences of whole solves', () => {
  const withEnthalpy = (text: Json): Json => {
    const components = structuredClone(text['components']) as Record<string, { law: Json }>;
    components['Nd']!.law['enthalpyKilojoulePerMole'] = 20;
    return { ...text, components, temperatureCelsius: 30 };
  };
  for (const saponified of [0, 0.4])
    for (const [title, imperfect] of [
      ['ideal stages', {}],
      ['an efficiency of 85 %', { efficiency: 0.85 }],
      ['entrainment', { entrainment: { aqueousInOrganic: 0.02, organicInAqueous: 0.01 } }],
      ['both', { efficiency: 0.85, entrainment: { aqueousInOrganic: 0.02, organicInAqueous: 0.01 } }],
    ] as const)
      it(`cation exchange, ${saponified === 0 ? 'acid extractant' : 'saponified'}, ${title}`, () => {
        const text = withEnthalpy({ ...exchangeCascade(12, 6, 5, 0.6, saponified, ['Pr', 'Nd', 'Sm']), ...imperfect });
        const more = [
          ...('efficiency' in imperfect ? ['efficiency'] : []),
          ...('entrainment' in imperfect ? ['entrainment.aqueousInOrganic', 'entrainment.organicInAqueous'] : []),
          ...(saponified > 0 ? ['organicFeeds[0].concentrations.NH4'] : []),
        ];
        assert.deepEqual(disagreements(text, [...EXCHANGE, ...more], 1e-4), []);
      });

  it('extractant bound in dimers, which is no plain exchange', () => {
    const text = exchangeCascade(10, 5, 8, 0.5, 0, ['Pr', 'Nd']);
    const components = structuredClone(text['components']) as Record<string, Json>;
    for (const name of ['Pr', 'Nd']) components[name]!['extractantPerMole'] = 6;
    assert.deepEqual(disagreements({ ...text, components }, EXCHANGE.slice(0, -1), 1e-4), []);
  });

  it('a given loading with entrainment', () => {
    const text = { ...example('xu-cascade'), entrainment: { aqueousInOrganic: 0.01, organicInAqueous: 0.005 } };
    const paths = [...FLOWS, 'components.A.law.factor', 'entrainment.aqueousInOrganic', 'loading[0].molPerLitre'];
    assert.deepEqual(disagreements(text, paths, 1e-4), []);
  });

  for (const [name, paths] of [
    ['kremser', [...FLOWS, 'components.P.law.D', 'efficiency']],
    ['nd-sm-d2ehpa', [...FLOWS, 'aqueousFeeds[0].acid', 'components.Nd.law.log10K', 'components.Sm.law.acidOrder']],
    ['xu-cascade', [...FLOWS, 'aqueousFeeds[1].concentrations.A', 'components.A.law.factor', 'loading[0].molPerLitre']],
    ['dehpa-sulfate', [...FLOWS, 'aqueousFeeds[0].acid', 'organicFeeds[0].extractant', 'buffers.HSO4.pKa']],
    ['isotherm-table', [...FLOWS, 'entrainment.aqueousInOrganic', 'aqueousDraws[0].litrePerHour']],
    ['fitted-p507', [...FLOWS, 'aqueousFeeds[1].acid', 'organicFeeds[0].extractant', 'components.Sm.law.log10KShift']],
  ] as const)
    it(`the example ${name}`, () => {
      const text = example(name);
      const components = text['components'] as Record<string, { law: Json }>;
      if (name === 'fitted-p507') components['Sm']!.law['log10KShift'] = 0.1;
      assert.deepEqual(disagreements(text, paths, 1e-4), []);
    });
});

describe('derivatives', () => {
  it('of one constant distribution are those of Kremser’s formula', () => {
    const [stages, factor] = [7, 1.3];
    const { sensitivities } = cascadeSensitivities(
      { ...kremser(stages, [factor], 1), sensitivities: { parameters: ['organicFeeds[0].litrePerHour'] } },
      watch,
    );
    const recovery = sensitivities.find(({ stream, kind }) => stream === 'raffinate' && kind === 'recovery')!;
    const power = factor ** (stages + 1);
    const left = (factor - 1) / (power - 1);
    const slope = factor * (1 / (power - 1) - ((factor - 1) * (stages + 1) * factor ** stages) / (power - 1) ** 2);
    assert.ok(Math.abs(recovery.value / left - 1) < 1e-12);
    assert.ok(Math.abs(recovery.slopes[0]! / slope - 1) < 1e-9, `${recovery.slopes[0]} and ${slope}`);
  });

  it('do not change when all flows grow alike', () => {
    const text = exchangeCascade(20, 10, 5, 0.6, 0.4, ['La', 'Ce', 'Pr', 'Nd']);
    const flows = [...FLOWS, 'aqueousFeeds[1].litrePerHour'];
    const { sensitivities } = cascadeSensitivities({ ...text, sensitivities: { parameters: flows } }, watch);
    for (const { stream, kind, component, elasticities } of sensitivities) {
      if (kind === 'pH') continue;
      const sum = elasticities.reduce<number>((total, each) => total + each!, 0);
      const degree = kind === 'molPerHour' || kind === 'litrePerHour' ? 1 : 0;
      const size = Math.max(1, ...elasticities.map((each) => Math.abs(each!)));
      assert.ok(Math.abs(sum - degree) < 1e-7 * size, `${stream} ${kind} ${component}: ${sum}`);
    }
  });

  it('with what is 0 are told from one side', () => {
    const text = exchangeCascade(8, 4, 5, 0.6, 0, ['Pr', 'Nd']);
    const feeds = structuredClone(text['aqueousFeeds']) as { acid: number }[];
    feeds[0]!.acid = 0;
    const zero = { ...text, aqueousFeeds: feeds };
    const path = 'aqueousFeeds[0].acid';
    const { sensitivities } = cascadeSensitivities({ ...zero, sensitivities: { parameters: [path] } }, watch);
    const [at, up] = [0, 1e-5].map((acid) => told(solveCase(moved(zero, path, acid), watch) as CascadeAnswer));
    for (const { stream, kind, component, slopes, elasticities } of sensitivities) {
      const name = `${stream} ${kind} ${component}`;
      if (!at!.has(name) || kind === 'litrePerHour') continue;
      const difference = (up!.get(name)! - at!.get(name)!) / 1e-5;
      assert.equal(elasticities[0], null);
      assert.ok(
        Math.abs(slopes[0]! - difference) < 1e-3 * Math.abs(difference) + 1e-9,
        `${name}: ${slopes[0]} and ${difference}`,
      );
    }
  });

  it('are refused with a reason where there are none', () => {
    const text = exchangeCascade(8, 4, 5, 0.6, 0, ['Pr', 'Nd']);
    const feeds = structuredClone(text['organicFeeds']) as Json[];
    const absent = { ...text, components: { ...(text['components'] as Json), Sm: { law: { model: 'constant', D: 2 } } } };
    for (const [json, path, message] of [
      [text, 'aqueousFeeds[0].stage', /counts stages/],
      [text, 'stages', /counts stages/],
      [text, 'hold.aqueousLitre', /no number/],
      [{ ...text, hold: { aqueousLitre: 1, organicLitre: 1 } }, 'hold.aqueousLitre', /no steady state depends/],
      [text, 'components.__proto__.law', /no number/],
      [text, 'aqueousFeeds[7].acid', /no number/],
      [{ ...text, organicFeeds: [{ ...feeds[0], concentrations: { NH4: 0 } }] }, 'organicFeeds[0].concentrations.NH4', /a trace/],
      [{ ...absent, aqueousFeeds: text['aqueousFeeds'] }, 'aqueousFeeds[0].concentrations.Sm', /no number/],
    ] as const)
      assert.throws(
        () => cascadeSensitivities({ ...json, sensitivities: { parameters: [path] } }, watch),
        (error) => error instanceof SeparationRefused && error.code === 'form' && message.test(error.message),
        path,
      );
  });

  it('need no further solve: a hundred stages with six numbers take less than twice a solve', () => {
    let solves = 0;
    const counting = { ...watch, report: () => solves++ };
    solveCase(example('pr-nd-p507'), counting);
    const alone = solves;
    const { parameters } = cascadeSensitivities(example('pr-nd-p507'), counting);
    assert.ok(parameters.length >= 5);
    assert.equal(solves, 2 * alone, 'as many steps of Newton’s method as the solve alone');
  });
});
