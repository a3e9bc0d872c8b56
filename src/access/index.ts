export type { AccessAct } from './access-act.ts';
export { AccessState, identityKey, shareMark } from './access-state.ts';
export { needsSecondFactor, viewerOf } from './account.ts';
export type { Account, AccountState, KeyState, Share } from './account.ts';
export {
  ACCESS_REFUSAL_WORDS,
  isKeyValid,
  refusalOfAccount,
  refusalOfLoss,
  refusalOfManaging,
  refusalOfShare,
} from './manage.ts';
export type { AccessRefusal } from './manage.ts';
export { mayRecord } from './may-record.ts';
export { ACTS, mayDo, reachOf } from './permissions.ts';
export type { Act, Reach } from './permissions.ts';
export { KEEPER, NO_MANDATE, PUBLIC, ROLES } from './viewer.ts';
export type { Mandate, Role, Viewer } from './viewer.ts';
export { scopeOf, sharedWith } from './visibility.ts';
