import type { Consumption, Held, Inventory, SizingAnswer } from '../../separation/index.ts';
import { writeSignificant } from '../figures/numbers.ts';
import { numberColumn, textColumn } from '../frame/columns.tsx';
import { Fact, Facts } from '../frame/page.tsx';
import { Rows } from '../frame/rows.tsx';
import { useTexts } from '../texts/use-texts.ts';

/** The size of a plant: its boxes, what is locked up in them, what it takes, what that costs. */
export function SizingOutcome({ answer }: { answer: SizingAnswer }) {
  const { t } = useTexts();
  const { totals, cost } = answer;
  return (
    <>
      <Facts>
        <Fact name={t('sizing.oxides')}>{writeSignificant(answer.oxideKilogramPerHour)}</Fact>
        <Fact name={t('sizing.boxes')}>{totals.boxes}</Fact>
        <Fact name={t('sizing.mixers')}>{writeSignificant(totals.mixerCubicMetre)}</Fact>
        <Fact name={t('sizing.settlers')}>{writeSignificant(totals.settlerSquareMetre)}</Fact>
        <Fact name={t('sizing.organic')}>{writeSignificant(totals.organicLitre / 1000)}</Fact>
        <Fact name={t('sizing.aqueous')}>{writeSignificant(totals.aqueousLitre / 1000)}</Fact>
        <Fact name={t('sizing.fill')}>{writeSignificant(totals.hoursToFill)}</Fact>
        {cost === null ? null : (
          <Fact name={t('sizing.cost', { currency: cost.currency })}>{writeSignificant(cost.perKilogramOxide)}</Fact>
        )}
        {cost === null ? null : (
          <Fact name={t('sizing.capital', { currency: cost.currency })}>{writeSignificant(cost.workingCapital)}</Fact>
        )}
      </Facts>
      <InProcess rows={answer.inventory} />
      <Takings rows={answer.consumption} currency={cost?.currency ?? ''} />
      <Standing rows={answer.held} currency={cost?.currency ?? ''} />
    </>
  );
}

function InProcess({ rows }: { rows: readonly Inventory[] }) {
  const { t } = useTexts();
  return (
    <Rows
      label={t('sizing.inventory')}
      columns={[
        textColumn('component', t('sizing.inventory'), (row: Inventory) => row.component),
        numberColumn('aqueous', t('sizing.aqueousMol'), (row: Inventory) => row.aqueousMol),
        numberColumn('organic', t('sizing.organicMol'), (row: Inventory) => row.organicMol),
        numberColumn('oxide', t('sizing.oxideKilogram'), (row: Inventory) => row.oxideKilogram ?? Number.NaN),
        numberColumn('hours', t('sizing.hoursOfFeed'), (row: Inventory) => row.hoursOfFeed ?? Number.NaN),
      ]}
      rows={rows}
      keyOf={(row) => row.component}
    />
  );
}

function Takings({ rows, currency }: { rows: readonly Consumption[]; currency: string }) {
  const { t, word } = useTexts();
  return (
    <Rows
      label={t('sizing.consumption')}
      columns={[
        textColumn('item', t('sizing.consumption'), (row: Consumption) => word('plantItem', row.item)),
        textColumn('unit', t('sizing.unit'), (row: Consumption) => row.unit),
        numberColumn('oxide', t('sizing.perKilogram'), (row: Consumption) => row.perKilogramOxide),
        numberColumn('year', t('sizing.perYear'), (row: Consumption) => row.perYear),
        numberColumn('cost', t('sizing.costPerYear', { currency }), (row: Consumption) => row.costPerYear ?? Number.NaN),
        textColumn('basis', t('sizing.basis'), (row: Consumption) => word('plantBasis', row.basis)),
      ]}
      rows={rows}
      keyOf={(row) => row.item}
    />
  );
}

function Standing({ rows, currency }: { rows: readonly Held[]; currency: string }) {
  const { t, word } = useTexts();
  return (
    <Rows
      label={t('sizing.held')}
      columns={[
        textColumn('item', t('sizing.held'), (row: Held) => word('plantItem', row.item)),
        textColumn('unit', t('sizing.unit'), (row: Held) => row.unit),
        numberColumn('amount', t('sizing.amount'), (row: Held) => row.amount),
        numberColumn('value', t('sizing.value', { currency }), (row: Held) => row.value ?? Number.NaN),
      ]}
      rows={rows}
      keyOf={(row) => row.item}
    />
  );
}
