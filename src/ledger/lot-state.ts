import type { Composition } from '../elements/index.ts';
import { accountOf, isHolding, type Account } from './account.ts';
import { isZero, negated, NET, noMasses, subtractInto, valueAt, COLUMNS, noVariances, type Variances } from './masses.ts';
import {
  addToPool,
  amountOf,
  findPool,
  fractionSds,
  poolIn,
  reversed,
  shareOfPool,
  variancesOf,
  type Amount,
  type Leg,
  type Pool,
} from './pool.ts';

/** Where a lot's composition comes from: an assay by then, an assay made later, the inputs of the event that made it, nowhere. */
export type CompositionFrom = 'assay' | 'later-assay' | 'inputs' | 'unknown';

/** One shipment of a lot: pending until it is received; early when the receipt came first. */
export interface Consignment {
  readonly key: string;
  readonly from: string | null;
  readonly to: string | null;
  readonly transactions: readonly string[];
  state: 'pending' | 'received' | 'early' | 'void';
}

/** Everything the ledger must remember of one lot to post its next event. */
export interface LotState {
  readonly lot: string;
  /** Time and key of the latest event applied; an event before it needs a replay. */
  lastTimeMs: number;
  lastKey: string;
  composition: Composition;
  compositionFrom: CompositionFrom;
  sds: Variances;
  readonly pools: Pool[];
  readonly consignments: Consignment[];
  /** What an aggregation put inside this identifier: lots with their net milligrams, or other containers with null. */
  readonly contents: { lot: string; netMg: bigint | null }[];
}

/** The state of a lot that no event has touched. */
export function newLotState(lot: string): LotState {
  return {
    lot,
    lastTimeMs: Number.NEGATIVE_INFINITY,
    lastKey: '',
    composition: [],
    compositionFrom: 'unknown',
    sds: fractionSds([]),
    pools: [],
    consignments: [],
    contents: [],
  };
}

/** Sets a lot's composition without revaluing: for a lot that holds nothing yet. */
export function setComposition(state: LotState, composition: Composition, from: CompositionFrom): void {
  state.composition = composition;
  state.compositionFrom = from;
  state.sds = fractionSds(composition);
}

/** Sets a lot's composition and lets the variances of what it has follow, so that they still add up when it moves; masses stay. */
export function changeComposition(state: LotState, composition: Composition, from: CompositionFrom, legs: Leg[]): void {
  const sdsBefore = state.sds;
  setComposition(state, composition, from);
  for (const pool of state.pools) {
    const change = varianceChange(state, pool, sdsBefore);
    if (change.balanceVariance.some((variance) => variance !== 0)) legs.push(change);
  }
}

/** A new assay: what the lot still holds is valued anew, the difference goes to `assay-adjustment`, variances follow. */
export function applyAssay(state: LotState, composition: Composition, legs: Leg[]): void {
  const poolsBefore = [...state.pools];
  const sdsBefore = state.sds;
  changeComposition(state, composition, 'assay', legs);
  for (const pool of poolsBefore) if (isHolding(pool.account.kind)) revalue(state, pool, sdsBefore, legs);
}

function varianceChange(state: LotState, pool: Pool, sdsBefore: Variances): Leg {
  const before = variancesOf(pool.masses, pool.weighingVariance, sdsBefore);
  const balanceVariance = variancesOf(pool.masses, pool.weighingVariance, state.sds);
  for (let column = 0; column < COLUMNS; column++) balanceVariance[column]! -= before[column]!;
  return { account: pool.account, lot: state.lot, masses: noMasses(), balanceVariance, flowVariance: noVariances() };
}

/** The difference is as uncertain as both assays together, though its net mass is zero. */
function revalue(state: LotState, pool: Pool, sdsBefore: Variances, legs: Leg[]): void {
  const change = valueAt(pool.masses[NET]!, state.composition);
  subtractInto(change, pool.masses);
  if (isZero(change)) return;
  const adjustment = accountOf('assay-adjustment', pool.account.site);
  const amount: Amount = { masses: change, weighingVariance: 0 };
  legs.push(addToPool(state.lot, pool, amount, state.sds));
  const net = Number(pool.masses[NET]!);
  const variance = sdsBefore.map((sd, column) => net * net * (sd * sd + state.sds[column]! * state.sds[column]!));
  legs.push({ account: adjustment, lot: state.lot, masses: negated(change), balanceVariance: variance, flowVariance: variance });
}

/** Variance in mg² of one weighing of a net mass with a relative standard deviation. */
export function weighingVarianceOf(netMg: bigint, relativeSd: number): number {
  return (Number(netMg) * relativeSd) ** 2;
}

/** An amount at the lot's composition. */
export function valuedAmount(state: LotState, netMg: bigint, relativeSd: number): Amount {
  return amountOf(netMg, state.composition, weighingVarianceOf(netMg, relativeSd));
}

/**
 * Takes a net amount out of a holding account. What the account lacks comes from `shortfall`: a lot used before its origin is on
 * record shows there, and goes away when the origin arrives.
 * @param debt the consignment under which the shortfall is noted; only a debt without one is paid back by whatever arrives
 * @returns the amount taken, positive, all of it
 */
export function take(
  state: LotState,
  from: Account,
  shortfall: Account,
  netMg: bigint,
  relativeSd: number,
  legs: Leg[],
  debt = '',
): Amount {
  const weighingVariance = weighingVarianceOf(netMg, relativeSd);
  const pool = findPool(state.pools, from);
  const held = pool === undefined || pool.masses[NET]! < 0n ? 0n : pool.masses[NET]!;
  const fromPool = held < netMg ? held : netMg;
  const amount: Amount = { masses: noMasses(), weighingVariance };
  if (pool !== undefined && fromPool > 0n) {
    const part = shareOfPool(pool, fromPool, partVariance(weighingVariance, fromPool, netMg));
    legs.push(addToPool(state.lot, pool, reversed(part), state.sds));
    subtractInto(amount.masses, reversed(part).masses);
  }
  const missing = netMg - fromPool;
  if (missing > 0n) {
    const part = amountOf(missing, state.composition, partVariance(weighingVariance, missing, netMg));
    legs.push(addToPool(state.lot, poolIn(state.pools, shortfall, debt), reversed(part), state.sds));
    subtractInto(amount.masses, reversed(part).masses);
  }
  return amount;
}

/** Puts an amount into an account; into stock, it first pays back what an earlier shortfall of the lot took at that site. */
export function put(state: LotState, to: Account, amount: Amount, legs: Leg[], consignment = ''): void {
  const rest = to.kind === 'stock' ? payBack(state, to.site, amount, legs) : amount;
  if (isZero(rest.masses)) return;
  legs.push(addToPool(state.lot, poolIn(state.pools, to, consignment), rest, state.sds));
}

/**
 * Pays back an earlier shortfall of the lot at a site as far as it goes.
 * @param consignment the early receipt to pay back; empty for what was drawn without being there
 * @returns what is left of the amount
 */
export function payBack(state: LotState, site: string | null, amount: Amount, legs: Leg[], consignment = ''): Amount {
  const debt = findPool(state.pools, accountOf('unexplained-gain', site), consignment);
  const net = amount.masses[NET]!;
  if (debt === undefined || debt.masses[NET]! >= 0n || net <= 0n) return amount;
  const owed = -debt.masses[NET]!;
  const paid = owed < net ? owed : net;
  const variance = partVariance(amount.weighingVariance, paid, net);
  const part = shareOfPool({ ...debt, masses: amount.masses }, paid, variance);
  legs.push(addToPool(state.lot, debt, part, state.sds));
  const masses = amount.masses.slice();
  subtractInto(masses, part.masses);
  return { masses, weighingVariance: partVariance(amount.weighingVariance, net - paid, net) };
}

function partVariance(variance: number, part: bigint, whole: bigint): number {
  const share = whole === 0n ? 0 : Number(part) / Number(whole);
  return variance * share * share;
}
