/** Which part of the record a reader may see; identifiers canonical. */
export interface ReadScope {
  /** Events that concern any of these are seen: sites, organisations, things shared. */
  readonly parties: readonly string[];
  /** Sites whose accounts and lots are seen. */
  readonly sites: readonly string[];
  /** Organisations whose draws on quotas and whose capture jobs are seen. */
  readonly organisations: readonly string[];
}

/** An event concerns a party: that party's own readers may see it. */
export interface EventParty {
  readonly eventSeq: number;
  readonly party: string;
}

/** The documents that everybody's answers are made of; all others are the program's own: sessions, secrets, subscriptions. */
export const OPEN_DOCUMENTS: readonly string[] = ['registry', 'registry-version', 'log-checkpoint', 'log-witnessed'];
/** The same of journals. */
export const OPEN_JOURNALS: readonly string[] = ['rights'];
