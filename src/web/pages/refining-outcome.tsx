import { useCallback } from 'react';
import type { MeltAt, VacuumRefiningAnswer } from '../../separation/index.ts';
import { writePurity, writeSignificant } from '../figures/numbers.ts';
import { numberColumn, percentColumn, textColumn } from '../frame/columns.tsx';
import { Fact, Facts } from '../frame/page.tsx';
import { Pictured, type PictureContent } from '../frame/pictured.tsx';
import { Rows } from '../frame/rows.tsx';
import { profilePicture } from '../pictures/profile-picture.ts';
import { useReady } from '../reading/ready.ts';
import { useTexts } from '../texts/use-texts.ts';

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
export function MeltCourse({ answer }: { answer: VacuumRefiningAnswer }) {
  const { t } = useTexts();
  const reading = useReady(answer);
  const content = useCallback(
    ({ metals, course }: VacuumRefiningAnswer): PictureContent<MeltAt> => ({
      option: (palette) =>
        profilePicture(
          course.map(({ hour }) => hour),
          metals.map(({ name }) => ({ name, values: course.map(({ kilogram }) => kilogram[name]!) })),
          { place: t('separation.hour'), value: 'kg', isLog: true },
          palette,
        ),
      height: 320,
      label: t('separation.inMelt'),
      columns: [
        numberColumn('hour', t('separation.hour'), ({ hour }: MeltAt) => hour),
        ...metals.map(({ name }) => numberColumn(name, `${name} kg`, ({ kilogram }: MeltAt) => kilogram[name]!)),
      ],
      rows: course,
      keyOf: ({ hour }) => String(hour),
    }),
    [t],
  );
  return (
    <Pictured
      title={t('separation.inMelt')}
      fileName="ytterby-melt"
      reading={reading}
      content={content}
      emptyText={t('tile.empty')}
      wide
    />
  );
}
