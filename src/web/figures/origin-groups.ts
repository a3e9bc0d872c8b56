import type { Passport, PassportOrigin, QuotaCover } from '../../wire/index.ts';

/** Origins of one kind in one province. */
export interface OriginGroup {
  readonly kind: PassportOrigin['kind'];
  readonly province: string | null;
  /** Of the lot's mass of each element. */
  readonly shares: Readonly<Record<string, number>>;
}

/** Origins by kind and province, in the order in which the first of each stands. */
export function groupOrigins(origins: readonly PassportOrigin[]): OriginGroup[] {
  const groups = Map.groupBy(origins, ({ kind, province }) => JSON.stringify([kind, province]));
  return [...groups.values()].map((members) => {
    const shares: Record<string, number> = {};
    for (const member of members)
      for (const [element, share] of Object.entries(member.shares)) shares[element] = (shares[element] ?? 0) + share;
    return { kind: members[0]!.kind, province: members[0]!.province, shares };
  });
}

/** Mining of one year in the provinces that it was covered in, or was not. */
export interface CoverGroup {
  readonly year: number;
  readonly covered: boolean;
  readonly provinces: readonly string[];
}

/** What a lot's mines had of quota: what is not covered first, then by year. */
export function groupCovers(quotas: Passport['quotas']): CoverGroup[] {
  const groups = Map.groupBy(quotas, ({ year, covered }: QuotaCover) => JSON.stringify([year, covered]));
  return [...groups.values()]
    .map((members) => ({
      year: members[0]!.year,
      covered: members[0]!.covered,
      provinces: [...new Set(members.map(({ province }) => province ?? ''))],
    }))
    .sort((a, b) => Number(a.covered) - Number(b.covered) || a.year - b.year);
}
