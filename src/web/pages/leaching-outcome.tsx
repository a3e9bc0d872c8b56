import { useMemo } from 'react';
import type { LeachedAt, LeachingAnswer } from '../../separation/index.ts';
import { writeSignificant } from '../figures/numbers.ts';
import { numberColumn, percentColumn, textColumn } from '../frame/columns.tsx';
import { Fact, Facts } from '../frame/page.tsx';
import { Rows } from '../frame/rows.tsx';
import { useTexts } from '../texts/use-texts.ts';
import { CurvePicture, type Curves } from './curve-picture.tsx';

/** How far each mineral is leached, and what holds it back. */
export function LeachingOutcome({ answer: { minerals, acidMolPerLitre } }: { answer: LeachingAnswer }) {
  const { t } = useTexts();
  type Row = (typeof minerals)[number];
  return (
    <>
      <Facts>
        <Fact name={t('separation.acidLeft')}>{writeSignificant(acidMolPerLitre)} mol/L</Fact>
      </Facts>
      <Rows
        label={t('separation.dissolved')}
        columns={[
          textColumn('name', t('separation.species'), ({ name }: Row) => name),
          percentColumn('conversion', t('separation.dissolved'), ({ conversion }: Row) => conversion * 100),
          numberColumn('to90', t('separation.hoursTo90'), ({ hoursTo90 }: Row) => hoursTo90 ?? Number.NaN),
          numberColumn('film', t('separation.film'), ({ resistance }: Row) => resistance.film * 100),
          numberColumn('product', t('separation.productLayer'), ({ resistance }: Row) => resistance.product * 100),
          numberColumn('reaction', t('separation.reaction'), ({ resistance }: Row) => resistance.reaction * 100),
        ]}
        rows={minerals}
        keyOf={({ name }) => name}
      />
    </>
  );
}

/** A batch over time: what of each mineral is leached. */
export function LeachingCourse({ answer: { minerals, course } }: { answer: LeachingAnswer }) {
  const { t } = useTexts();
  const curves = useMemo(
    (): Curves<LeachedAt> => ({
      rows: course,
      place: { head: t('separation.hour'), of: ({ hour }) => hour },
      lines: minerals.map(({ name }) => ({ name, of: ({ conversion }) => conversion[name]! * 100 })),
      unit: '%',
      label: t('separation.course'),
      others: [numberColumn('acid', 'H mol/L', ({ acidMolPerLitre }) => acidMolPerLitre)],
    }),
    [minerals, course, t],
  );
  return <CurvePicture title={t('separation.course')} fileName="ytterby-leaching" curves={curves} />;
}
