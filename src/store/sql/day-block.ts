import type { Turnover } from '../../ledger/index.ts';
import { ByteReader, ByteWriter } from './bytes.ts';
import { bytesOf, readTurnover, writeTurnover } from './codec.ts';

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

/** The turnovers of the accounts that `wanted` names. */
export function readDayBlock(data: Uint8Array, wanted: { has(account: number): boolean }): DayTurnover[] {
  const bytes = new ByteReader(data);
  const found: DayTurnover[] = [];
  for (let count = bytes.whole(); count > 0; count--) {
    const account = bytes.whole();
    const length = bytes.whole();
    if (wanted.has(account)) found.push({ account, turnover: readTurnover(bytes) });
    else bytes.skip(length);
  }
  return found;
}
