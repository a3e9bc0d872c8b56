import type { EventParty, NewRevision } from '../../record/index.ts';

/**
 * Whose accounts events touch: the site of an account, and who is on its other side. They are concerned whether an event names them or not.
 * @param stated parties that events name, by place; they are left out
 */
export function partiesOfAccounts(
  revisions: readonly NewRevision[],
  stated: ReadonlyMap<number, readonly string[]> = new Map(),
): EventParty[] {
  return revisions.flatMap(({ eventSeq, entry }) => {
    const known = stated.get(eventSeq) ?? [];
    const parties = new Set(entry.legs.flatMap(({ account }) => [account.site, account.counterpart]));
    return [...parties].flatMap((party) => (party === null || known.includes(party) ? [] : [{ eventSeq, party }]));
  });
}
