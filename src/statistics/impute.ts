/** What is known of one respondent and item: this month and the month before; null where it was not sent in. */
export interface Reported {
  readonly respondent: string;
  /** Respondents of one stratum develop alike: their main business. */
  readonly stratum: string;
  readonly now: number | null;
  readonly before: number | null;
  /** What the record tells of this month. */
  readonly recorded: number | null;
}

/** A figure of a respondent, and how it came about. */
export interface Filled {
  readonly respondent: string;
  readonly value: number;
  /** As reported; as the record has it; the month before times how its stratum developed; the mean of its stratum. */
  readonly method: 'reported' | 'recorded' | 'ratio' | 'mean';
}

/**
 * Fills in what was not sent: from the record where it has it, else by the ratio of those of the stratum who reported both months (ratio imputation;
 * de Waal, Pannekoek and Scholtus 2011, Handbook of Statistical Data Editing and Imputation, Wiley), else by the mean of the stratum.
 * @returns nothing for a respondent of whose stratum nobody reported
 */
export function impute(reports: readonly Reported[]): Filled[] {
  const strata = Map.groupBy(reports, ({ stratum }) => stratum);
  return reports.flatMap((report): Filled[] => {
    const { respondent, now, before, recorded } = report;
    if (now !== null) return [{ respondent, value: now, method: 'reported' }];
    if (recorded !== null) return [{ respondent, value: recorded, method: 'recorded' }];
    const others = strata.get(report.stratum)!;
    const ratio = ratioOf(others);
    if (before !== null && ratio !== null) return [{ respondent, value: before * ratio, method: 'ratio' }];
    const mean = meanOf(others);
    return mean === null ? [] : [{ respondent, value: mean, method: 'mean' }];
  });
}

function ratioOf(reports: readonly Reported[]): number | null {
  const both = reports.filter(({ now, before }) => now !== null && before !== null);
  const before = both.reduce((sum, report) => sum + report.before!, 0);
  return before > 0 ? both.reduce((sum, report) => sum + report.now!, 0) / before : null;
}

function meanOf(reports: readonly Reported[]): number | null {
  const stated = reports.flatMap(({ now }) => now ?? []);
  return stated.length === 0 ? null : stated.reduce((sum, value) => sum + value, 0) / stated.length;
}
