import type { Turnover } from '../../ledger/index.ts';
import type { ByteReader, ByteWriter } from './bytes.ts';
import { addStoredMasses, addStoredVariances, writeMasses, writeVariances } from './vector-codec.ts';

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
