import { useMemo, useState } from 'react';
import type { SimulationAnswer } from '../../separation/index.ts';
import { writeSignificant } from '../figures/numbers.ts';
import { useTexts } from '../texts/use-texts.ts';
import { CurvePicture, type Curves } from './curve-picture.tsx';
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
function Course({ simulation: { products } }: { simulation: SimulationAnswer }) {
  const { t } = useTexts();
  const curves = useMemo((): Curves<Products> => {
    const names = Object.keys(products[0]?.raffinatePurity ?? {});
    return {
      rows: products,
      place: { head: t('separation.hour'), of: ({ hour }) => hour },
      lines: names.flatMap((name) => [
        { name: t('separation.inRaffinate', { name }), of: ({ raffinatePurity }) => raffinatePurity[name]! * 100 },
        { name: t('separation.inOrganic', { name }), of: ({ organicPurity }) => organicPurity[name]! * 100 },
      ]),
      unit: '%',
      label: t('separation.course'),
    };
  }, [products, t]);
  return <CurvePicture title={t('separation.course')} fileName="ytterby-course" curves={curves} />;
}
