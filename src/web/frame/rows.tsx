import { Table, type TableColumnType } from 'antd';
import type { ReactNode } from 'react';
import { writeCsv } from '../figures/csv.ts';
import { useTexts } from '../texts/use-texts.ts';
import type { Column } from './columns.tsx';

/** Pages that the server holds: which one is shown, of how many rows. */
export interface Paging {
  readonly page: number;
  readonly size: number;
  readonly total: number;
  readonly turn: (page: number) => void;
}

interface RowsProps<T extends object> {
  readonly label: string;
  readonly columns: readonly Column<T>[];
  readonly rows: readonly T[];
  readonly keyOf: (row: T) => string;
  readonly emptyText?: string;
  readonly paging?: Paging;
  readonly open?: (row: T) => ReactNode;
  readonly mark?: (row: T) => boolean;
}

const PAGE_SIZE = 25;

/** A table: sortable heads, figures to the right, long ones by pages. It scrolls sideways in its own box, which the keyboard reaches. */
export function Rows<T extends object>({ label, columns, rows, keyOf, emptyText, paging, open, mark }: RowsProps<T>) {
  const { t } = useTexts();
  if (rows.length === 0) return <p className="empty">{emptyText ?? t('tile.empty')}</p>;
  const turned =
    paging === undefined
      ? { pageSize: PAGE_SIZE, hideOnSinglePage: true, showSizeChanger: false }
      : {
          current: paging.page,
          pageSize: paging.size,
          total: paging.total,
          onChange: paging.turn,
          hideOnSinglePage: true,
          showSizeChanger: false,
        };
  return (
    <div className="rows" role="region" aria-label={t('tile.tableOf', { title: label })} tabIndex={0}>
      <Table<T>
        size="small"
        rowKey={keyOf}
        columns={columns.map((column) => tableColumn(column, paging === undefined))}
        dataSource={rows}
        pagination={turned}
        showSorterTooltip={false}
        rowClassName={(row) => (mark?.(row) === true ? 'marked' : '')}
        {...(open === undefined
          ? {}
          : { expandable: { expandedRowRender: open, columnTitle: <span className="sr-only">{t('tile.open')}</span> } })}
      />
    </div>
  );
}

/** The table as a CSV text with every digit. */
export function csvOf<T>(columns: readonly Column<T>[], rows: readonly T[]): string {
  const cells = columns.flatMap((column) => column.csv);
  return writeCsv(
    cells.map((cell) => cell.head),
    rows.map((row) => cells.map((cell) => cell.cell(row))),
  );
}

function tableColumn<T>(column: Column<T>, sortable: boolean): TableColumnType<T> {
  const { sort } = column;
  const sorter = sort === null || !sortable ? {} : { sorter: (a: T, b: T) => compare(sort(a), sort(b)) };
  return {
    key: column.key,
    title: column.head,
    align: column.numeric ? 'right' : 'left',
    render: (_, row) => column.show(row),
    ...sorter,
  };
}

function compare(a: string | number, b: string | number): number {
  return typeof a === 'number' && typeof b === 'number' ? a - b : String(a).localeCompare(String(b), 'zh');
}
