import { symbolAt } from '../../elements/index.ts';
import {
  ACCOUNT_KINDS,
  addTurnover,
  isZero,
  NET,
  noTurnover,
  subtractInto,
  treoOf,
  treoVarianceOf,
  type AccountKind,
  type Masses,
  type Turnover,
  type Variances,
} from '../../ledger/index.ts';
import type { Basis } from '../../units/index.ts';
import type { BalanceRow } from '../../wire/index.ts';
import type { SheetSums } from './read-sheet.ts';
import { elementColumns, wireMass } from './wire-mass.ts';

/** A way to count a vector of masses, with the variance of the count. */
interface Count {
  readonly basis: Basis;
  readonly mg: (masses: Masses) => bigint;
  readonly variance: (variances: Readonly<Variances>) => number;
}

const NET_COUNT: Count = { basis: 'net', mg: (masses) => masses[NET]!, variance: (variances) => variances[NET]! };
const TREO_COUNT: Count = { basis: 'treo', mg: treoOf, variance: treoVarianceOf };

function elementCount(column: number): Count {
  return { basis: `element:${symbolAt(column)}`, mg: (masses) => masses[column]!, variance: (variances) => variances[column]! };
}

/**
 * The lines of a balance: one for each kind of account and basis in which anything opened, moved or closed.
 * @param element the column of the only element asked for; null for net, TREO and every element
 */
export function balanceRows(sums: SheetSums<AccountKind>, element: number | null): BalanceRow[] {
  return ACCOUNT_KINDS.flatMap((kind) => {
    const opening = sums.opening.get(kind) ?? noTurnover();
    const period = sums.turnover.get(kind) ?? noTurnover();
    return countsOf([opening, period], element).flatMap((count) => rowOf(kind, count, opening, period) ?? []);
  });
}

/** Sums of turnovers. */
export function totalOf(turnovers: readonly Turnover[]): Turnover {
  const total = noTurnover();
  for (const turnover of turnovers) addTurnover(total, turnover);
  return total;
}

/** Debits less credits. */
export function netOf({ debits, credits }: Turnover): Masses {
  const net = debits.slice();
  subtractInto(net, credits);
  return net;
}

function countsOf(turnovers: readonly Turnover[], element: number | null): Count[] {
  if (element !== null) return [elementCount(element)];
  const columns = elementColumns(turnovers.flatMap(({ debits, credits }) => [debits, credits]));
  return [NET_COUNT, TREO_COUNT, ...columns.map(elementCount)];
}

function rowOf(
  account: BalanceRow['account'],
  { basis, mg, variance }: Count,
  opening: Turnover,
  period: Turnover,
): BalanceRow | null {
  const openingMg = mg(netOf(opening));
  const [increasesMg, decreasesMg] = [mg(period.debits), mg(period.credits)];
  if (isZero([openingMg, increasesMg, decreasesMg])) return null;
  const openingVariance = variance(opening.balanceVariance);
  const closing = totalOf([opening, period]);
  return {
    account,
    basis,
    opening: wireMass(openingMg, openingVariance, basis),
    increases: wireMass(increasesMg, variance(period.debitVariance), basis),
    decreases: wireMass(decreasesMg, variance(period.creditVariance), basis),
    closing: wireMass(mg(netOf(closing)), variance(closing.balanceVariance), basis),
  };
}
