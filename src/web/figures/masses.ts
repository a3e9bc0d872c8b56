import type { MassAnswer } from '../../wire/index.ts';

/** The unit of one table or picture, chosen from its largest figure: kilograms for a lot, tonnes for an industry. */
export type MassUnit = 'kg' | 't';

const KG_PER_UNIT: Readonly<Record<MassUnit, number>> = { kg: 1, t: 1000 };
const KG_SHOWN_MAX = 20_000;

/** Tonnes from 20 000 kg on, else kilograms; one unit for the whole column so that figures compare. */
export function chooseUnit(masses: readonly MassAnswer[]): MassUnit {
  return masses.some((mass) => Math.abs(mass.value) >= KG_SHOWN_MAX) ? 't' : 'kg';
}

/** Kilograms as a number of the unit. */
export function inUnit(kilograms: number, unit: MassUnit): number {
  return kilograms / KG_PER_UNIT[unit];
}

/** A basis as the trade writes it: `treo` → REO, `element:Nd` → Nd, `oxide:Nd2O3` → Nd₂O₃; `net` is left to the language. */
export function writeBasis(basis: string, netWord: string): string {
  if (basis === 'treo') return 'REO';
  if (basis === 'net') return netWord;
  return writeFormula(basis.replace(/^(element|oxide):/, ''));
}

/** A chemical formula with lowered digits: Pr6O11 → Pr₆O₁₁. */
export function writeFormula(formula: string): string {
  return formula.replace(/(?<=[A-Za-z)])\d+/g, (digits) =>
    [...digits].map((digit) => '₀₁₂₃₄₅₆₇₈₉'[Number(digit)] ?? digit).join(''),
  );
}

/** The order of the periodic table for the rare earths, then the alphabet: TREO first, net before it. */
export function compareBases(a: string, b: string): number {
  return rankOfBasis(a) - rankOfBasis(b) || a.localeCompare(b);
}

const ELEMENT_ORDER = ['La', 'Ce', 'Pr', 'Nd', 'Pm', 'Sm', 'Eu', 'Gd', 'Tb', 'Dy', 'Ho', 'Er', 'Tm', 'Yb', 'Lu', 'Y', 'Sc'];

/** Where an element stands among the rare earths as the trade lists them (La … Lu, Y, Sc); others after them. */
export function rankOfElement(symbol: string): number {
  const at = ELEMENT_ORDER.indexOf(symbol);
  return at < 0 ? ELEMENT_ORDER.length : at;
}

function rankOfBasis(basis: string): number {
  if (basis === 'net') return -2;
  if (basis === 'treo') return -1;
  return rankOfElement(basis.replace(/^(element|oxide):/, '').replace(/\d+O\d+$|O\d+$/, ''));
}
