import { numberIn, parseCsv, textIn } from '../../industry/index.ts';
import type { Target } from '../../indicators/index.ts';
import type { ReadData } from '../package-data.ts';

const FILE = 'plan-table1.csv';

/** The 14 targets of the plan. @throws Error naming the column that is wrong */
export function readTargets(readData: ReadData): Target[] {
  return parseCsv(readData(FILE), FILE).map((row) => ({
    no: numberIn(row, 'no', FILE),
    name: { zh: textIn(row, 'name_zh', FILE), en: textIn(row, 'name_en', FILE) },
    unit: { zh: textIn(row, 'unit_zh', FILE), en: textIn(row, 'unit_en', FILE) },
    base: row['base_2015'] === '' ? null : numberIn(row, 'base_2015', FILE),
    target: numberIn(row, 'target_2020', FILE),
    bound: textIn(row, 'bound', FILE) === 'below' ? 'below' : 'is',
    change: row['change'] === '' ? null : numberIn(row, 'change', FILE),
    better: textIn(row, 'better', FILE) as Target['better'],
    source: textIn(row, 'source', FILE),
  }));
}
