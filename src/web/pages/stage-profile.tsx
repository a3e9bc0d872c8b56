import { Segmented } from 'antd';
import { useCallback, useState, type ReactNode } from 'react';
import type { StageState } from '../../separation/index.ts';
import { numberColumn } from '../frame/columns.tsx';
import { Pictured, type PictureContent } from '../frame/pictured.tsx';
import { profilePicture } from '../pictures/profile-picture.ts';
import { useReady } from '../reading/ready.ts';
import { useTexts } from '../texts/use-texts.ts';

type Phase = 'aqueous' | 'organic';

interface ProfileProps {
  readonly title: string;
  readonly stages: readonly StageState[];
  /** Beside the choice of phase and scale. */
  readonly tools?: ReactNode;
}

/** Concentrations over the stages, of one phase at a time. */
export function StageProfile({ title, stages: all, tools }: ProfileProps) {
  const { t } = useTexts();
  const [phase, setPhase] = useState<Phase>('aqueous');
  const [scale, setScale] = useState<'linear' | 'log'>('linear');
  const reading = useReady(all);
  const content = useCallback(
    (stages: readonly StageState[]): PictureContent<StageState> => {
      const names = Object.keys(stages[0]?.aqueousMolPerLitre ?? {});
      const of = (stage: StageState, name: string): number =>
        (phase === 'aqueous' ? stage.aqueousMolPerLitre : stage.organicMolPerLitre)[name]!;
      return {
        option: (palette) =>
          profilePicture(
            stages.map(({ stage }) => stage),
            names.map((name) => ({ name, values: stages.map((stage) => of(stage, name)) })),
            { place: t('separation.stage'), value: 'mol/L', isLog: scale === 'log' },
            palette,
          ),
        height: 340,
        label: t(phase === 'aqueous' ? 'separation.aqueousProfile' : 'separation.organicProfile', { count: stages.length }),
        columns: [
          numberColumn('stage', t('separation.stage'), (row: StageState) => row.stage),
          ...names.map((name) => numberColumn(name, `${name} mol/L`, (row: StageState) => of(row, name))),
          numberColumn('pH', 'pH', (row: StageState) => row.pH ?? Number.NaN),
        ],
        rows: stages,
        keyOf: (row) => String(row.stage),
      };
    },
    [phase, scale, t],
  );
  return (
    <Pictured
      title={title}
      fileName="ytterby-profile"
      reading={reading}
      content={content}
      emptyText={t('tile.empty')}
      wide
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
