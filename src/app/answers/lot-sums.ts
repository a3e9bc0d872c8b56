import {
  accountKey,
  addInto,
  addVariancesInto,
  noMasses,
  noVariances,
  type Account,
  type Entry,
  type Masses,
  type Variances,
} from '../../ledger/index.ts';
import type { Asking } from './moment.ts';

/** What a lot has in an account, with its variance, and when that account was last touched. */
export interface LotSum {
  readonly account: Account;
  readonly masses: Masses;
  readonly variances: Variances;
  lastMs: number;
}

/** The entries of every event that names one of the lots or moves it inside a container, as of the asked moment and known by it. */
export async function entriesOfLots({ reader, asOf, knownSeq }: Asking, lots: readonly string[]): Promise<Entry[]> {
  const seqs = await reader.seqsNaming(lots, []);
  const entries = [...(await reader.entries(seqs, knownSeq)).values()].map(({ entry }) => entry);
  return asOf === null ? entries : entries.filter(({ timeMs }) => timeMs <= asOf);
}

/** Sums of a lot's legs by account. */
export function sumLot(lot: string, entries: readonly Entry[]): LotSum[] {
  const sums = new Map<string, LotSum>();
  for (const { legs, timeMs } of entries) {
    for (const leg of legs) {
      if (leg.lot !== lot) continue;
      const key = accountKey(leg.account);
      const sum = sums.get(key) ?? { account: leg.account, masses: noMasses(), variances: noVariances(), lastMs: timeMs };
      addInto(sum.masses, leg.masses);
      addVariancesInto(sum.variances, leg.balanceVariance);
      sum.lastMs = Math.max(sum.lastMs, timeMs);
      sums.set(key, sum);
    }
  }
  return [...sums.values()];
}
