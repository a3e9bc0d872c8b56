/** Atomic masses in g/mol: CIAAW standard atomic weights 2021 (abridged); promethium has none, its longest-lived isotope stands in. */
const ATOMIC_MASS_OXYGEN = 15.999;

/** The seventeen rare earths in the order that every vector of masses uses. */
// oxfmt-ignore
export const RARE_EARTHS = [
  'Sc', 'Y', 'La', 'Ce', 'Pr', 'Nd', 'Pm', 'Sm', 'Eu', 'Gd', 'Tb', 'Dy', 'Ho', 'Er', 'Tm', 'Yb', 'Lu',
] as const;

/** A rare earth's symbol. */
export type RareEarth = (typeof RARE_EARTHS)[number];

/** Light (La–Nd), medium (Sm–Gd), heavy (Tb–Lu and Y); scandium and promethium stand apart. */
export type WeightClass = 'light' | 'medium' | 'heavy' | 'apart';

/** One rare earth: names, atomic mass in g/mol, the oxide that the trade counts it as, and grams of oxide for a gram of element. */
export interface RareEarthFacts {
  readonly symbol: RareEarth;
  readonly atomicNumber: number;
  readonly name: { readonly zh: string; readonly en: string };
  readonly atomicMass: number;
  readonly oxide: string;
  readonly oxidePerElement: number;
  /** The same as a ratio of whole numbers: millionths of g/mol of the element, and of the whole oxide, in one formula unit of oxide. */
  readonly oxideRatio: { readonly element: bigint; readonly oxide: bigint };
  readonly weightClass: WeightClass;
}

type Row = [RareEarth, number, string, string, number, string, number, number, WeightClass];

const ROWS: readonly Row[] = [
  ['Sc', 21, '钪', 'Scandium', 44.955907, 'Sc2O3', 2, 3, 'apart'],
  ['Y', 39, '钇', 'Yttrium', 88.905838, 'Y2O3', 2, 3, 'heavy'],
  ['La', 57, '镧', 'Lanthanum', 138.90547, 'La2O3', 2, 3, 'light'],
  ['Ce', 58, '铈', 'Cerium', 140.116, 'CeO2', 1, 2, 'light'],
  ['Pr', 59, '镨', 'Praseodymium', 140.90766, 'Pr6O11', 6, 11, 'light'],
  ['Nd', 60, '钕', 'Neodymium', 144.242, 'Nd2O3', 2, 3, 'light'],
  ['Pm', 61, '钷', 'Promethium', 145, 'Pm2O3', 2, 3, 'apart'],
  ['Sm', 62, '钐', 'Samarium', 150.36, 'Sm2O3', 2, 3, 'medium'],
  ['Eu', 63, '铕', 'Europium', 151.964, 'Eu2O3', 2, 3, 'medium'],
  ['Gd', 64, '钆', 'Gadolinium', 157.25, 'Gd2O3', 2, 3, 'medium'],
  ['Tb', 65, '铽', 'Terbium', 158.925354, 'Tb4O7', 4, 7, 'heavy'],
  ['Dy', 66, '镝', 'Dysprosium', 162.5, 'Dy2O3', 2, 3, 'heavy'],
  ['Ho', 67, '钬', 'Holmium', 164.930329, 'Ho2O3', 2, 3, 'heavy'],
  ['Er', 68, '铒', 'Erbium', 167.259, 'Er2O3', 2, 3, 'heavy'],
  ['Tm', 69, '铥', 'Thulium', 168.934219, 'Tm2O3', 2, 3, 'heavy'],
  ['Yb', 70, '镱', 'Ytterbium', 173.045, 'Yb2O3', 2, 3, 'heavy'],
  ['Lu', 71, '镥', 'Lutetium', 174.9668, 'Lu2O3', 2, 3, 'heavy'],
];

/** Facts of every rare earth, in the order of `RARE_EARTHS`. */
export const RARE_EARTH_FACTS: readonly RareEarthFacts[] = ROWS.map(
  ([symbol, atomicNumber, zh, en, atomicMass, oxide, metals, oxygens, weightClass]) => ({
    symbol,
    atomicNumber,
    name: { zh, en },
    atomicMass,
    oxide,
    oxidePerElement: (metals * atomicMass + oxygens * ATOMIC_MASS_OXYGEN) / (metals * atomicMass),
    oxideRatio: {
      element: millionths(metals * atomicMass),
      oxide: millionths(metals * atomicMass) + millionths(oxygens * ATOMIC_MASS_OXYGEN),
    },
    weightClass,
  }),
);

/** Atomic masses have at most six decimals. */
function millionths(mass: number): bigint {
  return BigInt(Math.round(mass * 1e6));
}

const INDEX_BY_SYMBOL = new Map<string, number>(RARE_EARTHS.map((symbol, index) => [symbol, index]));
const INDEX_BY_OXIDE = new Map<string, number>(RARE_EARTH_FACTS.map((facts, index) => [facts.oxide, index]));

/** Where a rare earth stands in every vector of masses, or undefined if the symbol is no rare earth. */
export function rareEarthIndex(symbol: string): number | undefined {
  return INDEX_BY_SYMBOL.get(symbol);
}

/** Facts of one rare earth. */
export function rareEarth(symbol: RareEarth): RareEarthFacts {
  return RARE_EARTH_FACTS[INDEX_BY_SYMBOL.get(symbol) ?? -1]!;
}

/** The index of the rare earth whose trade oxide is written so (`Pr6O11` → index of Pr), or undefined. */
export function rareEarthIndexOfOxide(oxide: string): number | undefined {
  return INDEX_BY_OXIDE.get(oxide);
}
