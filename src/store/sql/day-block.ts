import type { Turnover } from '../../ledger/index.ts';
import { ByteReader, ByteWriter } from './bytes.ts';
import { bytesOf } from './codec.ts';
import { addStoredTurnover, writeTurnover } from './turnover-codec.ts';

/** What one change added to the accounts of one day. */
export interface DayTurnover {
  readonly account: number;
  readonly turnover: Turnover;
}

/**
 * All that one change added to the accounts of one day, as one blob: written once and never touched again, where a row an account
 * would be looked up, summed and written anew by every change of that day. Each turnover has its length before it, so that a reader
 * of few accounts skips the others.
 */
export function writeDayBlock(turnovers: readonly DayTurnover[]): Uint8Array {
  const parts = turnovers.map(({ turnover }) => bytesOf((out) => writeTurnover(out, turnover)));
  return bytesOf((out: ByteWriter) => {
    out.whole(turnovers.length);
    for (const [place, { account }] of turnovers.entries()) {
      out.whole(account);
      out.whole(parts[place]!.length);
      out.raw(parts[place]!);
    }
  });
}

/** Adds what a block holds to sums in place. @param sumOf the sum of an account; null passes it over */
export function addDayBlock(data: Uint8Array, sumOf: (account: number) => Turnover | null): void {
  const bytes = new ByteReader(data);
  for (let count = bytes.whole(); count > 0; count--) {
    const sum = sumOf(bytes.whole());
    const length = bytes.whole();
    if (sum === null) bytes.skip(length);
    else addStoredTurnover(bytes, sum);
  }
}
