import { useCallback } from 'react';
import type { LeachedAt, LeachingAnswer } from '../../separation/index.ts';
import { writeSignificant } from '../figures/numbers.ts';
import { numberColumn, percentColumn, textColumn } from '../frame/columns.tsx';
import { Fact, Facts } from '../frame/page.tsx';
import { Pictured, type PictureContent } from '../frame/pictured.tsx';
import { Rows } from '../frame/rows.tsx';
import { profilePicture } from '../pictures/profile-picture.ts';
import { useReady } from '../reading/ready.ts';
import { useTexts } from '../texts/use-texts.ts';

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
export function LeachingCourse({ answer }: { answer: LeachingAnswer }) {
  const { t } = useTexts();
  const reading = useReady(answer);
  const content = useCallback(
    ({ minerals, course }: LeachingAnswer): PictureContent<LeachedAt> => ({
      option: (palette) =>
        profilePicture(
          course.map(({ hour }) => hour),
          minerals.map(({ name }) => ({ name, values: course.map(({ conversion }) => conversion[name]! * 100) })),
          { place: t('separation.hour'), value: t('separation.dissolved'), isLog: false },
          palette,
        ),
      height: 320,
      label: t('separation.course'),
      columns: [
        numberColumn('hour', t('separation.hour'), ({ hour }: LeachedAt) => hour),
        numberColumn('acid', 'H mol/L', ({ acidMolPerLitre }: LeachedAt) => acidMolPerLitre),
        ...minerals.map(({ name }) => percentColumn(name, `${name} %`, ({ conversion }: LeachedAt) => conversion[name]! * 100)),
      ],
      rows: course,
      keyOf: ({ hour }) => String(hour),
    }),
    [t],
  );
  return (
    <Pictured
      title={t('separation.course')}
      fileName="ytterby-leaching"
      reading={reading}
      content={content}
      emptyText={t('tile.empty')}
      wide
    />
  );
}
