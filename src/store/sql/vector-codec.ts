import { COLUMNS, NET, noMasses, noVariances, type Masses, type Variances } from '../../ledger/index.ts';
import type { ByteReader, ByteWriter } from './bytes.ts';

/** Vectors are stored as a bit mask of the columns that are not zero, then those. This mask says: as the vector before. */
const AS_BEFORE = 1 << COLUMNS;

const BYTES_OF_FLOAT = 8;

/** Masses column by column, the empty ones left out. */
export function writeMasses(out: ByteWriter, masses: readonly bigint[]): void {
  let mask = 0;
  for (let column = 0; column < COLUMNS; column++) if (masses[column] !== 0n) mask |= 1 << column;
  out.whole(mask);
  for (let rest = mask; rest !== 0; rest &= rest - 1) out.signed(masses[lowestBit(rest)]!);
}

/** The counterpart of `writeMasses`. */
export function readMasses(bytes: ByteReader): Masses {
  const masses = noMasses();
  for (let mask = bytes.whole(); mask !== 0; mask &= mask - 1) masses[lowestBit(mask)] = bytes.signed();
  return masses;
}

/** Reads masses as doubles, to `into` from `at` on, where there are zeros so far. */
export function readMassesInto(bytes: ByteReader, into: Float64Array, at: number): void {
  for (let mask = bytes.whole(); mask !== 0; mask &= mask - 1) into[at + lowestBit(mask)] = bytes.signedDouble();
}

/** Adds masses to a sum in place. */
export function addStoredMasses(bytes: ByteReader, sum: Masses): void {
  for (let mask = bytes.whole(); mask !== 0; mask &= mask - 1) {
    const column = lowestBit(mask);
    const before = sum[column]!;
    const mg = bytes.signed();
    // Most sums have one part only, and adding to nothing would make another bigint.
    sum[column] = before === 0n ? mg : before + mg;
  }
}

/** Variances column by column. */
export function writeVariances(out: ByteWriter, variances: Readonly<Variances>): void {
  let mask = 0;
  for (let column = 0; column < COLUMNS; column++) if (variances[column] !== 0) mask |= 1 << column;
  out.whole(mask);
  for (let rest = mask; rest !== 0; rest &= rest - 1) out.float(variances[lowestBit(rest)]!);
}

/** Variances that are often those written just before, and are then written as one mark. */
export function writeVariancesAfter(out: ByteWriter, before: Readonly<Variances>, variances: Readonly<Variances>): void {
  if (areSame(before, variances)) out.whole(AS_BEFORE);
  else writeVariances(out, variances);
}

function areSame(a: Readonly<Variances>, b: Readonly<Variances>): boolean {
  if (a === b) return true;
  for (let column = 0; column < COLUMNS; column++) if (a[column] !== b[column]) return false;
  return true;
}

/** The counterpart of `writeVariances`. */
export function readVariances(bytes: ByteReader): Variances {
  return readMasked(bytes, bytes.whole());
}

/** The counterpart of `writeVariancesAfter`. */
export function readVariancesAfter(bytes: ByteReader, before: Variances): Variances {
  const mask = bytes.whole();
  return mask === AS_BEFORE ? before.slice() : readMasked(bytes, mask);
}

function readMasked(bytes: ByteReader, mask: number): Variances {
  const variances = noVariances();
  for (let rest = mask; rest !== 0; rest &= rest - 1) variances[lowestBit(rest)] = bytes.float();
  return variances;
}

/** Adds variances to a sum in place. */
export function addStoredVariances(bytes: ByteReader, sum: Variances): void {
  for (let mask = bytes.whole(); mask !== 0; mask &= mask - 1) sum[lowestBit(mask)]! += bytes.float();
}

/** Passes over masses. @returns whether the net mass, which comes last, is below zero */
export function passMasses(bytes: ByteReader): boolean {
  const mask = bytes.whole();
  const hasNet = mask >>> NET === 1;
  bytes.passWholes(bitsIn(mask) - (hasNet ? 1 : 0));
  return hasNet && bytes.signedDouble() < 0;
}

/** Passes over variances, written in either way. */
export function passVariances(bytes: ByteReader): void {
  const mask = bytes.whole();
  if (mask !== AS_BEFORE) bytes.skip(BYTES_OF_FLOAT * bitsIn(mask));
}

/** How many bits of a mask are set. */
function bitsIn(mask: number): number {
  let bits = 0;
  for (let rest = mask; rest !== 0; rest &= rest - 1) bits += 1;
  return bits;
}

function lowestBit(mask: number): number {
  return 31 - Math.clz32(mask & -mask);
}
