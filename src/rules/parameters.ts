import { startOfDate } from '../ledger/index.ts';
/** A parameter of a rule from a day on (`data/rule-parameters.csv`). */
export interface ParameterRow {
  readonly rule: string;
  readonly parameter: string;
  /** First day on which it holds, `2016-07-01`. */
  readonly from: string;
  readonly value: number;
  readonly unit: string;
  readonly why: string;
}

/** Parameters of rules, each from its day on. */
export class Parameters {
  readonly rows: readonly ParameterRow[];
  readonly #byRule: ReadonlyMap<string, ReadonlyMap<string, readonly Dated[]>>;

  constructor(rows: readonly ParameterRow[]) {
    this.rows = rows;
    this.#byRule = new Map([...Map.groupBy(rows, ({ rule }) => rule)].map(([rule, own]) => [rule, datedByName(own)]));
  }

  /**
   * The value that holds at an instant; before the first day the first value.
   * @param atMs milliseconds since 1970 UTC
   * @throws Error when the data have no such parameter
   */
  at(rule: string, parameter: string, atMs: number): number {
    const dated = this.#byRule.get(rule)?.get(parameter);
    if (dated === undefined) throw new Error(`rule-parameters.csv has no ${parameter} of the rule ${rule}`);
    for (const { fromMs, value } of dated) if (fromMs <= atMs) return value;
    return dated.at(-1)!.value;
  }
}

/** A value and the first instant at which it holds. */
interface Dated {
  readonly fromMs: number;
  readonly value: number;
}

/** Latest first. */
function datedByName(rows: readonly ParameterRow[]): Map<string, readonly Dated[]> {
  const byName = Map.groupBy(rows, ({ parameter }) => parameter);
  const dated = (own: readonly ParameterRow[]): Dated[] =>
    own.map(({ from, value }) => ({ fromMs: startOfDate(from), value })).sort((a, b) => b.fromMs - a.fromMs);
  return new Map([...byName].map(([name, own]) => [name, dated(own)]));
}
