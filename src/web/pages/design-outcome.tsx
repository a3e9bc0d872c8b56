import type {
  DesignedProduct,
  MultiOutletDesignAnswer,
  OutletDesign,
  TrainCut,
  TrainDesignAnswer,
  TrainProduct,
} from '../../separation/index.ts';
import { writeSignificant } from '../figures/numbers.ts';
import { numberColumn, percentColumn, textColumn } from '../frame/columns.tsx';
import { Fact, Facts } from '../frame/page.tsx';
import { Rows } from '../frame/rows.tsx';
import { useTexts } from '../texts/use-texts.ts';

/** A cascade with several outlets: its stages, and what leaves where. */
export function MultiOutletOutcome({ answer }: { answer: MultiOutletDesignAnswer }) {
  const { t } = useTexts();
  const rows = [
    { ...answer.corrected, name: t('separation.corrected') },
    { ...answer.fewest, name: t('separation.fewest') },
  ];
  type Row = OutletDesign & { readonly name: string };
  return (
    <>
      <Facts>
        <Fact name="S">{writeSignificant(answer.S)}</Fact>
        <Fact name="W">{writeSignificant(answer.W)}</Fact>
        <Fact name="Smin">{writeSignificant(answer.Smin)}</Fact>
        <Fact name={t('separation.organicInStages')}>{writeSignificant(answer.organicInStages)}</Fact>
      </Facts>
      <Rows
        label={t('separation.design')}
        columns={[
          textColumn('name', t('separation.design'), (row: Row) => row.name),
          numberColumn('stages', t('separation.stages'), (row: Row) => row.stages),
          textColumn('zones', t('separation.zones'), (row: Row) => row.zones.join(' + ')),
          numberColumn('feed', t('separation.feedStage'), (row: Row) => row.feedStage),
        ]}
        rows={rows}
        keyOf={(row) => row.name}
      />
      <Products
        rows={answer.fewest.products}
        placeOf={(row) => `${t(row.phase === 'aqueous' ? 'separation.aqueous' : 'separation.organic')} · ${row.stage}`}
        placeHead={t('separation.outlet')}
      />
    </>
  );
}

/** A train of cascades: each cut, and the products. */
export function TrainOutcome({ answer }: { answer: TrainDesignAnswer }) {
  const { t } = useTexts();
  const cuts = answer.cuts.map((cut, n) => ({ ...cut, number: n + 1 }));
  type Row = TrainCut & { readonly number: number };
  return (
    <>
      <Facts>
        <Fact name={t('separation.extracted')}>{writeSignificant(answer.extraction)}</Fact>
        <Fact name={t('separation.stages')}>{answer.stages}</Fact>
        <Fact name={t('separation.organicInStages')}>{writeSignificant(answer.organicInStages)}</Fact>
      </Facts>
      <Rows
        label={t('separation.cuts')}
        columns={[
          numberColumn('number', t('separation.cut'), (row: Row) => row.number),
          textColumn('raffinate', t('stream.raffinate'), (row: Row) => row.raffinate.join(' · ')),
          textColumn('organic', t('stream.loaded organic'), (row: Row) => row.organic.join(' · ')),
          numberColumn('S', t('separation.extracted'), (row: Row) => row.extraction),
          numberColumn('extraction', t('separation.extractionStages'), (row: Row) => row.extractionStages),
          numberColumn('scrub', t('separation.scrubStages'), (row: Row) => row.scrubStages),
        ]}
        rows={cuts}
        keyOf={(row) => String(row.number)}
      />
      <Products
        rows={answer.products}
        placeOf={(row) => `${row.cut} · ${t(row.phase === 'aqueous' ? 'separation.aqueous' : 'separation.organic')}`}
        placeHead={t('separation.cut')}
      />
    </>
  );
}

function Products<Row extends DesignedProduct | TrainProduct>({
  rows,
  placeOf,
  placeHead,
}: {
  rows: readonly Row[];
  placeOf: (row: Row) => string;
  placeHead: string;
}) {
  const { t } = useTexts();
  return (
    <Rows
      label={t('separation.products')}
      columns={[
        textColumn('name', t('separation.product'), (row: Row) => row.name),
        textColumn('place', placeHead, placeOf),
        numberColumn('amount', t('separation.amount'), (row: Row) => row.amount),
        percentColumn('purity', t('separation.purity'), (row: Row) => row.purity * 100),
        percentColumn('recovery', t('separation.recovery'), (row: Row) => row.recovery * 100),
      ]}
      rows={rows}
      keyOf={(row) => row.name}
    />
  );
}
