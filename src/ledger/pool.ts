import type { Composition } from '../elements/index.ts';
import { isHolding, type Account } from './account.ts';
import {
  addInto,
  COLUMNS,
  negated,
  NET,
  noMasses,
  noVariances,
  proportion,
  valueAt,
  type Masses,
  type Variances,
} from './masses.ts';

/**
 * What one lot has in one account. The ledger's uncertainty rests on it: one assay values the whole pool, so its error is common
 * to all of it, while each weighing adds an independent error. Adding up the changes of each pool's variance gives the variance
 * of any account, whatever moved in and out.
 */
export interface Pool {
  readonly account: Account;
  /** Tells apart consignments of one lot on the same way; empty for other accounts. */
  readonly consignment: string;
  masses: Masses;
  /** Variance of the net mass from weighing, mg². */
  weighingVariance: number;
}

/** One line of an entry: a signed change of one account by one lot (null for what has no lot: losses, closings). */
export interface Leg {
  readonly account: Account;
  readonly lot: string | null;
  readonly masses: Masses;
  /** Change of the account's variance, mg²; may be negative. */
  readonly balanceVariance: Variances;
  /** Variance of the amount moved, mg². */
  readonly flowVariance: Variances;
}

/** An amount on its way: masses and the variances it brings. */
export interface Amount {
  readonly masses: Masses;
  readonly weighingVariance: number;
}

/** Standard deviation of each element's fraction by column, zero where the composition says nothing. */
export function fractionSds(composition: Composition): Variances {
  const sds = noVariances();
  for (const { index, sd } of composition) sds[index] = sd;
  return sds;
}

/** A net amount valued at a composition. */
export function amountOf(netMg: bigint, composition: Composition, weighingVariance: number): Amount {
  return { masses: valueAt(netMg, composition), weighingVariance };
}

/** Variance in mg² by column of masses that one assay values and whose weighing has the given variance. */
export function variancesOf(masses: readonly bigint[], weighingVariance: number, sds: Variances): Variances {
  const variances = noVariances();
  const net = Number(masses[NET]);
  if (net === 0) return variances;
  variances[NET] = weighingVariance;
  for (let column = 0; column < NET; column++) {
    const mg = masses[column]!;
    if (mg === 0n && sds[column] === 0) continue;
    const fraction = Number(mg) / net;
    variances[column] = fraction * fraction * weighingVariance + (net * sds[column]!) ** 2;
  }
  return variances;
}

/** The pool of a lot in an account, made empty when the lot never was there. */
export function poolIn(pools: Pool[], account: Account, consignment = ''): Pool {
  const found = findPool(pools, account, consignment);
  if (found !== undefined) return found;
  const pool: Pool = { account, consignment, masses: noMasses(), weighingVariance: 0 };
  pools.push(pool);
  return pool;
}

/** The pool of a lot in an account, if the lot ever was there. */
export function findPool(pools: readonly Pool[], account: Account, consignment = ''): Pool | undefined {
  return pools.find((pool) => pool.consignment === consignment && isSameAccount(pool.account, account));
}

function isSameAccount(a: Account, b: Account): boolean {
  return a === b || (a.kind === b.kind && a.site === b.site && a.counterpart === b.counterpart);
}

/** Adds a signed amount to a pool. @returns the leg that records it */
export function addToPool(lot: string, pool: Pool, amount: Amount, sds: Variances): Leg {
  const before = variancesOf(pool.masses, pool.weighingVariance, sds);
  const masses = pool.masses.slice();
  addInto(masses, amount.masses);
  const emptied = masses[NET] === 0n && isHolding(pool.account.kind);
  pool.masses = masses;
  pool.weighingVariance = emptied ? 0 : pool.weighingVariance + amount.weighingVariance;
  const balanceVariance = variancesOf(pool.masses, pool.weighingVariance, sds);
  for (let column = 0; column < COLUMNS; column++) balanceVariance[column]! -= before[column]!;
  const flowVariance = variancesOf(amount.masses, amount.weighingVariance, sds);
  return { account: pool.account, lot, masses: amount.masses, balanceVariance, flowVariance };
}

/** The share of a pool that a net amount takes, as a positive amount: all of it when the net is all of it. */
export function shareOfPool(pool: Pool, netMg: bigint, weighingVariance: number): Amount {
  const whole = pool.masses[NET]!;
  const masses = netMg === whole ? pool.masses.slice() : proportion(pool.masses, netMg, whole);
  return { masses, weighingVariance };
}

/** The same amount with the opposite sign. */
export function reversed(amount: Amount): Amount {
  return { masses: negated(amount.masses), weighingVariance: amount.weighingVariance };
}
