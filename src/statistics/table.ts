/** What one respondent adds to a cell. */
export interface Contribution {
  readonly row: string;
  readonly column: string;
  /** Who it is that must not be derived: an enterprise. */
  readonly respondent: string;
  readonly value: number;
}

/** A cell of a table: its value, and what each respondent adds to it, the largest first. */
export interface TableCell {
  readonly value: number;
  readonly shares: readonly { readonly respondent: string; readonly value: number }[];
}

/**
 * A table of sums that are not below 0, with its totals: `cells[r][c]`, where the last row holds the totals of columns and the last column those of
 * rows. A table of one column has no column of totals, one of one row no row of them.
 */
export interface Table {
  readonly rows: readonly string[];
  readonly columns: readonly string[];
  readonly cells: readonly (readonly TableCell[])[];
}

/** The place of a cell. */
export interface Place {
  readonly row: number;
  readonly column: number;
}

/** Adds contributions up. Rows and columns that nobody adds to stay, with zeros. */
export function tabulate(contributions: readonly Contribution[], rows: readonly string[], columns: readonly string[]): Table {
  const bodies = [...rows.map((row) => [row]), ...(rows.length > 1 ? [rows] : [])];
  const heads = [...columns.map((column) => [column]), ...(columns.length > 1 ? [columns] : [])];
  const byCell = Map.groupBy(contributions, ({ row, column }) => JSON.stringify([row, column]));
  const cells = bodies.map((ofRows) =>
    heads.map((ofColumns) =>
      cellOf(ofRows.flatMap((row) => ofColumns.flatMap((column) => byCell.get(JSON.stringify([row, column])) ?? []))),
    ),
  );
  return { rows, columns, cells };
}

function cellOf(contributions: readonly Contribution[]): TableCell {
  const byRespondent = new Map<string, number>();
  for (const { respondent, value } of contributions) byRespondent.set(respondent, (byRespondent.get(respondent) ?? 0) + value);
  const shares = [...byRespondent]
    .filter(([, value]) => value > 0)
    .map(([respondent, value]) => ({ respondent, value }))
    .toSorted((a, b) => b.value - a.value);
  return { value: shares.reduce((sum, { value }) => sum + value, 0), shares };
}

/** Every place of a table, row by row, totals included. */
export function placesOf({ cells }: Table): Place[] {
  return cells.flatMap((line, row) => line.map((_, column) => ({ row, column })));
}

/** The lines whose parts add up to their last cell: the places of each. */
export function linesOf({ rows, columns, cells }: Table): Place[][] {
  const across = columns.length > 1 ? cells.map((line, row) => line.map((_, column) => ({ row, column }))) : [];
  const down = rows.length > 1 ? cells[0]!.map((_, column) => cells.map((__, row) => ({ row, column }))) : [];
  return [...across, ...down];
}
