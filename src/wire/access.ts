import { z } from 'zod';

/** The shapes of signing in, accounts, keys, shares and the audit record. */

export const mandateSchema = z.object({
  everything: z.boolean(),
  provinces: z.array(z.string()),
  organisations: z.array(z.string()),
});

/** Who asks, and what the page needs to know to greet him. */
export const whoSchema = z.object({
  /** Null for the public and the keeper. */
  account: z.string().nullable(),
  name: z.string().nullable(),
  organisation: z.string().nullable(),
  role: z.string(),
  mandate: mandateSchema,
  /** `none` when nobody is signed in; else how far the session has come. */
  session: z.enum(['none', 'second-factor', 'enrolment', 'open']),
  /** Nobody has claimed the record: whoever reaches this server on its own machine is its keeper. */
  openRecord: z.boolean(),
  /** The acts that he may do. */
  acts: z.array(z.string()),
  /** The identity provider's name, when there is one. */
  provider: z.string().nullable(),
});

export const signInSchema = z.strictObject({ account: z.string().min(1).max(100), password: z.string().min(1).max(256) });
export const codeSchema = z.strictObject({ code: z.string().min(6).max(40) });
export const claimSchema = z.strictObject({ token: z.string().min(10).max(100), password: z.string().max(256) });
export const passwordChangeSchema = z.strictObject({ old: z.string().max(256), password: z.string().max(256) });
export const enrolmentWishSchema = z.strictObject({ code: z.string().min(6).max(40).optional() });
export const enrolmentSchema = z.object({ secret: z.string(), uri: z.string(), picture: z.string() });
export const recoverySchema = z.object({ recoveryCodes: z.array(z.string()) });
export const linkSchema = z.object({ account: z.string(), token: z.string(), until: z.string() });

export const accountSchema = z.object({
  id: z.string(),
  name: z.string(),
  kind: z.enum(['person', 'machine']),
  organisation: z.string().nullable(),
  role: z.string(),
  mandate: mandateSchema,
});
export const accountInputSchema = z.strictObject({
  id: z.string().min(1).max(100),
  name: z.string().max(200),
  kind: z.enum(['person', 'machine']),
  organisation: z.string().nullable(),
  role: z.string(),
  mandate: mandateSchema.optional(),
});
export const accountRowSchema = accountSchema.extend({
  created: z.string(),
  disabled: z.boolean(),
  claimed: z.boolean(),
  secondFactor: z.boolean(),
});
export const keyRowSchema = z.object({
  id: z.string(),
  account: z.string(),
  label: z.string(),
  made: z.string(),
  until: z.string().nullable(),
  revoked: z.string().nullable(),
});
export const keyInputSchema = z.strictObject({
  account: z.string(),
  label: z.string().max(200),
  until: z.iso.datetime({ offset: true }).nullable(),
});
/** A key is shown once, when it is made. */
export const madeKeySchema = z.object({ id: z.string(), key: z.string() });
export const membersSchema = z.object({ accounts: z.array(accountRowSchema), keys: z.array(keyRowSchema) });

export const shareInputSchema = z.strictObject({
  organisation: z.string(),
  with: z.string(),
  site: z.string().nullable(),
  lot: z.string().nullable(),
  until: z.iso.datetime({ offset: true }).nullable(),
});
export const shareRowSchema = z.object({
  id: z.string(),
  organisation: z.string(),
  with: z.string(),
  site: z.string().nullable(),
  lot: z.string().nullable(),
  from: z.string(),
  until: z.string().nullable(),
  withdrawn: z.string().nullable(),
});
export const sharesSchema = z.object({ shares: z.array(shareRowSchema) });

export const sessionRowSchema = z.object({
  id: z.string(),
  begun: z.string(),
  seen: z.string(),
  address: z.string(),
  agent: z.string(),
  current: z.boolean(),
});
export const sessionsSchema = z.object({ sessions: z.array(sessionRowSchema) });

export const auditLineSchema = z.object({
  at: z.string(),
  account: z.string().nullable(),
  organisation: z.string().nullable(),
  role: z.string(),
  act: z.string(),
  subject: z.string().nullable(),
  outcome: z.enum(['done', 'refused']),
  address: z.string().nullable(),
});
export const auditSchema = z.object({ lines: z.array(auditLineSchema), total: z.number() });

/** The table of permissions: each act with the reach of each role. */
export const permissionsSchema = z.object({
  roles: z.array(z.string()),
  acts: z.array(z.object({ act: z.string(), reach: z.array(z.enum(['none', 'published', 'own', 'all'])) })),
});

export type Who = z.infer<typeof whoSchema>;
export type AccountRow = z.infer<typeof accountRowSchema>;
export type KeyRow = z.infer<typeof keyRowSchema>;
export type Members = z.infer<typeof membersSchema>;
export type ShareRow = z.infer<typeof shareRowSchema>;
export type SessionRow = z.infer<typeof sessionRowSchema>;
export type AuditLine = z.infer<typeof auditLineSchema>;
export type Enrolment = z.infer<typeof enrolmentSchema>;
export type Permissions = z.infer<typeof permissionsSchema>;

/** A subscription with how it fares. */
export const subscriptionRowSchema = z.object({
  id: z.string(),
  queryName: z.string(),
  dest: z.string(),
  /** In words of cron; null for a stream. */
  schedule: z.string().nullable(),
  createdAt: z.string(),
  delivered: z.number(),
  lastNotifiedAt: z.string().nullable(),
  failures: z.number(),
  lastFault: z.string().nullable(),
  nextAttemptAt: z.string().nullable(),
  hours: z.array(z.object({ hour: z.string(), delivered: z.number(), failed: z.number() })),
});
export const subscriptionsSchema = z.object({ subscriptions: z.array(subscriptionRowSchema) });
export type SubscriptionRow = z.infer<typeof subscriptionRowSchema>;
