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
  readonly #byName: ReadonlyMap<string, readonly { fromMs: number; value: number }[]>;

  constructor(rows: readonly ParameterRow[]) {
    this.rows = rows;
    const grouped = Map.groupBy(rows, ({ rule, parameter }) => `${rule} ${parameter}`);
    this.#byName = new Map(
      [...grouped].map(([name, dated]) => [
        name,
        dated
          .map(({ from, value }) => ({ fromMs: startOfChinaDay(from), value }))
          .toSorted((a, b) => b.fromMs - a.fromMs),
      ]),
    );
  }

  /**
   * The value that holds at an instant; before the first day the first value.
   * @param atMs milliseconds since 1970 UTC
   * @throws Error when the data have no such parameter
   */
  at(rule: string, parameter: string, atMs: number): number {
    const dated = this.#byName.get(`${rule} ${parameter}`);
    if (dated === undefined) throw new Error(`rule-parameters.csv has no ${parameter} of the rule ${rule}`);
    return (dated.find(({ fromMs }) => fromMs <= atMs) ?? dated.at(-1)!).value;
  }
}

/** The first instant of a day of China's calendar, milliseconds since 1970 UTC. */
export function startOfChinaDay(day: string): number {
  return Date.parse(`${day}T00:00:00+08:00`);
}
