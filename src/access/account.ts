import type { Mandate, Role, Viewer } from './viewer.ts';

/** Somebody who may sign in, or a program that may call with a key. */
export interface Account {
  /** What he signs in with: an e-mail address or another name without blanks. */
  readonly id: string;
  readonly name: string;
  readonly kind: 'person' | 'machine';
  readonly organisation: string | null;
  readonly role: Role;
  readonly mandate: Mandate;
}

/** What an account is and what it may be opened with, without any secret. */
export interface AccountState {
  readonly account: Account;
  readonly createdMs: number;
  readonly disabled: boolean;
  /** Has a password or an identity of a provider: somebody can sign in with it. */
  readonly claimed: boolean;
  readonly secondFactor: boolean;
}

/** A machine client's key, of which only a digest is kept. */
export interface KeyState {
  readonly id: string;
  readonly account: string;
  readonly label: string;
  readonly digest: string;
  readonly madeMs: number;
  readonly untilMs: number | null;
  readonly revokedMs: number | null;
}

/** A part of the record that one organisation lets another see. */
export interface Share {
  readonly id: string;
  readonly organisation: string;
  readonly with: string;
  readonly what: { readonly site: string } | { readonly lot: string };
  readonly fromMs: number;
  readonly untilMs: number | null;
  readonly withdrawnMs: number | null;
}

/** Offices that see beyond their own house prove themselves twice. */
const TWICE: ReadonlySet<Role> = new Set<Role>(['regulator', 'customs', 'auditor', 'administrator']);

/** Whether an account's owner must have a second factor. */
export function needsSecondFactor({ role }: Account): boolean {
  return TWICE.has(role);
}

/** The viewer that an account is. */
export function viewerOf({ id, organisation, role, mandate }: Account): Viewer {
  return { account: id, organisation, role, mandate };
}
