import { useNavigate } from 'react-router';
import type { MapAnswer } from '../../wire/index.ts';
import { shortId } from '../figures/names.ts';
import { extentOf, projectionOf, type Place, type Projection } from '../pictures/projection.ts';
import { useAddress } from '../reading/use-moment.ts';
import { useTexts } from '../texts/use-texts.ts';

type Row = MapAnswer['sites'][number];

const WIDTH = 1100;
const HEIGHT = 640;

/** A sign for each kind of site. */
const SIGNS = {
  mine: '▲',
  'separation-plant': '■',
  'metal-plant': '◆',
  'material-plant': '●',
  recycler: '○',
  warehouse: '□',
  'reserve-warehouse': '▣',
  port: '◇',
} as const;

const isSigned = (kind: string | null): kind is keyof typeof SIGNS => kind !== null && kind in SIGNS;

/** Sites where they lie, the edges of licences and of areas, and what the deployer has loaded to draw under them. */
export function SketchMap({ answer: { ground, licences, areas }, rows }: { answer: MapAnswer; rows: readonly Row[] }) {
  const { t } = useTexts();
  if (rows.length === 0) return <p className="empty">{t('map.none')}</p>;
  const projection = projectionOf(extentOf(rows.map(({ place }) => place)), WIDTH, HEIGHT);
  const violated = rows.filter(({ violations }) => violations > 0).length;
  return (
    <>
      <svg
        className="sketch-map"
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        role="img"
        aria-label={t('map.label', { sites: rows.length, violated, licences: licences.length })}
      >
        {(ground?.lines ?? []).map((line, at) => (
          // Lines of a loaded map have no names and never change their order.
          <polyline key={at} className="ground" points={pointsOf(line, projection)} />
        ))}
        {areas.map(({ id, kind, edge }) => (
          <polygon key={id} className={kind} points={pointsOf(edge, projection)} />
        ))}
        {licences.map(({ id, edge }) => (
          <polygon key={id} className="licence" points={pointsOf(edge, projection)} />
        ))}
        <ProvinceNames rows={rows} projection={projection} />
        {rows.toSorted(minesLast).map((row) => (
          <SiteSign key={row.site.id} row={row} projection={projection} />
        ))}
      </svg>
      <Legend />
      <p className="note">
        {ground === null ? t('map.sketch') : t('map.approved', { approval: ground.approval, source: ground.source })}
      </p>
    </>
  );
}

function pointsOf(line: readonly Place[], project: Projection): string {
  return line
    .map((place) =>
      project(place)
        .map((pixels) => pixels.toFixed(1))
        .join(','),
    )
    .join(' ');
}

/** What stands closest together is told apart: mines are drawn over plants. */
function minesLast(a: Row, b: Row): number {
  return Number(a.site.kind === 'mine') - Number(b.site.kind === 'mine');
}

const NAME_OFFSET = 16;

/** The name of each province over the middle of its sites. */
function ProvinceNames({ rows, projection }: { rows: readonly Row[]; projection: Projection }) {
  const { province } = useTexts();
  const named = [...Map.groupBy(rows, (row) => row.province)].filter(([name]) => name !== null);
  return named.map(([name, own]) => {
    const places = own.map(({ place }) => projection(place));
    const x = places.reduce((sum, [at]) => sum + at, 0) / places.length;
    const y = Math.min(...places.map(([, at]) => at));
    return (
      <text key={name} className="province" x={x} y={Math.max(NAME_OFFSET, y - NAME_OFFSET)} textAnchor="middle">
        {province(name)}
      </text>
    );
  });
}

/** The sign of a site. It is in the table below too, where the keyboard reaches it. */
function SiteSign({ row: { site, place, violations }, projection }: { row: Row; projection: Projection }) {
  const { name } = useTexts();
  const navigate = useNavigate();
  const to = useAddress();
  const [x, y] = projection(place);
  return (
    <text
      className={violations > 0 ? 'sign alarm' : 'sign'}
      x={x}
      y={y}
      textAnchor="middle"
      dominantBaseline="central"
      onClick={() => void navigate(to('/site', { id: site.id }))}
    >
      <title>{name(site.name, shortId(site.id))}</title>
      {isSigned(site.kind) ? SIGNS[site.kind] : '·'}
    </text>
  );
}

function Legend() {
  const { t, stage } = useTexts();
  return (
    <p className="map-legend">
      {Object.entries(SIGNS).map(([kind, sign]) => (
        <span key={kind} className="legend">
          <span aria-hidden="true">{sign} </span>
          {stage(kind as keyof typeof SIGNS)}
        </span>
      ))}
      <span className="legend alarm">{t('map.alarm')}</span>
    </p>
  );
}
