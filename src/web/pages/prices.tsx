import { useCallback } from 'react';
import type { PriceIndexAnswer } from '../../wire/index.ts';
import { figureColumn, numberColumn, textColumn, type Column } from '../frame/columns.tsx';
import { ListTile } from '../frame/list-tile.tsx';
import { Page } from '../frame/page.tsx';
import { Pictured, type PictureContent } from '../frame/pictured.tsx';
import { writeMinute } from '../figures/times.ts';
import { linePicture } from '../pictures/line-picture.ts';
import { useAnswer } from '../reading/use-answer.ts';
import { useAsked } from '../reading/use-asked.ts';
import { useAddress } from '../reading/use-moment.ts';
import { useTexts, type Texts } from '../texts/use-texts.ts';

type Month = PriceIndexAnswer['months'][number];
type Quote = PriceIndexAnswer['quotes'][number];

const CURRENCIES = ['CNY', 'USD'] as const;
const HEIGHT = 320;

/** How prices go: a chained index of matched products, revised months marked, and every quote with its source. */
export default function PricesPage() {
  const texts = useTexts();
  const { t } = texts;
  const [asked, ask] = useAsked('currency');
  const currency = asked === '' ? 'CNY' : asked;
  const from = useAddress()('/api/price-index', { currency });
  const reading = useAnswer<PriceIndexAnswer>(from);
  const content = useCallback((answer: PriceIndexAnswer) => indexContent(answer, texts), [texts]);
  const source = { formula: t('prices.formula'), address: from };
  const tools = (
    <label>
      {t('prices.currency')}{' '}
      <select value={currency} onChange={(event) => ask(event.target.value)}>
        {CURRENCIES.map((each) => (
          <option key={each}>{each}</option>
        ))}
      </select>
    </label>
  );
  return (
    <Page title={t('prices.title')} kicker={t('prices.kicker')} tools={tools}>
      <Pictured
        title={t('prices.index')}
        fileName="ytterby-price-index"
        reading={reading}
        wide
        emptyText={t('prices.none')}
        content={content}
        source={source}
      />
      <ListTile
        title={t('prices.quotes')}
        fileName="ytterby-prices"
        reading={reading}
        rowsOf={({ quotes }) => quotes}
        columns={quoteColumns(texts)}
        keyOf={({ product, day, low, high, recordedAt }) => `${product} ${day} ${low} ${high} ${recordedAt}`}
        emptyText={t('prices.none')}
        source={source}
        filterable
      />
    </Page>
  );
}

function indexContent({ months, base }: PriceIndexAnswer, { t }: Texts): PictureContent<Month> {
  const points = months.map(({ month, value, first, revised }) => ({ name: month, value, before: revised ? first : null }));
  const unit = t('prices.unit', { base: base ?? '' });
  return {
    option: (palette) => linePicture(points, { unit, now: t('prices.index'), before: t('prices.first') }, palette),
    height: HEIGHT,
    label: t('prices.label', { months: months.length, last: months.at(-1)?.value.toFixed(1) ?? '' }),
    columns: [
      textColumn('month', t('prices.month'), (row: Month) => row.month),
      numberColumn('value', unit, (row: Month) => row.value),
      numberColumn('matched', t('prices.matched'), (row: Month) => row.matched),
      figureColumn('first', t('prices.first'), (row: Month) => (row.revised ? row.first : null)),
    ],
    rows: months,
    keyOf: ({ month }) => month,
    mark: ({ revised }) => revised,
  };
}

function quoteColumns({ t }: Texts): Column<Quote>[] {
  return [
    textColumn('day', t('prices.day'), (row) => row.day),
    textColumn('product', t('prices.product'), (row) => row.product),
    numberColumn('low', t('prices.low'), (row) => row.low),
    numberColumn('high', t('prices.high'), (row) => row.high),
    textColumn('per', t('prices.per'), (row) => `${row.currency}/${row.per}`),
    textColumn('source', t('prices.source'), (row) => row.source),
    textColumn('recorded', t('prices.recorded'), (row) => writeMinute(row.recordedAt)),
  ];
}
