import { useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import type { LotRow, SiteAnswer } from '../../wire/index.ts';
import { massColumn, textColumn, type Column } from '../frame/columns.tsx';
import { LotLink, OrganisationLink } from '../frame/links.tsx';
import { ListTile } from '../frame/list-tile.tsx';
import { MissingId } from '../frame/missing-id.tsx';
import { Fact, Facts, Page } from '../frame/page.tsx';
import { Tile } from '../frame/tile.tsx';
import { chooseUnit } from '../figures/masses.ts';
import { shortId, shortLot } from '../figures/names.ts';
import { writeMinute } from '../figures/times.ts';
import { useAnswer } from '../reading/use-answer.ts';
import { useAddress } from '../reading/use-moment.ts';
import { useTexts, type Texts } from '../texts/use-texts.ts';
import { BalanceTile } from './balance-tile.tsx';
import { MonthTiles } from './month-tiles.tsx';

const LOTS_SHOWN = 200;

/** One site: is it losing material, and which lots are on it. */
export default function SitePage() {
  const [search] = useSearchParams();
  const id = search.get('id');
  return id === null || id === '' ? <MissingId /> : <SiteTiles key={id} id={id} />;
}

function SiteTiles({ id }: { id: string }) {
  const texts = useTexts();
  const { t, name, stage } = texts;
  const address = useAddress();
  const [page, turn] = useState(1);
  const [inStock, setInStock] = useState(true);
  const from = address('/api/site', { id, offset: (page - 1) * LOTS_SHOWN, limit: LOTS_SHOWN });
  const reading = useAnswer<SiteAnswer>(from);
  const answer = reading.state === 'ready' || reading.state === 'stale' ? reading.answer : null;
  const title = name(answer?.site.name, shortId(id));
  const kind = answer?.site.kind ?? null;
  if (reading.state === 'failed')
    return (
      <Page title={title}>
        <Tile title={t('site.facts')} reading={reading} wide>
          {() => null}
        </Tile>
      </Page>
    );
  return (
    <Page
      title={title}
      kicker={kind === null ? t('column.site') : stage(kind)}
      tools={
        <>
          <Link to={address('/flags', { site: id })}>{t('flags.ofSite')}</Link>
          <Link to={address('/unaccounted', { site: id })}>{t('unaccounted.link')}</Link>
        </>
      }
    >
      <Tile title={t('site.facts')} reading={reading} wide>
        {(ready) => <SiteFacts answer={ready} />}
      </Tile>
      <BalanceTile site={id} />
      <MonthTiles site={id} />
      <ListTile
        title={t('site.lots', { total: answer?.lotsTotal ?? '' })}
        fileName="ytterby-lots"
        reading={reading}
        rowsOf={(ready) => (inStock ? ready.lots.filter(isInStock) : ready.lots)}
        tools={<StockSwitch on={inStock} set={setInStock} lots={answer?.lots ?? []} />}
        columns={lotColumns(texts, answer?.lots ?? [])}
        keyOf={(row) => row.lot}
        emptyText={(answer?.lots.length ?? 0) > 0 ? t('site.noneInStock') : t('site.noLots')}
        paging={{ page, size: LOTS_SHOWN, total: answer?.lotsTotal ?? 0, turn }}
        source={{ formula: t('site.lotsFormula'), address: from }}
      />
    </Page>
  );
}

/** Leaves lots with nothing left out of the list, and says how many. */
function StockSwitch({ on, set, lots }: { on: boolean; set: (on: boolean) => void; lots: readonly LotRow[] }) {
  const { t } = useTexts();
  const gone = lots.filter((lot) => !isInStock(lot)).length;
  if (lots.length === 0) return null;
  return (
    <label className="switch">
      <input type="checkbox" checked={on} onChange={(event) => set(event.target.checked)} />
      {t('site.onlyInStock')}
      <span className="quiet">{on ? t('site.hidden', { count: gone }) : t('site.gone', { count: gone })}</span>
    </label>
  );
}

/** A milligram or more is left. */
function isInStock({ net }: LotRow): boolean {
  return Math.abs(net.value) >= 1e-6;
}

function SiteFacts({ answer: { site } }: { answer: SiteAnswer }) {
  const { t, word, province } = useTexts();
  return (
    <Facts>
      <Fact name="GLN">
        <span className="identifier" title={site.id}>
          {shortId(site.id)}
        </span>
      </Fact>
      <Fact name={t('column.organisation')}>
        {site.organisation === null ? '–' : <OrganisationLink id={site.organisation} called={site.organisationName} />}
      </Fact>
      <Fact name={t('site.deposit')}>{site.deposit === null ? '–' : word('deposit', site.deposit)}</Fact>
      <Fact name={t('column.ore')}>{site.ore === null ? '–' : word('ore', site.ore)}</Fact>
      <Fact name={t('site.province')}>{province(site.province) || '–'}</Fact>
      <Fact name={t('site.location')}>{site.location === null ? '–' : `${site.location[1]}° N, ${site.location[0]}° E`}</Fact>
    </Facts>
  );
}

function lotColumns({ t, name, word }: Texts, rows: readonly LotRow[]): Column<LotRow>[] {
  const unit = chooseUnit(rows.map((row) => row.net));
  return [
    textColumn(
      'lot',
      t('column.lot'),
      (row) => shortLot(row.lot),
      (row) => <LotLink lot={row.lot} />,
    ),
    textColumn('product', t('column.product'), (row) => name(row.product, '–')),
    textColumn('kind', t('column.productKind'), (row) => (row.productKind === null ? '–' : word('productKind', row.productKind))),
    massColumn('net', `${t('basis.net')} / ${t(`unit.${unit}`)}`, unit, (row) => row.net),
    massColumn('treo', `${t(`unit.${unit}`)} REO`, unit, (row) => row.treo),
    textColumn('last', t('column.lastEvent'), (row) => writeMinute(row.lastEventTime)),
  ];
}
