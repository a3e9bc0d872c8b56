import { useMemo } from 'react';
import type { MeltAt, VacuumRefiningAnswer } from '../../separation/index.ts';
import { writePurity, writeSignificant } from '../figures/numbers.ts';
import { numberColumn, percentColumn, textColumn } from '../frame/columns.tsx';
import { Fact, Facts } from '../frame/page.tsx';
import { Rows } from '../frame/rows.tsx';
import { useTexts } from '../texts/use-texts.ts';
import { CurvePicture, type Curves } from './curve-picture.tsx';

/** What is left of a melt and what condenses. */
export function RefiningOutcome({ answer: { metals, reached } }: { answer: VacuumRefiningAnswer }) {
  const { t } = useTexts();
  type Row = (typeof metals)[number];
  return (
    <>
      {reached === null ? null : (
        <Facts>
          <Fact name={t('separation.purityReached')}>{writeSignificant(reached.hour)} h</Fact>
          <Fact name={t('separation.yieldThen')}>{writePurity(reached.yield * 100)} %</Fact>
        </Facts>
      )}
      <Rows
        label={t('separation.species')}
        columns={[
          textColumn('name', t('separation.component'), ({ name }: Row) => name),
          numberColumn('left', t('separation.leftMass'), ({ leftKilogram }: Row) => leftKilogram),
          numberColumn('condensed', t('separation.condensedMass'), ({ condensedKilogram }: Row) => condensedKilogram),
          percentColumn('purityLeft', t('separation.purityLeft'), ({ purityLeft }: Row) => purityLeft * 100),
          percentColumn('evaporated', t('separation.evaporated'), ({ evaporated }: Row) => evaporated * 100),
        ]}
        rows={metals}
        keyOf={({ name }) => name}
      />
    </>
  );
}

/** What the melt holds of each metal, over time. */
export function MeltCourse({ answer: { metals, course } }: { answer: VacuumRefiningAnswer }) {
  const { t } = useTexts();
  const curves = useMemo(
    (): Curves<MeltAt> => ({
      rows: course,
      place: { head: t('separation.hour'), of: ({ hour }) => hour },
      lines: metals.map(({ name }) => ({ name, of: ({ kilogram }) => kilogram[name]! })),
      unit: 'kg',
      isLog: true,
      label: t('separation.inMelt'),
    }),
    [metals, course, t],
  );
  return <CurvePicture title={t('separation.inMelt')} fileName="ytterby-melt" curves={curves} />;
}
