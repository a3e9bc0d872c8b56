import type { RegistryView } from '../registry/index.ts';
import type { AccessState } from './access-state.ts';
import type { Account, KeyState, Share } from './account.ts';
import type { Role, Viewer } from './viewer.ts';

/** Why an administrative act is refused; of several reasons the one that stands first here is given. */
export const ACCESS_REFUSALS = [
  'no-such-account',
  'account-exists',
  'name-malformed',
  'no-such-organisation',
  'role-needs-organisation',
  'role-not-given',
  'not-yours-to-manage',
  'last-administrator',
  'account-disabled',
  'not-a-machine',
  'not-a-person',
  'no-such-key',
  'no-such-share',
  'not-yours-to-share',
  'nobody-to-share-with',
] as const;

export type AccessRefusal = (typeof ACCESS_REFUSALS)[number];

/** In words, for people. */
export const ACCESS_REFUSAL_WORDS: Readonly<Record<AccessRefusal, string>> = {
  'no-such-account': 'there is no such account',
  'account-exists': 'there is an account of that name',
  'name-malformed': 'an account is named by 3 to 100 characters without blanks, best an e-mail address',
  'no-such-organisation': 'the organisation is not in the registry: load it first',
  'role-needs-organisation': 'this role is one of an organisation: say which',
  'role-not-given': 'this role is nobody’s to give: keeper and public are no accounts',
  'not-yours-to-manage':
    'an administrator manages everybody, a plant manager or group the operators and programs of his organisation',
  'last-administrator': 'the last administrator stays: make another one first',
  'account-disabled': 'the account is disabled',
  'not-a-machine': 'keys are for programs: make an account of kind machine',
  'not-a-person': 'one-time links are for people: a program has keys',
  'no-such-key': 'there is no such key',
  'no-such-share': 'there is no such share',
  'not-yours-to-share': 'only what is your organisation’s can be shared: its sites, and lots that an event of it names',
  'nobody-to-share-with': 'the organisation to share with is not in the registry, or is your own',
};

const OF_ORGANISATIONS: ReadonlySet<Role> = new Set<Role>(['operator', 'plant-manager', 'group', 'laboratory', 'customs']);
const BELOW_MANAGERS: ReadonlySet<Role> = new Set<Role>(['operator', 'plant-manager']);

/** Whether a viewer manages the accounts of an organisation with a role. */
function manages(
  viewer: Viewer,
  { organisation, role }: Pick<Account, 'organisation' | 'role'>,
  registry: RegistryView,
): boolean {
  if (viewer.role === 'keeper' || viewer.role === 'administrator') return true;
  if (viewer.organisation === null || organisation === null || !BELOW_MANAGERS.has(role)) return false;
  if (viewer.role === 'plant-manager') return organisation === viewer.organisation && role === 'operator';
  if (viewer.role !== 'group') return false;
  const members = registry.membersOf(viewer.organisation).map(({ id }) => id);
  return organisation === viewer.organisation || members.includes(organisation);
}

/** Why a viewer may not make an account, or give it another role; null when he may. */
export function refusalOfAccount(
  viewer: Viewer,
  account: Account,
  state: AccessState,
  registry: RegistryView,
): AccessRefusal | null {
  const known = state.accounts.get(account.id)?.account;
  if (!/^\S{3,100}$/u.test(account.id)) return 'name-malformed';
  if (account.organisation !== null && registry.organisation(account.organisation) === undefined) return 'no-such-organisation';
  if (account.organisation === null && OF_ORGANISATIONS.has(account.role)) return 'role-needs-organisation';
  if (account.role === 'keeper' || account.role === 'public') return 'role-not-given';
  const isWide = account.mandate.everything || account.mandate.provinces.length + account.mandate.organisations.length > 0;
  const isManager = manages(viewer, account, registry) && (known === undefined || manages(viewer, known, registry));
  if (!isManager || (isWide && viewer.role !== 'keeper' && viewer.role !== 'administrator')) return 'not-yours-to-manage';
  return known !== undefined && account.role !== 'administrator' ? refusalOfLoss(known, state) : null;
}

/** Why a viewer may not disable an account, make links or keys for it; null when he may. */
export function refusalOfManaging(viewer: Viewer, id: string, state: AccessState, registry: RegistryView): AccessRefusal | null {
  const known = state.accounts.get(id);
  if (known === undefined) return 'no-such-account';
  return manages(viewer, known.account, registry) ? null : 'not-yours-to-manage';
}

/** An account that stops being an administrator's may not be the last. */
export function refusalOfLoss(account: Account, state: AccessState): AccessRefusal | null {
  if (account.role !== 'administrator') return null;
  // One who has not claimed his account yet keeps nothing: without another the record would lie open again.
  const isClaimed = state.accounts.get(account.id)?.claimed === true;
  const others = [...state.accounts.values()].filter(
    (other) =>
      other.account.role === 'administrator' &&
      !other.disabled &&
      (other.claimed || !isClaimed) &&
      other.account.id !== account.id,
  );
  return others.length === 0 ? 'last-administrator' : null;
}

/** Whether a key opens at an instant. */
export function isKeyValid(key: KeyState, state: AccessState, nowMs: number): boolean {
  const owner = state.accounts.get(key.account);
  if (owner === undefined || owner.disabled || key.revokedMs !== null) return false;
  return key.untilMs === null || nowMs < key.untilMs;
}

/** Why a viewer may not share something with an organisation; null when he may. @param namesLot whether an event of his names the lot */
export function refusalOfShare(
  viewer: Viewer,
  share: Pick<Share, 'organisation' | 'with' | 'what'>,
  registry: RegistryView,
  namesLot: boolean,
): AccessRefusal | null {
  const owns = viewer.role === 'keeper' || viewer.organisation === share.organisation;
  const isTheirs = 'site' in share.what ? registry.site(share.what.site)?.organisation === share.organisation : namesLot;
  if (!owns || !isTheirs) return 'not-yours-to-share';
  return share.with === share.organisation || registry.organisation(share.with) === undefined ? 'nobody-to-share-with' : null;
}
