import { accountKindSchema, type AccountKind } from '../wire/index.ts';

/** Every kind of account, in an order that storage relies on: append new kinds at the end. */
export const ACCOUNT_KINDS: readonly AccountKind[] = accountKindSchema.options;

/** Which account: its kind, the site it belongs to, and for matter between two sites the other one. */
export interface Account {
  readonly kind: AccountKind;
  readonly site: string | null;
  readonly counterpart: string | null;
}

const interned = new Map<AccountKind, Map<string | null, Map<string | null, Account>>>();

/** The one object that stands for an account: accounts made here may be compared by identity. */
export function accountOf(kind: AccountKind, site: string | null, counterpart: string | null = null): Account {
  const bySite = childOf(interned, kind, () => new Map<string | null, Map<string | null, Account>>());
  const byCounterpart = childOf(bySite, site, () => new Map<string | null, Account>());
  return childOf(byCounterpart, counterpart, () => ({ kind, site, counterpart }));
}

function childOf<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}

/** Accounts that hold matter which can be drawn on; every other account is an edge of the system or a named difference. */
const HOLDING_KINDS: ReadonlySet<AccountKind> = new Set<AccountKind>(['stock', 'transit', 'reserve', 'in-process']);

/** Whether an account holds matter that a later event can draw on. */
export function isHolding(kind: AccountKind): boolean {
  return HOLDING_KINDS.has(kind);
}

/** Accounts whose balance no event explains: what a reader must be shown. */
export const UNEXPLAINED_KINDS: readonly AccountKind[] = [
  'unexplained-gain',
  'transit-difference',
  'count-difference',
  'assay-adjustment',
];

export type { AccountKind };
