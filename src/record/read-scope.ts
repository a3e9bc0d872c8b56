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

/** Documents that are nobody's to read but the program's own. */
const SECRET_DOCUMENTS = ['session/', 'access/'];
const SECRET_JOURNALS: ReadonlySet<string> = new Set(['access', 'audit']);

/** Whether a document is kept from every reader with a scope. */
export function isSecretDocument(name: string): boolean {
  return SECRET_DOCUMENTS.some((prefix) => name.startsWith(prefix));
}

/** Whether a journal is kept from every reader with a scope. */
export function isSecretJournal(name: string): boolean {
  return SECRET_JOURNALS.has(name);
}
