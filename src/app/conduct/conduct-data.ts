import { numberIn, parseCsv, textIn } from '../../industry/index.ts';
import type { Comparison, ConductRules, CreditWeight, NormCondition } from '../../conduct/index.ts';
import type { Name } from '../../wire/index.ts';
import { readData } from '../package-data.ts';

const CONDITIONS = 'norm-conditions.csv';
const AUTHORITIES = 'authorities.csv';
const WEIGHTS = 'credit-weights.csv';

/** An authority that is told of what is announced, revoked, listed and delisted, and has so many days to say that it acted. */
interface Authority {
  readonly key: string;
  readonly name: Name;
  readonly days: number;
}

/** What the package's data say of conduct. */
export interface ConductData extends ConductRules {
  readonly authorities: readonly Authority[];
  readonly weights: readonly CreditWeight[];
}

let known: ConductData | null = null;

/** Conditions, authorities and weights, read once. @throws Error naming the column that is wrong */
export function conductData(): ConductData {
  known ??= { conditions: readConditions(), authorities: readAuthorities(), weights: readWeights() };
  return known;
}

type Row = ReturnType<typeof parseCsv>[number];

function nameIn(row: Row, file: string): Name {
  return { zh: textIn(row, 'name_zh', file), en: textIn(row, 'name_en', file) };
}

function readConditions(): NormCondition[] {
  return parseCsv(readData(CONDITIONS), CONDITIONS).map((row) => ({
    applicant: textIn(row, 'applicant', CONDITIONS),
    item: textIn(row, 'item', CONDITIONS),
    from: textIn(row, 'from', CONDITIONS),
    alternative: row['alternative'] === '' ? null : textIn(row, 'alternative', CONDITIONS),
    name: nameIn(row, CONDITIONS),
    comparison: textIn(row, 'comparison', CONDITIONS) as Comparison,
    limit: row['value'] === '' ? null : numberIn(row, 'value', CONDITIONS),
    unit: row['unit'] ?? '',
    source: textIn(row, 'source', CONDITIONS),
    confidence: textIn(row, 'confidence', CONDITIONS),
  }));
}

function readAuthorities(): Authority[] {
  return parseCsv(readData(AUTHORITIES), AUTHORITIES).map((row) => ({
    key: textIn(row, 'key', AUTHORITIES),
    name: nameIn(row, AUTHORITIES),
    days: numberIn(row, 'days', AUTHORITIES),
  }));
}

function readWeights(): CreditWeight[] {
  return parseCsv(readData(WEIGHTS), WEIGHTS).map((row) => ({
    item: textIn(row, 'item', WEIGHTS),
    from: textIn(row, 'from', WEIGHTS),
    name: nameIn(row, WEIGHTS),
    points: numberIn(row, 'points', WEIGHTS),
    most: numberIn(row, 'most', WEIGHTS),
    why: textIn(row, 'why', WEIGHTS),
  }));
}
