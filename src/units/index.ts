export {
  addMass,
  kilograms,
  massOf,
  mgToKilograms,
  mgToKilogramText,
  QUANTITY_MG_MAX,
  subtractMass,
  tonnes,
  toKilograms,
  toTonnes,
} from './mass.ts';
export type { Basis, Mass } from './mass.ts';
export { isMassUnit, quantityToMg } from './unit-codes.ts';
export type { QuantityRefusal } from './unit-codes.ts';
