import { NET, type AccountKind, type Entry } from '../ledger/index.ts';

/** What a trace shows of an event and its entry: a small part of it, which storage reads without decoding the rest. */
export interface EntryOutline {
  /** The event's hash. */
  readonly key: string;
  readonly timeMs: number;
  /** Making and using happen at one site: that of the first of the entry's accounts that has one. */
  readonly site: string | null;
  /** For each lot whose mass the entry took from a source: the kind of the first such account. */
  readonly sources: ReadonlyMap<string, AccountKind>;
}

/** Accounts from which matter enters the record. */
export const SOURCE_KINDS: ReadonlySet<AccountKind> = new Set<AccountKind>([
  'ground',
  'returned-scrap',
  'imported',
  'unexplained-gain',
]);

/** The outline of an entry. */
export function outlineOf(entry: Entry): EntryOutline {
  const sources = new Map<string, AccountKind>();
  for (const { lot, account, masses } of entry.legs) {
    if (lot !== null && SOURCE_KINDS.has(account.kind) && masses[NET]! < 0n && !sources.has(lot)) sources.set(lot, account.kind);
  }
  const site = entry.legs.find(({ account }) => account.site !== null)?.account.site ?? null;
  return { key: entry.key, timeMs: entry.timeMs, site, sources };
}
