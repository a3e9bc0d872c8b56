/** What one thing of a kind takes from a score (`data/credit-weights.csv`). */
export interface CreditWeight {
  readonly item: string;
  /** First day on which it holds. */
  readonly from: string;
  readonly name: { readonly zh: string; readonly en: string };
  readonly points: number;
  /** The most that things of this kind take together. */
  readonly most: number;
  readonly why: string;
}

/** What speaks against an enterprise: kinds of things, with the identifiers of each. */
export type CreditFacts = Readonly<Record<string, readonly string[]>>;

/** One kind of thing and what it takes. */
export interface Deduction {
  readonly item: string;
  readonly name: { readonly zh: string; readonly en: string };
  readonly points: number;
  readonly what: readonly string[];
}

/** A credit score with all that it follows from. */
export interface Credit {
  /** From 0 to 100. */
  readonly score: number;
  readonly deductions: readonly Deduction[];
}

const FULL = 100;

/** A score on a day: 100, less for each kind of thing its points a piece, to the most of that kind; never below 0. */
export function creditOf(facts: CreditFacts, weights: readonly CreditWeight[], day: string): Credit {
  const begun = weights.filter(({ from }) => from <= day).toSorted((a, b) => (a.from < b.from ? 1 : -1));
  const now = begun.filter(({ item }, at) => begun.findIndex((other) => other.item === item) === at);
  const deductions = now.flatMap(({ item, name, points, most }): Deduction[] => {
    const what = facts[item] ?? [];
    return what.length === 0 ? [] : [{ item, name, points: Math.min(most, points * what.length), what }];
  });
  return { score: Math.max(0, FULL - deductions.reduce((sum, { points }) => sum + points, 0)), deductions };
}
