import { useState } from 'react';
import type { DatasetId, StatisticsAnswer } from '../../wire/index.ts';
import { Tile } from '../frame/tile.tsx';
import { useAnswer } from '../reading/use-answer.ts';
import { useAddress } from '../reading/use-moment.ts';
import { useTexts } from '../texts/use-texts.ts';
import { StatisticTableView } from './statistic-table.tsx';

/** In the order in which they are offered. */
export const DATASET_IDS: readonly DatasetId[] = [
  'mining-output',
  'separation-output',
  'metal-output',
  'material-output',
  'exports',
];

/** A table as its makers see it, with what a release would hide. */
export function StatisticPreview() {
  const { t, name, word } = useTexts();
  const [dataset, setDataset] = useState<string>('mining-output');
  const [period, setPeriod] = useState('2015');
  const isPeriod = /^(19|20|21)\d\d(-(0[1-9]|1[0-2]))?$/.test(period);
  const address = useAddress()('/api/statistics', { dataset, period });
  const reading = useAnswer<StatisticsAnswer>(isPeriod ? address : null);
  const tools = (
    <>
      <label>
        {t('disclosure.table')}{' '}
        <select value={dataset} onChange={(event) => setDataset(event.target.value)}>
          {DATASET_IDS.map((id) => (
            <option key={id} value={id}>
              {word('dataset', id)}
            </option>
          ))}
        </select>
      </label>{' '}
      <label>
        {t('disclosure.period')}{' '}
        <input className="narrow" value={period} placeholder="2015-03" onChange={(event) => setPeriod(event.target.value)} />
      </label>
    </>
  );
  const source = { formula: t('disclosure.previewFormula'), address };
  return (
    <Tile title={t('disclosure.preview')} reading={reading} wide tools={tools} source={source}>
      {({ table }) => (
        <StatisticTableView table={table} label={`${t('disclosure.preview')} ${name(table.name, '')} ${table.period}`} />
      )}
    </Tile>
  );
}
