export { KEEPER, NO_MANDATE, PUBLIC, ROLES } from './viewer.ts';
export type { Mandate, Role, Viewer } from './viewer.ts';
