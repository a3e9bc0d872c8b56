import { COLUMNS, type Masses, type Turnover, type Variances } from '../../ledger/index.ts';
import type { ByteReader, ByteWriter } from './bytes.ts';

/** A roll-up's turnover: five vectors, each a bit mask of the columns that are not zero, then those. */
export function writeTurnover(out: ByteWriter, turnover: Turnover): void {
  writeMasses(out, turnover.debits);
  writeMasses(out, turnover.credits);
  writeVariances(out, turnover.balanceVariance);
  writeVariances(out, turnover.debitVariance);
  writeVariances(out, turnover.creditVariance);
}

/** Adds what `writeTurnover` wrote to a sum in place: a reader of thousands of roll-ups makes no vectors of each. */
export function addStoredTurnover(bytes: ByteReader, sum: Turnover): void {
  addStoredMasses(bytes, sum.debits);
  addStoredMasses(bytes, sum.credits);
  addStoredVariances(bytes, sum.balanceVariance);
  addStoredVariances(bytes, sum.debitVariance);
  addStoredVariances(bytes, sum.creditVariance);
}

function writeMasses(out: ByteWriter, masses: readonly bigint[]): void {
  let mask = 0;
  for (let column = 0; column < COLUMNS; column++) if (masses[column] !== 0n) mask |= 1 << column;
  out.whole(mask);
  for (let rest = mask; rest !== 0; rest &= rest - 1) out.signed(masses[lowestBit(rest)]!);
}

function writeVariances(out: ByteWriter, variances: Readonly<Variances>): void {
  let mask = 0;
  for (let column = 0; column < COLUMNS; column++) if (variances[column] !== 0) mask |= 1 << column;
  out.whole(mask);
  for (let rest = mask; rest !== 0; rest &= rest - 1) out.float(variances[lowestBit(rest)]!);
}

function addStoredMasses(bytes: ByteReader, sum: Masses): void {
  for (let mask = bytes.whole(); mask !== 0; mask &= mask - 1) {
    const column = lowestBit(mask);
    const before = sum[column]!;
    const mg = bytes.signed();
    // Most sums have one part only, and adding to nothing would make another bigint.
    sum[column] = before === 0n ? mg : before + mg;
  }
}

function addStoredVariances(bytes: ByteReader, sum: Variances): void {
  for (let mask = bytes.whole(); mask !== 0; mask &= mask - 1) sum[lowestBit(mask)]! += bytes.float();
}

function lowestBit(mask: number): number {
  return 31 - Math.clz32(mask & -mask);
}
