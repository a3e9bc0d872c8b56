import { NET, type Leg } from '../ledger/index.ts';

const MG_PER_KG = 1e6;

/** Milligrams of the ledger as kilograms. */
export function kilograms(mg: bigint): number {
  return Number(mg) / MG_PER_KG;
}

/** A variance of the ledger, mg², in kg². */
export function squareKilograms(mg2: number): number {
  return mg2 / (MG_PER_KG * MG_PER_KG);
}

/** Net kilograms of a leg, with their sign. */
export function netKg(leg: Leg): number {
  return kilograms(leg.masses[NET]!);
}
