import type { Overview } from '../../wire/index.ts';
import { massColumn, textColumn, type Column } from '../frame/columns.tsx';
import { Pictured, type PictureContent } from '../frame/pictured.tsx';
import { chooseUnit, inUnit, rankOfElement, writeBasis, type MassUnit } from '../figures/masses.ts';
import { writeMeasured } from '../figures/numbers.ts';
import { stockPicture, type StockCell } from '../pictures/stock-picture.ts';
import type { Reading } from '../reading/use-answer.ts';
import { useTexts, type Texts } from '../texts/use-texts.ts';

type Row = Overview['stocks'][number];

/** Stock by stage and element, as a field and as a table. */
export function StockTile({ reading, address }: { reading: Reading<Overview>; address: string }) {
  const texts = useTexts();
  const { t } = texts;
  return (
    <Pictured
      title={t('overview.stocks')}
      fileName="ytterby-stocks"
      reading={reading}
      emptyText={t('overview.noStocks')}
      source={{ formula: t('overview.stocksFormula'), address }}
      content={(answer) => stockContent(answer, texts)}
    />
  );
}

function stockContent(answer: Overview, texts: Texts): PictureContent<Row> {
  const { t, stage } = texts;
  const rows = answer.stocks;
  const unit = chooseUnit(rows.map((row) => row.mass));
  const stages = [...new Set(rows.map((row) => stage(row.stage)))];
  const elements = [...new Set(rows.map((row) => row.element))].sort(
    (a, b) => rankOfElement(a) - rankOfElement(b) || a.localeCompare(b),
  );
  const cells = rows.filter((row) => row.mass.value > 0).map((row) => cellOf(row, texts, unit));
  return {
    option: (palette) => stockPicture(cells, stages, elements, palette),
    height: 60 + 34 * stages.length,
    label: t('overview.stocksLabel', { stages: stages.length, elements: elements.length }),
    columns: stockColumns(texts, unit),
    rows,
    keyOf: (row) => `${row.stage} ${row.element} ${row.mass.basis}`,
    note: t('overview.stocksNote'),
  };
}

function cellOf(row: Row, { stage, t }: Texts, unit: MassUnit): StockCell {
  const { value, sd } = writeMeasured(inUnit(row.mass.value, unit), inUnit(row.mass.sd, unit));
  return {
    row: stage(row.stage),
    column: row.element,
    kilograms: row.mass.value,
    written: `${value}${sd === '' ? '' : ` ± ${sd}`} ${t(`unit.${unit}`)} ${writeBasis(row.mass.basis, t('basis.net'))}`,
  };
}

function stockColumns({ t, stage }: Texts, unit: MassUnit): Column<Row>[] {
  return [
    textColumn('stage', t('column.stage'), (row) => stage(row.stage)),
    textColumn('element', t('column.element'), (row) => row.element),
    massColumn('mass', `${t('figure.stock')} / ${t(`unit.${unit}`)}`, unit, (row) => row.mass),
    textColumn('basis', t('column.basis'), (row) => writeBasis(row.mass.basis, t('basis.net'))),
  ];
}
