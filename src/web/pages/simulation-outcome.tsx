import { useCallback, useState } from 'react';
import type { SimulationAnswer } from '../../separation/index.ts';
import { writeSignificant } from '../figures/numbers.ts';
import { numberColumn } from '../frame/columns.tsx';
import { Pictured, type PictureContent } from '../frame/pictured.tsx';
import { profilePicture } from '../pictures/profile-picture.ts';
import { useReady } from '../reading/ready.ts';
import { useTexts } from '../texts/use-texts.ts';
import { StageProfile } from './stage-profile.tsx';

/** A cascade through time: both products, and all stages at the time that a slider says. */
export function SimulationOutcome({ simulation }: { simulation: SimulationAnswer }) {
  return (
    <>
      <Course simulation={simulation} />
      {simulation.profiles.length > 0 ? <ProfileAtTime profiles={simulation.profiles} /> : null}
    </>
  );
}

function ProfileAtTime({ profiles }: Pick<SimulationAnswer, 'profiles'>) {
  const { t } = useTexts();
  const [wanted, setWanted] = useState(0);
  const at = Math.min(wanted, profiles.length - 1);
  const { hour, stages } = profiles[at]!;
  return (
    <StageProfile
      title={t('separation.profileAt', { hour: writeSignificant(hour) })}
      stages={stages}
      tools={
        <input
          type="range"
          className="time-slider"
          aria-label={t('separation.hour')}
          aria-valuetext={writeSignificant(hour)}
          min={0}
          max={profiles.length - 1}
          value={at}
          onChange={(event) => setWanted(event.target.valueAsNumber)}
        />
      }
    />
  );
}

type Products = SimulationAnswer['products'][number];

/** Purities of both products over time. */
function Course({ simulation }: { simulation: SimulationAnswer }) {
  const { t } = useTexts();
  const reading = useReady(simulation);
  const content = useCallback(
    ({ products }: SimulationAnswer): PictureContent<Products> => {
      const names = Object.keys(products[0]?.raffinatePurity ?? {});
      const curves = names.flatMap((name) => [
        { name: t('separation.inRaffinate', { name }), of: (row: Products) => row.raffinatePurity[name]! * 100 },
        { name: t('separation.inOrganic', { name }), of: (row: Products) => row.organicPurity[name]! * 100 },
      ]);
      return {
        option: (palette) =>
          profilePicture(
            products.map(({ hour }) => hour),
            curves.map(({ name, of }) => ({ name, values: products.map(of) })),
            { place: t('separation.hour'), value: t('separation.purity'), isLog: false },
            palette,
          ),
        height: 320,
        label: t('separation.course'),
        columns: [
          numberColumn('hour', t('separation.hour'), (row: Products) => row.hour),
          ...curves.map(({ name, of }) => numberColumn(name, `${name} %`, of)),
        ],
        rows: products,
        keyOf: (row) => String(row.hour),
      };
    },
    [t],
  );
  return (
    <Pictured
      title={t('separation.course')}
      fileName="ytterby-course"
      reading={reading}
      content={content}
      emptyText={t('tile.empty')}
      wide
    />
  );
}
