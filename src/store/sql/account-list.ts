import { ACCOUNT_KINDS, accountOf, type Account, type AccountKind } from '../../ledger/index.ts';

/** Accounts by number: 1, 2, 3 … without gaps. An account that is on record never changes, so a list is only ever made longer. */
export class AccountList {
  private readonly accounts: Account[] = [];

  get length(): number {
    return this.accounts.length;
  }

  /** Adds the account of a number; one that is in the list already is passed over, for two readers may bring it at a time. */
  add(number: number, account: Account): void {
    if (number === this.length + 1) this.accounts.push(account);
  }

  /** The account of a number, or of the total of a kind. @throws Error when the list does not have it */
  at(number: number): Account {
    const account = number < 0 ? totalAccount(number) : this.accounts[number - 1];
    if (account === undefined)
      throw new Error(`AccountList: the database names account ${number} but does not hold it; it is damaged`);
    return account;
  }

  /** Numbers of the accounts that fulfil a condition, ascending. */
  numbersOf(isWanted: (account: Account) => boolean): number[] {
    return this.accounts.flatMap((account, place) => (isWanted(account) ? [place + 1] : []));
  }
}

/** The number under which all accounts of a kind stand together: below zero. */
export function totalNumber(kind: AccountKind): number {
  return -1 - ACCOUNT_KINDS.indexOf(kind);
}

function totalAccount(number: number): Account | undefined {
  const kind = ACCOUNT_KINDS[-1 - number];
  return kind === undefined ? undefined : accountOf(kind, null, null);
}

const shared = new WeakMap<object, AccountList>();

/** The list that all readers of a store share. @param store any object that is the store's own */
export function sharedAccounts(store: object): AccountList {
  const known = shared.get(store) ?? new AccountList();
  shared.set(store, known);
  return known;
}
