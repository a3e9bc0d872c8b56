import { z } from 'zod';
import { extractionPlace, rareEarthContent, RARE_EARTHS } from '../elements/index.ts';
import { QUANTITY_MG_MAX } from '../units/index.ts';
import { nameSchema, siteKindSchema } from '../wire/index.ts';
import { polygonSchema } from './polygon.ts';
import { isUsci } from './usci.ts';

/** The entries of `registry.json` (FORMATS, section 2). Unknown keys are kept and ignored. */

const REO_TONNES_MAX = Number(QUANTITY_MG_MAX) / 1e9;
/** Published distributions are rounded; their sum may pass 100 % by this much, in percent points. */
const PERCENT_SUM_MAX = 102;

const textSchema = z.string().min(1, 'is empty');
const dateSchema = z.iso.date('is no day of the calendar written as 2026-11-23');
const usciSchema = z
  .string()
  .refine(isUsci, 'is no unified social credit identifier of 18 characters with its check character (GB 32100-2015)');

/** A rule on a period: it does not end before it begins. */
function endsInTime(entry: { readonly from: string; readonly to: string | null }): boolean {
  return entry.to === null || entry.from <= entry.to;
}

const ENDS_IN_TIME = { message: 'ends before it begins', path: ['to'] };

const percentSchema = z.record(
  z.string().refine((formula) => rareEarthContent(formula) !== null, 'is no formula of a rare-earth oxide'),
  z.number().min(0, 'is below 0').max(100, 'is above 100'),
);

const distributionSchema = percentSchema.refine(
  (percent) => Object.values(percent).reduce((total, value) => total + value, 0) <= PERCENT_SUM_MAX,
  'adds up to more than 100 %',
);

/** Something in the life of an enterprise, on the day from which it holds. */
const lifeEventSchema = z.discriminatedUnion(
  'what',
  [
    z.looseObject({ what: z.literal('founded'), on: dateSchema }),
    /** Comes into a group, out of the one in which it was. */
    z.looseObject({ what: z.literal('joined'), on: dateSchema, group: textSchema }),
    z.looseObject({ what: z.literal('left'), on: dateSchema, group: textSchema }),
    z.looseObject({ what: z.literal('split'), on: dateSchema, from: textSchema }),
    z.looseObject({ what: z.literal('merged'), on: dateSchema, into: textSchema }),
    z.looseObject({ what: z.literal('closed'), on: dateSchema }),
  ],
  'is none of founded, joined, left, split, merged, closed',
);

const organisationSchema = z.looseObject({
  id: textSchema,
  name: nameSchema,
  group: textSchema.nullable(),
  usci: usciSchema.nullable(),
  roles: z.array(
    z.enum(['mine', 'separation', 'metal', 'material', 'trader', 'recycler', 'exporter', 'reserve', 'laboratory', 'regulator']),
  ),
  /** How long the prefix of a key is, an EPC URN must tell and a Digital Link does not. */
  gs1CompanyPrefixes: z.array(z.string().regex(/^\d{6,12}$/, 'is no GS1 company prefix of 6 to 12 digits')).optional(),
  /** Where it is registered; what is no text is kept and not used. */
  address: z.unknown().optional(),
  /** Its life, day by day; `group` above is what holds after the last of these. */
  history: z.array(lifeEventSchema).optional(),
});

const symbolSchema = z.enum(RARE_EARTHS, 'is no symbol of a rare earth');

/** A cascade of mixer-settlers that a plant declares; what it cuts between decides which lots it answers for. */
const cascadeSchema = z
  .looseObject({
    name: textSchema,
    /** The last element that stays aqueous, and the first that the organic takes. */
    cut: z
      .tuple([symbolSchema, symbolSchema])
      .refine(
        ([lighter, heavier]) => extractionPlace(lighter) >= 0 && extractionPlace(lighter) < extractionPlace(heavier),
        'names first the element that stays aqueous, then one that is extracted more',
      ),
    stages: z.int().min(2).max(1000),
    /** Moles that the organic carries for each mole of rare earths fed. */
    extractionMax: z.number().positive().nullable(),
    /** The separation factor across the cut, and where it comes from. */
    factor: z.number().gt(1, 'must be above 1').nullable(),
    factorSource: z.string().nullable(),
    from: dateSchema,
    to: dateSchema.nullable(),
  })
  .refine(endsInTime, ENDS_IN_TIME);

/** A production line with its capacity, from registration to retirement. */
const lineSchema = z
  .looseObject({
    id: textSchema,
    process: z.enum(['mining', 'beneficiation', 'separation', 'metal', 'magnet', 'recycling']),
    capacityTonnes: z.number().min(0, 'is below 0'),
    from: dateSchema,
    to: dateSchema.nullable(),
    /** Lines whose capacity it takes over; they are retired before it begins. */
    replaces: z.array(textSchema).optional(),
  })
  .refine(endsInTime, ENDS_IN_TIME);

const monthDaySchema = z.string().regex(/^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/, 'is no day of the year written as 11-15');

/** Days of every year on which nothing may be made; a season may go over the turn of the year. */
const seasonSchema = z.looseObject({ from: monthDaySchema, to: monthDaySchema, ground: textSchema });

/** What a mine plans to bring out in a month. */
const monthPlanSchema = z.looseObject({
  month: z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'is no month written as 2015-03'),
  reoTonnes: z.number().min(0, 'is below 0').max(REO_TONNES_MAX),
});

const siteSchema = z.looseObject({
  id: textSchema,
  organisation: textSchema,
  name: nameSchema,
  kind: siteKindSchema,
  deposit: textSchema.nullable(),
  ore: z.enum(['light', 'ion']).nullable(),
  province: z.string().nullable(),
  location: z.tuple([z.number().min(-180).max(180), z.number().min(-90).max(90)]).nullable(),
  cascades: z.array(cascadeSchema).optional(),
  lines: z.array(lineSchema).optional(),
  closedSeasons: z.array(seasonSchema).optional(),
  monthPlans: z.array(monthPlanSchema).optional(),
});

const productSchema = z.looseObject({
  id: textSchema,
  name: nameSchema,
  kind: z.enum([
    'ore',
    'concentrate',
    'mixed-compound',
    'oxide',
    'salt',
    'metal',
    'alloy',
    'magnet',
    'material',
    'scrap',
    'residue',
  ]),
  hs: z.string().nullable(),
});

const permitSchema = z
  .looseObject({
    id: textSchema,
    holder: textSchema,
    site: textSchema.nullable(),
    kind: z.enum(['mining', 'separation', 'metal', 'export', 'discharge', 'recycling']),
    from: dateSchema,
    to: dateSchema.nullable(),
    limit: z.looseObject({ quantity: z.number().min(0, 'is below 0'), uom: textSchema, basis: textSchema }).nullable(),
    /** Customs codes that an export licence covers, or their first digits. */
    hs: z.array(z.string().regex(/^\d{4,10}$/, 'is no customs code of 4 to 10 digits')).optional(),
    /** The ground that a mining licence covers. */
    polygon: polygonSchema.optional(),
  })
  .refine(endsInTime, ENDS_IN_TIME);

const BATCH_FORM = 'expected a whole number from 1, or "year"';

const quotaSchema = z.looseObject({
  id: textSchema,
  year: z.int().min(1949).max(2999),
  batch: z
    .union([z.number(), z.literal('year')], BATCH_FORM)
    .refine((batch) => batch === 'year' || (Number.isInteger(batch) && batch >= 1), BATCH_FORM),
  stage: z.enum(['mining', 'separation']),
  ore: z.enum(['light', 'ion', 'any']),
  holder: textSchema,
  parent: textSchema.nullable(),
  reoTonnes: z.number().min(0, 'is below 0').max(REO_TONNES_MAX),
});

const listingSchema = z
  .looseObject({
    organisation: textSchema,
    colour: z.enum(['white', 'black']),
    ground: z.string(),
    from: dateSchema,
    to: dateSchema.nullable(),
  })
  .refine(endsInTime, ENDS_IN_TIME);

/** Ground that a plan sets apart: zones planned for mining, and ore that is sealed as a reserve. */
const miningAreaSchema = z
  .looseObject({
    id: textSchema,
    name: nameSchema,
    kind: z.enum(['planned-zone', 'sealed']),
    polygon: polygonSchema,
    from: dateSchema,
    to: dateSchema.nullable(),
  })
  .refine(endsInTime, ENDS_IN_TIME);

/** What a reserve is ordered to take in, to give out or to lend. */
const reserveOrderSchema = z
  .looseObject({
    id: textSchema,
    site: textSchema,
    act: z.enum(['receive', 'release', 'lend']),
    /** Null for any product. */
    product: textSchema.nullable(),
    /** Net, as weighed. */
    tonnes: z.number().min(0, 'is below 0').max(REO_TONNES_MAX),
    from: dateSchema,
    to: dateSchema.nullable(),
    /** By when what is lent comes back; null for what is not lent. */
    returnBy: dateSchema.nullable().default(null),
  })
  .refine(endsInTime, ENDS_IN_TIME);

/** A piece of ground that an inspector goes round. */
const patrolCellSchema = z.looseObject({
  id: textSchema,
  name: nameSchema,
  province: textSchema,
  county: textSchema,
  /** Who goes round it. */
  inspector: textSchema,
  everyDays: z.int().min(1).max(366),
  /** First day of its rounds. */
  from: dateSchema,
});

const depositSchema = z.looseObject({
  name: textSchema,
  reoPercent: distributionSchema,
  sdPercent: percentSchema.nullable(),
  source: z.string(),
});

export type Organisation = z.infer<typeof organisationSchema>;
export type Site = z.infer<typeof siteSchema>;
export type Product = z.infer<typeof productSchema>;
export type Permit = z.infer<typeof permitSchema>;
export type RegisteredQuota = z.infer<typeof quotaSchema>;
export type Listing = z.infer<typeof listingSchema>;
export type Deposit = z.infer<typeof depositSchema>;
export type Line = z.infer<typeof lineSchema>;
export type LifeEvent = z.infer<typeof lifeEventSchema>;
export type ReserveOrder = z.infer<typeof reserveOrderSchema>;
export type PatrolCell = z.infer<typeof patrolCellSchema>;
export type MiningArea = z.infer<typeof miningAreaSchema>;

/**
 * A whole registry; ids of organisations, sites and products are canonical GS1 Digital Link URIs. Other keys of the file are
 * kept.
 */
export interface Registry {
  readonly organisations: readonly Organisation[];
  readonly sites: readonly Site[];
  readonly products: readonly Product[];
  readonly permits: readonly Permit[];
  readonly quotas: readonly RegisteredQuota[];
  readonly lists: readonly Listing[];
  readonly deposits: readonly Deposit[];
  readonly miningAreas: readonly MiningArea[];
  readonly reserveOrders: readonly ReserveOrder[];
  readonly patrolCells: readonly PatrolCell[];
  readonly [key: string]: unknown;
}

/** The lists of a registry and the schema of an entry of each. */
export const ENTRY_SCHEMAS = {
  organisations: organisationSchema,
  sites: siteSchema,
  products: productSchema,
  permits: permitSchema,
  quotas: quotaSchema,
  lists: listingSchema,
  deposits: depositSchema,
  miningAreas: miningAreaSchema,
  reserveOrders: reserveOrderSchema,
  patrolCells: patrolCellSchema,
} as const;

/** The name of a list of a registry. */
export type ListName = keyof typeof ENTRY_SCHEMAS;

/** An entry of the list of that name. */
export type Entry<N extends ListName> = z.infer<(typeof ENTRY_SCHEMAS)[N]>;

/** The lists in the order of the file. */
export const LIST_NAMES = Object.keys(ENTRY_SCHEMAS) as readonly ListName[];

/** Lists that a file may leave out: FORMATS does not know them. */
export const OPTIONAL_LISTS: ReadonlySet<ListName> = new Set<ListName>(['miningAreas', 'reserveOrders', 'patrolCells']);
