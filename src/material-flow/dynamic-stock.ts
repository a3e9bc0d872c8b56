import { survival, type Lifetime } from './lifetime.ts';

/** A stock in use year by year: what came, what is there at the end of the year, what left. One unit for all. */
export interface DynamicStock {
  readonly inflow: readonly number[];
  readonly stock: readonly number[];
  readonly outflow: readonly number[];
  /** The greatest |inflow − outflow − growth of the stock| of a year. */
  readonly balanceError: number;
}

/**
 * The stock that an inflow makes, and what leaves it: each year's inflow is a cohort that leaves by the survival of its lifetime (inflow-driven
 * dynamic stock model; D. B. Müller, Ecological Economics 59, 2006).
 */
export function stockOfInflow(inflow: readonly number[], lifetime: Lifetime): DynamicStock {
  const kept = inflow.map((_, age) => survival(lifetime, age));
  const stock = inflow.map((_, year) => inflow.slice(0, year + 1).reduce((sum, came, at) => sum + came * kept[year - at]!, 0));
  const outflow = inflow.map((_, year) => leaving(inflow, kept, year));
  return { inflow, stock, outflow, balanceError: balanceErrorOf(inflow, stock, outflow) };
}

/** What leaves in a year: of each cohort what it held the year before less what it holds now. */
function leaving(inflow: readonly number[], kept: readonly number[], year: number): number {
  let total = 0;
  for (let at = 0; at <= year; at++) {
    const age = year - at;
    total += inflow[at]! * ((age === 0 ? 1 : kept[age - 1]!) - kept[age]!);
  }
  return total;
}

/**
 * The inflow that a stock asks for: what leaves is replaced, and the stock grows or shrinks as given (stock-driven model).
 * @param stock at the end of each year
 * @returns inflows may be below 0 where the stock falls faster than products leave: the caller decides what that means
 */
export function inflowOfStock(stock: readonly number[], lifetime: Lifetime): DynamicStock {
  const kept = stock.map((_, age) => survival(lifetime, age));
  const inflow: number[] = [];
  for (const [year, wanted] of stock.entries()) {
    const rest = inflow.reduce((sum, came, at) => sum + came * kept[year - at]!, 0);
    inflow.push((wanted - rest) / kept[0]!);
  }
  const outflow = stock.map((_, year) => leaving(inflow, kept, year));
  return { inflow, stock, outflow, balanceError: balanceErrorOf(inflow, stock, outflow) };
}

function balanceErrorOf(inflow: readonly number[], stock: readonly number[], outflow: readonly number[]): number {
  return Math.max(0, ...inflow.map((came, year) => Math.abs(came - outflow[year]! - (stock[year]! - (stock[year - 1] ?? 0)))));
}
