import type { Role } from './viewer.ts';

/** How much of what an act reads or changes a role reaches: nothing, what is published, its own part, all of it. */
export type Reach = 'none' | 'published' | 'own' | 'all';

const READERS_AND_WRITERS = [
  'operator',
  'plant-manager',
  'group',
  'regulator',
  'laboratory',
  'customs',
  'auditor',
  'keeper',
] as const;
const EVERYONE = [...READERS_AND_WRITERS, 'administrator', 'public'] as const;
const MEMBERS = [...READERS_AND_WRITERS, 'administrator'] as const;

/**
 * The one table of permissions: each act, and the roles that may do it. Which part of the record that is about is decided by
 * `scopeOf` for all acts alike; `published` acts tell everybody the same.
 */
// oxfmt-ignore
const TABLE = {
  // what everybody may ask
  'status.read':       { extent: 'published', roles: EVERYONE },
  'statistics.read':   { extent: 'published', roles: EVERYONE },
  'standard.read':     { extent: 'published', roles: EVERYONE },
  'code.resolve':      { extent: 'published', roles: EVERYONE },
  'code.scan':         { extent: 'published', roles: EVERYONE },
  'log.read':          { extent: 'published', roles: EVERYONE },
  'checkpoint.offer':  { extent: 'published', roles: EVERYONE },
  'passport.read':     { extent: 'published', roles: EVERYONE },
  'session.open':      { extent: 'published', roles: EVERYONE },
  // what members may ask
  'registry.read':     { extent: 'published', roles: MEMBERS },
  'model.solve':       { extent: 'published', roles: MEMBERS },
  'search.read':       { extent: 'own', roles: READERS_AND_WRITERS },
  'events.read':       { extent: 'own', roles: READERS_AND_WRITERS },
  'capture-jobs.read': { extent: 'own', roles: READERS_AND_WRITERS },
  'lot.read':          { extent: 'own', roles: READERS_AND_WRITERS },
  'trace.read':        { extent: 'own', roles: READERS_AND_WRITERS },
  'organisation.read': { extent: 'own', roles: READERS_AND_WRITERS },
  'site.read':         { extent: 'own', roles: READERS_AND_WRITERS },
  'balance.read':      { extent: 'own', roles: READERS_AND_WRITERS },
  'quota.read':        { extent: 'own', roles: READERS_AND_WRITERS },
  'flag.read':         { extent: 'own', roles: READERS_AND_WRITERS },
  'indicator.read':    { extent: 'own', roles: READERS_AND_WRITERS },
  'case.read':         { extent: 'own', roles: ['regulator', 'auditor', 'keeper'] },
  'conduct.read':      { extent: 'own', roles: READERS_AND_WRITERS },
  'proof.read':        { extent: 'own', roles: READERS_AND_WRITERS },
  'query.read':        { extent: 'own', roles: READERS_AND_WRITERS },
  'label.print':       { extent: 'own', roles: READERS_AND_WRITERS },
  // what members may do
  'events.capture':    { extent: 'own', roles: ['operator', 'plant-manager', 'group', 'laboratory', 'customs', 'keeper'] },
  'query.define':      { extent: 'own', roles: READERS_AND_WRITERS },
  'subscription.hold': { extent: 'own', roles: READERS_AND_WRITERS },
  'passport.revoke':   { extent: 'own', roles: ['plant-manager', 'group', 'keeper'] },
  'share.give':        { extent: 'own', roles: ['plant-manager', 'group', 'keeper'] },
  'members.manage':    { extent: 'own', roles: ['plant-manager', 'group', 'administrator', 'keeper'] },
  'account.own':       { extent: 'own', roles: MEMBERS },
  'quota.change':      { extent: 'own', roles: ['regulator', 'keeper'] },
  'indicator.enter':   { extent: 'own', roles: ['regulator', 'keeper'] },
  'conduct.apply':     { extent: 'own', roles: ['plant-manager', 'group', 'keeper'] },
  'conduct.decide':    { extent: 'own', roles: ['regulator', 'keeper'] },
  'conduct.acknowledge': { extent: 'own', roles: ['regulator', 'customs', 'keeper'] },
  'patrol.read':       { extent: 'own', roles: ['regulator', 'auditor', 'keeper'] },
  'patrol.note':       { extent: 'own', roles: ['regulator', 'keeper'] },
  'price.enter':       { extent: 'own', roles: ['regulator', 'keeper'] },
  'form.read':         { extent: 'own', roles: READERS_AND_WRITERS },
  'form.send':         { extent: 'own', roles: ['plant-manager', 'group', 'keeper'] },
  'statistics.prepare': { extent: 'own', roles: ['group', 'regulator', 'auditor', 'keeper'] },
  'statistics.release': { extent: 'own', roles: ['regulator', 'keeper'] },
  'case.manage':       { extent: 'own', roles: ['regulator', 'keeper'] },
  'audit.read':        { extent: 'own', roles: ['plant-manager', 'group', 'auditor', 'administrator', 'keeper'] },
  // what keeps the record
  'registry.load':     { extent: 'own', roles: ['administrator', 'keeper'] },
  'record.verify':     { extent: 'own', roles: ['auditor', 'keeper'] },
  'record.serve':      { extent: 'own', roles: ['keeper'] },
} as const satisfies Record<string, { readonly extent: 'published' | 'own'; readonly roles: readonly Role[] }>;

/** Something that can be done here. */
export type Act = keyof typeof TABLE;

/** Every act, in the order in which the table shows them. */
export const ACTS = Object.keys(TABLE) as readonly Act[];

/** Roles whose own part can be the whole record. */
const WHOLE: ReadonlySet<Role> = new Set<Role>(['keeper']);

/** Whether a role may do an act. */
export function mayDo(role: Role, act: Act): boolean {
  return (TABLE[act].roles as readonly Role[]).includes(role);
}

/** How far a role reaches with an act. */
export function reachOf(role: Role, act: Act): Reach {
  if (!mayDo(role, act)) return 'none';
  if (TABLE[act].extent === 'published') return 'published';
  return WHOLE.has(role) ? 'all' : 'own';
}
