/** A price that somebody quotes for a product on a day. */
export interface Quote {
  readonly product: string;
  /** `2015-03-09`. */
  readonly day: string;
  /** The middle of what is quoted, per kilogram, in one currency. */
  readonly price: number;
  /** When it was recorded, milliseconds since 1970 UTC. */
  readonly recordedMs: number;
}

/** A month of the index. */
export interface IndexMonth {
  /** `2015-03`. */
  readonly month: string;
  /** 100 in the base month. */
  readonly value: number;
  /** Products that are quoted in this month and in the last one before it that has quotes; those that the step rests on. */
  readonly matched: number;
  /** What it was when the month was first quoted; another value where quotes came later. */
  readonly first: number;
}

/** How much each product counts; products that are not named count nothing. Null for all alike. */
export type Weights = Readonly<Record<string, number>> | null;

const BASE = 100;
const MONTH_LENGTH = '2015-03'.length;

/**
 * A chained index of matched products: from each month with quotes to the next, the weighted geometric mean of how the prices of the products quoted
 * in both have changed (with equal weights the Jevons index; ILO and others 2020, Consumer Price Index Manual: Concepts and Methods, chapter 8). The
 * price of a product in a month is the geometric mean of its quotes. A step without a matched product breaks the chain: the index ends there.
 * @param base the month that is 100; the first one with quotes when null
 */
export function priceIndex(quotes: readonly Quote[], weights: Weights, base: string | null): IndexMonth[] {
  const now = chainOf(quotes, weights, base);
  return now.map(({ month, value, matched }) => {
    const firstMs = Math.min(...quotes.flatMap((quote) => (monthOf(quote) === month ? [quote.recordedMs] : [])));
    const known = quotes.filter(({ recordedMs }) => recordedMs <= firstMs);
    const first = chainOf(known, weights, base).find((one) => one.month === month)?.value ?? value;
    return { month, value, matched, first };
  });
}

function monthOf({ day }: Quote): string {
  return day.slice(0, MONTH_LENGTH);
}

type Link = Omit<IndexMonth, 'first'>;

function chainOf(quotes: readonly Quote[], weights: Weights, base: string | null): Link[] {
  const months = [...Map.groupBy(quotes, monthOf)].toSorted(([a], [b]) => (a < b ? -1 : 1));
  const links: Link[] = [];
  let before: ReadonlyMap<string, number> | null = null;
  let value = BASE;
  for (const [month, own] of months) {
    const prices = pricesOf(own);
    const step: Step = before === null ? { change: 1, matched: 0 } : stepOf(before, prices, weights);
    if (before !== null && step.matched === 0) break;
    value *= step.change;
    links.push({ month, value, matched: step.matched });
    before = prices;
  }
  const at = links.find(({ month }) => month === (base ?? links[0]?.month))?.value;
  return at === undefined ? [] : links.map((link) => ({ ...link, value: (link.value / at) * BASE }));
}

function pricesOf(quotes: readonly Quote[]): Map<string, number> {
  const byProduct = Map.groupBy(quotes, ({ product }) => product);
  return new Map([...byProduct].map(([product, own]) => [product, geometricMean(own.map(({ price }) => price))]));
}

function geometricMean(values: readonly number[]): number {
  return Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length);
}

interface Step {
  readonly change: number;
  readonly matched: number;
}

function stepOf(before: ReadonlyMap<string, number>, now: ReadonlyMap<string, number>, weights: Weights): Step {
  const matched = [...now].flatMap(([product, price]) => {
    const weight = weights === null ? 1 : (weights[product] ?? 0);
    const earlier = before.get(product);
    return earlier === undefined || weight <= 0 ? [] : [{ weight, log: Math.log(price / earlier) }];
  });
  const whole = matched.reduce((sum, { weight }) => sum + weight, 0);
  if (whole === 0) return { change: 1, matched: 0 };
  return { change: Math.exp(matched.reduce((sum, { weight, log }) => sum + weight * log, 0) / whole), matched: matched.length };
}
