import { Button, Segmented } from 'antd';
import type { EChartsCoreOption } from 'echarts/core';
import { useMemo, useRef, useState, type CSSProperties, type ReactNode } from 'react';
import type { Moment } from '../../wire/index.ts';
import { Chart, type Snapshot } from '../pictures/chart.tsx';
import type { Reading } from '../reading/use-answer.ts';
import { useTexts } from '../texts/use-texts.ts';
import type { Column } from './columns.tsx';
import { downloadAddress } from './download.ts';
import type { Palette } from './palette.ts';
import { Rows } from './rows.tsx';
import { TableExports } from './table-exports.tsx';
import { Tile } from './tile.tsx';
import { usePalette } from './use-palette.ts';

/** What a picture shows and the rows behind it, made from an answer. */
export interface PictureContent<R extends object> {
  readonly option: (palette: Palette) => EChartsCoreOption;
  readonly height: number;
  /** The picture in one sentence. */
  readonly label: string;
  readonly columns: readonly Column<R>[];
  readonly rows: readonly R[];
  readonly keyOf: (row: R) => string;
  readonly mark?: (row: R) => boolean;
  readonly open?: (row: R) => ReactNode;
  readonly note?: ReactNode;
  readonly onPick?: (name: string) => void;
}

interface PicturedProps<T extends { readonly moment?: Moment }, R extends object> {
  readonly title: string;
  readonly fileName: string;
  readonly reading: Reading<T>;
  readonly content: (answer: T) => PictureContent<R>;
  readonly emptyText: string;
  readonly source?: { readonly formula: string; readonly address: string };
  readonly tools?: ReactNode;
  readonly wide?: boolean;
  /** Picture and table side by side (`roomy`: on a wide screen only), or one above the other; else one at a time. */
  readonly faces?: 'beside' | 'beside roomy' | 'stacked';
}

const FACE_HEIGHT_MIN = 320;

/** A tile with a picture and its table, both to take away as PNG and CSV. On paper both are shown. */
export function Pictured<T extends { readonly moment?: Moment }, R extends object>(props: PicturedProps<T, R>) {
  const { reading, content, faces } = props;
  const [face, setFace] = useState<'picture' | 'table'>('picture');
  const snapshot = useRef<Snapshot | null>(null);
  const answer = reading.state === 'ready' || reading.state === 'stale' ? reading.answer : null;
  const made = useMemo(() => (answer === null ? null : content(answer)), [answer, content]);
  const filled = made !== null && made.rows.length > 0;
  const tools = (
    <>
      {props.tools}
      {faces !== undefined || !filled ? null : <FaceChoice title={props.title} face={face} choose={setFace} />}
      {filled ? (
        <Exports
          fileName={props.fileName}
          title={props.title}
          reading={reading}
          source={props.source}
          made={made}
          snapshot={snapshot}
        />
      ) : null}
    </>
  );
  return (
    <Tile title={props.title} reading={reading} tools={tools} wide={props.wide ?? false} source={props.source}>
      {() =>
        made === null || !filled ? (
          <p className="empty">{props.emptyText}</p>
        ) : (
          <PictureAndRows made={made} face={faces ?? face} title={props.title} snapshot={snapshot} />
        )
      }
    </Tile>
  );
}

function PictureAndRows<R extends object>({
  made,
  face,
  title,
  snapshot,
}: {
  made: PictureContent<R>;
  face: 'picture' | 'table' | NonNullable<PicturedProps<{ moment?: Moment }, R>['faces']>;
  title: string;
  snapshot: React.RefObject<Snapshot | null>;
}) {
  const palette = usePalette();
  const option = useMemo(() => made.option(palette), [made, palette]);
  return (
    <div className={`faces ${face}`} style={{ '--face-height': `${Math.max(made.height, FACE_HEIGHT_MIN)}px` } as CSSProperties}>
      <div className="picture-face">
        <Chart option={option} height={made.height} label={made.label} snapshot={snapshot} onPick={made.onPick} />
        {made.note === undefined ? null : <p className="note">{made.note}</p>}
      </div>
      <div className="table-face">
        <Rows
          label={title}
          columns={made.columns}
          rows={made.rows}
          keyOf={made.keyOf}
          {...(made.mark === undefined ? {} : { mark: made.mark })}
          {...(made.open === undefined ? {} : { open: made.open })}
        />
      </div>
    </div>
  );
}

function FaceChoice({
  title,
  face,
  choose,
}: {
  title: string;
  face: 'picture' | 'table';
  choose: (face: 'picture' | 'table') => void;
}) {
  const { t } = useTexts();
  return (
    <Segmented<'picture' | 'table'>
      size="small"
      value={face}
      onChange={choose}
      aria-label={t('tile.face', { title })}
      options={[
        { value: 'picture', label: t('tile.picture') },
        { value: 'table', label: t('tile.table') },
      ]}
    />
  );
}

function Exports<T extends { readonly moment?: Moment }, R extends object>({
  made,
  snapshot,
  ...table
}: {
  fileName: string;
  title: string;
  reading: Reading<T>;
  source: PicturedProps<T, R>['source'];
  made: PictureContent<R>;
  snapshot: React.RefObject<Snapshot | null>;
}) {
  const palette = usePalette();
  const { t } = useTexts();
  const savePng = (): void => {
    const address = snapshot.current?.(palette.ground);
    if (address !== undefined) downloadAddress(`${table.fileName}.png`, address);
  };
  return (
    <>
      <TableExports {...table} columns={made.columns} rows={made.rows} />
      <Button size="small" aria-label={t('tile.png')} onClick={savePng}>
        PNG
      </Button>
    </>
  );
}
