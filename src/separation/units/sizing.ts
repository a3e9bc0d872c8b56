import { rareEarthIndex, RARE_EARTH_FACTS } from '../../elements/index.ts';
import { cascadeAnswer, type CascadeAnswer } from '../case/cascade-answer.ts';
import { compileCascade } from '../case/compile-cascade.ts';
import { settle, type Watch } from '../case/solve-cascade.ts';
import type { Cascade } from '../cascade/cascade.ts';
import type { SteadyState } from '../cascade/steady.ts';
import { SeparationRefused } from '../refusal.ts';
import { lockedUp, sizeStages, type LockedUp, type SizedStage } from './sizing-boxes.ts';
import type { SizingCase } from './sizing-form.ts';
import { organicOf, reagentFlows, solventLosses, type Basis, type Flow } from './sizing-reagents.ts';

/** A plant's size: boxes, what is in them, what it takes each hour, and what that costs, from a solved cascade. */

/** Something that a plant takes or gives, for each kilogram of oxides that leaves, and in a year. */
export interface Consumption {
  readonly item: string;
  readonly unit: Flow['unit'];
  readonly perHour: number;
  readonly perKilogramOxide: number;
  readonly perYear: number;
  readonly basis: Basis;
  /** In the case's currency; null where nothing is priced. */
  readonly costPerYear: number | null;
}

/** What stands in the plant: solvent, metals, boxes. */
export interface Held {
  readonly item: string;
  readonly unit: 'L' | 'kg' | 'm³';
  readonly amount: number;
  /** In the case's currency; null where nothing is priced. */
  readonly value: number | null;
}

/** In-process inventory of a component, as its oxide too where it is known. */
export interface Inventory extends LockedUp {
  readonly oxideKilogram: number | null;
}

export interface SizingAnswer {
  readonly unit: 'sizing';
  readonly name: string | null;
  readonly status: 'solved';
  readonly closure: number;
  readonly residual: number;
  readonly stages: readonly SizedStage[];
  readonly totals: {
    readonly boxes: number;
    readonly mixerCubicMetre: number;
    readonly settlerSquareMetre: number;
    readonly settlerCubicMetre: number;
    readonly organicLitre: number;
    readonly aqueousLitre: number;
    readonly mixingKilowatt: number | null;
    /** Until the boxes are full, the slower of both phases; and hours of feed that the metals in them are, the least time to a steady state. */
    readonly hoursToFill: number;
    readonly hoursOfFeed: number;
  };
  readonly oxideKilogramPerHour: number;
  readonly inventory: readonly Inventory[];
  readonly held: readonly Held[];
  readonly consumption: readonly Consumption[];
  /** Operating cost in a year and for a kilogram of oxides, what stands in the plant; null without prices. */
  readonly cost: {
    readonly currency: string;
    readonly perYear: number;
    readonly perKilogramOxide: number;
    readonly workingCapital: number;
    readonly equipment: number;
    /** Items that no price was stated for. */
    readonly notPriced: readonly string[];
  } | null;
  /** What was not stated and is taken as usual: no measurement of this plant. */
  readonly assumptions: readonly string[];
}

/** The size of a plant of a cascade. @throws SeparationRefused of the cascade; `molar-mass-missing` where nothing leaves that counts as oxide */
export function solveSizing(text: SizingCase, watch: Watch): SizingAnswer {
  const { cascade, state } = solvedCascade(text, watch);
  const answer = cascadeAnswer(text.cascade, cascade, state);
  const stages = sizeStages(text, state);
  const inventory = lockedUp(text, cascade, state, stages).map((each): Inventory => {
    const gram = oxideGramPerMole(text, each.component);
    return { ...each, oxideKilogram: gram === null ? null : (each.mol * gram) / 1000 };
  });
  const oxide = oxideLeaving(text, answer);
  const totals = totalsOf(text, stages, inventory);
  const solved = { text, cascade, state, answer };
  const flows = [...reagentFlows(solved), ...solventLosses(solved), ...powerFlow(totals.mixingKilowatt)];
  const consumption = flows.map((flow) => consumptionOf(text, flow, oxide));
  const held = heldOf(text, totals, inventory);
  return {
    unit: 'sizing',
    name: text.name ?? null,
    status: 'solved',
    closure: answer.closure,
    residual: answer.residual,
    stages,
    totals,
    oxideKilogramPerHour: oxide,
    inventory,
    held,
    consumption,
    cost: costOf(text, consumption, held, oxide),
    assumptions: assumptionsOf(text),
  };
}

/** The cascade in numbers and its steady state; a refusal says where in the sizing the fault stands. */
function solvedCascade(text: SizingCase, watch: Watch): { cascade: Cascade; state: SteadyState } {
  try {
    const cascade = compileCascade(text.cascade);
    return { cascade, state: settle(text.cascade, cascade, watch) };
  } catch (error) {
    if (!(error instanceof SeparationRefused)) throw error;
    throw new SeparationRefused(error.code, `$.cascade${error.path?.slice(1) ?? ''}`, error.message);
  }
}

/** Grams of oxide that one mole of a component is counted as; null of what is no rare earth and not stated. */
function oxideGramPerMole({ oxideGramPerMole: stated }: SizingCase, component: string): number | null {
  const own = stated[component];
  if (own !== undefined) return own;
  const index = rareEarthIndex(component);
  if (index === undefined) return null;
  const { atomicMass, oxidePerElement } = RARE_EARTH_FACTS[index]!;
  return atomicMass * oxidePerElement;
}

function oxideLeaving(text: SizingCase, { streams }: CascadeAnswer): number {
  const kilogram = streams.reduce(
    (sum, { molPerHour }) =>
      sum +
      Object.entries(molPerHour).reduce((total, [name, mol]) => total + (mol * (oxideGramPerMole(text, name) ?? 0)) / 1000, 0),
    0,
  );
  if (kilogram > 0) return kilogram * text.scale;
  throw new SeparationRefused(
    'molar-mass-missing',
    '$.oxideGramPerMole',
    'no rare earth leaves: state the grams of oxide for each mole of the components',
  );
}

function totalsOf(text: SizingCase, stages: readonly SizedStage[], inventory: readonly Inventory[]): SizingAnswer['totals'] {
  const total = (of: (stage: SizedStage) => number): number => stages.reduce((sum, stage) => sum + of(stage), 0);
  const [organicLitre, aqueousLitre] = [total((stage) => stage.organicLitre), total((stage) => stage.aqueousLitre)];
  const mixerCubicMetre = total((stage) => stage.mixerCubicMetre);
  const fed = (feeds: readonly { litrePerHour: number }[], litres: number): number =>
    feeds.reduce((sum, { litrePerHour }) => sum + litrePerHour, 0) * text.scale * litres;
  const power = text.mixer.powerKilowattPerCubicMetre;
  return {
    boxes: total((stage) => stage.boxes),
    mixerCubicMetre,
    settlerSquareMetre: total((stage) => stage.settlerSquareMetre),
    settlerCubicMetre: total((stage) => stage.settlerCubicMetre),
    organicLitre,
    aqueousLitre,
    mixingKilowatt: power === undefined ? null : power * mixerCubicMetre,
    hoursToFill: Math.max(
      organicLitre / fed(text.cascade.organicFeeds, text.litres.organic),
      aqueousLitre / fed(text.cascade.aqueousFeeds, text.litres.aqueous),
    ),
    hoursOfFeed: Math.max(0, ...inventory.map(({ hoursOfFeed }) => hoursOfFeed ?? 0)),
  };
}

function powerFlow(kilowatt: number | null): Flow[] {
  return kilowatt === null ? [] : [{ item: 'mixing power', unit: 'kWh', perHour: kilowatt, molPerHour: null, basis: 'stated' }];
}

function consumptionOf(text: SizingCase, { item, unit, perHour, basis }: Flow, oxide: number): Consumption {
  const perYear = perHour * text.hoursPerYear;
  const price = priceOf(text, item);
  return {
    item,
    unit,
    perHour,
    perKilogramOxide: perHour / oxide,
    perYear,
    basis,
    costPerYear: price === null ? null : perYear * price,
  };
}

function priceOf({ prices }: SizingCase, item: string): number | null {
  if (prices === undefined) return null;
  const known: Readonly<Record<string, number | undefined>> = {
    base: prices.basePerKilogram,
    acid: prices.acidPerKilogram,
    precipitant: prices.precipitantPerKilogram,
    extractant: prices.extractantPerKilogram,
    diluent: prices.diluentPerKilogram,
    water: prices.waterPerCubicMetre,
    'waste water': prices.wasteWaterPerCubicMetre,
    'mixing power': prices.energyPerKilowattHour,
  };
  return known[item] ?? null;
}

function heldOf(text: SizingCase, totals: SizingAnswer['totals'], inventory: readonly Inventory[]): Held[] {
  const { extractant, prices } = text;
  const valued = (item: string, unit: Held['unit'], amount: number, price: number | null | undefined): Held => ({
    item,
    unit,
    amount,
    value: price === null || price === undefined ? null : amount * price,
  });
  const boxes = totals.mixerCubicMetre + totals.settlerCubicMetre;
  const solvent = extractant === undefined ? null : organicOf(extractant);
  return [
    valued('boxes', 'm³', boxes, prices?.boxesPerCubicMetre),
    valued('organic', 'L', totals.organicLitre, null),
    ...(solvent === null
      ? []
      : [
          valued('extractant', 'kg', totals.organicLitre * solvent.extractantKilogram, priceOf(text, 'extractant')),
          valued('diluent', 'kg', totals.organicLitre * solvent.diluentKilogram, priceOf(text, 'diluent')),
        ]),
    valued('aqueous', 'L', totals.aqueousLitre, null),
    ...inventory.flatMap(({ component, oxideKilogram }) =>
      oxideKilogram === null ? [] : [valued(`${component} oxide`, 'kg', oxideKilogram, prices?.oxidePerKilogram[component])],
    ),
  ];
}

/** What no price is asked for: it is made of what is priced, or is no good that is bought. */
const PRICELESS: ReadonlySet<string> = new Set(['organic', 'aqueous', 'salt', 'nitrogen in waste water']);

function costOf(
  { prices, hoursPerYear }: SizingCase,
  consumption: readonly Consumption[],
  held: readonly Held[],
  oxide: number,
): SizingAnswer['cost'] {
  if (prices === undefined) return null;
  const perYear = consumption.reduce((sum, { costPerYear }) => sum + (costPerYear ?? 0), 0);
  const equipment = held.find(({ item }) => item === 'boxes')!.value ?? 0;
  const unpriced = [
    ...consumption.filter(({ costPerYear }) => costPerYear === null).map(({ item }) => item),
    ...held.filter(({ value }) => value === null).map(({ item }) => item),
  ];
  return {
    currency: prices.currency,
    perYear,
    perKilogramOxide: perYear / (oxide * hoursPerYear),
    workingCapital: held.reduce((sum, { value }) => sum + (value ?? 0), 0) - equipment,
    equipment,
    notPriced: [...new Set(unpriced)].filter((item) => !PRICELESS.has(item)),
  };
}

function assumptionsOf(text: SizingCase): string[] {
  return [
    `${text.hoursPerYear} hours of work in a year`,
    `settlers hold ${text.settler.organicShare * 100} % organic; mixers hold the phases as they flow`,
    ...(Object.values(text.cascade.components).some(({ charge }) => charge === 0)
      ? [`a mole of metal exchanges ${text.reagents.chargeOfMetals} of base and of acid, without excess`]
      : []),
    ...(text.reagents.extractantSolubleMilligramPerLitre === undefined
      ? ['no extractant dissolves: its solubility is not stated']
      : []),
    ...(text.reagents.organicEntrainedMillilitrePerCubicMetre === undefined && text.cascade.entrainment.organicInAqueous === 0
      ? ['no organic is carried along: its entrainment is not stated']
      : []),
    ...(text.mixer.powerKilowattPerCubicMetre === undefined ? ['power of mixing is not stated, and not counted'] : []),
  ];
}
