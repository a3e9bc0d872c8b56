import { Link } from 'react-router';
import type { UnaccountedSitesAnswer } from '../../wire/index.ts';
import { figureColumn, measuredColumn, numberColumn, textColumn, type Column } from '../frame/columns.tsx';
import { ListTile } from '../frame/list-tile.tsx';
import { Page } from '../frame/page.tsx';
import { Pictured, type PictureContent } from '../frame/pictured.tsx';
import { YearChoice } from '../frame/year-choice.tsx';
import { shortId } from '../figures/names.ts';
import { writeSignificant } from '../figures/numbers.ts';
import { heightOfBars } from '../pictures/bullet-picture.ts';
import { rankedPicture } from '../pictures/ranked-picture.ts';
import { useAnswer } from '../reading/use-answer.ts';
import { useAddress } from '../reading/use-moment.ts';
import { useRecordYears, useYear } from '../reading/use-year.ts';
import { useTexts, type Texts } from '../texts/use-texts.ts';

type Row = UnaccountedSitesAnswer['sites'][number];

/** So many sites are drawn. */
const DRAWN = 20;

/** Which sites cannot account for what they took in? Those that raise an alarm stand first. */
export default function UnaccountedSitesPage() {
  const texts = useTexts();
  const { t } = texts;
  const [year, setYear] = useYear();
  const to = useAddress();
  const from = to('/api/unaccounted-sites', { year });
  const reading = useAnswer<UnaccountedSitesAnswer>(from);
  const answer = reading.state === 'ready' || reading.state === 'stale' ? reading.answer : null;
  const columns = siteColumns(texts, (site) => to('/unaccounted', { site, year }));
  return (
    <Page
      title={t('unaccountedSites.title')}
      kicker={answer === null ? '' : t('unaccountedSites.kicker', { year: answer.year })}
      tools={
        <>
          <Link to={to('/balance-map', { year })}>{t('balanceMap.link')}</Link>{' '}
          <YearChoice years={useRecordYears()} year={answer?.year ?? year} choose={setYear} />
        </>
      }
    >
      <Pictured
        title={t('unaccountedSites.picture')}
        fileName="ytterby-unaccounted"
        reading={reading}
        wide
        emptyText={t('unaccounted.nothing')}
        content={(ready) => sitesContent(ready, columns, texts)}
      />
      <ListTile
        title={t('unaccountedSites.table')}
        fileName="ytterby-unaccounted-sites"
        reading={reading}
        rowsOf={({ sites }) => sites}
        columns={columns}
        keyOf={({ site }) => site.id}
        mark={({ alarms }) => alarms.length > 0}
        emptyText={t('unaccounted.nothing')}
        source={{ formula: t('unaccounted.formula'), address: from }}
      />
    </Page>
  );
}

function sitesContent(
  { sites, falseAlarmsPerYear }: UnaccountedSitesAnswer,
  columns: Column<Row>[],
  texts: Texts,
): PictureContent<Row> {
  const { t, name } = texts;
  const rows = sites.filter(({ score }) => score !== null).slice(0, DRAWN);
  const ranked = rows.map(({ site, score, alarms }) => ({
    name: name(site.name, shortId(site.id)),
    value: score ?? 0,
    sd: 1,
    questioned: alarms.length > 0,
  }));
  return {
    option: (palette) => rankedPicture(ranked, { unit: 'σ', series: t('unaccountedSites.score') }, palette),
    height: heightOfBars(ranked.length),
    label: t('unaccountedSites.label', { count: rows.length, alarms: sites.filter(({ alarms }) => alarms.length > 0).length }),
    columns,
    rows,
    keyOf: ({ site }) => site.id,
    mark: ({ alarms }) => alarms.length > 0,
    note: t('unaccountedSites.note', { count: sites.length, chance: writeSignificant(falseAlarmsPerYear * sites.length, 2) }),
  };
}

function siteColumns(texts: Texts, addressOf: (site: string) => string): Column<Row>[] {
  const { t, name } = texts;
  const nameOf = ({ site }: Row): string => name(site.name, shortId(site.id));
  const alarmsOf = ({ alarms }: Row): string =>
    alarms
      .map(({ element, direction, month }) => `${element} ${t(`unaccounted.${direction}`)} ${month}`)
      .join(t('list.separator'));
  return [
    textColumn('site', t('column.site'), nameOf, (row) => <Link to={addressOf(row.site.id)}>{nameOf(row)}</Link>),
    numberColumn('input', `${t('unaccounted.input')} / kg REO`, (row) => row.inputKg),
    numberColumn('muf', `${t('unaccounted.muf')} / kg REO`, (row) => row.mufKg),
    measuredColumn('rest', t('unaccounted.rest'), 'kg REO', { value: (row) => row.unexpectedKg, sd: (row) => row.sdKg }),
    figureColumn('score', t('unaccountedSites.score'), ({ score }) => score),
    textColumn('alarms', t('unaccounted.alarm'), alarmsOf, (row) =>
      row.alarms.length === 0 ? '' : <span className="alarm">▲ {alarmsOf(row)}</span>,
    ),
  ];
}
