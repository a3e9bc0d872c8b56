import type { ReserveLot, ReserveOrderRow, ReservesAnswer } from '../../wire/index.ts';
import { massColumn, numberColumn, textColumn, type Column } from '../frame/columns.tsx';
import { LotLink, SiteLink } from '../frame/links.tsx';
import { ListTile } from '../frame/list-tile.tsx';
import { Page } from '../frame/page.tsx';
import { writeBasis } from '../figures/masses.ts';
import { shortId, shortLot } from '../figures/names.ts';
import { writeSignificant } from '../figures/numbers.ts';
import { writeDay } from '../figures/times.ts';
import { useAnswer } from '../reading/use-answer.ts';
import { useAddress } from '../reading/use-moment.ts';
import { useTexts, type Texts } from '../texts/use-texts.ts';

/** The most of them; all are in the answer. */
const ELEMENTS_SHOWN = 4;

type Warehouse = ReservesAnswer['warehouses'][number];

/** What the reserves hold, what goes next, and how orders were carried out. */
export default function ReservesPage() {
  const texts = useTexts();
  const { t } = texts;
  const from = useAddress()('/api/reserves');
  const reading = useAnswer<ReservesAnswer>(from);
  const source = { formula: t('reserves.formula'), address: from };
  return (
    <Page title={t('reserves.title')} kicker={t('reserves.kicker')}>
      <ListTile
        title={t('reserves.warehouses')}
        fileName="ytterby-reserves"
        reading={reading}
        rowsOf={(answer) => answer.warehouses}
        columns={warehouseColumns(texts)}
        keyOf={({ site }) => site.id}
        emptyText={t('reserves.none')}
        source={source}
      />
      <ListTile
        title={t('reserves.orders')}
        fileName="ytterby-reserve-orders"
        reading={reading}
        rowsOf={(answer) => answer.orders}
        columns={orderColumns(texts)}
        keyOf={({ id }) => id}
        mark={({ overdue, usedKg, orderedKg }) => overdue || usedKg > orderedKg}
        emptyText={t('reserves.noOrders')}
        source={{ formula: t('reserves.ordersFormula'), address: from }}
      />
      <ListTile
        title={t('reserves.lots')}
        fileName="ytterby-reserve-lots"
        reading={reading}
        rowsOf={(answer) => answer.lots}
        columns={lotColumns(texts)}
        keyOf={({ lot, site }) => `${site.id} ${lot}`}
        emptyText={t('reserves.noLots')}
        source={{ formula: t('reserves.lotsFormula'), address: from }}
        filterable
      />
    </Page>
  );
}

function warehouseColumns({ t, name }: Texts): Column<Warehouse>[] {
  const net = t('basis.net');
  return [
    textColumn(
      'site',
      t('column.site'),
      ({ site }) => name(site.name, shortId(site.id)),
      ({ site }) => <SiteLink site={site} />,
    ),
    numberColumn('lots', t('reserves.lotCount'), (row) => row.lots),
    massColumn('net', `t ${writeBasis('net', net)}`, 't', (row) => row.net),
    massColumn('treo', `t ${writeBasis('treo', net)}`, 't', (row) => row.treo),
    textColumn('elements', t('reserves.elements'), ({ elements }) =>
      elements
        .toSorted((a, b) => b.value - a.value)
        .slice(0, ELEMENTS_SHOWN)
        .map(({ basis, value }) => `${basis.slice('element:'.length)} ${writeSignificant(value / 1000, 3)}`)
        .join(t('list.separator')),
    ),
    massColumn('difference', t('reserves.difference'), 'kg', (row) => row.countDifference),
  ];
}

function orderColumns({ t, name, word }: Texts): Column<ReserveOrderRow>[] {
  return [
    textColumn('id', t('reserves.order'), (row) => row.id),
    textColumn('act', t('reserves.act'), (row) => word('reserveAct', row.act)),
    textColumn(
      'site',
      t('column.site'),
      ({ site }) => name(site.name, shortId(site.id)),
      ({ site }) => <SiteLink site={site} />,
    ),
    textColumn('product', t('reserves.product'), (row) => (row.product === null ? t('reserves.any') : name(row.product, ''))),
    textColumn('period', t('reserves.period'), (row) => `${row.from} – ${row.to ?? ''}`),
    numberColumn('ordered', t('reserves.ordered'), (row) => row.orderedKg),
    numberColumn('used', t('reserves.used'), (row) => row.usedKg),
    numberColumn('returned', t('reserves.returned'), (row) => row.returnedKg),
    textColumn('returnBy', t('reserves.returnBy'), (row) =>
      row.returnBy === null ? '–' : `${row.returnBy}${row.overdue ? ` ${t('reserves.overdue')}` : ''}`,
    ),
  ];
}

function lotColumns({ t, name }: Texts): Column<ReserveLot>[] {
  const unit = 'kg';
  const net = t('basis.net');
  return [
    textColumn('since', t('reserves.since'), (row) => writeDay(row.since)),
    textColumn('product', t('reserves.product'), (row) => name(row.product, '–')),
    textColumn(
      'lot',
      t('reserves.lot'),
      (row) => shortLot(row.lot),
      (row) => <LotLink lot={row.lot} />,
    ),
    textColumn(
      'site',
      t('column.site'),
      ({ site }) => name(site.name, shortId(site.id)),
      ({ site }) => <SiteLink site={site} />,
    ),
    massColumn('net', `${unit} ${writeBasis('net', net)}`, unit, (row) => row.net),
    massColumn('treo', `${unit} ${writeBasis('treo', net)}`, unit, (row) => row.treo),
  ];
}
