import type { BlendPlanAnswer } from '../../separation/index.ts';
import { writeSignificant } from '../figures/numbers.ts';
import { numberColumn, percentColumn, textColumn, type Column } from '../frame/columns.tsx';
import { ListTile } from '../frame/list-tile.tsx';
import { useReady } from '../reading/ready.ts';
import { useTexts, type Texts } from '../texts/use-texts.ts';

type Taken = BlendPlanAnswer['take'][number];
type Bound = BlendPlanAnswer['bounds'][number];

/** The blend of least cost: what is taken of each lot, and what its bounds cost. */
export function BlendPlanOutcome({ answer }: { answer: BlendPlanAnswer }) {
  const texts = useTexts();
  const { t } = texts;
  const reading = useReady(answer);
  return (
    <>
      <div className="wide">
        <p className="verdict sound" role="status">
          {t('steering.plan', { kilogram: writeSignificant(answer.kilogram), cost: writeSignificant(answer.cost) })}
        </p>
      </div>
      <ListTile
        title={t('steering.take')}
        fileName="ytterby-blend"
        reading={reading}
        rowsOf={({ take }) => take}
        columns={takeColumns(texts)}
        keyOf={({ lot }) => lot}
        emptyText={t('tile.empty')}
      />
      <ListTile
        title={t('steering.bounds')}
        fileName="ytterby-blend-bounds"
        reading={reading}
        rowsOf={({ bounds }) => bounds}
        columns={boundColumns(texts)}
        keyOf={({ of }) => of}
        emptyText={t('tile.empty')}
      />
    </>
  );
}

function takeColumns({ t }: Texts): Column<Taken>[] {
  return [
    textColumn('lot', t('steering.lot'), ({ lot }) => lot),
    numberColumn('kilogram', t('steering.kilogram'), ({ kilogram }) => kilogram),
    percentColumn('share', t('steering.share'), ({ share }) => share * 100),
  ];
}

function boundColumns({ t }: Texts): Column<Bound>[] {
  return [
    textColumn('of', t('steering.bound'), ({ of }) => of),
    numberColumn('atLeast', t('steering.atLeast'), ({ atLeast }) => atLeast ?? Number.NaN),
    numberColumn('atMost', t('steering.atMost'), ({ atMost }) => atMost ?? Number.NaN),
    numberColumn('found', t('steering.found'), ({ found }) => found),
    numberColumn('cost', t('steering.costPerUnit'), ({ costPerUnit }) => costPerUnit ?? Number.NaN),
  ];
}
