import {
  ACCOUNT_KINDS, COLUMNS, fractionSds, noMasses, noTurnover, noVariances,
  type Account, type CompositionFrom, type Consignment, type Entry, type Flow, type Leg, type LotState, type Masses, type Pool,
  type Turnover, type Variances,
} from '../../ledger/index.ts';
import { BlobReader, BlobWriter } from './blob.ts';

/** Resolves a term's number to its URI. */
export type UriOf = (id: number) => string;

const FLOW_ROLES: readonly Flow['role'][] = ['input', 'output', 'source'];
const COMPOSITION_SOURCES: readonly CompositionFrom[] = ['assay', 'later-assay', 'inputs', 'unknown'];
const CONSIGNMENT_STATES: readonly Consignment['state'][] = ['pending', 'received', 'early', 'void'];

/** Masses column by column, the empty ones left out: a bit mask, then the others. */
export function writeMasses(blob: BlobWriter, masses: readonly bigint[]): void {
  let mask = 0;
  for (let column = 0; column < COLUMNS; column++) if (masses[column] !== 0n) mask += 2 ** column;
  blob.body.whole(mask);
  for (let column = 0; column < COLUMNS; column++) if (masses[column] !== 0n) blob.body.signed(masses[column]!);
}

/** The counterpart of `writeMasses`. */
export function readMasses(blob: BlobReader): Masses {
  const masses = noMasses();
  const mask = blob.body.whole();
  for (let column = 0; column < COLUMNS; column++) if ((mask & (1 << column)) !== 0) masses[column] = blob.body.signed();
  return masses;
}

function writeVariances(blob: BlobWriter, variances: Readonly<Variances>): void {
  let mask = 0;
  for (let column = 0; column < COLUMNS; column++) if (variances[column] !== 0) mask += 2 ** column;
  blob.body.whole(mask);
  for (let column = 0; column < COLUMNS; column++) if (variances[column] !== 0) blob.body.float(variances[column]!);
}

function readVariances(blob: BlobReader): Variances {
  const variances = noVariances();
  const mask = blob.body.whole();
  for (let column = 0; column < COLUMNS; column++) if ((mask & (1 << column)) !== 0) variances[column] = blob.body.float();
  return variances;
}

function writeAccount(blob: BlobWriter, account: Account): void {
  blob.body.whole(ACCOUNT_KINDS.indexOf(account.kind));
  blob.term(account.site);
  blob.term(account.counterpart);
}

function readAccount(blob: BlobReader, uriOf: UriOf): Account {
  return { kind: ACCOUNT_KINDS[blob.body.whole()]!, site: blob.term(uriOf), counterpart: blob.term(uriOf) };
}

/** An entry's legs and flows. Its key and time stand in the event's row. */
export function writeEntry(blob: BlobWriter, entry: Entry): void {
  blob.body.whole(entry.legs.length);
  for (const leg of entry.legs) {
    writeAccount(blob, leg.account);
    blob.term(leg.lot);
    writeMasses(blob, leg.masses);
    writeVariances(blob, leg.balanceVariance);
    writeVariances(blob, leg.flowVariance);
  }
  blob.body.whole(entry.flows.length);
  for (const flow of entry.flows) {
    blob.term(flow.lot);
    blob.body.whole(FLOW_ROLES.indexOf(flow.role));
    writeMasses(blob, flow.masses);
  }
}

/** The counterpart of `writeEntry`. */
export function readEntry(blob: BlobReader, uriOf: UriOf, key: string, timeMs: number): Entry {
  const legs: Leg[] = [];
  for (let count = blob.body.whole(); count > 0; count--) {
    legs.push({
      account: readAccount(blob, uriOf),
      lot: blob.term(uriOf),
      masses: readMasses(blob),
      balanceVariance: readVariances(blob),
      flowVariance: readVariances(blob),
    });
  }
  const flows: Flow[] = [];
  for (let count = blob.body.whole(); count > 0; count--) {
    flows.push({ lot: blob.term(uriOf) ?? '', role: FLOW_ROLES[blob.body.whole()]!, masses: readMasses(blob) });
  }
  return { key, timeMs, legs, flows };
}

/** A lot's state, its own name left out. */
export function writeLotState(blob: BlobWriter, state: LotState): void {
  blob.body.float(state.lastTimeMs);
  blob.body.text(state.lastKey);
  blob.body.whole(COMPOSITION_SOURCES.indexOf(state.compositionFrom));
  blob.body.whole(state.composition.length);
  for (const { index, fraction, sd } of state.composition) {
    blob.body.whole(index);
    blob.body.float(fraction);
    blob.body.float(sd);
  }
  blob.body.whole(state.pools.length);
  for (const pool of state.pools) writePool(blob, pool);
  blob.body.whole(state.consignments.length);
  for (const consignment of state.consignments) writeConsignment(blob, consignment);
  blob.body.whole(state.contents.length);
  for (const { lot, netMg } of state.contents) {
    blob.term(lot);
    blob.body.whole(netMg === null ? 0 : 1);
    if (netMg !== null) blob.body.signed(netMg);
  }
}

function writePool(blob: BlobWriter, pool: Pool): void {
  writeAccount(blob, pool.account);
  blob.body.text(pool.consignment);
  writeMasses(blob, pool.masses);
  blob.body.float(pool.weighingVariance);
}

function writeConsignment(blob: BlobWriter, consignment: Consignment): void {
  blob.body.text(consignment.key);
  blob.term(consignment.from);
  blob.term(consignment.to);
  blob.body.whole(consignment.transactions.length);
  for (const transaction of consignment.transactions) blob.body.text(transaction);
  blob.body.whole(CONSIGNMENT_STATES.indexOf(consignment.state));
}

/** The counterpart of `writeLotState`. */
export function readLotState(blob: BlobReader, uriOf: UriOf, lot: string): LotState {
  const lastTimeMs = blob.body.float();
  const lastKey = blob.body.text();
  const compositionFrom = COMPOSITION_SOURCES[blob.body.whole()]!;
  const composition = repeat(blob, () => ({ index: blob.body.whole(), fraction: blob.body.float(), sd: blob.body.float() }));
  const pools = repeat(blob, () => readPool(blob, uriOf));
  const consignments = repeat(blob, () => readConsignment(blob, uriOf));
  const contents = repeat(blob, () => ({ lot: blob.term(uriOf) ?? '', netMg: blob.body.whole() === 0 ? null : blob.body.signed() }));
  return { lot, lastTimeMs, lastKey, composition, compositionFrom, sds: fractionSds(composition), pools, consignments, contents };
}

function repeat<T>(blob: BlobReader, read: () => T): T[] {
  return Array.from({ length: blob.body.whole() }, read);
}

function readPool(blob: BlobReader, uriOf: UriOf): Pool {
  return {
    account: readAccount(blob, uriOf),
    consignment: blob.body.text(),
    masses: readMasses(blob),
    weighingVariance: blob.body.float(),
  };
}

function readConsignment(blob: BlobReader, uriOf: UriOf): Consignment {
  return {
    key: blob.body.text(),
    from: blob.term(uriOf),
    to: blob.term(uriOf),
    transactions: repeat(blob, () => blob.body.text()),
    state: CONSIGNMENT_STATES[blob.body.whole()]!,
  };
}

/** A roll-up's turnover. */
export function writeTurnover(blob: BlobWriter, turnover: Turnover): void {
  writeMasses(blob, turnover.debits);
  writeMasses(blob, turnover.credits);
  writeVariances(blob, turnover.balanceVariance);
  writeVariances(blob, turnover.debitVariance);
  writeVariances(blob, turnover.creditVariance);
}

/** The counterpart of `writeTurnover`. */
export function readTurnover(blob: BlobReader): Turnover {
  const turnover = noTurnover();
  return {
    ...turnover,
    debits: readMasses(blob),
    credits: readMasses(blob),
    balanceVariance: readVariances(blob),
    debitVariance: readVariances(blob),
    creditVariance: readVariances(blob),
  };
}
