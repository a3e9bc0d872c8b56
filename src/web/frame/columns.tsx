import type { ReactNode } from 'react';
import type { MassAnswer } from '../../wire/index.ts';
import type { Cell } from '../figures/csv.ts';
import { inUnit, type MassUnit } from '../figures/masses.ts';
import { writePurity } from '../figures/numbers.ts';
import { Exact, MassFigure, Measured } from './quantity.tsx';

/** A column of a table: how a cell is shown, sorted, and written to CSV (a measured column writes two: value and sd). */
export interface Column<T> {
  readonly key: string;
  readonly head: string;
  readonly numeric: boolean;
  readonly show: (row: T) => ReactNode;
  readonly sort: ((row: T) => string | number) | null;
  readonly csv: readonly { readonly head: string; readonly cell: (row: T) => Cell }[];
}

/** A column of words. `show` where the cell is a link or a mark rather than the bare text. */
export function textColumn<T>(key: string, head: string, text: (row: T) => string, show?: (row: T) => ReactNode): Column<T> {
  return { key, head, numeric: false, show: show ?? text, sort: text, csv: [{ head, cell: text }] };
}

/** A column of exact figures; its unit stands in the head. */
export function numberColumn<T>(key: string, head: string, value: (row: T) => number, show?: (row: T) => ReactNode): Column<T> {
  return {
    key,
    head,
    numeric: true,
    show: show ?? ((row) => <Exact value={value(row)} />),
    sort: value,
    csv: [{ head, cell: value }],
  };
}

/** A column of measured figures; their unit stands in the head. */
export function measuredColumn<T>(
  key: string,
  head: string,
  unit: string,
  { value, sd }: { readonly value: (row: T) => number; readonly sd: (row: T) => number },
): Column<T> {
  return {
    key,
    head: `${head} / ${unit}`,
    numeric: true,
    show: (row) => <Measured value={value(row)} sd={sd(row)} unit={unit} />,
    sort: value,
    csv: [
      { head: `${head} / ${unit}`, cell: value },
      { head: `${head} sd`, cell: sd },
    ],
  };
}

/** A column of figures of which some rows have none. */
export function figureColumn<T>(key: string, head: string, value: (row: T) => number | null): Column<T> {
  const show = (row: T): ReactNode => {
    const figure = value(row);
    return figure === null ? '–' : <Exact value={figure} />;
  };
  return { key, head, numeric: true, show, sort: (row) => value(row) ?? Number.NEGATIVE_INFINITY, csv: [{ head, cell: value }] };
}

/** A column of purities and yields in per cent, with as many nines as they have. */
export function percentColumn<T>(key: string, head: string, value: (row: T) => number): Column<T> {
  return numberColumn(key, head, value, (row) => writePurity(value(row)));
}

/** A column of masses in one unit, which stands in the head with the basis; null where a row has none. */
export function massColumn<T>(key: string, head: string, unit: MassUnit, mass: (row: T) => MassAnswer | null): Column<T> {
  const part = (row: T, of: 'value' | 'sd'): number | null => {
    const found = mass(row);
    return found === null ? null : inUnit(found[of], unit);
  };
  return {
    key,
    head,
    numeric: true,
    show: (row) => {
      const found = mass(row);
      return found === null ? '–' : <MassFigure mass={found} unit={unit} />;
    },
    sort: (row) => part(row, 'value') ?? Number.NEGATIVE_INFINITY,
    csv: [
      { head, cell: (row) => part(row, 'value') },
      { head: `${head} sd`, cell: (row) => part(row, 'sd') },
    ],
  };
}
