import { Button } from 'antd';
import { useMemo } from 'react';
import type { OptimalConstraint, OptimalVariable, OptimisationAnswer } from '../../separation/index.ts';
import { writeCaseJson } from '../figures/case-json.ts';
import { writeSignificant } from '../figures/numbers.ts';
import { numberColumn, textColumn, type Column } from '../frame/columns.tsx';
import { ListTile } from '../frame/list-tile.tsx';
import { useReady } from '../reading/ready.ts';
import { useTexts, type Texts } from '../texts/use-texts.ts';
import { pathLabels } from './separation-fields.tsx';

/** The best that was found: its numbers, what holds them, and what each bound costs. */
export function OptimumOutcome({
  answer,
  text,
  change,
}: {
  answer: OptimisationAnswer;
  text: string;
  change: (text: string) => void;
}) {
  const texts = useTexts();
  const { t } = texts;
  const reading = useReady(answer);
  const { objective, trials, cascade } = answer;
  const of = objective.of === 'cost' ? t('steering.cost') : objective.of;
  const columns = useMemo(() => variableColumns(texts, pathLabels(text, texts.word)), [text, texts]);
  return (
    <>
      <div className="wide">
        <p className="verdict sound" role="status">
          {t('steering.optimum', {
            of,
            start: writeSignificant(objective.start),
            optimum: writeSignificant(objective.optimum),
            trials,
          })}
        </p>
        <div className="buttons">
          <Button size="small" onClick={() => change(writeCaseJson(cascade))}>
            {t('steering.open')}
          </Button>
        </div>
      </div>
      <ListTile
        title={t('steering.variables')}
        fileName="ytterby-optimum"
        reading={reading}
        rowsOf={({ variables }) => variables}
        columns={columns}
        keyOf={({ path }) => path}
        emptyText={t('tile.empty')}
      />
      <ListTile
        title={t('steering.constraints')}
        fileName="ytterby-optimum-constraints"
        reading={reading}
        rowsOf={({ constraints }) => constraints}
        columns={constraintColumns(texts)}
        keyOf={({ kind, stream, component, atLeast, atMost }) => [kind, stream, component, atLeast, atMost].join(' ')}
        emptyText={t('tile.empty')}
      />
    </>
  );
}

function variableColumns({ t }: Texts, labelOf: (path: string) => string): Column<OptimalVariable>[] {
  return [
    textColumn('path', t('separation.number'), ({ path }) => labelOf(path)),
    numberColumn('from', t('steering.from'), ({ from }) => from),
    numberColumn('start', t('steering.start'), ({ start }) => start),
    numberColumn('optimum', t('steering.best'), ({ optimum }) => optimum),
    numberColumn('to', t('steering.to'), ({ to }) => to),
    textColumn('active', t('steering.heldBy'), ({ active }) => (active === null ? '' : t(`steering.${active}`))),
    numberColumn('multiplier', t('steering.multiplier'), ({ multiplier }) => multiplier ?? Number.NaN),
  ];
}

function constraintColumns({ t, word }: Texts): Column<OptimalConstraint>[] {
  return [
    textColumn('of', t('steering.constraint'), ({ kind, stream, component }) =>
      [word('stream', stream), word('outcomeKind', kind), component ?? ''].join(' · '),
    ),
    textColumn('limit', t('steering.limit'), ({ atLeast, atMost }) => (atLeast === null ? `≤ ${atMost}` : `≥ ${atLeast}`)),
    numberColumn('start', t('steering.start'), ({ start }) => start),
    numberColumn('optimum', t('steering.best'), ({ optimum }) => optimum),
    textColumn('active', t('steering.binds'), ({ isActive }) => (isActive ? '●' : '')),
    numberColumn('multiplier', t('steering.multiplier'), ({ multiplier }) => multiplier),
  ];
}
