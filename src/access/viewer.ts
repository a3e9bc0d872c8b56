/** What somebody may be here. Who may do what stands in one table: `permissions.ts`. */
export const ROLES = [
  'operator',
  'plant-manager',
  'group',
  'regulator',
  'laboratory',
  'customs',
  'auditor',
  'administrator',
  'public',
  'keeper',
] as const;

/**
 * `operator` and `plant-manager` of one enterprise, `group` of an enterprise with its members, `regulator` of a jurisdiction, `laboratory`
 * that assays for others, `customs`, `auditor` with a mandate, `administrator` of the platform, `public` for whoever is not signed in,
 * `keeper` for whoever holds the record's own files.
 */
export type Role = (typeof ROLES)[number];

/** Whose part of the record somebody's office covers, beside his own organisation's. */
export interface Mandate {
  /** The whole record. */
  readonly everything: boolean;
  /** Provinces, as the registry names them. */
  readonly provinces: readonly string[];
  /** Organisations by identifier. */
  readonly organisations: readonly string[];
}

/** Who asks. */
export interface Viewer {
  /** The account or machine client, null for the public and the keeper. */
  readonly account: string | null;
  /** His organisation's identifier. */
  readonly organisation: string | null;
  readonly role: Role;
  readonly mandate: Mandate;
}

export const NO_MANDATE: Mandate = { everything: false, provinces: [], organisations: [] };

/** Whoever is not signed in. */
export const PUBLIC: Viewer = { account: null, organisation: null, role: 'public', mandate: NO_MANDATE };

/** Whoever holds the record's files: the command line on them, and a server that nobody has claimed. */
export const KEEPER: Viewer = {
  account: null,
  organisation: null,
  role: 'keeper',
  mandate: { ...NO_MANDATE, everything: true },
};
