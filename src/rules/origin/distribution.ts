import { oxideFactor, RARE_EARTH_FACTS, rareEarthContent } from '../../elements/index.ts';
import type { Deposit } from '../../registry/index.ts';

/** The share of each oxide in TREO (配分), percent, with standard deviations, in the order of `RARE_EARTHS`; null where nothing is said. */
export interface Distribution {
  readonly percent: readonly (number | null)[];
  readonly sd: readonly number[];
}

/**
 * The distribution of an assay.
 * @param percent mass percent by formula, of oxides or of metals
 * @param sd percent points by formula
 * @returns null when it states no rare earth
 */
export function distributionOf(
  percent: Readonly<Record<string, number>>,
  sd: Readonly<Record<string, number>>,
): Distribution | null {
  const oxides: (number | null)[] = RARE_EARTH_FACTS.map(() => null);
  const sds = RARE_EARTH_FACTS.map(() => 0);
  for (const [formula, value] of Object.entries(percent)) {
    const content = rareEarthContent(formula);
    if (content === null) continue;
    const toOxide = content.elementPerConstituent * oxideFactor(content.index);
    oxides[content.index] = (oxides[content.index] ?? 0) + value * toOxide;
    sds[content.index] = Math.hypot(sds[content.index]!, (sd[formula] ?? 0) * toOxide);
  }
  const total = sum(oxides.map((value) => value ?? 0));
  if (total <= 0) return null;
  return {
    percent: oxides.map((value) => (value === null ? null : (value / total) * 100)),
    sd: sds.map((value) => (value / total) * 100),
  };
}

/** How a lot compares with a deposit. */
export interface Comparison {
  readonly deposit: string;
  /** Σ((p − d)/σ)² over the oxides that both state, each scaled to 100 % of these. */
  readonly chiSquare: number;
  readonly degrees: number;
  /** The oxide that fits worst. */
  readonly worst: { readonly oxide: string; readonly lotPercent: number; readonly depositPercent: number };
}

/** How lots of a deposit spread around it where the registry does not say, and at the very least: relative standard deviations. */
export interface Spread {
  readonly unstated: number;
  readonly least: number;
}

/** Percent points below which nothing is told apart. */
const SD_LEAST = 0.01;

/**
 * The distance of a lot's distribution from a deposit's.
 * @returns null when fewer than three oxides can be compared
 */
export function compare(lot: Distribution, deposit: Deposit, spread: Spread): Comparison | null {
  const rows = RARE_EARTH_FACTS.flatMap(({ oxide }, index) => {
    const [ofLot, ofDeposit] = [lot.percent[index] ?? null, deposit.reoPercent[oxide] ?? null];
    return ofLot === null || ofDeposit === null ? [] : [{ oxide, ofLot, ofDeposit, sd: lot.sd[index]! }];
  });
  const [lotSum, depositSum] = [sum(rows.map(({ ofLot }) => ofLot)), sum(rows.map(({ ofDeposit }) => ofDeposit))];
  if (rows.length < 3 || lotSum <= 0 || depositSum <= 0) return null;
  let [chiSquare, most, worst] = [0, -1, { oxide: '', lotPercent: 0, depositPercent: 0 }];
  for (const { oxide, ofLot, ofDeposit, sd } of rows) {
    const [p, d] = [(ofLot / lotSum) * 100, (ofDeposit / depositSum) * 100];
    const spreadSd = Math.max(deposit.sdPercent?.[oxide] ?? spread.unstated * d, spread.least * d);
    const part = (p - d) ** 2 / Math.max(SD_LEAST, Math.hypot(spreadSd, sd)) ** 2;
    chiSquare += part;
    if (part > most) [most, worst] = [part, { oxide, lotPercent: p, depositPercent: d }];
  }
  return { deposit: deposit.name, chiSquare, degrees: rows.length - 1, worst };
}

function sum(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0);
}
