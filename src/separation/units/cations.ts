import { molarMassOf, parseFormula, rareEarthIndex } from '../../elements/index.ts';

/** Cations in solution: their charges, and the salts that bring them. */

const RARE_EARTH_CHARGE = 3;
/** Charges of other cations in solution, unless a case states them. */
const CHARGES: Readonly<Record<string, number>> = {
  H: 1, NH4: 1, Li: 1, Na: 1, K: 1, Mg: 2, Ca: 2, Sr: 2, Ba: 2, Mn: 2, Fe: 3, Co: 2, Ni: 2, Cu: 2, Zn: 2, Pb: 2, Al: 3, Th: 4,
}; // oxfmt-ignore

/** The charge that a cation usually has in solution; undefined of what has none here. */
export function cationCharge(ion: string): number | undefined {
  return rareEarthIndex(ion) === undefined ? CHARGES[ion] : RARE_EARTH_CHARGE;
}

/** Cations that a gram of a chloride or sulfate brings, mol; with ammonium, with water of crystallisation, or neither. */
export function cationsOfSalt(formula: string): ReadonlyMap<string, number> | null {
  const [atoms, grams] = [parseFormula(formula), molarMassOf(formula)];
  if (atoms === null || grams === null) return null;
  const count = (symbol: string): number => atoms.get(symbol) ?? 0;
  const cations = new Map([...atoms].filter(([symbol]) => !['Cl', 'S', 'O', 'N', 'H'].includes(symbol)));
  if (count('N') > 0) cations.set('NH4', count('N'));
  const charges = [...cations].reduce((sum, [ion, number]) => sum + number * (cationCharge(ion) ?? Number.NaN), 0);
  const waters = count('O') - 4 * count('S');
  const isSalt = charges > 0 && charges === count('Cl') + 2 * count('S') && waters >= 0;
  if (!isSalt || count('H') !== 4 * count('N') + 2 * waters) return null;
  return new Map([...cations].map(([ion, number]) => [ion, number / grams]));
}
