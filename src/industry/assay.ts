import { oxideFactor, RARE_EARTH_FACTS } from '../elements/index.ts';
import type { RandomStream } from '../numerics/index.ts';
import type { ElementKg, Lot } from './matter.ts';
import type { JsonObject } from './recorder.ts';
import type { Run } from './run.ts';

/** How well a laboratory measures: relative standard deviations of the total and of each share in it. */
interface Skill {
  readonly totalSd: number;
  readonly shareSd: number;
}

const LIMIT = 2.5;
/** Shares below this many percent points are not reported. */
const REPORTED_PERCENT_MIN = 0.002;
/** From this percent on, an entry states its own standard deviation; smaller ones keep the default of FORMATS. */
const STATED_PERCENT_MIN = 10;
/** What no assay value may pass: some loss on ignition or impurity is always left. */
const TOTAL_PERCENT_MAX = 99.99;

/** One entry of `ree:assays`: measured percent with measurement noise, the lot's other constituents as they are. */
export function assayOf(run: Run, lot: Lot, random: RandomStream, laboratory: string | null): JsonObject {
  const skill: Skill = {
    totalSd: run.assume('assay.totalSd'),
    shareSd: run.assume(laboratory === null ? 'assay.shareSd' : 'assay.umpireShareSd'),
  };
  const others = othersOf(run, lot.product.key);
  const { percent, sd } = measure(lot, skill, random, TOTAL_PERCENT_MAX - sumOfValues(others));
  const entry: JsonObject = { lot: lot.uri, percent: { ...percent, ...others }, sd };
  const moisture = moistureOf(run, lot.product.key);
  if (moisture !== undefined) entry['moisturePercent'] = moisture;
  entry['method'] = lot.product.basis === 'oxide' ? 'GB/T 14635; GB/T 18115' : 'ICP-OES';
  if (laboratory !== null) entry['laboratory'] = laboratory;
  return entry;
}

function sumOfValues(values: Record<string, number>): number {
  return Object.values(values).reduce((a, b) => a + b, 0);
}

function othersOf(run: Run, product: string): Record<string, number> {
  let others = run.others.get(product);
  if (others === undefined) {
    others = Object.fromEntries(run.facts.assumptions.under(`others.${product}.`));
    run.others.set(product, others);
  }
  return others;
}

function moistureOf(run: Run, product: string): number | undefined {
  if (product.endsWith('-concentrate') && product.startsWith('bastnaesite')) return run.assume('moisture.concentrate');
  return product.endsWith('-carbonate') ? run.assume('moisture.carbonate') : undefined;
}

function measure(lot: Lot, skill: Skill, random: RandomStream, percentMax: number): { percent: JsonObject; sd: JsonObject } {
  const shown = shownPercents(lot);
  const trueTotal = shown.reduce((sum, one) => sum + one.value, 0);
  const total = Math.min(trueTotal * (1 + skill.totalSd * random.normal(LIMIT)), Math.max(percentMax, trueTotal));
  const noisy = shown.map((one) => one.value * (1 + skill.shareSd * random.normal(LIMIT)));
  const factor = total / noisy.reduce((a, b) => a + b, 0);
  const percent: JsonObject = {};
  const sd: JsonObject = {};
  for (const [at, { formula, value }] of shown.entries()) {
    percent[formula] = roundPercent((noisy[at] ?? 0) * factor);
    if (value >= STATED_PERCENT_MIN)
      sd[formula] = roundPercent(value * Math.hypot(skill.totalSd, skill.shareSd * (1 - value / trueTotal)));
  }
  return { percent, sd };
}

function shownPercents(lot: Lot): { formula: string; value: number }[] {
  const shown: { formula: string; value: number }[] = [];
  for (const [index, facts] of RARE_EARTH_FACTS.entries()) {
    const element = (lot.fractions[index] ?? 0) * 100;
    const value = lot.product.basis === 'oxide' ? element * oxideFactor(index) : element;
    if (value >= REPORTED_PERCENT_MIN) shown.push({ formula: lot.product.basis === 'oxide' ? facts.oxide : facts.symbol, value });
  }
  return shown;
}

/** Percent by oxide of a measured loss: its rare earths thinned to the given REO grade. */
export function lossPercent(elements: ElementKg, reoKg: number, reoPercent: number): JsonObject {
  const percent: JsonObject = {};
  for (const [index, facts] of RARE_EARTH_FACTS.entries()) {
    const kg = (elements[index] ?? 0) * facts.oxidePerElement;
    if (kg > 0) percent[facts.oxide] = Number(((kg / reoKg) * reoPercent).toPrecision(5));
  }
  return percent;
}

function roundPercent(value: number): number {
  return Math.round(value * 1e4) / 1e4;
}
