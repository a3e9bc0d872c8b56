import { numberIn, parseCsv, textIn } from '../../industry/index.ts';
import { Parameters } from '../../rules/index.ts';
import type { ReadData } from '../package-data.ts';

const FILE = 'rule-parameters.csv';

/**
 * The parameters of rules that the package ships.
 * @throws Error naming the column that is wrong
 */
export function readParameters(readData: ReadData): Parameters {
  return new Parameters(
    parseCsv(readData(FILE), FILE).map((row) => ({
      rule: textIn(row, 'rule', FILE),
      parameter: textIn(row, 'parameter', FILE),
      from: textIn(row, 'from', FILE),
      value: numberIn(row, 'value', FILE),
      unit: row['unit'] ?? '',
      why: textIn(row, 'why', FILE),
    })),
  );
}
