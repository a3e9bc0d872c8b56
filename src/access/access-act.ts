import type { Account, Share } from './account.ts';

/** One administrative act, a line of the journal `access`. Nothing is ever taken back but by a later act. */
export type AccessAct = { readonly atMs: number; readonly by: string | null } & (
  | { readonly act: 'account-created'; readonly account: Account }
  | { readonly act: 'account-changed'; readonly account: Account }
  | { readonly act: 'account-disabled' | 'account-enabled'; readonly id: string }
  | { readonly act: 'link-made'; readonly id: string; readonly digest: string; readonly untilMs: number }
  | { readonly act: 'password-set'; readonly id: string; readonly link: string | null }
  | { readonly act: 'second-factor-set' | 'second-factor-removed'; readonly id: string }
  | { readonly act: 'identity-linked'; readonly id: string; readonly issuer: string; readonly subject: string }
  | {
      readonly act: 'key-made';
      readonly id: string;
      readonly key: string;
      readonly label: string;
      readonly digest: string;
      readonly untilMs: number | null;
    }
  | { readonly act: 'key-revoked'; readonly key: string }
  | { readonly act: 'share-given'; readonly share: Omit<Share, 'withdrawnMs'> }
  | { readonly act: 'share-withdrawn'; readonly share: string }
);
