/** A unit as a linear function of its dimension's base unit: base = value × factor + offset. */
interface Unit {
  readonly dimension: string;
  readonly factor: number;
  readonly offset: number;
}

/** UN/ECE Recommendation 20 (revision 17) units that convert into each other, by dimension and base unit. */
const FACTORS: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  'mass in kg': {
    MC: 1e-9,
    MGM: 1e-6,
    GRM: 1e-3,
    DG: 1e-4,
    CGM: 1e-5,
    HGM: 0.1,
    KGM: 1,
    DTN: 100,
    TNE: 1000,
    KTN: 1e6,
    LBR: 0.45359237,
    ONZ: 0.028349523125,
    LTN: 1016.0469088,
    STN: 907.18474,
  },
  'length in m': {
    C45: 1e-9,
    '4H': 1e-6,
    MMT: 1e-3,
    CMT: 0.01,
    DMT: 0.1,
    MTR: 1,
    KMT: 1000,
    INH: 0.0254,
    FOT: 0.3048,
    YRD: 0.9144,
    SMI: 1609.344,
  },
  'area in m2': { MMK: 1e-6, CMK: 1e-4, DMK: 0.01, MTK: 1, HAR: 1e4, KMK: 1e6 },
  'volume in m3': { '4G': 1e-9, MMQ: 1e-9, CMQ: 1e-6, MLT: 1e-6, DMQ: 1e-3, LTR: 1e-3, HLT: 0.1, MTQ: 1 },
  'time in s': { C26: 1e-3, SEC: 1, MIN: 60, HUR: 3600, DAY: 86_400, WEE: 604_800 },
  'speed in m/s': { MTS: 1, KMH: 1 / 3.6 },
  'pressure in Pa': { PAL: 1, A97: 100, MBR: 100, KPA: 1000, BAR: 1e5, MPA: 1e6 },
  'temperature in K': { KEL: 1, CEL: 1, FAH: 5 / 9 },
  'energy in J': { JOU: 1, KJO: 1000, '3B': 1e6, WHR: 3600, KWH: 3.6e6, MWH: 3.6e9 },
  'power in W': { C31: 1e-3, WTT: 1, KWT: 1000, MAW: 1e6 },
  'voltage in V': { '2Z': 1e-3, VLT: 1, KVT: 1000 },
  'current in A': { '4K': 1e-3, AMP: 1 },
  'frequency in Hz': { HTZ: 1, KHZ: 1000, MHZ: 1e6 },
  'angle in rad': { C81: 1, DD: Math.PI / 180 },
  ratio: { C62: 1, P1: 0.01, '59': 1e-6 },
};

const OFFSETS: Readonly<Record<string, number>> = { CEL: 273.15, FAH: 459.67 * (5 / 9) };

const units = new Map<string, Unit>(
  Object.entries(FACTORS).flatMap(([dimension, factors]) =>
    Object.entries(factors).map(([code, factor]): [string, Unit] => [code, { dimension, factor, offset: OFFSETS[code] ?? 0 }]),
  ),
);

/** A value after conversion and how far rounding may have moved it; nothing when it was in the wanted unit already. */
export interface ConvertedValue {
  readonly value: number;
  readonly tolerance: number;
}

/** Rounding of a conversion, relative to the largest number in it: a few units in the last place of a double. */
const ROUNDING = 1e-14;

/**
 * A measured value in the unit that a query asks for.
 * @param value the number as written in the event
 * @param uom its UN/ECE Recommendation 20 code, or undefined when the event states none
 * @param wanted the code in the query's parameter
 * @returns null when the two units do not convert (an unknown code converts only to itself)
 */
export function valueInUnit(value: number, uom: string | undefined, wanted: string): ConvertedValue | null {
  if (uom === wanted) return { value, tolerance: 0 };
  const from = uom === undefined ? undefined : units.get(uom);
  const to = units.get(wanted);
  if (from === undefined || to === undefined || from.dimension !== to.dimension) return null;
  const base = value * from.factor + from.offset;
  const magnitude = (Math.abs(base) + Math.abs(to.offset)) / to.factor;
  return { value: (base - to.offset) / to.factor, tolerance: ROUNDING * magnitude };
}
