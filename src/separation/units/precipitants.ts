/** What precipitates metals, and the salts that they make with it. */

/** An anion by its formula as a species: its charge, and its acid's dissociation in dilute water at 25 °C, first dissociation first. */
export interface Anion {
  readonly charge: number;
  readonly pKa: readonly number[];
  /** What its acid leaves as, where it does. */
  readonly gas: 'CO2' | null;
}

// Dissociation constants as in Martell and Smith's Critical Stability Constants, recalled, not looked up: oxalic, carbonic, hydrofluoric acid.
export const ANIONS = {
  OH: { charge: 1, pKa: [], gas: null },
  C2O4: { charge: 2, pKa: [1.25, 4.27], gas: null },
  CO3: { charge: 2, pKa: [6.35, 10.33], gas: 'CO2' },
  F: { charge: 1, pKa: [3.17], gas: null },
} as const satisfies Readonly<Record<string, Anion>>;
export type AnionName = keyof typeof ANIONS;

/** What a mole of a reagent brings. */
export interface Reagent {
  readonly anion: AnionName;
  /** Hydrogen that can dissociate; less than nothing of a base. */
  readonly hydrogen: number;
  readonly ion: { readonly name: string; readonly count: number } | null;
  /** Charges of metal that it can precipitate. */
  readonly charges: number;
  /** Whether free acid takes of it. */
  readonly isBase: boolean;
}

export const REAGENTS = {
  H2C2O4: { anion: 'C2O4', hydrogen: 2, ion: null, charges: 2, isBase: false },
  '(NH4)2C2O4': { anion: 'C2O4', hydrogen: 0, ion: { name: 'NH4', count: 2 }, charges: 2, isBase: false },
  Na2C2O4: { anion: 'C2O4', hydrogen: 0, ion: { name: 'Na', count: 2 }, charges: 2, isBase: false },
  NH4HCO3: { anion: 'CO3', hydrogen: 1, ion: { name: 'NH4', count: 1 }, charges: 1, isBase: true },
  NaHCO3: { anion: 'CO3', hydrogen: 1, ion: { name: 'Na', count: 1 }, charges: 1, isBase: true },
  Na2CO3: { anion: 'CO3', hydrogen: 0, ion: { name: 'Na', count: 2 }, charges: 2, isBase: true },
  NH3: { anion: 'OH', hydrogen: -1, ion: { name: 'NH4', count: 1 }, charges: 1, isBase: true },
  NaOH: { anion: 'OH', hydrogen: -1, ion: { name: 'Na', count: 1 }, charges: 1, isBase: true },
  HF: { anion: 'F', hydrogen: 1, ion: null, charges: 1, isBase: false },
  NH4F: { anion: 'F', hydrogen: 0, ion: { name: 'NH4', count: 1 }, charges: 1, isBase: false },
} as const satisfies Readonly<Record<string, Reagent>>;

/** A salt of one metal and one anion. */
export interface Salt {
  readonly formula: string;
  readonly metals: number;
  readonly anions: number;
}

/** `Nd2(C2O4)3·10H2O` of Nd, 3, C2O4 and 10. */
export function saltOf(metal: string, charge: number, anion: AnionName, waters: number): Salt {
  const divisor = commonDivisor(charge, ANIONS[anion].charge);
  const [metals, anions] = [ANIONS[anion].charge / divisor, charge / divisor];
  const isSimple = anions === 1 || anion === 'F';
  const part = isSimple ? `${anion}${countText(anions)}` : `(${anion})${countText(anions)}`;
  const water = waters === 0 ? '' : `·${countText(waters)}H2O`;
  return { formula: `${metal}${countText(metals)}${part}${water}`, metals, anions };
}

function countText(count: number): string {
  return count === 1 ? '' : String(count);
}

function commonDivisor(a: number, b: number): number {
  return b === 0 ? a : commonDivisor(b, a % b);
}
