import { accountOf, type Account } from './account.ts';
import { payBack, put, take, valuedAmount, weighingVarianceOf, type Consignment, type LotState } from './lot-state.ts';
import { NET, subtractInto } from './masses.ts';
import type { Matter, Surroundings } from './matter.ts';
import { addToPool, findPool, poolIn, reversed, shareOfPool, type Amount, type Leg } from './pool.ts';

/** Where matter that is not on record comes from when it is drawn at a site: abroad it was imported, at home it is unexplained. */
export function shortfallAt(site: string | null, world: Surroundings): Account {
  const foreign = site !== null && world.siteKind(site) === 'foreign';
  return accountOf(foreign ? 'imported' : 'unexplained-gain', site);
}

/** The account from which a commissioned lot enters the record. */
function sourceAt(site: string | null, lot: string, world: Surroundings): Account {
  const kind = site === null ? null : world.siteKind(site);
  if (kind === 'mine') return accountOf('ground', site);
  if (kind === 'foreign') return accountOf('imported', site);
  const product = world.productKind(lot);
  if (kind === 'recycler' && (product === 'scrap' || product === null)) return accountOf('returned-scrap', site);
  return accountOf('unexplained-gain', site);
}

/**
 * Pools of what entered the record from somewhere, and of what a reserve gave out without holding it: no debts that the next arrival
 * pays back, for the matter itself is in stock.
 */
const ENTERED = 'entered';
const DRAWN_FROM_RESERVE = 'drawn from reserve';

/** A lot enters the record: mined, returned as scrap, imported, or from nowhere. */
export function commission(state: LotState, matter: Matter, netMg: bigint, world: Surroundings, legs: Leg[]): void {
  const amount = valuedAmount(state, netMg, matter.weighingSd);
  const source = sourceAt(matter.site, state.lot, world);
  legs.push(addToPool(state.lot, poolIn(state.pools, source, ENTERED), reversed(amount), state.sds));
  put(state, accountOf('stock', matter.site), amount, legs);
}

/** A lot is used up or destroyed. */
export function consume(state: LotState, matter: Matter, netMg: bigint, world: Surroundings, legs: Leg[]): void {
  const amount = take(state, accountOf('stock', matter.site), shortfallAt(matter.site, world), netMg, matter.weighingSd, legs);
  put(state, accountOf('consumed', matter.site), amount, legs);
}

/** A process takes its input. @returns what it took */
export function feed(state: LotState, matter: Matter, netMg: bigint, world: Surroundings, legs: Leg[]): Amount {
  return take(state, accountOf('stock', matter.site), shortfallAt(matter.site, world), netMg, matter.weighingSd, legs);
}

/** An amount leaves a site: pending until received, or exported at once when it goes abroad. */
export function ship(state: LotState, matter: Matter, netMg: bigint, world: Surroundings, legs: Leg[]): void {
  const { site, counterpart } = matter;
  const amount = take(state, accountOf('stock', site), shortfallAt(site, world), netMg, matter.weighingSd, legs);
  if (counterpart !== null && world.siteKind(counterpart) === 'foreign') {
    put(state, accountOf('exported', site, counterpart), amount, legs);
    return;
  }
  const consignment: Consignment = {
    key: matter.key,
    from: site,
    to: counterpart,
    transactions: matter.transactions,
    state: 'pending',
  };
  const earlies = earlyReceiptsOf(state.consignments, consignment);
  if (earlies.length > 0) return settleEarly(state, matter, earlies, amount, legs);
  state.consignments.push(consignment);
  put(state, accountOf('transit', site, counterpart), amount, legs, consignment.key);
}

/** The receipts that came before their shipment: all with its papers; without papers the first that may belong to it. */
function earlyReceiptsOf(consignments: readonly Consignment[], consignment: Consignment): Consignment[] {
  const earlies = consignments.filter((other) => other.state === 'early');
  const samePapers = earlies.filter((other) => sharesTransaction(consignment, other));
  return samePapers.length > 0 ? samePapers : earlies.filter((other) => belongsTogether(consignment, other)).slice(0, 1);
}

/** A shipment of what has arrived already pays back what its receipts took from nowhere. */
function settleEarly(state: LotState, matter: Matter, earlies: readonly Consignment[], amount: Amount, legs: Leg[]): void {
  let rest = amount;
  for (const early of earlies) {
    early.state = 'received';
    rest = payBack(state, early.to, rest, legs, early.key);
  }
  put(state, accountOf('transit-difference', matter.site, earlies[0]?.to ?? null), rest, legs);
}

/** An amount arrives: closes the shipment that it belongs to, with a difference if the masses differ. */
export function receive(state: LotState, matter: Matter, netMg: bigint | null, world: Surroundings, legs: Leg[]): void {
  const arrival: Consignment = {
    key: matter.key,
    from: null,
    to: matter.site,
    transactions: matter.transactions,
    state: 'early',
  };
  const consignment = matchingConsignment(state.consignments, arrival);
  if (consignment === undefined) {
    receiveUnannounced(state, matter, arrival, netMg, world, legs);
  } else if (consignment.state === 'pending') {
    closeConsignment(state, matter, consignment, netMg, legs);
  } else {
    receiveMore(state, matter, consignment, netMg, legs);
  }
}

/** A further receipt of a shipment that is closed, or that brought nothing. */
function receiveMore(state: LotState, matter: Matter, consignment: Consignment, netMg: bigint | null, legs: Leg[]): void {
  if (netMg === null) return;
  const amount = valuedAmount(state, netMg, matter.weighingSd);
  const difference = accountOf('transit-difference', consignment.from, consignment.to);
  legs.push(addToPool(state.lot, poolIn(state.pools, difference), reversed(amount), state.sds));
  put(state, accountOf('stock', matter.site), amount, legs);
}

function receiveUnannounced(
  state: LotState,
  matter: Matter,
  arrival: Consignment,
  netMg: bigint | null,
  world: Surroundings,
  legs: Leg[],
): void {
  if (netMg === null || (matter.site !== null && world.siteKind(matter.site) === 'foreign')) return;
  state.consignments.push(arrival);
  const amount = valuedAmount(state, netMg, matter.weighingSd);
  const source = accountOf('unexplained-gain', matter.site);
  legs.push(addToPool(state.lot, poolIn(state.pools, source, arrival.key), reversed(amount), state.sds));
  legs.push(addToPool(state.lot, poolIn(state.pools, accountOf('stock', matter.site)), amount, state.sds));
}

function closeConsignment(state: LotState, matter: Matter, consignment: Consignment, netMg: bigint | null, legs: Leg[]): void {
  consignment.state = 'received';
  const pool = findPool(state.pools, accountOf('transit', consignment.from, consignment.to), consignment.key);
  if (pool === undefined || pool.masses[NET] === 0n) return receiveMore(state, matter, consignment, netMg, legs);
  const pending = pool.masses[NET]!;
  const receivedMg = netMg ?? pending;
  const whole = shareOfPool(pool, pending, 0);
  const received = shareOfPool(pool, receivedMg, weighingVarianceOf(receivedMg, matter.weighingSd));
  const shippedVariance = pool.weighingVariance;
  legs.push(addToPool(state.lot, pool, reversed(whole), state.sds));
  put(state, accountOf('stock', matter.site), received, legs);
  const difference = whole.masses.slice();
  subtractInto(difference, received.masses);
  const weighingVariance = shippedVariance + received.weighingVariance;
  put(state, accountOf('transit-difference', consignment.from, consignment.to), { masses: difference, weighingVariance }, legs);
  dropEmptyTransit(state);
}

/** A closed consignment's empty pool says nothing more; the consignment itself stays for partial receipts. */
function dropEmptyTransit(state: LotState): void {
  const kept = state.pools.filter((pool) => pool.account.kind !== 'transit' || pool.masses[NET] !== 0n);
  state.pools.splice(0, state.pools.length, ...kept);
}

/** A shipment is declared void: what is still pending goes back to the shipper's stock. */
export function voidShipment(state: LotState, matter: Matter, legs: Leg[]): void {
  const arrival: Consignment = {
    key: matter.key,
    from: null,
    to: matter.counterpart,
    transactions: matter.transactions,
    state: 'early',
  };
  const consignment = state.consignments.find((other) => other.state === 'pending' && belongsTogether(other, arrival));
  if (consignment === undefined) return;
  consignment.state = 'void';
  const pool = findPool(state.pools, accountOf('transit', consignment.from, consignment.to), consignment.key);
  if (pool === undefined) return;
  const amount = shareOfPool(pool, pool.masses[NET]!, pool.weighingVariance);
  legs.push(addToPool(state.lot, pool, reversed(amount), state.sds));
  put(state, accountOf('stock', consignment.from), amount, legs);
  dropEmptyTransit(state);
}

/** Into the reserve, from the stock of its own warehouse or of the site that the event names as source. */
export function storeInReserve(state: LotState, matter: Matter, netMg: bigint, world: Surroundings, legs: Leg[]): void {
  const from = matter.counterpart ?? matter.site;
  const amount = take(state, accountOf('stock', from), shortfallAt(from, world), netMg, matter.weighingSd, legs);
  put(state, accountOf('reserve', matter.site), amount, legs);
}

/** Out of the reserve, into the stock of its warehouse. */
export function removeFromReserve(state: LotState, matter: Matter, netMg: bigint, world: Surroundings, legs: Leg[]): void {
  const { site, weighingSd } = matter;
  const amount = take(state, accountOf('reserve', site), shortfallAt(site, world), netMg, weighingSd, legs, DRAWN_FROM_RESERVE);
  put(state, accountOf('stock', site), amount, legs);
}

/** A stock-take: the book follows the count, the difference is named, and the count's own weighing becomes the uncertainty. */
export function count(state: LotState, matter: Matter, netMg: bigint, legs: Leg[]): void {
  const reserve = findPool(state.pools, accountOf('reserve', matter.site));
  const inReserve = reserve !== undefined && reserve.masses[NET]! !== 0n;
  const account = inReserve ? reserve.account : accountOf('stock', matter.site);
  const pool = poolIn(state.pools, account);
  const variance = weighingVarianceOf(netMg, matter.weighingSd);
  const book = pool.masses[NET]!;
  const difference = book === 0n ? valuedAmount(state, netMg, 0) : shareOfPool(pool, netMg - book, 0);
  const counted: Amount = { masses: difference.masses, weighingVariance: variance - pool.weighingVariance };
  const named: Amount = { masses: difference.masses, weighingVariance: variance + pool.weighingVariance };
  const bookLeg = addToPool(state.lot, pool, counted, state.sds);
  const namedLeg = addToPool(
    state.lot,
    poolIn(state.pools, accountOf('count-difference', matter.site)),
    reversed(named),
    state.sds,
  );
  // The book's own weighing goes out of the balance, but it does not make the difference any more certain.
  legs.push({ ...bookLeg, flowVariance: namedLeg.flowVariance }, namedLeg);
}

/** The shipment that an arrival belongs to: the same papers first, then the oldest on the way to that site, then one already closed. */
function matchingConsignment(consignments: readonly Consignment[], arrival: Consignment): Consignment | undefined {
  return (
    consignments.find((other) => other.state === 'pending' && sharesTransaction(other, arrival)) ??
    consignments.find((other) => other.state === 'pending' && belongsTogether(other, arrival)) ??
    consignments.find((other) => other.state === 'received' && sharesTransaction(other, arrival))
  );
}

function sharesTransaction(a: Consignment, b: Consignment): boolean {
  return a.transactions.some((transaction) => b.transactions.includes(transaction));
}

/** Same papers; or, where one side states no papers, the same destination. */
function belongsTogether(a: Consignment, b: Consignment): boolean {
  if (sharesTransaction(a, b)) return true;
  if (a.transactions.length > 0 && b.transactions.length > 0) return false;
  return a.to === b.to || a.to === null || b.to === null;
}
