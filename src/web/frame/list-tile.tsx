import { useState, type ReactNode } from 'react';
import type { Moment } from '../../wire/index.ts';
import type { Reading } from '../reading/use-answer.ts';
import { useTexts } from '../texts/use-texts.ts';
import type { Column } from './columns.tsx';
import { Rows, type Paging } from './rows.tsx';
import { TableExports } from './table-exports.tsx';
import { Tile } from './tile.tsx';

interface ListTileProps<T extends { readonly moment?: Moment }, R extends object> {
  readonly title: string;
  readonly fileName: string;
  readonly reading: Reading<T>;
  readonly rowsOf: (answer: T) => readonly R[];
  readonly columns: readonly Column<R>[];
  readonly keyOf: (row: R) => string;
  readonly emptyText: string;
  readonly source?: { readonly formula: string; readonly address: string };
  readonly paging?: Paging;
  readonly open?: (row: R) => ReactNode;
  readonly mark?: (row: R) => boolean;
  readonly filterable?: boolean;
  readonly tools?: ReactNode;
  /** Over both columns unless it says no. */
  readonly wide?: boolean;
}

/** A tile that is a table, with its CSV, and a word to narrow it by where it may be long. */
export function ListTile<T extends { readonly moment?: Moment }, R extends object>(props: ListTileProps<T, R>) {
  const { t } = useTexts();
  const [sought, setSought] = useState('');
  const { reading, columns, title } = props;
  const all = reading.state === 'ready' || reading.state === 'stale' ? props.rowsOf(reading.answer) : [];
  const rows = sought === '' ? all : all.filter((row) => matches(row, columns, sought));
  const tools =
    all.length === 0 ? (
      props.tools
    ) : (
      <>
        {props.tools}
        {props.filterable === true ? (
          <input
            className="narrow"
            type="search"
            aria-label={t('tile.narrow', { title })}
            placeholder={t('tile.narrowHint')}
            value={sought}
            onChange={(event) => setSought(event.target.value)}
          />
        ) : null}
        <TableExports
          fileName={props.fileName}
          title={title}
          columns={columns}
          rows={rows}
          reading={reading}
          source={props.source}
        />
      </>
    );
  const { paging, open, mark } = props;
  return (
    <Tile title={title} reading={reading} tools={tools} wide={props.wide ?? true} source={props.source}>
      {() => (
        <Rows
          label={title}
          columns={columns}
          rows={rows}
          keyOf={props.keyOf}
          emptyText={all.length === 0 ? props.emptyText : t('tile.noneMatch')}
          {...(paging === undefined ? {} : { paging })}
          {...(open === undefined ? {} : { open })}
          {...(mark === undefined ? {} : { mark })}
        />
      )}
    </Tile>
  );
}

function matches<R>(row: R, columns: readonly Column<R>[], sought: string): boolean {
  const word = sought.toLowerCase();
  return columns.some((column) =>
    column.csv.some((part) =>
      String(part.cell(row) ?? '')
        .toLowerCase()
        .includes(word),
    ),
  );
}
