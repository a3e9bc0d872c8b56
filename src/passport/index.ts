export { concealClaims, revealClaims } from './sd-jwt.ts';
export type { Concealing, Disclosed } from './sd-jwt.ts';
export { isStatusSet, statusBits, statusPlace } from './status-list.ts';
export { concealablePaths, CREDENTIAL_KINDS, credentialOf, OWN_CONTEXT } from './untp.ts';
export type { CredentialKind, Issuance } from './untp.ts';
