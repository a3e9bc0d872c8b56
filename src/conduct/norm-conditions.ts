/** What an enterprise states of itself: a figure in the unit of the condition, or yes and no. */
export type Evidence = Readonly<Record<string, number | boolean>>;

/** How a stated value is held against a limit; `always` and `never` are answered with yes or no. */
export type Comparison = 'at-least' | 'above' | 'at-most' | 'always' | 'never';

/** One condition for one kind of applicant, from its day on (`data/norm-conditions.csv`). */
export interface NormCondition {
  readonly applicant: string;
  readonly item: string;
  /** First day on which it holds, `2016-07-01`. */
  readonly from: string;
  /** Conditions of one name stand for each other: one of them must be stated and met. Null for a condition of its own. */
  readonly alternative: string | null;
  readonly name: { readonly zh: string; readonly en: string };
  readonly comparison: Comparison;
  readonly limit: number | null;
  readonly unit: string;
  readonly source: string;
  readonly confidence: string;
}

/** A condition held against what was stated. `waived` is one whose alternative was stated instead. */
export interface Examined {
  readonly condition: NormCondition;
  readonly stated: number | boolean | null;
  readonly outcome: 'met' | 'failed' | 'not-stated' | 'waived';
}

/** The conditions for a kind of applicant on a day: of one item the latest that has begun. */
export function conditionsOn(all: readonly NormCondition[], applicant: string, day: string): NormCondition[] {
  const begun = all.filter((condition) => condition.applicant === applicant && condition.from <= day);
  const latest = new Map<string, NormCondition>();
  for (const condition of begun) {
    const known = latest.get(condition.item);
    if (known === undefined || known.from <= condition.from) latest.set(condition.item, condition);
  }
  return [...latest.values()];
}

/** Holds what was stated against every condition. */
export function examine(conditions: readonly NormCondition[], evidence: Evidence): Examined[] {
  const isStated = ({ item }: NormCondition): boolean => Object.hasOwn(evidence, item);
  return conditions.map((condition) => {
    if (isStated(condition)) {
      const stated = evidence[condition.item]!;
      return { condition, stated, outcome: meets(condition, stated) ? 'met' : 'failed' };
    }
    const isWaived =
      condition.alternative !== null &&
      conditions.some((other) => other.alternative === condition.alternative && isStated(other));
    return { condition, stated: null, outcome: isWaived ? 'waived' : 'not-stated' };
  });
}

function meets({ comparison, limit }: NormCondition, stated: number | boolean): boolean {
  if (comparison === 'always') return stated === true;
  if (comparison === 'never') return stated === false;
  if (typeof stated !== 'number' || limit === null) return false;
  if (comparison === 'at-least') return stated >= limit;
  return comparison === 'above' ? stated > limit : stated <= limit;
}
