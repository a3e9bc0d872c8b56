import { QUANTITY_MG_MAX } from './mass.ts';

/** Milligrams in one unit of mass, by UN/ECE Recommendation 20 code (revision 17). */
const MG_PER_UNIT: Readonly<Record<string, number>> = {
  MGM: 1,
  GRM: 1e3,
  HGM: 1e5,
  KGM: 1e6,
  DTN: 1e8,
  TNE: 1e9,
  KTN: 1e12,
  LBR: 453_592.37,
  ONZ: 28_349.523125,
  LTN: 1_016_046_908.8,
  STN: 907_184_740,
};

/** Whether a UN/ECE unit code is a unit of mass that the ledger counts. */
export function isMassUnit(uom: string): boolean {
  return Object.hasOwn(MG_PER_UNIT, uom);
}

/** Why a quantity is no mass: not a unit of mass, not a finite number, below zero, or beyond nine million tonnes. */
export type QuantityRefusal = 'not-a-mass-unit' | 'not-finite' | 'negative' | 'too-large';

/**
 * A quantity with its UN/ECE unit code as whole milligrams.
 * @param value the number as written in the event
 * @param uom UN/ECE Recommendation 20 code: `KGM`, `TNE`, `GRM`, …
 * @returns milligrams, rounded to the nearest, or the reason why this is no mass
 */
export function quantityToMg(value: number, uom: string): bigint | QuantityRefusal {
  const mgPerUnit = Object.hasOwn(MG_PER_UNIT, uom) ? MG_PER_UNIT[uom] : undefined;
  if (mgPerUnit === undefined) return 'not-a-mass-unit';
  if (!Number.isFinite(value)) return 'not-finite';
  if (value < 0) return 'negative';
  const mg = Math.round(value * mgPerUnit);
  return mg > Number(QUANTITY_MG_MAX) ? 'too-large' : BigInt(mg);
}
