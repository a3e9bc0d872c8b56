import { z } from 'zod';

/** The shapes of every answer that Ytterby gives over HTTP and with `--json`: written once, used by server, CLI and web. */

/** A mass with its unit, basis and standard deviation: `{"value": 12.4, "sd": 0.3, "uom": "KGM", "basis": "element:Nd"}`. */
export const massSchema = z.object({
  value: z.number(),
  sd: z.number().min(0),
  uom: z.literal('KGM'),
  basis: z.string(),
});

/** In two languages; the Chinese is the first. */
export const nameSchema = z.object({ zh: z.string(), en: z.string() });

/** The two times of an answer: until when events happened, until when they were recorded; null is now. */
export const momentSchema = z.object({
  asOf: z.string().nullable(),
  knownAt: z.string().nullable(),
  computedAt: z.string(),
});

export const accountKindSchema = z.enum([
  'stock',
  'transit',
  'reserve',
  'in-process',
  'ground',
  'returned-scrap',
  'imported',
  'unexplained-gain',
  'exported',
  'process-loss',
  'tailings',
  'effluent',
  'slag',
  'dust',
  'discard',
  'consumed',
  'transit-difference',
  'count-difference',
  'assay-adjustment',
]);

export const siteKindSchema = z.enum([
  'mine',
  'separation-plant',
  'metal-plant',
  'material-plant',
  'recycler',
  'warehouse',
  'reserve-warehouse',
  'port',
  'foreign',
]);

/** A node of the overview's flow picture: a kind of site, or an account at the edge of the system. */
export const stageSchema = z.union([siteKindSchema, accountKindSchema, z.literal('unregistered')]);

export const flowSchema = z.object({ from: stageSchema, to: stageSchema, mass: massSchema });

export const siteRefSchema = z.object({
  id: z.string(),
  name: nameSchema,
  kind: siteKindSchema.nullable(),
  organisation: z.string().nullable(),
});
export const organisationRefSchema = z.object({
  id: z.string(),
  name: nameSchema,
  group: z.string().nullable(),
  roles: z.array(z.string()),
  sites: z.number(),
});

/** One quota account: what was granted, what became of it, and what is left (negative when overdrawn). All in tonnes REO. */
export const quotaRowSchema = z.object({
  id: z.string(),
  year: z.number(),
  batch: z.union([z.number(), z.literal('year')]),
  stage: z.enum(['mining', 'separation']),
  ore: z.enum(['light', 'ion', 'any']),
  holder: z.string(),
  holderName: nameSchema,
  parent: z.string().nullable(),
  grantedTonnes: z.number(),
  allottedTonnes: z.number(),
  reservedTonnes: z.number(),
  cutTonnes: z.number(),
  drawnTonnes: z.number(),
  availableTonnes: z.number(),
  overdrawn: z.boolean(),
});

/** A draw that no quota covers: the holder has none for that year, stage and ore. Tonnes REO. */
export const unheldDrawSchema = z.object({
  holder: z.string(),
  holderName: nameSchema,
  year: z.number(),
  stage: z.enum(['mining', 'separation']),
  ore: z.enum(['light', 'ion', 'any']),
  drawnTonnes: z.number(),
});

export const statusSchema = z.object({
  version: z.string(),
  storage: z.enum(['memory', 'sqlite', 'postgres']),
  events: z.number(),
  lots: z.number(),
  organisations: z.number(),
  sites: z.number(),
  firstEventTime: z.string().nullable(),
  lastEventTime: z.string().nullable(),
  lastRecordedAt: z.string().nullable(),
  loading: z.object({ done: z.number(), total: z.number() }).nullable(),
});

export const overviewSchema = z.object({
  moment: momentSchema,
  year: z.number(),
  /** TREO of the whole record in the year: totals of flows, closing stocks. */
  figures: z.object({
    mined: massSchema,
    separated: massSchema,
    returnedScrap: massSchema,
    imported: massSchema,
    exported: massSchema,
    stock: massSchema,
    inTransit: massSchema,
    reserve: massSchema,
    processLoss: massSchema,
    tailings: massSchema,
    unexplained: massSchema,
  }),
  /** Of what the flows are told: `TREO`, or the symbol of an element. */
  flowsOf: z.string(),
  flows: z.array(flowSchema),
  stocks: z.array(z.object({ stage: stageSchema, element: z.string(), mass: massSchema })),
  quotas: z.array(quotaRowSchema),
  unexplained: z.array(z.object({ site: siteRefSchema, element: z.string(), mass: massSchema })),
});

/** One line of a balance: an account kind and a basis over a period; masses in kilograms. */
export const balanceRowSchema = z.object({
  account: accountKindSchema,
  basis: z.string(),
  opening: massSchema,
  increases: massSchema,
  decreases: massSchema,
  closing: massSchema,
});

export const balanceSchema = z.object({
  moment: momentSchema,
  organisation: z.string().nullable(),
  site: z.string().nullable(),
  element: z.string().nullable(),
  from: z.string().nullable(),
  to: z.string().nullable(),
  rows: z.array(balanceRowSchema),
});

export const lotRowSchema = z.object({
  lot: z.string(),
  product: nameSchema.nullable(),
  productKind: z.string().nullable(),
  site: z.string().nullable(),
  net: massSchema,
  treo: massSchema,
  lastEventTime: z.string(),
});

export const organisationAnswerSchema = z.object({
  moment: momentSchema,
  organisation: organisationRefSchema.extend({
    usci: z.string().nullable(),
    groupName: nameSchema.nullable(),
    members: z.array(organisationRefSchema),
  }),
  sites: z.array(siteRefSchema),
  balance: balanceSchema,
  quotas: z.array(quotaRowSchema),
  unheldDraws: z.array(unheldDrawSchema),
});

export const siteAnswerSchema = z.object({
  moment: momentSchema,
  site: siteRefSchema.extend({
    organisationName: nameSchema.nullable(),
    deposit: z.string().nullable(),
    ore: z.enum(['light', 'ion']).nullable(),
    province: z.string().nullable(),
    location: z.tuple([z.number(), z.number()]).nullable(),
  }),
  balance: balanceSchema,
  lots: z.array(lotRowSchema),
  lotsTotal: z.number(),
});

/** An event that touched a lot: its place in the record, what it did to the lot's mass. */
export const lotEventSchema = z.object({
  hash: z.string(),
  eventID: z.string().nullable(),
  eventTime: z.string(),
  recordTime: z.string(),
  type: z.string(),
  bizStep: z.string().nullable(),
  site: siteRefSchema.nullable(),
  void: z.boolean(),
  postings: z.array(z.object({ account: accountKindSchema, site: z.string().nullable(), net: massSchema, treo: massSchema })),
});

export const lotAnswerSchema = z.object({
  moment: momentSchema,
  lot: z.string(),
  product: z.object({ id: z.string(), name: nameSchema, kind: z.string() }).nullable(),
  /** Where the lot's mass stands, one row an account and site. */
  holdings: z.array(
    z.object({
      account: accountKindSchema,
      site: siteRefSchema.nullable(),
      net: massSchema,
      treo: massSchema,
      elements: z.array(massSchema),
    }),
  ),
  /** Mass percent as weighed on element basis, and each oxide's share of TREO (配分), with standard deviations. */
  composition: z.array(
    z.object({
      element: z.string(),
      percent: z.number(),
      sdPercent: z.number(),
      oxide: z.string(),
      treoPercent: z.number(),
    }),
  ),
  compositionFrom: z.enum(['assay', 'later-assay', 'inputs', 'unknown']),
  declaredOrigin: siteRefSchema.nullable(),
  deposit: z.object({ name: z.string(), reoPercent: z.record(z.string(), z.number()), source: z.string().nullable() }).nullable(),
  events: z.array(lotEventSchema),
  /** What a container (a drum, a pallet) holds; containers inside it have no mass of their own. Absent or empty for a lot. */
  contents: z.array(z.object({ lot: z.string(), product: nameSchema.nullable(), net: massSchema.nullable() })).optional(),
});

/** One level of lineage: the lots on the other side of each event that made (up) or used (down) a lot. */
export const lineageLinkSchema = z.object({
  lot: z.string(),
  event: z.string(),
  eventTime: z.string(),
  product: nameSchema.nullable(),
  site: siteRefSchema.nullable(),
  net: massSchema,
  treo: massSchema,
  /** Whether this lot has links of its own in the same direction. */
  more: z.boolean(),
});

export const lineageAnswerSchema = z.object({
  moment: momentSchema,
  lot: z.string(),
  direction: z.enum(['up', 'down']),
  total: z.number(),
  links: z.array(lineageLinkSchema),
});

/**
 * The whole trace. Up: for each ancestor the share of each element of the lot that came through it; origins are the ancestors
 * without known inputs, and their shares sum to 1 by element. Down: the share of the lot's mass that went into each descendant.
 */
export const traceAnswerSchema = z.object({
  moment: momentSchema,
  lot: z.string(),
  direction: z.enum(['up', 'down']),
  nodes: z.array(
    z.object({
      lot: z.string(),
      site: siteRefSchema.nullable(),
      origin: z.boolean(),
      source: accountKindSchema.nullable(),
      shares: z.record(z.string(), z.number()),
    }),
  ),
  edges: z.array(z.object({ from: z.string(), to: z.string(), event: z.string(), eventTime: z.string() })),
});

export const searchAnswerSchema = z.object({
  query: z.string(),
  hits: z.array(
    z.object({
      kind: z.enum(['lot', 'organisation', 'site', 'product']),
      id: z.string(),
      name: nameSchema.nullable(),
      detail: z.string().nullable(),
    }),
  ),
});

/** All that shows that an event is in the log: its texts as recorded, its salt, and a proof in the form of C2SP tlog-proof. */
export const eventProofSchema = z.object({
  log: z.string(),
  event: z.string(),
  context: z.string(),
  salt: z.string(),
  recorded: z.iso.datetime(),
  proof: z.string(),
});

/** The log at present: its name, the key that signs it, how many events it has, their root in base64, the checkpoint as it is signed. */
export const logAnswerSchema = z.object({
  origin: z.string(),
  key: z.string(),
  events: z.number(),
  root: z.string().nullable(),
  checkpoint: z.string().nullable(),
  recorded: z.string().nullable(),
  /** The latest checkpoint that other parties cosigned, and which; null while none has. */
  witnessed: z.object({ events: z.number(), witnesses: z.array(z.object({ name: z.string(), at: z.string() })) }).nullable(),
});

/** The way from an event's leaf to the root of the log, hashes as hexadecimal digits; `holds` when it ends in the signed root. */
export const logPathSchema = z.object({
  event: z.string(),
  seq: z.number(),
  events: z.number(),
  recorded: z.string(),
  leaf: z.string(),
  steps: z.array(z.object({ side: z.enum(['left', 'right']), sibling: z.string(), node: z.string() })),
  root: z.string(),
  holds: z.boolean(),
});

export type LogAnswer = z.infer<typeof logAnswerSchema>;
export type LogPath = z.infer<typeof logPathSchema>;
export type EventProof = z.infer<typeof eventProofSchema>;
export type MassAnswer = z.infer<typeof massSchema>;
export type Name = z.infer<typeof nameSchema>;
export type Moment = z.infer<typeof momentSchema>;
export type AccountKind = z.infer<typeof accountKindSchema>;
export type SiteKind = z.infer<typeof siteKindSchema>;
export type Stage = z.infer<typeof stageSchema>;
export type Flow = z.infer<typeof flowSchema>;
export type SiteRef = z.infer<typeof siteRefSchema>;
export type OrganisationRef = z.infer<typeof organisationRefSchema>;
export type QuotaRow = z.infer<typeof quotaRowSchema>;
export type UnheldDraw = z.infer<typeof unheldDrawSchema>;
export type Status = z.infer<typeof statusSchema>;
export type Overview = z.infer<typeof overviewSchema>;
export type BalanceRow = z.infer<typeof balanceRowSchema>;
export type Balance = z.infer<typeof balanceSchema>;
export type LotRow = z.infer<typeof lotRowSchema>;
export type OrganisationAnswer = z.infer<typeof organisationAnswerSchema>;
export type SiteAnswer = z.infer<typeof siteAnswerSchema>;
export type LotEvent = z.infer<typeof lotEventSchema>;
export type LotAnswer = z.infer<typeof lotAnswerSchema>;
export type LineageLink = z.infer<typeof lineageLinkSchema>;
export type LineageAnswer = z.infer<typeof lineageAnswerSchema>;
export type TraceAnswer = z.infer<typeof traceAnswerSchema>;
export type SearchAnswer = z.infer<typeof searchAnswerSchema>;
