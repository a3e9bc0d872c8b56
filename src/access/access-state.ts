import type { AccessAct } from './access-act.ts';
import type { AccountState, KeyState, Share } from './account.ts';

/** A one-time link that is not used up: whose, and until when. */
interface Link {
  readonly id: string;
  readonly untilMs: number;
}

/** Accounts, keys, links, identities and shares as a journal of acts makes them. It grows in place, act by act. */
export class AccessState {
  readonly accounts = new Map<string, AccountState>();
  readonly keys = new Map<string, KeyState>();
  readonly shares = new Map<string, Share>();
  /** One-time links by the digest of their token. */
  readonly links = new Map<string, Link>();
  /** Accounts by issuer and subject of an identity provider. */
  readonly identities = new Map<string, string>();

  /** Whether anybody can sign in. */
  get isClaimed(): boolean {
    return [...this.accounts.values()].some(({ claimed, disabled }) => claimed && !disabled);
  }

  /** Takes the next act of the journal. */
  apply(act: AccessAct): void {
    switch (act.act) {
      case 'account-created':
        this.accounts.set(act.account.id, {
          account: act.account,
          createdMs: act.atMs,
          disabled: false,
          claimed: false,
          secondFactor: false,
        });
        break;
      case 'account-changed':
        this.#change(act.account.id, { account: act.account });
        break;
      case 'account-disabled':
      case 'account-enabled':
        this.#change(act.id, { disabled: act.act === 'account-disabled' });
        break;
      case 'second-factor-set':
      case 'second-factor-removed':
        this.#change(act.id, { secondFactor: act.act === 'second-factor-set' });
        break;
      case 'identity-linked':
        this.identities.set(identityKey(act.issuer, act.subject), act.id);
        this.#change(act.id, { claimed: true });
        break;
      case 'link-made':
        this.#dropLinks(act.id);
        this.links.set(act.digest, { id: act.id, untilMs: act.untilMs });
        break;
      case 'password-set':
        this.#dropLinks(act.id);
        this.#change(act.id, { claimed: true });
        break;
      default:
        this.#applyGrant(act);
    }
  }

  #applyGrant(act: Extract<AccessAct, { act: `key-${string}` | `share-${string}` }>): void {
    if (act.act === 'key-made') {
      const { key: id, id: account, label, digest, untilMs, atMs: madeMs } = act;
      this.keys.set(id, { id, account, label, digest, madeMs, untilMs, revokedMs: null });
    } else if (act.act === 'key-revoked') {
      const key = this.keys.get(act.key);
      if (key !== undefined) this.keys.set(key.id, { ...key, revokedMs: act.atMs });
    } else if (act.act === 'share-given') {
      this.shares.set(act.share.id, { ...act.share, withdrawnMs: null });
    } else {
      const share = this.shares.get(act.share);
      if (share !== undefined) this.shares.set(share.id, { ...share, withdrawnMs: act.atMs });
    }
  }

  #change(id: string, change: Partial<AccountState>): void {
    const known = this.accounts.get(id);
    if (known !== undefined) this.accounts.set(id, { ...known, ...change });
  }

  /** A new link, and a password, make the links before them useless. */
  #dropLinks(id: string): void {
    for (const [digest, link] of this.links) if (link.id === id) this.links.delete(digest);
  }

  /** Shares that hold at an instant. */
  sharesAt(nowMs: number): Share[] {
    const holds = ({ fromMs, untilMs, withdrawnMs }: Share): boolean =>
      withdrawnMs === null && fromMs <= nowMs && (untilMs === null || nowMs < untilMs);
    return [...this.shares.values()].filter(holds);
  }
}

/** The key under which an identity of a provider stands. */
export function identityKey(issuer: string, subject: string): string {
  return JSON.stringify([issuer, subject]);
}

/** The mark that events of a shared lot bear among their parties. */
export function shareMark({ id }: Pick<Share, 'id'>): string {
  return `share:${id}`;
}
