import { Segmented } from 'antd';
import { useMemo, useState, type ReactNode } from 'react';
import type { StageState } from '../../separation/index.ts';
import { numberColumn } from '../frame/columns.tsx';
import { useTexts } from '../texts/use-texts.ts';
import { CurvePicture, type Curves } from './curve-picture.tsx';

type Phase = 'aqueous' | 'organic';

interface ProfileProps {
  readonly title: string;
  readonly stages: readonly StageState[];
  /** Beside the choice of phase and scale. */
  readonly tools?: ReactNode;
}

/** Concentrations over the stages, of one phase at a time. */
export function StageProfile({ title, stages, tools }: ProfileProps) {
  const { t } = useTexts();
  const [phase, setPhase] = useState<Phase>('aqueous');
  const [scale, setScale] = useState<'linear' | 'log'>('linear');
  const curves = useMemo((): Curves<StageState> => {
    const of = (stage: StageState, name: string): number =>
      (phase === 'aqueous' ? stage.aqueousMolPerLitre : stage.organicMolPerLitre)[name]!;
    return {
      rows: stages,
      place: { head: t('separation.stage'), of: ({ stage }) => stage },
      lines: Object.keys(stages[0]?.aqueousMolPerLitre ?? {}).map((name) => ({ name, of: (row) => of(row, name) })),
      unit: 'mol/L',
      isLog: scale === 'log',
      label: t(phase === 'aqueous' ? 'separation.aqueousProfile' : 'separation.organicProfile', { count: stages.length }),
      others: [numberColumn('pH', 'pH', ({ pH }) => pH ?? Number.NaN)],
    };
  }, [stages, phase, scale, t]);
  return (
    <CurvePicture
      title={title}
      fileName="ytterby-profile"
      curves={curves}
      tools={
        <>
          {tools}
          <Segmented<Phase>
            size="small"
            value={phase}
            onChange={setPhase}
            aria-label={t('separation.phase')}
            options={[
              { value: 'aqueous', label: t('separation.aqueous') },
              { value: 'organic', label: t('separation.organic') },
            ]}
          />
          <Segmented<'linear' | 'log'>
            size="small"
            value={scale}
            onChange={setScale}
            aria-label={t('separation.scale')}
            options={[
              { value: 'linear', label: t('separation.linear') },
              { value: 'log', label: t('separation.log') },
            ]}
          />
        </>
      }
    />
  );
}
