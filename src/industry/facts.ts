import { RARE_EARTHS, rareEarthIndexOfOxide, oxideFactor } from '../elements/index.ts';
import { readAssumptions, type Assumptions } from './assumptions.ts';
import { numberIn, parseCsv, textIn, type Row } from './csv.ts';

export type OreType = 'light' | 'ion';

/** A national quota in tonnes REO: mining by ore, separation for `any`; a mining row for `any` is the total of both ores. */
export interface NationalQuota {
  readonly year: number;
  readonly batch: number | 'year';
  readonly stage: 'mining' | 'separation';
  readonly ore: OreType | 'any';
  readonly reoTonnes: number;
}

/** What one group holds of a national quota in 2015, tonnes REO; an empty group is all that stand outside the groups. */
export interface GroupQuota {
  readonly group: string;
  readonly stage: 'mining' | 'separation';
  readonly ore: OreType | 'any';
  readonly reoTonnes: number;
}

/** The share of each oxide in REO (配分), percent, scaled to a sum of 100, with its source. */
export interface Deposit {
  readonly name: string;
  readonly reoPercent: Readonly<Record<string, number>>;
  /** Kilograms of each element for a kilogram REO, in the order of `RARE_EARTHS`. */
  readonly elementPerReo: Float64Array;
  readonly source: string;
}

/** A product of the trade. `basis` says how its assays are written: oxides or bare elements. */
export interface ProductFact {
  readonly key: string;
  readonly name: { readonly zh: string; readonly en: string };
  readonly kind: string;
  readonly basis: 'oxide' | 'metal';
  readonly hs: string | null;
}

/** An organisation with at most one site. Below the groups all are made up. */
export interface Enterprise {
  readonly key: string;
  readonly role: string;
  readonly group: string;
  readonly name: { readonly zh: string; readonly en: string };
  readonly province: string;
  readonly location: readonly [longitude: number, latitude: number] | null;
  readonly feed: string;
  readonly deposit: string;
  readonly weight: number;
  readonly makes: readonly string[];
}

/** A cascade that every separation plant of an ore declares in the registry; made up. */
export interface CascadeFact {
  readonly feed: OreType;
  readonly cut: readonly [lighter: string, heavier: string];
  readonly stages: number;
  /** Moles that the organic carries for each mole fed. */
  readonly extractionMax: number;
  /** The separation factor that the plant states, with why; null where it leaves that to the shipped constants. */
  readonly factor: number | null;
  readonly why: string;
}

/** Everything that the simulator knows of the world. */
export interface IndustryFacts {
  readonly assumptions: Assumptions;
  readonly nationalQuotas: readonly NationalQuota[];
  readonly groupQuotas: readonly GroupQuota[];
  readonly deposits: ReadonlyMap<string, Deposit>;
  /** Percent recovered, by `stage/ore`, e.g. `separation/light` → 90. */
  readonly recoveryPercent: ReadonlyMap<string, number>;
  readonly exportTonnes: ReadonlyMap<number, number>;
  readonly provinceCodes: ReadonlyMap<string, string>;
  readonly products: readonly ProductFact[];
  readonly enterprises: readonly Enterprise[];
  readonly cascades: readonly CascadeFact[];
  readonly counts: ReadonlyMap<string, number>;
}

/** The files of the project's `data/` folder that `readFacts` needs. */
export const FACT_FILES = [
  'assumptions.csv',
  'national_quotas.csv',
  'group_quotas_2015.csv',
  'deposit_distributions.csv',
  'recoveries.csv',
  'exports.csv',
  'provinces.csv',
  'products.csv',
  'enterprises.csv',
  'cascades.csv',
  'industry_counts.csv',
] as const;

/**
 * The facts from the texts of the files named in `FACT_FILES`.
 * @throws Error naming file, line or column when a file is missing or a value cannot be read
 */
export function readFacts(csvTexts: Readonly<Record<string, string>>): IndustryFacts {
  const table = (file: (typeof FACT_FILES)[number]): Row[] => {
    const text = csvTexts[file];
    if (text === undefined) throw new Error(`readFacts: ${file} is missing`);
    return parseCsv(text, file);
  };
  return {
    assumptions: readAssumptions(table('assumptions.csv'), 'assumptions.csv'),
    nationalQuotas: table('national_quotas.csv').map(readNationalQuota),
    groupQuotas: table('group_quotas_2015.csv').map(readGroupQuota),
    deposits: readDeposits(table('deposit_distributions.csv')),
    recoveryPercent: numbersBy(
      table('recoveries.csv'),
      (row) => `${row['stage']}/${row['ore']}`,
      'percent_2015',
      'recoveries.csv',
    ),
    exportTonnes: readExports(table('exports.csv')),
    provinceCodes: new Map(
      table('provinces.csv').map((row) => [
        textIn(row, 'province', 'provinces.csv'),
        textIn(row, 'region_code', 'provinces.csv'),
      ]),
    ),
    products: table('products.csv').map(readProduct),
    enterprises: table('enterprises.csv').map(readEnterprise),
    cascades: table('cascades.csv').map(readCascade),
    counts: numbersBy(table('industry_counts.csv'), (row) => row['fact'] ?? '', 'value', 'industry_counts.csv'),
  };
}

function oneOf<const T extends string>(row: Row, column: string, allowed: readonly T[], file: string): T {
  const text = textIn(row, column, file);
  const found = allowed.find((value) => value === text);
  if (found === undefined) throw new Error(`${file}: column ${column}: expected one of ${allowed.join(', ')}, got '${text}'`);
  return found;
}

function readNationalQuota(row: Row): NationalQuota {
  const file = 'national_quotas.csv';
  return {
    year: numberIn(row, 'year', file),
    batch: row['batch'] === 'year' ? 'year' : numberIn(row, 'batch', file),
    stage: oneOf(row, 'stage', ['mining', 'separation'], file),
    ore: oneOf(row, 'ore', ['light', 'ion', 'any'], file),
    reoTonnes: numberIn(row, 'reo_t', file),
  };
}

function readGroupQuota(row: Row): GroupQuota {
  const file = 'group_quotas_2015.csv';
  return {
    group: row['group'] ?? '',
    stage: oneOf(row, 'stage', ['mining', 'separation'], file),
    ore: oneOf(row, 'ore', ['light', 'ion', 'any'], file),
    reoTonnes: numberIn(row, 'reo_t', file),
  };
}

function readExports(rows: readonly Row[]): Map<number, number> {
  return new Map(rows.map((row) => [numberIn(row, 'year', 'exports.csv'), numberIn(row, 'export_t', 'exports.csv')]));
}

function numbersBy(rows: readonly Row[], keyOf: (row: Row) => string, column: string, file: string): Map<string, number> {
  return new Map(rows.map((row) => [keyOf(row), numberIn(row, column, file)]));
}

function readProduct(row: Row): ProductFact {
  const file = 'products.csv';
  const hs = row['hs'] ?? '';
  return {
    key: textIn(row, 'key', file),
    name: { zh: textIn(row, 'name_zh', file), en: textIn(row, 'name_en', file) },
    kind: textIn(row, 'kind', file),
    basis: oneOf(row, 'basis', ['oxide', 'metal'], file),
    hs: hs === '' ? null : hs,
  };
}

function readEnterprise(row: Row): Enterprise {
  const file = 'enterprises.csv';
  const located = row['longitude'] !== '';
  const makes = row['makes'] ?? '';
  return {
    key: textIn(row, 'key', file),
    role: textIn(row, 'role', file),
    group: row['group'] ?? '',
    name: { zh: textIn(row, 'name_zh', file), en: textIn(row, 'name_en', file) },
    province: row['province'] ?? '',
    location: located ? [numberIn(row, 'longitude', file), numberIn(row, 'latitude', file)] : null,
    feed: row['feed'] ?? '',
    deposit: row['deposit'] ?? '',
    weight: numberIn(row, 'weight', file),
    makes: makes === '' ? [] : makes.split(';'),
  };
}

function readCascade(row: Row): CascadeFact {
  const file = 'cascades.csv';
  return {
    feed: oneOf(row, 'feed', ['light', 'ion'], file),
    cut: [textIn(row, 'lighter', file), textIn(row, 'heavier', file)],
    stages: numberIn(row, 'stages', file),
    extractionMax: numberIn(row, 'extraction_max', file),
    factor: row['factor'] === '' ? null : numberIn(row, 'factor', file),
    why: textIn(row, 'why', file),
  };
}

function readDeposits(rows: readonly Row[]): Map<string, Deposit> {
  const file = 'deposit_distributions.csv';
  const byName = Map.groupBy(rows, (row) => textIn(row, 'deposit', file));
  return new Map([...byName].map(([name, own]) => [name, depositOf(name, own)]));
}

function depositOf(name: string, rows: readonly Row[]): Deposit {
  const file = 'deposit_distributions.csv';
  const sum = rows.reduce((total, row) => total + numberIn(row, 'percent_of_reo', file), 0);
  const reoPercent: Record<string, number> = {};
  const elementPerReo = new Float64Array(RARE_EARTHS.length);
  for (const row of rows) {
    const oxide = textIn(row, 'oxide', file);
    const index = rareEarthIndexOfOxide(oxide);
    if (index === undefined) throw new Error(`${file}: ${name}: ${oxide} is no trade oxide of a rare earth`);
    const percent = (numberIn(row, 'percent_of_reo', file) * 100) / sum;
    reoPercent[oxide] = Math.round(percent * 1e4) / 1e4;
    elementPerReo[index] = percent / 100 / oxideFactor(index);
  }
  return {
    name,
    reoPercent,
    elementPerReo,
    source: [...new Set(rows.map((row) => `${row['source']} (${row['confidence']})`))].join('; '),
  };
}
