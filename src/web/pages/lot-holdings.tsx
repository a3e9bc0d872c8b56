import type { LotAnswer } from '../../wire/index.ts';
import { massColumn, textColumn, type Column } from '../frame/columns.tsx';
import { SiteLink } from '../frame/links.tsx';
import { ListTile } from '../frame/list-tile.tsx';
import { chooseUnit, compareBases, writeBasis } from '../figures/masses.ts';
import { shortId } from '../figures/names.ts';
import type { Reading } from '../reading/use-answer.ts';
import { useTexts, type Texts } from '../texts/use-texts.ts';

type Holding = LotAnswer['holdings'][number];

/** Where the lot's mass stands now, or stood at the page's moment. */
export function HoldingsTile({ reading, address }: { reading: Reading<LotAnswer>; address: string }) {
  const texts = useTexts();
  const { t } = texts;
  const rows = reading.state === 'ready' || reading.state === 'stale' ? reading.answer.holdings : [];
  return (
    <ListTile
      title={t('lot.holdings')}
      fileName="ytterby-lot-holdings"
      reading={reading}
      rowsOf={(answer) => answer.holdings}
      columns={holdingColumns(texts, rows)}
      keyOf={(row) => `${rows.indexOf(row)}`}
      emptyText={t('lot.noHoldings')}
      source={{ formula: t('lot.holdingsFormula'), address }}
    />
  );
}

function holdingColumns({ t, name, stage }: Texts, rows: readonly Holding[]): Column<Holding>[] {
  const unit = chooseUnit(rows.map((row) => row.net));
  const bases = [...new Set(rows.flatMap((row) => row.elements.map((mass) => mass.basis)))].sort(compareBases);
  return [
    textColumn('account', t('column.account'), (row) => stage(row.account)),
    textColumn(
      'site',
      t('column.site'),
      (row) => name(row.site?.name, row.site === null ? '–' : shortId(row.site.id)),
      (row) => <SiteLink site={row.site} />,
    ),
    massColumn('net', `${t('basis.net')} / ${t(`unit.${unit}`)}`, unit, (row) => row.net),
    massColumn('treo', `${t(`unit.${unit}`)} REO`, unit, (row) => row.treo),
    ...bases.map((basis) =>
      massColumn<Holding>(
        basis,
        `${t(`unit.${unit}`)} ${writeBasis(basis, t('basis.net'))}`,
        unit,
        (row) => row.elements.find((mass) => mass.basis === basis) ?? null,
      ),
    ),
  ];
}
