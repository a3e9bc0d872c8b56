import type { Account, LotState, Turnover } from '../../ledger/index.ts';

const LOT_STATES_MAX = 60_000;
const TURNOVERS_MAX = 60_000;

/**
 * What the next change is likely to need: states of lots, roll-ups and account numbers as the latest commit left them. Valid only
 * while no other process has written: `head` says for which end of the record, `repostings` after how many changes without events.
 */
export class WriteCaches {
  head = -1;
  repostings: string | null = null;
  readonly lotStates = new Map<string, LotState>();
  readonly turnovers = new Map<number | string, Turnover>();
  accounts: Map<Account, number> | null = null;
  /** Where the next block of a day goes; null while unknown. */
  nextBlock: number | null = null;
  /** The month of the last day on record; null while unknown or nothing is. */
  openMonth: number | null = null;

  /** Forgets everything: after a failed change, or when another process has written. */
  clear(): void {
    this.head = -1;
    this.repostings = null;
    this.lotStates.clear();
    this.turnovers.clear();
    this.accounts = null;
    this.nextBlock = null;
    this.openMonth = null;
  }

  /** Forgets the oldest half of what has grown too large. */
  trim(): void {
    forgetOldest(this.lotStates, LOT_STATES_MAX);
    forgetOldest(this.turnovers, TURNOVERS_MAX);
  }
}

function forgetOldest(map: Map<unknown, unknown>, max: number): void {
  if (map.size <= max) return;
  let surplus = map.size - max / 2;
  for (const key of map.keys()) {
    if (surplus-- <= 0) return;
    map.delete(key);
  }
}
