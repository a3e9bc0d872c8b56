import {
  ACCOUNT_KINDS,
  accountOf,
  fractionSds,
  type Account,
  type AccountKind,
  type CompositionFrom,
  type Consignment,
  type Entry,
  type Flow,
  type Leg,
  type LotState,
  type Pool,
} from '../../ledger/index.ts';
import { SOURCE_KINDS, type EntryOutline } from '../../record/index.ts';
import { ByteReader, ByteWriter } from './bytes.ts';
import {
  passMasses,
  passVariances,
  readMasses,
  readVariances,
  readVariancesAfter,
  writeMasses,
  writeVariances,
  writeVariancesAfter,
} from './vector-codec.ts';

/** Resolves a term's number to its URI. */
export type UriOf = (id: number) => string;

/** Resolves a term to its number. */
export type IdOf = (uri: string) => number;

/** Stored blobs name terms by number; 0 is no term. */
const NO_TERM = 0;

const scratch = new ByteWriter();

/** What `write` writes, as bytes of its own. */
export function bytesOf(write: (out: ByteWriter) => void): Uint8Array {
  write(scratch);
  return scratch.finish();
}

function writeTerm(out: ByteWriter, uri: string | null, idOf: IdOf): void {
  out.whole(uri === null ? NO_TERM : idOf(uri));
}

function readTerm(bytes: ByteReader, uriOf: UriOf): string | null {
  const id = bytes.whole();
  return id === NO_TERM ? null : uriOf(id);
}

const FLOW_ROLES: readonly Flow['role'][] = ['input', 'output', 'source'];
const COMPOSITION_SOURCES: readonly CompositionFrom[] = ['assay', 'later-assay', 'inputs', 'unknown'];
const CONSIGNMENT_STATES: readonly Consignment['state'][] = ['pending', 'received', 'early', 'void'];

function writeAccount(out: ByteWriter, account: Account, idOf: IdOf): void {
  out.whole(ACCOUNT_KINDS.indexOf(account.kind));
  writeTerm(out, account.site, idOf);
  writeTerm(out, account.counterpart, idOf);
}

function readAccount(bytes: ByteReader, uriOf: UriOf): Account {
  return accountOf(ACCOUNT_KINDS[bytes.whole()]!, readTerm(bytes, uriOf), readTerm(bytes, uriOf));
}

/** An entry's legs and flows. Its key and time stand in the event's row. */
export function writeEntry(out: ByteWriter, entry: Entry, idOf: IdOf): void {
  out.whole(entry.legs.length);
  for (const leg of entry.legs) {
    writeAccount(out, leg.account, idOf);
    writeTerm(out, leg.lot, idOf);
    writeMasses(out, leg.masses);
    writeVariances(out, leg.balanceVariance);
    writeVariancesAfter(out, leg.balanceVariance, leg.flowVariance);
  }
  out.whole(entry.flows.length);
  for (const flow of entry.flows) {
    writeTerm(out, flow.lot, idOf);
    out.whole(FLOW_ROLES.indexOf(flow.role));
    writeMasses(out, flow.masses);
  }
}

/** The counterpart of `writeEntry`. */
export function readEntry(bytes: ByteReader, uriOf: UriOf, key: string, timeMs: number): Entry {
  const legs: Leg[] = [];
  for (let count = bytes.whole(); count > 0; count--) {
    const [account, lot] = [readAccount(bytes, uriOf), readTerm(bytes, uriOf)];
    const [masses, balanceVariance] = [readMasses(bytes), readVariances(bytes)];
    legs.push({ account, lot, masses, balanceVariance, flowVariance: readVariancesAfter(bytes, balanceVariance) });
  }
  const flows: Flow[] = [];
  for (let count = bytes.whole(); count > 0; count--) {
    flows.push({ lot: readTerm(bytes, uriOf) ?? '', role: FLOW_ROLES[bytes.whole()]!, masses: readMasses(bytes) });
  }
  return { key, timeMs, legs, flows };
}

/** The site and the sources of an entry, without decoding the rest of it. */
export function readOutline(bytes: ByteReader, uriOf: UriOf): Pick<EntryOutline, 'site' | 'sources'> {
  let site = NO_TERM;
  const sources = new Map<string, AccountKind>();
  for (let count = bytes.whole(); count > 0; count--) {
    const kind = ACCOUNT_KINDS[bytes.whole()]!;
    const ownSite = bytes.whole();
    if (site === NO_TERM) site = ownSite;
    bytes.passWholes(1);
    const lot = bytes.whole();
    const isTaken = passMasses(bytes);
    passVariances(bytes);
    passVariances(bytes);
    if (!isTaken || lot === NO_TERM || !SOURCE_KINDS.has(kind)) continue;
    const uri = uriOf(lot);
    if (!sources.has(uri)) sources.set(uri, kind);
  }
  return { site: site === NO_TERM ? null : uriOf(site), sources };
}

/** A lot's state, its own name left out. */
export function writeLotState(out: ByteWriter, state: LotState, idOf: IdOf): void {
  out.float(state.lastTimeMs);
  out.text(state.lastKey);
  out.whole(COMPOSITION_SOURCES.indexOf(state.compositionFrom));
  out.whole(state.composition.length);
  for (const { index, fraction, sd } of state.composition) {
    out.whole(index);
    out.float(fraction);
    out.float(sd);
  }
  out.whole(state.pools.length);
  for (const pool of state.pools) writePool(out, pool, idOf);
  out.whole(state.consignments.length);
  for (const consignment of state.consignments) writeConsignment(out, consignment, idOf);
  out.whole(state.contents.length);
  for (const { lot, netMg } of state.contents) {
    writeTerm(out, lot, idOf);
    out.whole(netMg === null ? 0 : 1);
    if (netMg !== null) out.signed(netMg);
  }
}

function writePool(out: ByteWriter, pool: Pool, idOf: IdOf): void {
  writeAccount(out, pool.account, idOf);
  out.text(pool.consignment);
  writeMasses(out, pool.masses);
  out.float(pool.weighingVariance);
}

function writeConsignment(out: ByteWriter, consignment: Consignment, idOf: IdOf): void {
  out.text(consignment.key);
  writeTerm(out, consignment.from, idOf);
  writeTerm(out, consignment.to, idOf);
  out.whole(consignment.transactions.length);
  for (const transaction of consignment.transactions) out.text(transaction);
  out.whole(CONSIGNMENT_STATES.indexOf(consignment.state));
}

/** The counterpart of `writeLotState`. */
export function readLotState(bytes: ByteReader, uriOf: UriOf, lot: string): LotState {
  const lastTimeMs = bytes.float();
  const lastKey = bytes.text();
  const compositionFrom = COMPOSITION_SOURCES[bytes.whole()]!;
  const composition = repeat(bytes, () => ({ index: bytes.whole(), fraction: bytes.float(), sd: bytes.float() }));
  const pools = repeat(bytes, () => readPool(bytes, uriOf));
  const consignments = repeat(bytes, () => readConsignment(bytes, uriOf));
  const contents = repeat(bytes, () => ({
    lot: readTerm(bytes, uriOf) ?? '',
    netMg: bytes.whole() === 0 ? null : bytes.signed(),
  }));
  return { lot, lastTimeMs, lastKey, composition, compositionFrom, sds: fractionSds(composition), pools, consignments, contents };
}

function repeat<T>(bytes: ByteReader, read: () => T): T[] {
  return Array.from({ length: bytes.whole() }, read);
}

function readPool(bytes: ByteReader, uriOf: UriOf): Pool {
  return {
    account: readAccount(bytes, uriOf),
    consignment: bytes.text(),
    masses: readMasses(bytes),
    weighingVariance: bytes.float(),
  };
}

function readConsignment(bytes: ByteReader, uriOf: UriOf): Consignment {
  return {
    key: bytes.text(),
    from: readTerm(bytes, uriOf),
    to: readTerm(bytes, uriOf),
    transactions: repeat(bytes, () => bytes.text()),
    state: CONSIGNMENT_STATES[bytes.whole()]!,
  };
}
