import type { BalanceMapAnswer } from '../../wire/index.ts';
import { numberColumn, textColumn } from '../frame/columns.tsx';
import { SiteLink } from '../frame/links.tsx';
import { ListTile } from '../frame/list-tile.tsx';
import { shortId } from '../figures/names.ts';
import { useAnswer } from '../reading/use-answer.ts';
import { useAddress } from '../reading/use-moment.ts';
import { useTexts } from '../texts/use-texts.ts';

type Row = BalanceMapAnswer['sites'][number];

/** Sites whose flows are due by the 10th of the next month. */
const PRODUCERS: ReadonlySet<string> = new Set(['mine', 'separation-plant', 'metal-plant', 'material-plant', 'recycler']);
const MONTH_AT = 'YYYY-'.length;

/** Months of the year of which nothing is recorded, of the sites that make something; the most first. */
export function SilentMonthsTile() {
  const { t, name, stage } = useTexts();
  const from = useAddress()('/api/balance-map', { element: 'TREO' });
  const reading = useAnswer<BalanceMapAnswer>(from);
  const rowsOf = ({ sites }: BalanceMapAnswer): Row[] =>
    sites
      .filter(({ site, silentMonths }) => silentMonths.length > 0 && PRODUCERS.has(site.kind ?? ''))
      .toSorted((a, b) => b.silentMonths.length - a.silentMonths.length);
  return (
    <ListTile
      title={t('flags.silent')}
      fileName="ytterby-silent-months"
      reading={reading}
      rowsOf={rowsOf}
      columns={[
        textColumn<Row>(
          'site',
          t('column.site'),
          ({ site }) => name(site.name, shortId(site.id)),
          ({ site }) => <SiteLink site={site} />,
        ),
        textColumn<Row>('kind', t('column.kind'), ({ site }) => (site.kind === null ? '–' : stage(site.kind))),
        numberColumn<Row>('count', t('flags.silentCount'), (row) => row.silentMonths.length),
        textColumn<Row>('months', t('flags.silentMonths'), (row) =>
          row.silentMonths.map((month) => month.slice(MONTH_AT)).join(t('list.separator')),
        ),
      ]}
      keyOf={({ site }) => site.id}
      emptyText={t('flags.noneSilent')}
      source={{ formula: t('flags.silentFormula'), address: from }}
      wide={false}
    />
  );
}
