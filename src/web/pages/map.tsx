import { Link } from 'react-router';
import type { MapAnswer } from '../../wire/index.ts';
import { numberColumn, textColumn, type Column } from '../frame/columns.tsx';
import { SiteLink } from '../frame/links.tsx';
import { ListTile } from '../frame/list-tile.tsx';
import { Page } from '../frame/page.tsx';
import { Tile } from '../frame/tile.tsx';
import { shortId } from '../figures/names.ts';
import { useAnswer } from '../reading/use-answer.ts';
import { useAsked } from '../reading/use-asked.ts';
import { useAddress } from '../reading/use-moment.ts';
import { useTexts, type Texts } from '../texts/use-texts.ts';
import { SketchMap } from './sketch-map.tsx';

type Row = MapAnswer['sites'][number];

/** Where the sites are, and where something is wrong: a sketch without borders, unless the deployer has loaded an approved map. */
export default function MapPage() {
  const texts = useTexts();
  const { t, province } = texts;
  const [chosen, choose] = useAsked('province');
  const to = useAddress();
  const from = to('/api/map');
  const reading = useAnswer<MapAnswer>(from);
  const all = reading.state === 'ready' || reading.state === 'stale' ? reading.answer.sites : [];
  const provinces = [...new Set(all.flatMap((row) => row.province ?? []))].sort((a, b) => a.localeCompare(b, 'zh'));
  const rowsOf = ({ sites }: MapAnswer): Row[] => sites.filter((row) => chosen === '' || row.province === chosen);
  const tools = (
    <label>
      {t('map.province')}{' '}
      <select value={chosen} onChange={(event) => choose(event.target.value)}>
        <option value="">{t('map.all')}</option>
        {provinces.map((each) => (
          <option key={each} value={each}>
            {province(each)}
          </option>
        ))}
      </select>
    </label>
  );
  return (
    <Page title={t('map.title')} kicker={t('map.kicker')} tools={tools}>
      <Tile title={t('map.picture')} reading={reading} wide source={{ formula: t('map.formula'), address: from }}>
        {(answer) => <SketchMap answer={answer} rows={rowsOf(answer)} />}
      </Tile>
      <ListTile
        title={t('map.sites')}
        fileName="ytterby-map"
        reading={reading}
        rowsOf={rowsOf}
        columns={siteColumns(texts, (site) => to('/flags', { site }))}
        keyOf={({ site }) => site.id}
        mark={({ violations }) => violations > 0}
        emptyText={t('map.none')}
        filterable
      />
    </Page>
  );
}

function siteColumns({ t, name, stage, province }: Texts, flagsOf: (site: string) => string): Column<Row>[] {
  return [
    textColumn(
      'site',
      t('column.site'),
      ({ site }) => name(site.name, shortId(site.id)),
      ({ site }) => <SiteLink site={site} />,
    ),
    textColumn('kind', t('column.kind'), ({ site }) => (site.kind === null ? '–' : stage(site.kind))),
    textColumn('organisation', t('column.organisation'), (row) => name(row.organisationName, '–')),
    textColumn('province', t('map.province'), (row) => province(row.province)),
    textColumn('place', t('map.place'), ({ place }) => place.map((degrees) => degrees.toFixed(3)).join(', ')),
    numberColumn(
      'violations',
      t('map.violations'),
      (row) => row.violations,
      (row) => (row.violations === 0 ? '0' : <Link to={flagsOf(row.site.id)}>{row.violations}</Link>),
    ),
    numberColumn('warnings', t('map.warnings'), (row) => row.warnings),
  ];
}
