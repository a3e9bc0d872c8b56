/** A name in two languages. */
interface Name {
  readonly zh: string;
  readonly en: string;
}

/** What the words of an axis are: places, ores, classes of elements, kinds of products, customs codes, organisations. */
export type AxisKind = 'province' | 'ore' | 'weight-class' | 'product-kind' | 'hs' | 'organisation';

/** A table of the industry's statistics. */
export interface Dataset {
  readonly id: DatasetId;
  readonly name: Name;
  /** Words for the unit, and its code (UN/ECE Recommendation 20). */
  readonly unit: Name & { readonly code: 'TNE' };
  readonly rows: AxisKind;
  readonly columns: AxisKind;
  readonly method: Name;
}

export type DatasetId = 'mining-output' | 'separation-output' | 'metal-output' | 'material-output' | 'exports';

const REO = { zh: '吨 REO', en: 't REO', code: 'TNE' } as const;
const NET = { zh: '吨（净重）', en: 't net', code: 'TNE' } as const;

/** Every table, in the order in which they are offered. */
export const DATASETS: readonly Dataset[] = [
  {
    id: 'mining-output',
    name: { zh: '稀土矿产品产量', en: 'Output of rare-earth mines' },
    unit: REO,
    rows: 'province',
    columns: 'ore',
    method: {
      zh: '矿山采出批次的 REO，按事件日期（中国）计。',
      en: 'REO of the lots that mines bring out, by the day of the event in China.',
    },
  },
  {
    id: 'separation-output',
    name: { zh: '冶炼分离产品产量', en: 'Output of separation' },
    unit: REO,
    rows: 'province',
    columns: 'weight-class',
    method: {
      zh: '冶炼分离厂与回收企业产出的氧化物和盐类的 REO，减去投入的同类产品，逐事件不低于零；轻 La–Nd，中 Sm–Gd，重 Tb–Lu 与 Y。',
      en: 'REO of oxides and salts made at separation plants and recyclers, less that of such products put in, in no event below zero; light is La–Nd, medium Sm–Gd, heavy Tb–Lu and Y.',
    },
  },
  {
    id: 'metal-output',
    name: { zh: '稀土金属与合金产量', en: 'Output of rare-earth metals and alloys' },
    unit: NET,
    rows: 'province',
    columns: 'product-kind',
    method: { zh: '金属厂产出的金属与合金净重。', en: 'Net mass of metals and alloys made at metal plants.' },
  },
  {
    id: 'material-output',
    name: { zh: '稀土材料产量', en: 'Output of rare-earth materials' },
    unit: NET,
    rows: 'province',
    columns: 'product-kind',
    method: { zh: '材料厂产出的磁体与其他材料净重。', en: 'Net mass of magnets and other materials made at material plants.' },
  },
  {
    id: 'exports',
    name: { zh: '出口（按税则号与目的地）', en: 'Exports by customs code and destination' },
    unit: NET,
    rows: 'hs',
    columns: 'organisation',
    method: {
      zh: '运往境外场所的批次净重，按产品登记的税则号；出口者为发运场所的单位。',
      en: 'Net mass of lots shipped to foreign sites, by the customs code that is registered of the product; the exporter is the owner of the site that ships.',
    },
  },
];
