import type { Cascade, CascadeComponent, DistributionLaw, Scalar } from '../cascade/cascade.ts';
import { flowsOf } from '../cascade/flows.ts';
import { constantLaw, empiricalLaw, exchangeLaw, powerLaw, separationFactorLaw, tableLaw } from '../cascade/laws.ts';
import { growthBetween } from '../heat.ts';
import { SeparationRefused } from '../refusal.ts';
import type { CascadeCase } from './cascade-schema.ts';
import { extractantPerMoleOf, fittedLawOf, readsOfFitted } from './compile-fitted.ts';
import { chargeOf, gramsPerMole } from './component-facts.ts';
import { HYDROGEN } from './hydrogen.ts';

export const STAGES_MAX = 400;
const REFERENCE_CELSIUS = 25;

type Law = NonNullable<CascadeCase['components'][string]['law']>;

/** A case in numbers, ready to be solved. @throws SeparationRefused */
export function compileCascade(text: CascadeCase): Cascade {
  const cascade = compileUnchecked(text);
  checkFlows(cascade);
  return cascade;
}

/** The same, whatever flows where: of a case whose numbers are moved beside those of one that was checked. @throws SeparationRefused */
export function compileUnchecked(text: CascadeCase): Cascade {
  if (!Number.isInteger(text.stages) || text.stages < 1 || text.stages > STAGES_MAX)
    throw new SeparationRefused('stages-out-of-range', '$.stages', `a cascade has 1 to ${STAGES_MAX} stages, not ${text.stages}`);
  const names = Object.keys(text.components);
  for (const name of names)
    if (text.components[name]!.law === undefined)
      throw new SeparationRefused(
        'equilibrium-missing',
        `$.components.${name}.law`,
        `nothing says how ${name} is distributed: give it a law`,
      );
  const isExchanging = text.organicFeeds.some(({ extractant }) => extractant > 0);
  const scalars = scalarsOf(text, names, isExchanging);
  const components = componentsOf(text, names, scalars, isExchanging);
  return new CascadeBuilder(text, names, components, scalars, isExchanging).build();
}

/** Which unknowns the laws read. */
function scalarsOf(text: CascadeCase, names: readonly string[], isExchanging: boolean): Scalar[] {
  const laws = names.map((name) => text.components[name]!.law!);
  const isPlain = isPlainExchange(text);
  const reads = new Set<Scalar['kind']>(isExchanging ? ['exchange'] : []);
  for (const [at, law] of laws.entries()) {
    if (law.model === 'separation-factor') reads.add('loading');
    if (law.model === 'empirical') reads.add('acid').add('extractant');
    if (law.model === 'cation-exchange' && !isPlain) reads.add('acid').add('extractant');
    if (law.model === 'fitted') for (const kind of readsOfFitted(text)) reads.add(kind);
    if (law.model === 'power' && law.acidOrder !== 0) reads.add('acid');
    if (law.model === 'power' && law.extractantOrder !== 0) reads.add('extractant');
    const needsExtractant =
      law.model === 'cation-exchange' ||
      law.model === 'fitted' ||
      law.model === 'empirical' ||
      (law.model === 'power' && law.extractantOrder !== 0);
    if (needsExtractant && !isExchanging)
      throw new SeparationRefused(
        'extractant-missing',
        '$.organicFeeds',
        `the law of ${names[at]} reads the free extractant: state it in an organic feed`,
      );
  }
  const shared = [...reads].map((kind) => ({ kind, component: -1 }));
  const own = laws.flatMap(({ model }, component) => (model === 'table' ? [{ kind: 'own' as const, component }] : []));
  return [...shared, ...own];
}

/** Whether all hydrogen is free in both phases, so that the exchange scalar is free extractant over free acid. */
function isPlainExchange(text: CascadeCase): boolean {
  const hasBuffers = Object.keys(text.buffers).length > 0;
  const isEven = Object.keys(text.components).every((name) => chargeOf(text, name) === extractantPerMoleOf(text, name));
  return isEven && !hasBuffers;
}

function componentsOf(
  text: CascadeCase,
  names: readonly string[],
  scalars: readonly Scalar[],
  isExchanging: boolean,
): CascadeComponent[] {
  const components = names.map((name, at): CascadeComponent => {
    const { law } = text.components[name]!;
    const charge = chargeOf(text, name);
    return {
      name,
      charge,
      extractantPerMole: extractantPerMoleOf(text, name),
      isLoaded: law!.model === 'separation-factor',
      law: lawOf(text, name, at, law!, scalars),
    };
  });
  if (!isExchanging) return components;
  const hydrogen = { name: HYDROGEN, charge: 1, extractantPerMole: 1, isLoaded: false, law: exchangeLaw(0, 1, scalars) };
  return [...components, hydrogen];
}

function lawOf(text: CascadeCase, name: string, at: number, law: Law, scalars: readonly Scalar[]): DistributionLaw {
  switch (law.model) {
    case 'constant':
      return constantLaw(law.D, scalars);
    case 'separation-factor':
      return separationFactorLaw(law.factor, scalars);
    case 'cation-exchange': {
      const charge = chargeOf(text, name);
      const log10K = atTemperature(law.log10K, law.enthalpyKilojoulePerMole, text.temperatureCelsius);
      return isPlainExchange(text) ? exchangeLaw(log10K, charge, scalars) : powerLaw(log10K, -charge, charge, scalars);
    }
    case 'power': {
      const log10K = atTemperature(law.log10K, law.enthalpyKilojoulePerMole, text.temperatureCelsius);
      return powerLaw(log10K, law.acidOrder, law.extractantOrder, scalars);
    }
    case 'fitted':
      return fittedLawOf(text, name, law, scalars);
    case 'empirical':
      return empiricalLaw(law, percentOf(text), scalars);
    case 'table':
      return tableLaw(law.points, at, scalars);
  }
}

/** Van 't Hoff: a constant given at 25 °C at another temperature. */
function atTemperature(log10K: number, enthalpyKilojoulePerMole = 0, celsius: number): number {
  return log10K + Math.log10(growthBetween(enthalpyKilojoulePerMole, REFERENCE_CELSIUS, celsius));
}

function percentOf(text: CascadeCase): number {
  const percent = text.extractant?.percentPerMolPerLitre;
  if (percent !== undefined) return percent;
  throw new SeparationRefused(
    'extractant-missing',
    '$.extractant.percentPerMolPerLitre',
    'the empirical law reads the extractant in percent: say how many percent 1 mol/L is',
  );
}

/** @throws SeparationRefused where a stage lacks one of the phases */
function checkFlows(cascade: Cascade): void {
  const flows = flowsOf(cascade);
  for (const phase of ['aqueous', 'organic'] as const)
    for (let stage = 0; stage < cascade.stages; stage++) {
      const out = phase === 'aqueous' ? flows.aqueousOut[stage]! : flows.organicOut[stage]!;
      if (flows[phase][stage]! < -1e-12 * Math.abs(out))
        throw new SeparationRefused(
          'draw-beyond-flow',
          `$.${phase}Draws`,
          `more ${phase} is drawn at stage ${stage + 1} than comes there`,
        );
      if (out <= 0)
        throw new SeparationRefused(
          'stage-without-phase',
          `$.${phase}Feeds`,
          `no ${phase} comes to stage ${stage + 1}: organic flows from stage 1 up, aqueous from the last stage down`,
        );
    }
}

/** Feeds, draws and totals of a case by stage. */
class CascadeBuilder {
  readonly #text: CascadeCase;
  readonly #names: readonly string[];
  readonly #components: readonly CascadeComponent[];
  readonly #scalars: readonly Scalar[];
  readonly #isExchanging: boolean;

  constructor(
    text: CascadeCase,
    names: readonly string[],
    components: readonly CascadeComponent[],
    scalars: readonly Scalar[],
    isExchanging: boolean,
  ) {
    this.#text = text;
    this.#names = names;
    this.#components = components;
    this.#scalars = scalars;
    this.#isExchanging = isExchanging;
  }

  build(): Cascade {
    const text = this.#text;
    const { stages } = text;
    const hydrogen = this.#isExchanging ? this.#components.length - 1 : -1;
    const { aqueous, chargeFeed, buffers } = this.#aqueousFeeds(hydrogen);
    const { organic, extractantFeed } = this.#organicFeeds(hydrogen);
    if (this.#needsAcid() && !chargeFeed.some((feed) => feed > 0))
      throw new SeparationRefused('acid-missing', '$.aqueousFeeds', 'a law reads the acid, and no aqueous feed brings any');
    return {
      stages,
      components: this.#components,
      scalars: this.#scalars,
      hydrogen,
      aqueous,
      organic,
      aqueousDraw: this.#draws('aqueousDraws'),
      organicDraw: this.#draws('organicDraws'),
      chargeFeed,
      buffers,
      extractantFeed,
      loadingMolPerLitre: this.#loading(),
      efficiency: this.#efficiency(),
      aqueousHold: new Float64Array(stages).fill(text.hold?.aqueousLitre ?? 0),
      organicHold: new Float64Array(stages).fill(text.hold?.organicLitre ?? 0),
      aqueousInOrganic: text.entrainment.aqueousInOrganic,
      organicInAqueous: text.entrainment.organicInAqueous,
    };
  }

  #needsAcid(): boolean {
    return this.#scalars.some(({ kind }) => kind === 'acid' || kind === 'exchange');
  }

  #newFeed(): { litrePerHour: Float64Array; molPerHour: Float64Array } {
    const { stages } = this.#text;
    return { litrePerHour: new Float64Array(stages), molPerHour: new Float64Array(stages * this.#components.length) };
  }

  /** Index of a stage that a case names. @throws SeparationRefused */
  #stage(stage: number, path: string): number {
    if (stage >= 1 && stage <= this.#text.stages) return stage - 1;
    throw new SeparationRefused('stage-unknown', path, `there are stages 1 to ${this.#text.stages}, not ${stage}`);
  }

  /** Moles an hour of each component of a feed by index. */
  #molPerHour(litrePerHour: number, concentrations: Readonly<Record<string, number>>, path: string): [number, number][] {
    return Object.entries(concentrations).map(([name, concentration]) => {
      const at = this.#names.indexOf(name);
      if (at < 0)
        throw new SeparationRefused(
          'component-unknown',
          `${path}.${name}`,
          `${name} is not among the components: add it with its law`,
        );
      const molPerLitre = concentration / gramsPerMole(this.#text, name, this.#text.components[name]?.molarMassGramPerMole, path);
      return [at, litrePerHour * molPerLitre];
    });
  }

  #aqueousFeeds(hydrogen: number): Pick<Cascade, 'aqueous' | 'chargeFeed' | 'buffers'> {
    const { stages, aqueousFeeds, buffers: kinds } = this.#text;
    const aqueous = this.#newFeed();
    const chargeFeed = new Float64Array(stages);
    const buffers = Object.entries(kinds).map(([name, { pKa }]) => ({
      name,
      dissociationMolPerLitre: 10 ** -pKa,
      feedMolPerHour: new Float64Array(stages),
    }));
    for (const [n, { stage: number, litrePerHour, concentrations, acid, buffers: bound }] of aqueousFeeds.entries()) {
      const path = `$.aqueousFeeds[${n}]`;
      const stage = this.#stage(number, `${path}.stage`);
      aqueous.litrePerHour[stage]! += litrePerHour;
      chargeFeed[stage]! += litrePerHour * acid;
      if (hydrogen >= 0) aqueous.molPerHour[hydrogen * stages + stage]! += litrePerHour * acid;
      for (const [at, mol] of this.#molPerHour(litrePerHour, concentrations, `${path}.concentrations`)) {
        aqueous.molPerHour[at * stages + stage]! += mol;
        chargeFeed[stage]! += mol * this.#components[at]!.charge;
      }
      for (const [name, concentration] of Object.entries(bound)) {
        const buffer = buffers.find((each) => each.name === name);
        if (buffer === undefined)
          throw new SeparationRefused(
            'buffer-unknown',
            `${path}.buffers.${name}`,
            `${name} is not among the buffers: add it with its pKa`,
          );
        buffer.feedMolPerHour[stage]! += litrePerHour * concentration;
      }
    }
    return { aqueous, chargeFeed, buffers };
  }

  #organicFeeds(hydrogen: number): Pick<Cascade, 'organic' | 'extractantFeed'> {
    const { stages, organicFeeds, extractant: kind } = this.#text;
    const organic = this.#newFeed();
    const extractantFeed = new Float64Array(stages);
    for (const [n, { stage: number, litrePerHour, concentrations, extractant }] of organicFeeds.entries()) {
      const path = `$.organicFeeds[${n}]`;
      const stage = this.#stage(number, `${path}.stage`);
      const grams =
        extractant > 0
          ? gramsPerMole(this.#text, kind?.name ?? 'extractant', kind?.molarMassGramPerMole, `${path}.extractant`)
          : 1;
      const free = (litrePerHour * extractant) / grams;
      organic.litrePerHour[stage]! += litrePerHour;
      extractantFeed[stage]! += free;
      let places = free;
      for (const [at, mol] of this.#molPerHour(litrePerHour, concentrations, `${path}.concentrations`)) {
        const { charge, extractantPerMole } = this.#components[at]!;
        organic.molPerHour[at * stages + stage]! += mol;
        extractantFeed[stage]! += mol * extractantPerMole;
        // Extractant that a metal binds without exchanging its hydrogen keeps it.
        places += mol * (extractantPerMole - charge);
      }
      if (hydrogen >= 0) organic.molPerHour[hydrogen * stages + stage]! += Math.max(0, places);
    }
    return { organic, extractantFeed };
  }

  #draws(list: 'aqueousDraws' | 'organicDraws'): Float64Array {
    const draws = new Float64Array(this.#text.stages);
    for (const [n, { stage, litrePerHour }] of this.#text[list].entries())
      draws[this.#stage(stage, `$.${list}[${n}].stage`)]! += litrePerHour;
    return draws;
  }

  #loading(): Float64Array {
    const { stages, loading } = this.#text;
    const given = new Float64Array(stages);
    const hasLoading = this.#scalars.some(({ kind }) => kind === 'loading');
    if (typeof loading === 'number') given.fill(loading);
    for (const [n, { from, to, molPerLitre }] of (Array.isArray(loading) ? loading : []).entries())
      given.fill(molPerLitre, this.#stage(from, `$.loading[${n}].from`), this.#stage(to, `$.loading[${n}].to`) + 1);
    const missing = given.indexOf(0);
    if (hasLoading && missing >= 0)
      throw new SeparationRefused('form', '$.loading', `the model separation-factor needs the loading of stage ${missing + 1}`);
    return given;
  }

  #efficiency(): Float64Array {
    const { stages, efficiency } = this.#text;
    if (typeof efficiency === 'number') return new Float64Array(stages).fill(efficiency);
    if (efficiency.length === stages) return Float64Array.from(efficiency);
    throw new SeparationRefused('form', '$.efficiency', `one for each of ${stages} stages, not ${efficiency.length}`);
  }
}
