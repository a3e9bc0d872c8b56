import type { Account } from './account.ts';
import { addInto, addVariancesInto, COLUMNS, noMasses, noVariances, type Masses, type Variances } from './masses.ts';
import type { Leg } from './pool.ts';

/** Debits and credits of one account over a stretch of time, with the change of the balance's variance and those of the flows. */
export interface Turnover {
  readonly debits: Masses;
  readonly credits: Masses;
  readonly balanceVariance: Variances;
  readonly debitVariance: Variances;
  readonly creditVariance: Variances;
}

/** A roll-up: the turnover of one account on one local day, from postings recorded on one local day. */
export interface BalanceCell {
  readonly account: Account;
  readonly day: number;
  readonly recordedDay: number;
  readonly turnover: Turnover;
}

/** A turnover of nothing. */
export function noTurnover(): Turnover {
  return {
    debits: noMasses(),
    credits: noMasses(),
    balanceVariance: noVariances(),
    debitVariance: noVariances(),
    creditVariance: noVariances(),
  };
}

/** Adds one turnover to another in place. */
export function addTurnover(total: Turnover, part: Turnover): void {
  addInto(total.debits, part.debits);
  addInto(total.credits, part.credits);
  addVariancesInto(total.balanceVariance, part.balanceVariance);
  addVariancesInto(total.debitVariance, part.debitVariance);
  addVariancesInto(total.creditVariance, part.creditVariance);
}

/**
 * Adds a leg, column by column: what is positive is debited, what is negative credited. A leg that takes back an earlier one
 * (`sign` −1) lowers the side on which the earlier one stood.
 */
export function addLeg(total: Turnover, leg: Leg, sign: 1 | -1): void {
  for (let column = 0; column < COLUMNS; column++) {
    total.balanceVariance[column]! += sign * leg.balanceVariance[column]!;
    const mg = leg.masses[column]!;
    if (mg === 0n) continue;
    const debit = mg > 0n;
    const side = debit ? total.debits : total.credits;
    const amount = debit ? mg : -mg;
    side[column]! += sign === 1 ? amount : -amount;
    const variances = debit ? total.debitVariance : total.creditVariance;
    variances[column]! += sign * leg.flowVariance[column]!;
  }
}

/** The key of an account in maps and caches. */
export function accountKey(account: Account): string {
  return `${account.kind}|${account.site ?? ''}|${account.counterpart ?? ''}`;
}
