import {
  isKeyValid,
  NO_MANDATE,
  refusalOfAccount,
  refusalOfLoss,
  refusalOfManaging,
  type Account,
  type AccessAct,
  type AccessState,
  type Viewer,
} from '../../access/index.ts';
import type { RegistryView } from '../../registry/index.ts';
import type { RecordWriter } from '../../record/index.ts';
import type { AccountRow, KeyRow, Members } from '../../wire/index.ts';
import { writeTime } from '../answers/moment.ts';
import type { Application } from '../application.ts';
import { refuseFor } from './access-refused.ts';
import { appendActs } from './access-source.ts';
import { noteAct } from './audit.ts';
import { writeSecrets } from './secrets.ts';
import { endSessions } from './sessions.ts';
import { digestOf, newToken, sameDigest } from './tokens.ts';

/** A one-time link lets somebody in for so long. */
const LINK_LIFE_MS = 3 * 24 * 3_600_000;
/** The account that the first start makes. */
const FIRST_ADMINISTRATOR = 'administrator';

/** A link to be given to an account's owner. */
export interface OneTimeLink {
  readonly account: string;
  readonly token: string;
  readonly until: string;
}

interface Managing {
  readonly writer: RecordWriter;
  readonly state: AccessState;
  readonly registry: RegistryView;
}

type Unsigned<T> = T extends unknown ? Omit<T, 'atMs' | 'by'> : never;

/** Does an administrative act in one change with its line in the audit record. */
function manage<T>(
  app: Application,
  subject: string,
  address: string | null,
  work: (managing: Managing) => Promise<{ acts: readonly Unsigned<AccessAct>[]; answer: T }>,
): Promise<T> {
  return app.whole.write(async (writer) => {
    const state = await app.access.within(writer);
    const { registry } = await app.worlds.current(writer);
    const { acts, answer } = await work({ writer, state, registry });
    const signed = acts.map((act): AccessAct => ({ atMs: app.now(), by: app.viewer.account, ...act }));
    await appendActs(writer, signed);
    for (const { act } of signed) await noteAct(writer, app, { act, subject, outcome: 'done', address });
    return answer;
  });
}

/**
 * Makes the first administrator of a record in which nobody can sign in.
 * @returns the link that opens his account, a new one each time; null when somebody can sign in
 */
export function firstLink(app: Application): Promise<OneTimeLink | null> {
  return app.whole.write(async (writer) => {
    const state = await app.access.within(writer);
    if (state.isClaimed) return null;
    const known = [...state.accounts.values()].find(({ account, disabled }) => account.role === 'administrator' && !disabled);
    const account = known?.account ?? administrator();
    const link = newLink(account.id, app.now());
    const created = { atMs: app.now(), by: null, act: 'account-created', account } as const;
    await appendActs(writer, [...(known === undefined ? [created] : []), linkAct(link, app)]);
    return link;
  });
}

function administrator(): Account {
  const id = FIRST_ADMINISTRATOR;
  return { id, name: '管理员 Administrator', kind: 'person', organisation: null, role: 'administrator', mandate: NO_MANDATE };
}

function newLink(account: string, nowMs: number): OneTimeLink {
  return { account, token: newToken(), until: new Date(nowMs + LINK_LIFE_MS).toISOString() };
}

function linkAct({ account: id, token, until }: OneTimeLink, app: Application): AccessAct {
  const { account: by } = app.viewer;
  return { atMs: app.now(), by, act: 'link-made', id, digest: digestOf(token), untilMs: Date.parse(until) };
}

/**
 * Makes an account. A person gets a one-time link, a program gets keys later.
 * @throws AccessRefused
 */
export function addAccount(app: Application, account: Account, address: string | null): Promise<OneTimeLink | null> {
  return manage(app, account.id, address, async ({ state, registry }) => {
    refuseFor(
      refusalOfAccount(app.viewer, account, state, registry) ?? (state.accounts.has(account.id) ? 'account-exists' : null),
    );
    const created = { act: 'account-created', account } as const;
    if (account.kind === 'machine') return { acts: [created], answer: null };
    const link = newLink(account.id, app.now());
    return { acts: [created, linkAct(link, app)], answer: link };
  });
}

/** Gives an account another role, organisation or mandate, at once. @throws AccessRefused */
export function changeAccount(app: Application, account: Account, address: string | null): Promise<void> {
  return manage(app, account.id, address, async ({ state, registry }) => {
    if (!state.accounts.has(account.id)) refuseFor('no-such-account');
    refuseFor(refusalOfAccount(app.viewer, account, state, registry));
    return { acts: [{ act: 'account-changed', account }], answer: undefined };
  });
}

/** A new one-time link, which makes those before it useless: for who forgot his password, or lost his link. @throws AccessRefused */
export function renewLink(app: Application, id: string, address: string | null): Promise<OneTimeLink> {
  return manage(app, id, address, async ({ state, registry }) => {
    refuseFor(refusalOfManaging(app.viewer, id, state, registry));
    const known = state.accounts.get(id);
    if (known?.disabled === true) refuseFor('account-disabled');
    if (known?.account.kind === 'machine') refuseFor('not-a-person');
    const link = newLink(id, app.now());
    return { acts: [linkAct(link, app)], answer: link };
  });
}

/** Disables an account and ends its sessions, or enables it again. @throws AccessRefused */
export function setDisabled(app: Application, id: string, disabled: boolean, address: string | null): Promise<void> {
  return manage(app, id, address, async ({ writer, state, registry }) => {
    refuseFor(refusalOfManaging(app.viewer, id, state, registry));
    const known = state.accounts.get(id);
    if (disabled && known !== undefined) refuseFor(refusalOfLoss(known.account, state));
    if (disabled) await endSessions(writer, id, null, app.now());
    return { acts: [{ act: disabled ? 'account-disabled' : 'account-enabled', id }], answer: undefined };
  });
}

/** Takes the second factor away, for who lost his telephone: the next sign-in sets up a new one. @throws AccessRefused */
export function removeSecondFactor(app: Application, id: string, address: string | null): Promise<void> {
  return manage(app, id, address, async ({ writer, state, registry }) => {
    refuseFor(refusalOfManaging(app.viewer, id, state, registry));
    await writeSecrets(writer, id, { secondFactor: null });
    await endSessions(writer, id, null, app.now());
    return { acts: [{ act: 'second-factor-removed', id }], answer: undefined };
  });
}

/** A key reads `ytk_<id>_<secret>`: scanners of source code find it by its beginning. */
const KEY_FORM = /^ytk_([0-9a-f]{12})_([\w-]{43})$/;
const KEY_ID_DIGITS = 12;

/**
 * Makes a key for a program. Two may be good at once, so that one can take the place of the other.
 * @returns the key, shown this once
 * @throws AccessRefused
 */
export function makeKey(
  app: Application,
  asked: { readonly account: string; readonly label: string; readonly until: string | null },
  address: string | null,
): Promise<{ id: string; key: string }> {
  return manage(app, asked.account, address, async ({ state, registry }) => {
    const owner = state.accounts.get(asked.account);
    refuseFor(refusalOfManaging(app.viewer, asked.account, state, registry));
    if (owner?.disabled === true) refuseFor('account-disabled');
    if (owner?.account.kind !== 'machine') refuseFor('not-a-machine');
    const secret = newToken();
    const id = Buffer.from(digestOf(secret + asked.account))
      .toString('hex')
      .slice(0, KEY_ID_DIGITS);
    const untilMs = asked.until === null ? null : Date.parse(asked.until);
    const made = { act: 'key-made', id: asked.account, key: id, label: asked.label, digest: digestOf(secret), untilMs } as const;
    return { acts: [made], answer: { id, key: `ytk_${id}_${secret}` } };
  });
}

/** Revokes a key; it opens nothing from the next request on. @throws AccessRefused */
export function revokeKey(app: Application, id: string, address: string | null): Promise<void> {
  return manage(app, id, address, async ({ state, registry }) => {
    const key = state.keys.get(id);
    if (key === undefined) refuseFor('no-such-key');
    else refuseFor(refusalOfManaging(app.viewer, key.account, state, registry));
    return { acts: [{ act: 'key-revoked', key: id }], answer: undefined };
  });
}

/** The account that a key opens now; null for a wrong, expired or revoked one. */
export async function accountOfKey(app: Application, key: string): Promise<Account | null> {
  const parts = KEY_FORM.exec(key);
  const state = await app.whole.read((reader) => app.access.current(reader));
  const known = state.keys.get(parts?.[1] ?? '');
  if (known === undefined || !sameDigest(known.digest, digestOf(parts?.[2] ?? ''))) return null;
  return isKeyValid(known, state, app.now()) ? (state.accounts.get(known.account)?.account ?? null) : null;
}

/** The accounts and keys that the viewer manages. */
export async function answerMembers(app: Application): Promise<Members> {
  return app.whole.read(async (reader) => {
    const state = await app.access.current(reader);
    const { registry } = await app.worlds.current(reader);
    const isManaged = (id: string): boolean => refusalOfManaging(app.viewer, id, state, registry) === null;
    const accounts = [...state.accounts.values()].filter(({ account }) => isManaged(account.id)).map(accountRow);
    return { accounts, keys: [...state.keys.values()].filter(({ account }) => isManaged(account)).map(keyRow) };
  });
}

function accountRow({ account, createdMs, ...state }: NonNullable<ReturnType<AccessState['accounts']['get']>>): AccountRow {
  const { provinces, organisations, everything } = account.mandate;
  const mandate = { everything, provinces: [...provinces], organisations: [...organisations] };
  return { ...account, mandate, created: new Date(createdMs).toISOString(), ...state };
}

function keyRow({ id, account, label, madeMs, untilMs, revokedMs }: NonNullable<ReturnType<AccessState['keys']['get']>>): KeyRow {
  return { id, account, label, made: new Date(madeMs).toISOString(), until: writeTime(untilMs), revoked: writeTime(revokedMs) };
}

/** The viewer's own account as the record now has it; null for who has none. */
export async function ownAccount(app: Application, { account }: Viewer = app.viewer): Promise<Account | null> {
  if (account === null) return null;
  const state = await app.whole.read((reader) => app.access.current(reader));
  return state.accounts.get(account)?.account ?? null;
}
