import type { CascadeAnswer, LeavingStream } from '../case/cascade-answer.ts';
import type { CascadeCase } from '../case/cascade-schema.ts';
import { HYDROGEN } from '../case/hydrogen.ts';
import type { Cascade } from '../cascade/cascade.ts';
import type { SteadyState } from '../cascade/steady.ts';
import type { SizingCase } from './sizing-form.ts';

/** Where an amount comes from: the solved cascade, stoichiometry on what it carries, or what the case states. */
export type Basis = 'solved' | 'stoichiometry' | 'stated';

/** What a plant takes or gives each hour. */
export interface Flow {
  readonly item: string;
  readonly unit: 'kg' | 'm³' | 'kWh';
  readonly perHour: number;
  /** Moles an hour, where it is one substance. */
  readonly molPerHour: number | null;
  readonly basis: Basis;
}

const LITRES = 1000;
const GRAMS = 1000;
const MILLIGRAMS = 1e6;
/** g/mol; IUPAC abridged standard atomic weight. */
const NITROGEN = 14.007;

interface Solved {
  readonly text: SizingCase;
  readonly cascade: Cascade;
  readonly state: SteadyState;
  readonly answer: CascadeAnswer;
}

/** Acid, base, precipitant, water, waste water and its salts. */
export function reagentFlows(solved: Solved): Flow[] {
  const { reagents } = solved.text;
  const base = baseOf(solved);
  const acid = acidOf(solved);
  const kilogram = (item: string, { mol, basis }: Amount, gramPerMole: number): Flow => ({
    item,
    unit: 'kg',
    perHour: (mol * gramPerMole) / GRAMS,
    molPerHour: mol,
    basis,
  });
  const nitrogen = { mol: base.mol * reagents.nitrogenPerBase, basis: base.basis };
  return [
    kilogram('base', base, reagents.baseGramPerMole),
    kilogram('acid', acid, reagents.acidGramPerMole),
    ...precipitantFlow(solved),
    kilogram('salt', base, reagents.saltGramPerMole),
    kilogram('nitrogen in waste water', nitrogen, NITROGEN),
    ...waterFlows(solved),
  ];
}

interface Amount {
  readonly mol: number;
  readonly basis: Basis;
}

/** Charges of a mole: as the cascade states them, else those of metals under a given loading, which exchanges nothing by itself. */
function chargeOf({ text }: Solved, component: Cascade['components'][number]): number {
  return component.charge > 0 ? component.charge : text.reagents.chargeOfMetals;
}

function metalsOf({ cascade, text }: Solved): { component: Cascade['components'][number]; at: number }[] {
  return cascade.components.flatMap((component, i) =>
    component.name === HYDROGEN || text.cascade.components[component.name]?.reagent === true
      ? []
      : [{ component, at: i * cascade.stages }],
  );
}

/** Base of the saponified organic: the reagents that it brings; where the model has none, what the metals that it takes up release. */
function baseOf(solved: Solved): Amount {
  const { cascade, text } = solved;
  const reagents = cascade.components.flatMap((component, i) =>
    text.cascade.components[component.name]?.reagent === true ? [{ component, at: i * cascade.stages }] : [],
  );
  const brought = reagents.reduce((sum, { component, at }) => {
    const mol = cascade.organic.molPerHour.subarray(at, at + cascade.stages).reduce((total, each) => total + each, 0);
    return sum + mol * chargeOf(solved, component);
  }, 0);
  if (brought > 0) return { mol: brought * text.scale, basis: 'solved' };
  return cascade.hydrogen >= 0 ? { mol: 0, basis: 'solved' } : { mol: takenUp(solved) * text.scale, basis: 'stoichiometry' };
}

/** Charges that the organic takes up from the aqueous over all stages in which it becomes fuller. */
function takenUp(solved: Solved): number {
  const { cascade, state } = solved;
  let total = 0;
  for (let stage = 0; stage < cascade.stages; stage++) {
    let gained = 0;
    for (const { component, at } of metalsOf(solved)) {
      const entering = stage > 0 ? state.flows.organic[stage - 1]! * state.profile.organic[at + stage - 1]! : 0;
      const leaving = state.flows.organicOut[stage]! * state.profile.organic[at + stage]!;
      gained += chargeOf(solved, component) * (leaving - entering - cascade.organic.molPerHour[at + stage]!);
    }
    total += Math.max(0, gained);
  }
  return total;
}

/** Acid of all feeds without metals; where the model has none, what strips scrub and organic products. */
function acidOf(solved: Solved): Amount {
  const { text, cascade, state, answer } = solved;
  const stripped = answer.streams
    .filter(({ phase }) => phase === 'organic')
    .reduce((sum, stream) => sum + chargesIn(solved, stream), 0);
  if (text.cascade.aqueousFeeds.some(({ acid }) => acid > 0)) {
    const fed = text.cascade.aqueousFeeds
      .filter((feed) => !hasMetals(feed))
      .reduce((sum, { acid, litrePerHour }) => sum + acid * litrePerHour, 0);
    return { mol: (fed + stripped) * text.scale, basis: 'solved' };
  }
  const last = cascade.stages - 1;
  let returned = 0;
  for (const { component, at } of metalsOf(solved)) {
    const entering = last > 0 ? state.flows.organic[last - 1]! * state.profile.organic[at + last - 1]! : 0;
    returned += chargeOf(solved, component) * (entering - state.flows.organicOut[last]! * state.profile.organic[at + last]!);
  }
  return { mol: (Math.max(0, returned) + stripped) * text.scale, basis: 'stoichiometry' };
}

function hasMetals({ concentrations }: CascadeCase['aqueousFeeds'][number]): boolean {
  return Object.values(concentrations).some((value) => value > 0);
}

function chargesIn(solved: Solved, { molPerHour }: LeavingStream): number {
  return metalsOf(solved).reduce((sum, { component }) => sum + chargeOf(solved, component) * molPerHour[component.name]!, 0);
}

function precipitantFlow(solved: Solved): Flow[] {
  const { text, answer } = solved;
  const { precipitant } = text.reagents;
  if (precipitant === undefined) return [];
  const metals = answer.streams.reduce(
    (sum, { molPerHour }) => sum + metalsOf(solved).reduce((total, { component }) => total + molPerHour[component.name]!, 0),
    0,
  );
  const mol = metals * text.scale * precipitant.molPerMole * (1 + precipitant.excessPercent / 100);
  const perHour = (mol * precipitant.gramPerMole) / GRAMS;
  return [{ item: 'precipitant', unit: 'kg', perHour, molPerHour: mol, basis: 'stoichiometry' }];
}

function waterFlows({ text, answer }: Solved): Flow[] {
  const volume = (item: string, litrePerHour: number): Flow => ({
    item,
    unit: 'm³',
    perHour: (litrePerHour * text.scale * text.litres.aqueous) / LITRES,
    molPerHour: null,
    basis: 'solved',
  });
  const scrub = text.cascade.aqueousFeeds.filter((feed) => !hasMetals(feed));
  return [
    volume(
      'water',
      scrub.reduce((sum, { litrePerHour }) => sum + litrePerHour, 0),
    ),
    volume('waste water', aqueousLeaving(answer)),
  ];
}

function aqueousLeaving({ streams }: CascadeAnswer): number {
  return streams.reduce((sum, { phase, litrePerHour }) => sum + (phase === 'aqueous' ? litrePerHour : 0), 0);
}

/** Extractant and diluent that leave with the aqueous, dissolved and carried along; nothing where nobody says how much. */
export function solventLosses({ text, answer }: Solved): Flow[] {
  const { extractant, scale, litres, reagents } = text;
  if (extractant === undefined) return [];
  const aqueous = aqueousLeaving(answer) * scale * litres.aqueous;
  const solved = answer.streams.find(({ name }) => name === 'organic in raffinate')?.litrePerHour;
  const carried =
    solved === undefined
      ? (aqueous / LITRES) * ((reagents.organicEntrainedMillilitrePerCubicMetre ?? 0) / 1000)
      : solved * scale * litres.organic;
  const dissolved = (aqueous * (reagents.extractantSolubleMilligramPerLitre ?? 0)) / MILLIGRAMS;
  const { extractantKilogram, diluentKilogram } = organicOf(extractant);
  const basis: Basis = solved === undefined ? 'stated' : 'solved';
  return [
    { item: 'extractant', unit: 'kg', perHour: dissolved + carried * extractantKilogram, molPerHour: null, basis },
    { item: 'diluent', unit: 'kg', perHour: carried * diluentKilogram, molPerHour: null, basis },
  ];
}

/** What a litre of organic is made of, volumes taken as additive. */
export function organicOf(extractant: NonNullable<SizingCase['extractant']>): {
  extractantKilogram: number;
  diluentKilogram: number;
} {
  const { molPerLitre, molarMassGramPerMole, densityKilogramPerLitre, diluentDensityKilogramPerLitre } = extractant;
  const extractantKilogram = (molPerLitre * molarMassGramPerMole) / GRAMS;
  return {
    extractantKilogram,
    diluentKilogram: Math.max(0, 1 - extractantKilogram / densityKilogramPerLitre) * diluentDensityKilogramPerLitre,
  };
}
