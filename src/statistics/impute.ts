/** What is known of one respondent and item: this month and the month before; null where it was not sent in. */
export interface Reported {
  readonly respondent: string;
  /** Respondents of one stratum develop alike: their main business. */
  readonly stratum: string;
  readonly now: number | null;
  readonly before: number | null;
  /** What the record tells of this item and month. */
  readonly recorded: number | null;
  /** How large it is, as the record tells: what it made in the month. */
  readonly size: number | null;
}

/** A figure of a respondent, and how it came about. */
export interface Filled {
  readonly respondent: string;
  readonly value: number;
  /** As reported; as the record has it; the month before times how its stratum developed; by size among its stratum. */
  readonly method: 'reported' | 'recorded' | 'ratio' | 'size';
}

/** From fewer an estimate would tell what one of them reported. */
const RESPONDENTS_LEAST = 3;

/**
 * Fills in what was not sent: from the record where it has it, else by how those of the stratum developed who reported both months, else by what those
 * of the stratum report for their size (ratio imputation; de Waal, Pannekoek and Scholtus 2011, Handbook of Statistical Data Editing and Imputation,
 * Wiley).
 * @returns nothing for a respondent in whose stratum fewer than three reported
 */
export function impute(reports: readonly Reported[]): Filled[] {
  const strata = Map.groupBy(reports, ({ stratum }) => stratum);
  const ratios = new Map(
    [...strata].map(([stratum, own]) => [stratum, { before: ratioOf(own, 'before'), size: ratioOf(own, 'size') }]),
  );
  return reports.flatMap((report): Filled[] => {
    const { respondent, now, recorded } = report;
    if (now !== null) return [{ respondent, value: now, method: 'reported' }];
    if (recorded !== null) return [{ respondent, value: recorded, method: 'recorded' }];
    const { before, size } = ratios.get(report.stratum)!;
    if (report.before !== null && before !== null) return [{ respondent, value: report.before * before, method: 'ratio' }];
    return report.size === null || size === null ? [] : [{ respondent, value: report.size * size, method: 'size' }];
  });
}

/** What was reported for each unit of something else, by those who have both; null where they are too few. */
function ratioOf(reports: readonly Reported[], to: 'before' | 'size'): number | null {
  const both = reports.filter((report) => report.now !== null && report[to] !== null);
  const base = both.reduce((sum, report) => sum + report[to]!, 0);
  if (both.length < RESPONDENTS_LEAST || base <= 0) return null;
  return both.reduce((sum, report) => sum + report.now!, 0) / base;
}
