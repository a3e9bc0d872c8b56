import {
  ACCOUNT_KINDS,
  accountOf,
  COLUMNS,
  fractionSds,
  NET,
  noMasses,
  noVariances,
  type Account,
  type AccountKind,
  type CompositionFrom,
  type Consignment,
  type Entry,
  type Flow,
  type Leg,
  type LotState,
  type Masses,
  type Pool,
  type Variances,
} from '../../ledger/index.ts';
import { SOURCE_KINDS, type EntryOutline } from '../../record/index.ts';
import { ByteReader, ByteWriter } from './bytes.ts';

/** Resolves a term's number to its URI. */
export type UriOf = (id: number) => string;

/** Resolves a term to its number. */
export type IdOf = (uri: string) => number;

/** Stored blobs name terms by number; 0 is no term. */
const NO_TERM = 0;

const BYTES_OF_FLOAT = 8;

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

/** Masses column by column, the empty ones left out: a bit mask, then the others. */
export function writeMasses(out: ByteWriter, masses: readonly bigint[]): void {
  let mask = 0;
  for (let column = 0; column < COLUMNS; column++) if (masses[column] !== 0n) mask |= 1 << column;
  out.whole(mask);
  for (let column = 0; column < COLUMNS; column++) if (masses[column] !== 0n) out.signed(masses[column]!);
}

/** The counterpart of `writeMasses`. */
export function readMasses(bytes: ByteReader): Masses {
  const masses = noMasses();
  const mask = bytes.whole();
  for (let column = 0; column < COLUMNS; column++) if ((mask & (1 << column)) !== 0) masses[column] = bytes.signed();
  return masses;
}

/** Reads masses as doubles, to `into` from `at` on, where there are zeros so far. */
export function readMassesInto(bytes: ByteReader, into: Float64Array, at: number): void {
  const mask = bytes.whole();
  for (let column = 0; column < COLUMNS; column++) if ((mask & (1 << column)) !== 0) into[at + column] = bytes.signedDouble();
}

function writeVariances(out: ByteWriter, variances: Readonly<Variances>): void {
  let mask = 0;
  for (let column = 0; column < COLUMNS; column++) if (variances[column] !== 0) mask |= 1 << column;
  out.whole(mask);
  for (let column = 0; column < COLUMNS; column++) if (variances[column] !== 0) out.float(variances[column]!);
}

function readVariances(bytes: ByteReader): Variances {
  const variances = noVariances();
  const mask = bytes.whole();
  for (let column = 0; column < COLUMNS; column++) if ((mask & (1 << column)) !== 0) variances[column] = bytes.float();
  return variances;
}

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
    writeVariances(out, leg.flowVariance);
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
    legs.push({
      account: readAccount(bytes, uriOf),
      lot: readTerm(bytes, uriOf),
      masses: readMasses(bytes),
      balanceVariance: readVariances(bytes),
      flowVariance: readVariances(bytes),
    });
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

/** Passes over masses. @returns whether the net mass, which comes last, is below zero */
function passMasses(bytes: ByteReader): boolean {
  const mask = bytes.whole();
  const hasNet = mask >>> NET === 1;
  bytes.passWholes(bitsIn(mask) - (hasNet ? 1 : 0));
  return hasNet && bytes.signedDouble() < 0;
}

function passVariances(bytes: ByteReader): void {
  bytes.skip(BYTES_OF_FLOAT * bitsIn(bytes.whole()));
}

/** How many bits of a mask are set. */
function bitsIn(mask: number): number {
  let bits = 0;
  for (let rest = mask; rest !== 0; rest &= rest - 1) bits += 1;
  return bits;
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
