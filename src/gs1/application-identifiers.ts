/**
 * The GS1 application identifiers that Ytterby reads. Facts from the GS1 Barcode Syntax Dictionary (gs1/gs1-syntax-dictionary as in
 * gs1/gs1-syntax-engine at 50657db), which is the machine-readable form of the GS1 General Specifications, section 3.
 */

/** Sets of characters: digits; sets 82 and 39 (General Specifications, figures 7.11-1 and 7.11-2); the file-safe set 64. */
export type CharacterSet = 'N' | 'X' | 'Y' | 'Z';

/** What a part of a value must be beside its characters. */
export type PartCheck = 'check' | 'date' | 'zero' | 'company' | 'pieces' | 'plain-number';

/** One part of a value. Only the last part of a value may vary in length. */
export interface ValuePart {
  readonly characters: CharacterSet;
  readonly min: number;
  readonly max: number;
  readonly check: PartCheck | null;
}

/** One application identifier. */
export interface ApplicationIdentifier {
  readonly ai: string;
  /** The data title of the General Specifications, or what stands in its place. */
  readonly title: string;
  readonly parts: readonly ValuePart[];
  /** Characters of the whole value. */
  readonly min: number;
  readonly max: number;
  /** Ends in an element string without a separator (General Specifications, figure 7.8.5-2). */
  readonly isPredefined: boolean;
}

/** Application identifier, title, format: `N13,check` a part of 13 digits, `X1-20` 1 to 20 characters. */
// oxfmt-ignore
const TABLE: readonly (readonly [ai: string, title: string, format: string])[] = [
  ['00', 'SSCC', 'N18,check'],
  ['01', 'GTIN', 'N14,check'],
  ['02', 'CONTENT', 'N14,check'],
  ['10', 'BATCH/LOT', 'X1-20'],
  ['11', 'PROD DATE', 'N6,date'],
  ['12', 'DUE DATE', 'N6,date'],
  ['13', 'PACK DATE', 'N6,date'],
  ['15', 'BEST BEFORE', 'N6,date'],
  ['16', 'SELL BY', 'N6,date'],
  ['17', 'USE BY OR EXPIRY', 'N6,date'],
  ['20', 'VARIANT', 'N2'],
  ['21', 'SERIAL', 'X1-20'],
  ['22', 'CPV', 'X1-20'],
  ['235', 'TPX', 'X1-28'],
  ['240', 'ADDITIONAL ID', 'X1-30'],
  ['241', 'CUST. PART No.', 'X1-30'],
  ['242', 'MTO VARIANT', 'N1-6'],
  ['243', 'PCN', 'X1-20'],
  ['250', 'SECONDARY SERIAL', 'X1-30'],
  ['251', 'REF. TO SOURCE', 'X1-30'],
  ['253', 'GDTI', 'N13,check X0-17'],
  ['254', 'GLN EXTENSION COMPONENT', 'X1-20'],
  ['255', 'GCN', 'N13,check N0-12'],
  ['30', 'VAR. COUNT', 'N1-8'],
  ['37', 'COUNT', 'N1-8'],
  ['400', 'ORDER NUMBER', 'X1-30'],
  ['401', 'GINC', 'N4,company X0-26'],
  ['402', 'GSIN', 'N17,check'],
  ['403', 'ROUTE', 'X1-30'],
  ['410', 'SHIP TO LOC', 'N13,check'],
  ['411', 'BILL TO', 'N13,check'],
  ['412', 'PURCHASE FROM', 'N13,check'],
  ['413', 'SHIP FOR LOC', 'N13,check'],
  ['414', 'LOC No.', 'N13,check'],
  ['415', 'PAY TO', 'N13,check'],
  ['416', 'PROD/SERV LOC', 'N13,check'],
  ['417', 'PARTY', 'N13,check'],
  ['422', 'ORIGIN', 'N3'],
  ['7040', 'UIC+EXT', 'N1 X2 Z1'],
  ['8003', 'GRAI', 'N1,zero N13,check X0-16'],
  ['8004', 'GIAI', 'N4,company X0-26'],
  ['8006', 'ITIP', 'N14,check N4,pieces'],
  ['8010', 'CPID', 'N4,company Y0-26'],
  ['8011', 'CPID SERIAL', 'N1-12,plain-number'],
  ['8012', 'VERSION', 'X1-20'],
  ['8017', 'GSRN - PROVIDER', 'N18,check'],
  ['8018', 'GSRN - RECIPIENT', 'N18,check'],
  ['8019', 'SRIN', 'N1-10'],
  ['8020', 'REF No.', 'X1-25'],
  ['8026', 'ITIP CONTENT', 'N14,check N4,pieces'],
  ['90', 'INTERNAL', 'X1-30'],
  ...['91', '92', '93', '94', '95', '96', '97', '98', '99'].map((ai) => [ai, 'INTERNAL', 'X1-90'] as const),
  ...withDecimals('310', 'NET WEIGHT (kg)', 'N6', 5),
  ...withDecimals('311', 'LENGTH (m)', 'N6', 5),
  ...withDecimals('312', 'WIDTH (m)', 'N6', 5),
  ...withDecimals('313', 'HEIGHT (m)', 'N6', 5),
  ...withDecimals('314', 'AREA (m²)', 'N6', 5),
  ...withDecimals('315', 'NET VOLUME (l)', 'N6', 5),
  ...withDecimals('316', 'NET VOLUME (m³)', 'N6', 5),
  ...withDecimals('330', 'GROSS WEIGHT (kg)', 'N6', 5),
  ...withDecimals('390', 'AMOUNT', 'N1-15', 9),
  ...withDecimals('391', 'AMOUNT', 'N3 N1-15', 9),
  ...withDecimals('392', 'PRICE', 'N1-15', 9),
  ...withDecimals('393', 'PRICE', 'N3 N1-15', 9),
];

/** Identifiers whose last digit tells the number of decimals. */
function withDecimals(stem: string, title: string, format: string, most: number): (readonly [string, string, string])[] {
  return Array.from({ length: most + 1 }, (_, decimals) => [`${stem}${decimals}`, title, format] as const);
}

/** First two digits of the identifiers of predefined length (General Specifications, figure 7.8.5-2). */
const PREDEFINED = /^(0[0-4]|1[1-9]|20|3[1-6]|41)/;

function identifierOf([ai, title, format]: readonly [string, string, string]): ApplicationIdentifier {
  const parts = format.split(' ').map(partOf);
  const min = parts.reduce((sum, part) => sum + part.min, 0);
  const max = parts.reduce((sum, part) => sum + part.max, 0);
  return { ai, title, parts, min, max, isPredefined: PREDEFINED.test(ai) };
}

function partOf(format: string): ValuePart {
  const [shape = '', check = null] = format.split(',');
  const [min = 0, max = min] = shape.slice(1).split('-').map(Number);
  return { characters: shape.charAt(0) as CharacterSet, min, max, check: check as PartCheck | null };
}

/** Every application identifier that is read, by its digits. */
export const APPLICATION_IDENTIFIERS: ReadonlyMap<string, ApplicationIdentifier> = new Map(
  TABLE.map((row) => [row[0], identifierOf(row)]),
);

/**
 * The application identifier that a text begins with at an index. No identifier is the beginning of another, so at most one fits.
 * @returns undefined when none is known
 */
export function identifierAt(text: string, at: number): ApplicationIdentifier | undefined {
  for (const length of [2, 3, 4]) {
    const found = APPLICATION_IDENTIFIERS.get(text.slice(at, at + length));
    if (found !== undefined) return found;
  }
  return undefined;
}
