import { numberColumn, type Column } from '../frame/columns.tsx';
import { writeSignificant } from '../figures/numbers.ts';

/** A column of shares in per cent. */
export function percentColumn<T>(key: string, head: string, value: (row: T) => number): Column<T> {
  return numberColumn(key, head, value, (row) => percent(value(row)));
}

/** Per cent with as many nines as a product of rare earths is sold by: what is not quite 100 never reads 100. */
function percent(value: number): string {
  if (value <= 99 || value >= 100) return writeSignificant(value);
  const nines = Math.ceil(-Math.log10(100 - value));
  return value.toFixed(Math.min(12, Math.max(4, nines + 1)));
}
