import { Button } from 'antd';
import type { FeasibilityAnswer, FeasibilityCut, FeasibilityElement } from '../../wire/index.ts';
import { massColumn, numberColumn, percentColumn, textColumn, type Column } from '../frame/columns.tsx';
import { downloadText } from '../frame/download.ts';
import { ListTile } from '../frame/list-tile.tsx';
import { chooseUnit } from '../figures/masses.ts';
import { writePurity } from '../figures/numbers.ts';
import { IMPURITY_MIN } from '../pictures/frontier-picture.ts';
import type { Reading } from '../reading/use-answer.ts';
import { useTexts, type Texts } from '../texts/use-texts.ts';

/** What separating the lot from its neighbours took, and what the plant declares for it. */
export function CutsTile({ reading }: { reading: Reading<FeasibilityAnswer> }) {
  const texts = useTexts();
  const { t } = texts;
  return (
    <ListTile
      title={t('feasibility.cuts')}
      fileName="ytterby-feasibility-cuts"
      reading={reading}
      rowsOf={({ cuts }) => cuts}
      columns={[...cutColumns(texts), caseColumn(texts)]}
      keyOf={(row) => row.side}
      emptyText={t('feasibility.noCuts')}
      mark={(row) => row.verdict === 'impossible'}
    />
  );
}

const PUREST_TOLD = 1 - IMPURITY_MIN;

/** The columns of a cut. */
export function cutColumns({ t, word }: Texts): Column<FeasibilityCut>[] {
  const percent = (key: string, head: string, of: (row: FeasibilityCut) => number | null): Column<FeasibilityCut> =>
    percentColumn(key, head, (row) => (of(row) ?? Number.NaN) * 100);
  const number = (key: string, head: string, of: (row: FeasibilityCut) => number | null): Column<FeasibilityCut> =>
    numberColumn(key, head, (row) => of(row) ?? Number.NaN);
  return [
    textColumn('cut', t('feasibility.cut'), ({ between }) => between.join(' | ')),
    textColumn(
      'verdict',
      t('feasibility.cutVerdict'),
      ({ verdict }) => word('feasibilityVerdict', verdict),
      ({ verdict, reason }) =>
        reason === null
          ? word('feasibilityVerdict', verdict)
          : `${word('feasibilityVerdict', verdict)} (${word('feasibilityReason', reason)})`,
    ),
    percent('purity', t('feasibility.purity'), ({ purity }) => purity),
    percent('least', t('feasibility.purityAtLeast'), ({ purityAtLeast }) => purityAtLeast),
    numberColumn(
      'best',
      t('feasibility.bestPurity'),
      ({ bestPurity }) => (bestPurity ?? Number.NaN) * 100,
      ({ bestPurity }) =>
        bestPurity !== null && bestPurity > PUREST_TOLD
          ? `> ${writePurity(PUREST_TOLD * 100)}`
          : writePurity((bestPurity ?? Number.NaN) * 100),
    ),
    percent('recovery', t('feasibility.recovery'), ({ recovery }) => recovery),
    number('leastStages', t('feasibility.leastStages'), ({ leastStages }) => leastStages),
    number('stages', t('feasibility.stages'), ({ stages }) => stages),
    number('factor', t('feasibility.factor'), ({ factor }) => factor),
    textColumn('from', t('feasibility.factorFrom'), ({ factorFrom }) =>
      factorFrom === null ? '–' : word('factorFrom', factorFrom),
    ),
  ];
}

/** The case that the model was asked, to solve again. */
function caseColumn({ t }: Texts): Column<FeasibilityCut> {
  const fileOf = ({ between }: FeasibilityCut): string => `audit-${between.join('-')}.json`;
  return textColumn('case', t('separation.case'), fileOf, (row) =>
    row.case === null ? (
      '–'
    ) : (
      <Button
        size="small"
        aria-label={`JSON ${row.between.join(' | ')}`}
        onClick={() => downloadText(fileOf(row), JSON.stringify(row.case, null, 2), 'application/json')}
      >
        JSON
      </Button>
    ),
  );
}

/** What went in of each element and where it went. */
export function ElementsTile({ reading }: { reading: Reading<FeasibilityAnswer> }) {
  const texts = useTexts();
  const { t } = texts;
  const answer = reading.state === 'ready' || reading.state === 'stale' ? reading.answer : null;
  const unit = chooseUnit((answer?.elements ?? []).map(({ fed }) => fed));
  return (
    <ListTile
      title={t('feasibility.elements')}
      fileName="ytterby-feasibility-elements"
      reading={reading}
      rowsOf={({ elements }) => elements}
      columns={elementColumns(texts, unit)}
      keyOf={(row) => row.element}
      emptyText={t('feasibility.noElements')}
      mark={(row) => row.beyondFeed}
    />
  );
}

function elementColumns({ t }: Texts, unit: ReturnType<typeof chooseUnit>): Column<FeasibilityElement>[] {
  const inUnit = t(`unit.${unit}`);
  return [
    textColumn('element', t('feasibility.element'), ({ element }) => element),
    massColumn('fed', `${t('feasibility.fed')} / ${inUnit}`, unit, ({ fed }) => fed),
    massColumn('lot', `${t('feasibility.inLot')} / ${inUnit}`, unit, ({ lot }) => lot),
    massColumn('made', `${t('feasibility.made')} / ${inUnit}`, unit, ({ made }) => made),
    percentColumn('recovery', t('feasibility.recovery'), ({ recovery }) => (recovery ?? Number.NaN) * 100),
    textColumn('note', t('feasibility.note'), ({ beyondFeed, fedStated }) =>
      beyondFeed ? `▲ ${t('feasibility.moreThanFed')}` : fedStated ? '' : t('feasibility.fedUnstated'),
    ),
  ];
}
