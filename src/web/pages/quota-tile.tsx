import type { Moment, QuotaRow } from '../../wire/index.ts';
import { numberColumn, textColumn, type Column } from '../frame/columns.tsx';
import { OrganisationLink } from '../frame/links.tsx';
import { Pictured, type PictureContent } from '../frame/pictured.tsx';
import { shortId } from '../figures/names.ts';
import { writePercent } from '../figures/numbers.ts';
import { withinQuotas, type QuotaWithin } from '../figures/quotas.ts';
import { bulletPicture, heightOfBars } from '../pictures/bullet-picture.ts';
import type { Reading } from '../reading/use-answer.ts';
import { useTexts, type Texts } from '../texts/use-texts.ts';

interface QuotaTileProps<T extends { readonly moment?: Moment }> {
  readonly title: string;
  readonly reading: Reading<T>;
  readonly rowsOf: (answer: T) => readonly QuotaRow[];
  readonly address: string;
  /** How many levels of splitting the picture shows; the table has all. */
  readonly depthMax?: number;
  readonly wide?: boolean;
}

const DRAWN_MAX = 40;

/** Quotas as bullet bars (granted, and drawn on it) and as a table; what is overdrawn carries ▲ and the alarm colour. */
export function QuotaTile<T extends { readonly moment?: Moment }>({
  title,
  reading,
  rowsOf,
  address,
  depthMax = 9,
  wide = false,
}: QuotaTileProps<T>) {
  const texts = useTexts();
  return (
    <Pictured
      title={title}
      fileName="ytterby-quotas"
      reading={reading}
      wide={wide}
      {...(wide ? { faces: 'stacked' as const } : {})}
      emptyText={texts.t('quota.none')}
      source={{ formula: texts.t('quota.formula'), address }}
      content={(answer) => quotaContent(rowsOf(answer), depthMax, texts)}
    />
  );
}

function quotaContent(quotas: readonly QuotaRow[], depthMax: number, texts: Texts): PictureContent<QuotaWithin> {
  const { t } = texts;
  const rows = withinQuotas(quotas);
  const bars = rows.filter((row) => row.depth <= depthMax);
  const drawn = bars.slice(0, DRAWN_MAX);
  const bullets = drawn.map((row) => ({
    name: nameOf(row, texts),
    granted: row.grantedTonnes,
    drawn: row.drawnWithinTonnes,
    overdrawn: row.overdrawn,
  }));
  const words = {
    granted: t('quota.granted'),
    drawn: t('quota.drawn'),
    overdrawn: t('quota.overdrawn'),
    unit: `${t('unit.t')} REO`,
  };
  return {
    option: (palette) => bulletPicture(bullets, words, palette),
    height: heightOfBars(drawn.length),
    label: t('quota.label', { count: rows.length, overdrawn: rows.filter((row) => row.overdrawn).length }),
    columns: quotaColumns(texts),
    rows,
    keyOf: (row) => row.id,
    mark: (row) => row.overdrawn,
    note: t('quota.note', { shown: drawn.length, total: rows.length }),
  };
}

function nameOf(row: QuotaRow, { t, name, word }: Texts): string {
  const batch = row.batch === 'year' ? '' : ` · ${t('quota.batchNumber', { batch: row.batch })}`;
  return `${name(row.holderName, shortId(row.holder))}\n${word('quotaStage', row.stage)} · ${word('ore', row.ore)}${batch}`;
}

function quotaColumns({ t, name, word }: Texts): Column<QuotaWithin>[] {
  const tonnes = (head: string): string => `${head} / ${t('unit.t')} REO`;
  return [
    textColumn(
      'holder',
      t('column.holder'),
      (row) => name(row.holderName, shortId(row.holder)),
      (row) => (
        <span style={{ paddingInlineStart: row.depth * 14 }}>
          <OrganisationLink id={row.holder} called={row.holderName} />
        </span>
      ),
    ),
    textColumn(
      'state',
      t('column.state'),
      (row) => (row.overdrawn ? `▲ ${t('quota.overdrawn')}` : ''),
      (row) => (row.overdrawn ? <span className="alarm">▲ {t('quota.overdrawn')}</span> : ''),
    ),
    textColumn('stage', t('column.stage'), (row) => word('quotaStage', row.stage)),
    textColumn('ore', t('column.ore'), (row) => word('ore', row.ore)),
    textColumn('batch', t('column.batch'), (row) => (row.batch === 'year' ? t('quota.wholeYear') : String(row.batch))),
    numberColumn('granted', tonnes(t('quota.granted')), (row) => row.grantedTonnes),
    numberColumn('allotted', t('quota.allotted'), (row) => row.allottedTonnes),
    numberColumn('reserved', t('quota.reserved'), (row) => row.reservedTonnes),
    numberColumn('cut', t('quota.cut'), (row) => row.cutTonnes),
    numberColumn('drawn', t('quota.drawnOwn'), (row) => row.drawnTonnes),
    numberColumn('within', t('quota.drawnWithin'), (row) => row.drawnWithinTonnes),
    numberColumn('available', t('quota.available'), (row) => row.availableTonnes),
    textColumn('use', t('quota.use'), (row) =>
      row.grantedTonnes > 0 ? writePercent(row.drawnWithinTonnes / row.grantedTonnes) : '–',
    ),
  ];
}
