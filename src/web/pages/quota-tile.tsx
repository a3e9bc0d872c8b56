import { Link } from 'react-router';
import type { Moment, Overview, QuotaRow } from '../../wire/index.ts';
import { numberColumn, textColumn, type Column } from '../frame/columns.tsx';
import { OrganisationLink } from '../frame/links.tsx';
import { Pictured, type PictureContent } from '../frame/pictured.tsx';
import { shortId } from '../figures/names.ts';
import { writePercent } from '../figures/numbers.ts';
import { capsAndGroups, sumBatches, withinQuotas, type QuotaWithin } from '../figures/quotas.ts';
import { bulletPicture, heightOfBars } from '../pictures/bullet-picture.ts';
import type { Reading } from '../reading/use-answer.ts';
import { useAddress } from '../reading/use-moment.ts';
import { useTexts, type Texts } from '../texts/use-texts.ts';

interface QuotaTileProps<T extends { readonly moment?: Moment }> {
  readonly title: string;
  readonly reading: Reading<T>;
  readonly rowsOf: (answer: T) => readonly QuotaRow[];
  readonly address: string;
}

const DRAWN_MAX = 40;
const SUMMARY_DRAWN_MAX = 12;

/** Quotas as bullet bars (granted, and drawn on it) and as a table; what is overdrawn carries ▲ and the alarm colour. */
export function QuotaTile<T extends { readonly moment?: Moment }>({ title, reading, rowsOf, address }: QuotaTileProps<T>) {
  const texts = useTexts();
  return (
    <Pictured
      title={title}
      fileName="ytterby-quotas"
      reading={reading}
      wide
      faces="stacked"
      emptyText={texts.t('quota.none')}
      source={{ formula: texts.t('quota.formula'), address }}
      content={(answer) => {
        const rows = withinQuotas(rowsOf(answer));
        return {
          ...quotaContent(rows, DRAWN_MAX, texts),
          note: texts.t('quota.note', { shown: Math.min(DRAWN_MAX, rows.length), total: rows.length }),
        };
      }}
    />
  );
}

/** The quotas of a year in short: caps and groups over all batches, with the way to the rest. */
export function QuotaSummaryTile({ title, reading, address }: { title: string; reading: Reading<Overview>; address: string }) {
  const texts = useTexts();
  const { t } = texts;
  const to = useAddress();
  return (
    <Pictured
      title={title}
      fileName="ytterby-quotas"
      reading={reading}
      emptyText={t('quota.none')}
      source={{ formula: t('quota.formula'), address }}
      content={({ quotas, year }) => {
        const rows = capsAndGroups(withinQuotas(sumBatches(quotas)));
        const counts = {
          shown: Math.min(SUMMARY_DRAWN_MAX, rows.length),
          total: quotas.length,
          overdrawn: quotas.filter((row) => row.overdrawn).length,
        };
        return {
          ...quotaContent(rows, SUMMARY_DRAWN_MAX, texts),
          note: (
            <>
              {t('quota.summaryNote', counts)} <Link to={to('/quotas', { year })}>{t('quota.all')}</Link>
            </>
          ),
        };
      }}
    />
  );
}

function quotaContent(rows: readonly QuotaWithin[], drawnMax: number, texts: Texts): PictureContent<QuotaWithin> {
  const { t } = texts;
  const drawn = rows.slice(0, drawnMax);
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
