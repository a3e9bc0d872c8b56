import type { ProductFact } from './facts.ts';
import { reoOf, roundKg, scaled, sumOf, type ElementKg, type Holding, type Lot } from './matter.ts';
import type { Place, Run } from './run.ts';

/** What a new lot is made of. */
export interface NewLot {
  readonly product: string;
  /** Everything of rare earth that is in it, in kilograms of element. */
  readonly elements: ElementKg;
  /** Mass fraction of REO (oxide basis) or of rare-earth metal (metal basis) in the lot. */
  readonly content: number;
  readonly feed: string;
  readonly origin: string | null;
}

const NOISE_LIMIT = 2.5;

/** A new lot at a place, weighed: the holding states the mass that the scale showed, the lot keeps the true composition. */
export function makeLot(run: Run, place: Place, { product, elements, content, feed, origin }: NewLot): Holding {
  const fact = productOf(run, product);
  const trueKg = (fact.basis === 'oxide' ? reoOf(elements) : sumOf(elements)) / content;
  const fractions = scaled(elements, 1 / trueKg);
  const lot: Lot = {
    uri: nextLotUri(run, place, product),
    product: fact,
    fractions,
    reoPerKg: reoOf(fractions),
    elementPerKg: sumOf(fractions),
    feed,
    origin,
  };
  return { lot, kg: weigh(run, place, trueKg) };
}

/** What the scale of a place shows for a true mass in kilograms, to the gram. */
export function weigh(run: Run, place: Place, trueKg: number): number {
  return roundKg(trueKg * (1 + (run.assume('weighing.sdPercent') / 100) * place.random.normal(NOISE_LIMIT)));
}

/** A product by key. @throws Error when products.csv does not have it */
function productOf(run: Run, key: string): ProductFact {
  const fact = run.facts.products.find((product) => product.key === key);
  if (fact === undefined) throw new Error(`productOf: products.csv has no ${key}`);
  return fact;
}

function nextLotUri(run: Run, place: Place, product: string): string {
  place.lots++;
  const serial = place.lots.toString(36).toUpperCase().padStart(5, '0');
  return `https://id.gs1.org/01/${run.gtins.get(product)}/10/${String(run.year).slice(2)}-${place.gln.slice(4, 12)}-${serial}`;
}

/** REO (oxide basis) or metal content of a new lot: the assumed typical value with its usual spread. */
export function contentOf(run: Run, place: Place, product: string): number {
  const typical = run.assume(`content.${product}`);
  return Math.min(0.9995, typical * (1 + run.assume('content.relativeSd') * place.random.normal(2)));
}
