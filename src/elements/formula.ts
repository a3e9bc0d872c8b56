import { RARE_EARTH_FACTS, rareEarthIndex } from './rare-earths.ts';

/** Standard atomic weights in g/mol, CIAAW 2021 abridged, of the elements that stand beside rare earths in assays. */
// oxfmt-ignore
const OTHER_ATOMIC_MASSES: Readonly<Record<string, number>> = {
  H: 1.008, Li: 6.94, B: 10.81, C: 12.011, N: 14.007, O: 15.999, F: 18.998403162, Na: 22.98976928, Mg: 24.305,
  Al: 26.9815384, Si: 28.085, P: 30.973761998, S: 32.06, Cl: 35.45, K: 39.0983, Ca: 40.078, Ti: 47.867, V: 50.9415,
  Cr: 51.9961, Mn: 54.938043, Fe: 55.845, Co: 58.933194, Ni: 58.6934, Cu: 63.546, Zn: 65.38, Ga: 69.723, Zr: 91.224,
  Nb: 92.90637, Mo: 95.95, Sn: 118.71, Ba: 137.327, Ta: 180.94788, W: 183.84, Pb: 207.2, Th: 232.0377, U: 238.02891,
  As: 74.921595, Sr: 87.62, Hf: 178.486, Cd: 112.414, Hg: 200.592, Bi: 208.9804,
};

const ATOMIC_MASSES = new Map<string, number>([
  ...Object.entries(OTHER_ATOMIC_MASSES),
  ...RARE_EARTH_FACTS.map((facts): [string, number] => [facts.symbol, facts.atomicMass]),
]);

/** The rare earth in a constituent and its mass fraction of the constituent, in (0, 1]. */
export interface RareEarthContent {
  readonly index: number;
  readonly elementPerConstituent: number;
}

const contentByFormula = new Map<string, RareEarthContent | null>();
const FORMULA_CACHE_MAX = 10_000;

/**
 * The rare earth that a constituent's formula holds: `Nd2O3` → Nd with 0.8574, `Nd` → Nd with 1, `ThO2` → null.
 * @param formula a chemical formula (`CeO2`, `NdF3`, `La2(CO3)3`) or a bare symbol; hydrates with `·nH2O`
 * @returns null when the formula holds no rare earth or is not one that can be read
 */
export function rareEarthContent(formula: string): RareEarthContent | null {
  const known = contentByFormula.get(formula);
  if (known !== undefined) return known;
  const content = readContent(formula);
  if (contentByFormula.size < FORMULA_CACHE_MAX) contentByFormula.set(formula, content);
  return content;
}

function readContent(formula: string): RareEarthContent | null {
  const atoms = parseFormula(formula);
  if (atoms === null) return null;
  const rareEarths = [...atoms.keys()].filter((symbol) => rareEarthIndex(symbol) !== undefined);
  const [symbol, second] = rareEarths;
  if (symbol === undefined || second !== undefined) return null;
  let formulaMass = 0;
  for (const [atom, count] of atoms) formulaMass += ATOMIC_MASSES.get(atom)! * count;
  const elementMass = ATOMIC_MASSES.get(symbol)! * atoms.get(symbol)!;
  return { index: rareEarthIndex(symbol)!, elementPerConstituent: elementMass / formulaMass };
}

/**
 * Atoms in a formula: `Pr6O11` → Pr 6, O 11; brackets and hydrates (`LaCl3·7H2O`) are read.
 * @returns null when it is not a formula of known elements
 */
export function parseFormula(formula: string): Map<string, number> | null {
  const atoms = new Map<string, number>();
  for (const part of formula.split(/[·*]/)) {
    const [, factor, body] = PART.exec(part) ?? [];
    if (body === undefined || !addAtoms(body, toCount(factor), atoms)) return null;
  }
  return atoms;
}

/** A count is absent or a whole number from 1, without leading zeros; no formula of the trade needs more than four digits. */
const PART = /^([1-9]\d{0,3})?([A-Z(].*)$/;
const TOKEN = /([A-Z][a-z]?)([1-9]\d{0,3})?(?!\d)|(\()|\)([1-9]\d{0,3})?(?!\d)/y;

function addAtoms(body: string, factor: number, atoms: Map<string, number>): boolean {
  const levels: Map<string, number>[] = [new Map()];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < body.length) {
    const token = TOKEN.exec(body);
    if (token === null) return false;
    const [, symbol, count, open, groupCount] = token;
    if (symbol !== undefined) {
      if (!ATOMIC_MASSES.has(symbol)) return false;
      tally(levels.at(-1)!, symbol, toCount(count));
    } else if (open !== undefined) {
      levels.push(new Map());
    } else {
      const group = levels.pop()!;
      const outer = levels.at(-1);
      if (outer === undefined || group.size === 0) return false;
      for (const [atom, n] of group) tally(outer, atom, n * toCount(groupCount));
    }
  }
  if (levels.length !== 1) return false;
  for (const [atom, n] of levels[0]!) tally(atoms, atom, n * factor);
  return true;
}

function toCount(digits: string | undefined): number {
  return digits === undefined ? 1 : Number(digits);
}

function tally(atoms: Map<string, number>, symbol: string, count: number): void {
  atoms.set(symbol, (atoms.get(symbol) ?? 0) + count);
}

/**
 * Grams a mole of a formula weighs: `Nd` → 144.242, `H2C2O4` → 90.03.
 * @returns null when it is not a formula of known elements
 */
export function molarMassOf(formula: string): number | null {
  const atoms = parseFormula(formula);
  if (atoms === null) return null;
  let grams = 0;
  for (const [atom, count] of atoms) grams += ATOMIC_MASSES.get(atom)! * count;
  return grams;
}
