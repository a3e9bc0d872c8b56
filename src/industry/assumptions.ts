import { numberIn, textIn, type Row } from './csv.ts';

/** Every number that the simulator takes without a source, by name (`data/assumptions.csv`: name, value, unit, why). */
export interface Assumptions {
  /** @throws Error naming the assumption when the table does not hold it */
  get(name: string): number;
  /** Names that start with the prefix, each with its value, the prefix cut off, in the order of the table. */
  under(prefix: string): readonly (readonly [name: string, value: number])[];
  has(name: string): boolean;
  readonly names: readonly string[];
  /** Names that were asked for so far: what is never asked for should not stand in the table. */
  readonly asked: ReadonlySet<string>;
}

/**
 * The table of assumptions.
 * @throws Error naming the row when a name stands twice, has no number, no unit or no reason
 */
export function readAssumptions(rows: readonly Row[], fileName: string): Assumptions {
  const values = new Map<string, number>();
  for (const row of rows) {
    const name = textIn(row, 'name', fileName);
    if (values.has(name)) throw new Error(`${fileName}: ${name} stands twice`);
    textIn(row, 'unit', fileName);
    textIn(row, 'why', fileName);
    values.set(name, numberIn(row, 'value', fileName));
  }
  const asked = new Set<string>();
  const get = (name: string): number => {
    const value = values.get(name);
    if (value === undefined) throw new Error(`${fileName}: no assumption is named ${name}`);
    if (!asked.has(name)) asked.add(name);
    return value;
  };
  const names = [...values.keys()];
  const found = new Map<string, readonly (readonly [string, number])[]>();
  const under = (prefix: string): readonly (readonly [string, number])[] => {
    const known = found.get(prefix);
    if (known !== undefined) return known;
    const entries = names
      .filter((name) => name.startsWith(prefix))
      .map((name) => [name.slice(prefix.length), get(name)] as const);
    found.set(prefix, entries);
    return entries;
  };
  return {
    get,
    under,
    has: (name) => values.has(name),
    names,
    asked,
  };
}
