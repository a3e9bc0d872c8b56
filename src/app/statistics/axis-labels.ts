import { parseCsv, textIn } from '../../industry/index.ts';
import { UNKNOWN, type AxisKind } from '../../statistics/index.ts';
import type { Axis, Name } from '../../wire/index.ts';
import { nameOrId } from '../answers/references.ts';
import { readData } from '../package-data.ts';
import type { World } from '../world.ts';

const PROVINCES = 'provinces.csv';

/** The key of totals, as SDMX has it. */
export const TOTAL = '_T';

const WORDS: Readonly<Record<string, Name>> = {
  [UNKNOWN]: { zh: '未登记', en: 'not registered' },
  [TOTAL]: { zh: '合计', en: 'Total' },
};

const BY_KIND: Readonly<Record<'ore' | 'weight-class' | 'product-kind', Readonly<Record<string, Name>>>> = {
  ore: { light: { zh: '轻稀土矿', en: 'light ores' }, ion: { zh: '离子型稀土矿', en: 'ion-adsorption ores' } },
  'weight-class': {
    light: { zh: '轻稀土', en: 'light' },
    medium: { zh: '中稀土', en: 'medium' },
    heavy: { zh: '重稀土', en: 'heavy' },
    apart: { zh: '钪', en: 'scandium' },
  },
  'product-kind': {
    metal: { zh: '金属', en: 'metals' },
    alloy: { zh: '合金', en: 'alloys' },
    magnet: { zh: '磁体', en: 'magnets' },
    material: { zh: '其他材料', en: 'other materials' },
  },
};

let provinces: ReadonlyMap<string, string> | null = null;

function provinceEn(province: string): string {
  provinces ??= new Map(
    parseCsv(readData(PROVINCES), PROVINCES).map((row) => [
      textIn(row, 'province', PROVINCES),
      textIn(row, 'name_en', PROVINCES),
    ]),
  );
  return provinces.get(province) ?? province;
}

/** An axis with the name of each of its words, and the total where there are several. */
export function axisOf(kind: AxisKind, words: readonly string[], world: World): Axis {
  const keys = words.length > 1 ? [...words, TOTAL] : words;
  return { kind, labels: keys.map((key) => ({ key, name: labelOf(kind, key, world) })) };
}

function labelOf(kind: AxisKind, key: string, world: World): Name {
  const common = WORDS[key];
  if (common !== undefined) return common;
  if (kind === 'organisation') return nameOrId(world, key);
  if (kind === 'province') return { zh: key, en: provinceEn(key) };
  return kind === 'hs' ? { zh: key, en: key } : (BY_KIND[kind][key] ?? { zh: key, en: key });
}
