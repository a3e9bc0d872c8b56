import { parseFormula } from '../../elements/index.ts';
import { SeparationRefused } from '../refusal.ts';

/** A reaction among solids and gases, its species by formula; negative coefficients are taken, positive ones made. */
export interface Reaction {
  readonly text: string;
  /** What its conversion is told of: the first that it takes. */
  readonly key: string;
  readonly coefficients: ReadonlyMap<string, number>;
}

/** What a reaction did. */
export interface Extent {
  /** mol/h, for the coefficients as they are written. */
  readonly extent: number;
  /** Share of its key species that reacted. */
  readonly conversion: number;
  /** The reagent that was used up before the conversion was reached. */
  readonly limitedBy: string | null;
}

const TERM = /^(\d+(?:\.\d+)?)?\s*(.+)$/;
/** Coefficients are written with so many digits that atoms may miss by this share. */
const BALANCED = 1e-6;

/**
 * Reads `Nd2(CO3)3 = Nd2O3 + 3 CO2`.
 * @throws SeparationRefused for what is no formula, and for elements that do not balance
 */
export function readReaction(text: string, path: string): Reaction {
  const sides = text.split('=');
  if (sides.length !== 2)
    throw new SeparationRefused('form', path, `${text} has no two sides: write it as Nd2(CO3)3 = Nd2O3 + 3 CO2`);
  const coefficients = new Map<string, number>();
  const terms = sides.map((side) => side.split(' + ').map((term) => readTerm(term.trim(), path)));
  for (const [n, side] of terms.entries())
    for (const { formula, count } of side)
      coefficients.set(formula, (coefficients.get(formula) ?? 0) + (n === 0 ? -count : count));
  requireBalance(text, coefficients, path);
  return { text, key: terms[0]![0]!.formula, coefficients };
}

function readTerm(term: string, path: string): { formula: string; count: number } {
  const [, count, formula = ''] = TERM.exec(term) ?? [];
  if (parseFormula(formula) === null)
    throw new SeparationRefused('molar-mass-missing', path, `${term} is no formula of known elements`);
  return { formula, count: count === undefined ? 1 : Number(count) };
}

function requireBalance(text: string, coefficients: ReadonlyMap<string, number>, path: string): void {
  const [net, size] = [new Map<string, number>(), new Map<string, number>()];
  for (const [formula, coefficient] of coefficients)
    for (const [element, atoms] of parseFormula(formula)!) {
      net.set(element, (net.get(element) ?? 0) + coefficient * atoms);
      size.set(element, (size.get(element) ?? 0) + Math.abs(coefficient) * atoms);
    }
  for (const [element, difference] of net)
    if (Math.abs(difference) > BALANCED * size.get(element)!)
      throw new SeparationRefused('reaction-unbalanced', path, `${text} makes ${difference} ${element}: balance it`);
}

/**
 * Lets a reaction go on in a mixture, which is changed.
 * @param amounts mol/h by species
 * @param unlimited species that are there as much as is taken, as the oxygen of air
 */
export function react(
  amounts: Map<string, number>,
  { key, coefficients }: Reaction,
  conversion: number,
  unlimited: ReadonlySet<string>,
): Extent {
  const before = amounts.get(key) ?? 0;
  let extent = (before * conversion) / -coefficients.get(key)!;
  let limitedBy: string | null = null;
  for (const [species, coefficient] of coefficients) {
    if (coefficient >= 0 || species === key || unlimited.has(species)) continue;
    const most = (amounts.get(species) ?? 0) / -coefficient;
    if (most < extent) [extent, limitedBy] = [most, species];
  }
  for (const [species, coefficient] of coefficients) {
    const after = (amounts.get(species) ?? 0) + coefficient * extent;
    // What is used up is gone: a rounding's worth of it is none.
    amounts.set(species, !unlimited.has(species) && after < 0 ? 0 : after);
  }
  return { extent, conversion: before > 0 ? (-coefficients.get(key)! * extent) / before : 0, limitedBy };
}
