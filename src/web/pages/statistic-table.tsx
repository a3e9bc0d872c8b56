import { useRef } from 'react';
import type { StatisticCell, StatisticTable } from '../../wire/index.ts';
import { textColumn, type Column } from '../frame/columns.tsx';
import { Rows } from '../frame/rows.tsx';
import { usePalette } from '../frame/use-palette.ts';
import { spaceThousands, writeSignificant } from '../figures/numbers.ts';
import { heightOfBars } from '../pictures/bullet-picture.ts';
import { Chart, type Snapshot } from '../pictures/chart.tsx';
import { rankedPicture } from '../pictures/ranked-picture.ts';
import { useTexts, type Texts } from '../texts/use-texts.ts';

const TOTAL = '_T';

interface Line {
  readonly key: string;
  readonly name: string;
  readonly cells: readonly StatisticCell[];
}

/** A statistical table: what its rows come to as bars, and every figure; what is hidden says so. */
export function StatisticTableView({ table, label }: { table: StatisticTable; label: string }) {
  const texts = useTexts();
  const { t, name } = texts;
  const lines = linesOf(table, texts);
  if (lines.length === 0) return <p className="empty">{t('disclosure.nothing')}</p>;
  const { concentration, unit } = table;
  return (
    <>
      <p>
        {t('disclosure.unit')} {name(unit, '')} · {name(table.method, '')}
      </p>
      <RowBars table={table} lines={lines} />
      <Rows label={label} columns={columnsOf(table, texts)} rows={lines} keyOf={({ key }) => key} />
      <p className="quiet">{t('disclosure.hiddenNote')}</p>
      {concentration === null ? null : (
        <p>
          {t('disclosure.concentration', {
            enterprises: concentration.enterprises,
            hhi: concentration.hhi,
            largest: writeSignificant(concentration.largestFour * 100, 3),
          })}
        </p>
      )}
    </>
  );
}

function linesOf({ rows, cells }: StatisticTable, { name }: Texts): Line[] {
  return cells.map((line, at) => {
    const label = rows.labels[at]!;
    return { key: label.key, name: name(label.name, label.key), cells: line };
  });
}

/** Bars of what rows come to, the total apart; what is hidden has none. */
function RowBars({ table, lines }: { table: StatisticTable; lines: readonly Line[] }) {
  const { t, name } = useTexts();
  const palette = usePalette();
  const snapshot = useRef<Snapshot | null>(null);
  const drawn = lines.flatMap(({ key, name: called, cells }) => {
    const value = cells.at(-1)?.value ?? null;
    return key === TOTAL || value === null || value === 0 ? [] : [{ name: called, value, sd: 0, questioned: false }];
  });
  if (drawn.length === 0) return null;
  const ranked = drawn.toSorted((a, b) => b.value - a.value);
  const unit = name(table.unit, '');
  return (
    <Chart
      option={rankedPicture(ranked, { unit, series: name(table.name, '') }, palette)}
      snapshot={snapshot}
      height={heightOfBars(ranked.length)}
      label={t('disclosure.bars', { count: ranked.length, name: name(table.name, ''), period: table.period, unit })}
    />
  );
}

function columnsOf({ rows, columns }: StatisticTable, texts: Texts): Column<Line>[] {
  const { name, word } = texts;
  return [
    textColumn<Line>('row', word('axis', rows.kind), (line) => line.name),
    ...columns.labels.map((label, at): Column<Line> => {
      const head = name(label.name, label.key);
      return {
        key: label.key,
        head,
        numeric: true,
        show: (line) => <Figure cell={line.cells[at]!} />,
        sort: (line) => line.cells[at]?.value ?? Number.NEGATIVE_INFINITY,
        csv: [{ head, cell: (line) => line.cells[at]?.value ?? null }],
      };
    }),
  ];
}

const HIDDEN_MARKS = { primary: '*', secondary: '**' } as const;

function Figure({ cell: { value, hidden, previous } }: { cell: StatisticCell }) {
  const { t } = useTexts();
  if (value === null) return <abbr title={t('disclosure.confidential')}>…</abbr>;
  const mark = hidden === 'primary' || hidden === 'secondary' ? HIDDEN_MARKS[hidden] : '';
  const revised = previous !== null && previous !== value ? ` (${t('disclosure.was')} ${writeTonnes(previous)})` : '';
  return (
    <>
      {writeTonnes(value)}
      {mark}
      {revised}
    </>
  );
}

/** Tonnes to a tenth; kilograms where that would be nothing. */
function writeTonnes(value: number): string {
  if (value === 0) return '0';
  if (value < 0.1) return value.toFixed(3);
  return spaceThousands(value.toFixed(1));
}
