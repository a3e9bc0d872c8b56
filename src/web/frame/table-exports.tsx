import { Button } from 'antd';
import type { Moment } from '../../wire/index.ts';
import { writeMinute } from '../figures/times.ts';
import type { Reading } from '../reading/use-answer.ts';
import { useTexts } from '../texts/use-texts.ts';
import type { Column } from './columns.tsx';
import { downloadText } from './download.ts';
import { csvOf } from './rows.tsx';

interface TableExportsProps<T extends { readonly moment?: Moment }, R extends object> {
  readonly fileName: string;
  readonly title: string;
  readonly columns: readonly Column<R>[];
  readonly rows: readonly R[];
  readonly reading: Reading<T>;
  readonly source?: { readonly formula: string; readonly address: string } | undefined;
}

/** A table to take away: as CSV, and as a workbook whose sheet says where its figures come from and when. */
export function TableExports<T extends { readonly moment?: Moment }, R extends object>(props: TableExportsProps<T, R>) {
  const { t } = useTexts();
  const { fileName, columns, rows } = props;
  const head = useSheetHead(props);
  const saveBook = async (): Promise<void> => {
    const { saveSheet } = await import('./sheet.ts');
    const cells = columns.flatMap((column) => column.csv);
    await saveSheet(`${fileName}.xlsx`, {
      head,
      columns: cells.map((cell) => cell.head),
      rows: rows.map((row) => cells.map((cell) => cell.cell(row))),
    });
  };
  return (
    <>
      <Button
        size="small"
        aria-label={t('tile.csv')}
        onClick={() => downloadText(`${fileName}.csv`, csvOf(columns, rows), 'text/csv;charset=utf-8')}
      >
        CSV
      </Button>
      <Button size="small" aria-label={t('tile.xlsx')} onClick={() => void saveBook()}>
        XLSX
      </Button>
    </>
  );
}

/** What stands above the table of a sheet: its title, the moment, how it comes about, where it was read. */
function useSheetHead<T extends { readonly moment?: Moment }, R extends object>({
  title,
  reading,
  source,
}: TableExportsProps<T, R>): string[] {
  const { t } = useTexts();
  const moment = reading.state === 'ready' || reading.state === 'stale' ? reading.answer.moment : undefined;
  const time = (instant: string | null): string => (instant === null ? t('moment.now') : writeMinute(instant));
  const when =
    moment === undefined
      ? []
      : [
          `${t('moment.asOf')} ${time(moment.asOf)} · ${t('moment.knownAt')} ${time(moment.knownAt)} · ${t('moment.computedAt')} ${writeMinute(moment.computedAt)}`,
        ];
  const from = source === undefined ? [location.href] : [source.formula, new URL(source.address, location.href).href];
  return [title, ...when, ...from];
}
