import { z } from 'zod';
import { parseFormula } from '../../elements/index.ts';
import { balanceBetween, closureOf, kilogramsOf, materialOf, timesLitres } from '../material.ts';
import { SeparationRefused } from '../refusal.ts';
import type { UnitStream } from '../stream.ts';
import { cationCharge } from './cations.ts';
import { materialOfSolid, notNegative, positive, share, solidSchema } from './forms.ts';

/**
 * Dissolution 溶解: oxides, hydroxides and carbonates in an acid, chlorides, sulfates and strong acids in water or acid. An ion takes as much hydrogen as it has
 * charges, less the chloride and sulfate that it brings; carbonate leaves as CO2. What is oxidised higher (CeO2, Pr6O11) is taken to be reduced by
 * something that leaves no ion, as hydrogen peroxide.
 */

/** Charges of the anions of strong acids, by the element that tells them. */
const ANIONS: Readonly<Record<string, number>> = { Cl: 1, S: 2 };

export const dissolutionSchema = z.strictObject({
  unit: z.literal('dissolution'),
  name: z.string().optional(),
  solid: solidSchema,
  acid: z.strictObject({
    molPerLitre: notNegative.describe('hydrogen that can dissociate, of the acid as it is fed; 0 is water'),
    litrePerHour: positive.optional().describe('unless so much as leaves the final acid'),
    finalMolPerLitre: notNegative.default(0.1).describe('that is left in the liquor, where no litres are stated'),
    ions: z.record(z.string(), notNegative).default({}).describe('mol/L of what it brings beside, as NH4'),
  }),
  dissolved: z
    .record(z.string(), share)
    .default({})
    .describe('share of a solid that dissolves: all of what has a metal, unless stated'),
  charges: z.record(z.string(), z.int().min(1).max(6)).default({}).describe('of ions: 3 of rare earths unless stated'),
});
export type DissolutionCase = z.infer<typeof dissolutionSchema>;

export interface DissolutionAnswer {
  readonly unit: 'dissolution';
  readonly name: string | null;
  readonly status: 'solved';
  readonly acidLitrePerHour: number;
  /** Hydrogen that is used up, mol/h, and what is left, mol/L. */
  readonly hydrogenMolPerHour: number;
  readonly finalAcidMolPerLitre: number;
  readonly molPerLitre: Readonly<Record<string, number>>;
  readonly residueKilogramPerHour: Readonly<Record<string, number>>;
  readonly carbonDioxideKilogramPerHour: number;
  /** Metals in against metals out, relative: the largest. */
  readonly closure: number;
  readonly streams: readonly UnitStream[];
  readonly consumed: readonly UnitStream[];
}

/** What a mole of a solid gives when it dissolves. */
export interface Dissolving {
  readonly metals: ReadonlyMap<string, number>;
  readonly hydrogen: number;
  readonly carbons: number;
}

const CARBON_DIOXIDE_GRAMS = 12.011 + 2 * 15.999;

/** @throws SeparationRefused where the acid does not suffice, and for what does not dissolve in acids by charge alone */
export function solveDissolution(text: DissolutionCase): DissolutionAnswer {
  const { solid, acid, dissolved } = text;
  const fed = materialOfSolid(solid).molPerHour;
  const [liquor, residue] = [new Map<string, number>(), new Map<string, number>()];
  let [hydrogen, carbons] = [0, 0];
  for (const [formula, mol] of Object.entries(fed)) {
    const gives = dissolving(formula, text.charges);
    const part = dissolved[formula] ?? (gives === null ? 0 : 1);
    if (part < 1) residue.set(formula, mol * (1 - part));
    if (part === 0) continue;
    if (gives === null) throw insoluble(formula);
    for (const [metal, count] of gives.metals) liquor.set(metal, (liquor.get(metal) ?? 0) + count * part * mol);
    hydrogen += gives.hydrogen * part * mol;
    carbons += gives.carbons * part * mol;
  }
  const litres = acid.litrePerHour ?? litresFor(hydrogen, acid);
  const left = litres * acid.molPerLitre - hydrogen;
  if (left < 0)
    throw new SeparationRefused(
      'acid-exhausted',
      '$.acid.litrePerHour',
      `${hydrogen.toPrecision(4)} mol/h of hydrogen are taken, ${(litres * acid.molPerLitre).toPrecision(4)} fed: feed at least ${(hydrogen / acid.molPerLitre).toPrecision(4)} L/h`,
    );
  for (const [ion, value] of Object.entries(acid.ions)) liquor.set(ion, (liquor.get(ion) ?? 0) + value * litres);
  return answerOf(text, { litres, hydrogen, left, carbons, liquor, residue });
}

interface Dissolved {
  readonly litres: number;
  readonly hydrogen: number;
  readonly left: number;
  readonly carbons: number;
  readonly liquor: ReadonlyMap<string, number>;
  readonly residue: ReadonlyMap<string, number>;
}

function answerOf(text: DissolutionCase, { litres, hydrogen, left, carbons, liquor, residue }: Dissolved): DissolutionAnswer {
  const ions = Object.fromEntries(liquor);
  const solids = Object.fromEntries(residue);
  const { molPerLitre, ions: brought } = text.acid;
  const streams: UnitStream[] = [
    { name: 'liquor', phase: 'liquid', litrePerHour: litres, molPerHour: { ...ions, H: left } },
    { name: 'residue', phase: 'solid', litrePerHour: 0, molPerHour: solids },
    { name: 'gas', phase: 'gas', litrePerHour: 0, molPerHour: carbons > 0 ? { CO2: carbons } : {} },
  ];
  const acid: UnitStream = { name: 'acid', phase: 'liquid', ...timesLitres(litres, { ...brought, H: molPerLitre }) };
  return {
    unit: 'dissolution',
    name: text.name ?? null,
    status: 'solved',
    acidLitrePerHour: litres,
    hydrogenMolPerHour: hydrogen,
    finalAcidMolPerLitre: left / litres,
    molPerLitre: materialOf({ litrePerHour: litres, molPerHour: ions }, 1 / litres).molPerHour,
    residueKilogramPerHour: kilogramsOf({ molPerHour: solids }),
    carbonDioxideKilogramPerHour: (carbons * CARBON_DIOXIDE_GRAMS) / 1000,
    closure: closureOf(balanceBetween([materialOfSolid(text.solid), acid], streams)),
    streams,
    consumed: [acid],
  };
}

/** The litres of acid that leave so much of it. */
function litresFor(hydrogen: number, { molPerLitre, finalMolPerLitre }: DissolutionCase['acid']): number {
  if (hydrogen > 0 && molPerLitre > finalMolPerLitre) return hydrogen / (molPerLitre - finalMolPerLitre);
  throw new SeparationRefused(
    'acid-exhausted',
    '$.acid.finalMolPerLitre',
    `no volume of ${molPerLitre} mol/L leaves ${finalMolPerLitre} mol/L when ${hydrogen.toPrecision(4)} mol/h are taken: state litrePerHour`,
  );
}

function insoluble(formula: string): SeparationRefused {
  return new SeparationRefused(
    'equilibrium-missing',
    `$.dissolved.${formula}`,
    `${formula} is no oxide, hydroxide, carbonate, chloride or sulfate: roast or leach it first`,
  );
}

/** What a mole of a solid gives and takes in acid; null of what does not dissolve by the charges of its ions alone. */
export function dissolving(formula: string, charges: Readonly<Record<string, number>>): Dissolving | null {
  const atoms = parseFormula(formula) ?? new Map<string, number>();
  const carbons = atoms.get('C') ?? 0;
  const ions = [...atoms].filter(([symbol]) => !['C', 'H', 'O'].includes(symbol));
  const metals = new Map(ions.filter(([symbol]) => !Object.hasOwn(ANIONS, symbol)));
  // Carbonates have three oxygens for each carbon; oxalates have two.
  if (ions.length === 0 || (atoms.get('O') ?? 0) < 3 * carbons) return null;
  let hydrogen = -Object.entries(ANIONS).reduce((sum, [symbol, charge]) => sum + charge * (atoms.get(symbol) ?? 0), 0);
  for (const [metal, count] of metals) {
    const charge = charges[metal] ?? cationCharge(metal);
    if (charge === undefined) return null;
    hydrogen += charge * count;
  }
  return { metals, hydrogen, carbons };
}
