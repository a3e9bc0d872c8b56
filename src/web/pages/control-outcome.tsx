import { useMemo } from 'react';
import type { ControlAnswer, ControlRun } from '../../separation/index.ts';
import { writeSignificant } from '../figures/numbers.ts';
import { numberColumn, textColumn, type Column } from '../frame/columns.tsx';
import { ListTile } from '../frame/list-tile.tsx';
import { useReady } from '../reading/ready.ts';
import { useTexts, type Texts } from '../texts/use-texts.ts';
import { CurvePicture, type Curves } from './curve-picture.tsx';

/** The same sample of every controller. */
interface Sample {
  readonly hour: number;
  readonly measured: readonly number[];
  readonly litrePerHour: readonly number[];
}

/** What each controller made of the same upsets: product off specification, reagents, moves; what was measured, and what they did. */
export function ControlOutcome({ answer }: { answer: ControlAnswer }) {
  const texts = useTexts();
  const { t, word } = texts;
  const reading = useReady(answer);
  const samples = useMemo(() => samplesOf(answer.runs), [answer]);
  const curves = useMemo((): Record<'measured' | 'flow', Curves<Sample>> => {
    const common = { rows: samples, place: { head: t('separation.hour'), of: ({ hour }: Sample) => hour } };
    const names = answer.runs.map(({ controller }) => word('controller', controller));
    return {
      measured: {
        ...common,
        lines: names.map((name, at) => ({ name, of: ({ measured }) => measured[at]! * 100 })),
        unit: '%',
        label: t('steering.measuredLabel', { setpoint: writeSignificant(answer.setpoint * 100) }),
      },
      flow: {
        ...common,
        lines: names.map((name, at) => ({ name, of: ({ litrePerHour }) => litrePerHour[at]! })),
        unit: 'L/h',
        label: t('steering.flow'),
      },
    };
  }, [answer, samples, t, word]);
  return (
    <>
      <ListTile
        title={t('steering.runs')}
        fileName="ytterby-control"
        reading={reading}
        rowsOf={({ runs }) => runs}
        columns={runColumns(texts)}
        keyOf={({ controller }) => controller}
        emptyText={t('tile.empty')}
      />
      <CurvePicture title={t('steering.measured')} fileName="ytterby-control-measured" curves={curves.measured} />
      <CurvePicture title={t('steering.flow')} fileName="ytterby-control-flow" curves={curves.flow} />
    </>
  );
}

function samplesOf(runs: readonly ControlRun[]): Sample[] {
  const [first] = runs;
  return (first?.samples ?? []).map(({ hour }, at) => ({
    hour,
    measured: runs.map(({ samples }) => samples[at]!.measured),
    litrePerHour: runs.map(({ samples }) => samples[at]!.litrePerHour),
  }));
}

function runColumns({ t, word }: Texts): Column<ControlRun>[] {
  const off = (stream: 'raffinate' | 'loaded organic'): Column<ControlRun> =>
    numberColumn(
      stream,
      t('steering.offSpecification', { stream: word('stream', stream) }),
      (run) => run.offSpecificationKilogram[stream],
    );
  return [
    textColumn('controller', t('steering.controller'), ({ controller }) => word('controller', controller)),
    off('raffinate'),
    off('loaded organic'),
    numberColumn('acid', t('steering.acid'), ({ acidMol }) => acidMol),
    numberColumn('organic', t('steering.organic'), ({ organicLitre }) => organicLitre),
    numberColumn('travel', t('steering.travel'), ({ travelLitrePerHour }) => travelLitrePerHour),
    numberColumn('trips', t('steering.trips'), ({ trips }) => trips),
  ];
}
