import type { Composition } from '../elements/index.ts';
import type { BalanceEvent, Weighed } from './movements.ts';

/** What the record knows of a lot that moved in the period. */
export interface LotOnRecord {
  readonly lot: string;
  /** Every event of it until the end of the period that counts, in the ledger's order. */
  readonly events: readonly BalanceEvent[];
  /** Its assays, the latest last. */
  readonly assays: readonly Composition[];
  /** What the ledger takes it to be made of where nobody assayed it; empty where that is unknown. */
  readonly derived: Composition;
  /** Its book in stock and reserve of the sites at the begin and at the end, where there is any. */
  readonly books: readonly Book[];
}

/** What the ledger has of a lot in one holding. */
export interface Book {
  readonly account: 'stock' | 'reserve';
  readonly site: string;
  /** Null where it holds nothing. */
  readonly opening: Weighed | null;
  readonly closing: Weighed | null;
}

/** The matter of some sites over a period. */
export interface MonthOnRecord {
  /** First instant, and the first behind the period, in milliseconds since 1970. */
  readonly fromMs: number;
  readonly toMs: number;
  readonly sites: ReadonlySet<string>;
  /** The organisation of each site that has one: what a site sends to another of the same organisation must arrive. */
  readonly owners: ReadonlyMap<string, string>;
  readonly lots: readonly LotOnRecord[];
}
