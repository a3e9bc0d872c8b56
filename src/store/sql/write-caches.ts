import type { Account, LotState, Turnover } from '../../ledger/index.ts';
import { TwoGenerations } from './two-generations.ts';

const GENERATION_MAX = 30_000;

/**
 * What the next change is likely to need: states of lots, roll-ups and account numbers as the latest commit left them. Valid only
 * while no other process has written: `head` says for which end of the record, `repostings` after how many changes without events.
 */
export class WriteCaches {
  /** Whether no other process can write: then what is remembered stays valid without asking. */
  readonly exclusive: boolean;
  head = -1;
  repostings: string | null = null;
  readonly lotStates = new TwoGenerations<string, LotState>(GENERATION_MAX);
  readonly turnovers = new TwoGenerations<number | string, Turnover>(GENERATION_MAX);
  /** Pairs of a site and a lot that are on record. */
  readonly lotsAtSites = new TwoGenerations<number, true>(GENERATION_MAX);
  /** Words of events that are on record, by kind. */
  readonly words = new Set<string>();
  accounts: Map<Account, number> | null = null;
  /** Rows of `event_key_recent`; null while unknown. */
  recentKeys: number | null = null;
  nextTermId: number | null = null;
  /** When the latest event was recorded; undefined while unknown. */
  lastRecordedMs: number | null | undefined = undefined;
  /** Documents by name, null where there is none; kept only when `exclusive`. */
  readonly documents = new Map<string, string | null>();
  /** Where the next block of a day goes; null while unknown. */
  nextBlock: number | null = null;
  /** The month of the last day on record; null while unknown or nothing is. */
  openMonth: number | null = null;

  constructor(exclusive: boolean) {
    this.exclusive = exclusive;
  }

  /** Forgets everything: after a failed change, or when another process has written. */
  clear(): void {
    this.head = -1;
    this.repostings = null;
    this.lotStates.clear();
    this.turnovers.clear();
    this.lotsAtSites.clear();
    this.words.clear();
    this.accounts = null;
    this.recentKeys = null;
    this.nextTermId = null;
    this.lastRecordedMs = undefined;
    this.documents.clear();
    this.nextBlock = null;
    this.openMonth = null;
  }

  /** Forgets what was not used for long, between two changes. */
  trim(): void {
    this.lotStates.trim();
    this.turnovers.trim();
    this.lotsAtSites.trim();
  }
}
