export { mayRecord } from './may-record.ts';
export { ACTS, mayDo, reachOf } from './permissions.ts';
export type { Act, Reach } from './permissions.ts';
export { KEEPER, NO_MANDATE, PUBLIC, ROLES } from './viewer.ts';
export type { Mandate, Role, Viewer } from './viewer.ts';
export { NOTHING_SHARED, scopeOf } from './visibility.ts';
export type { SharedParts } from './visibility.ts';
