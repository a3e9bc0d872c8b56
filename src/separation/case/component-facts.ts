import { molarMassOf } from '../../elements/index.ts';
import { SeparationRefused } from '../refusal.ts';
import type { CascadeCase } from './cascade-schema.ts';

const CHARGE_OF_A_RARE_EARTH = 3;

/** The charge that one mole of a component exchanges. */
export function chargeOf(text: CascadeCase, name: string): number {
  return text.components[name]!.charge ?? CHARGE_OF_A_RARE_EARTH;
}

/**
 * What one mole weighs in the unit of a case's concentrations; 1 where they are moles.
 * @throws SeparationRefused where nothing says what it weighs
 */
export function gramsPerMole(text: CascadeCase, name: string, stated: number | undefined, path: string): number {
  const unit = text.concentrationUnit;
  if (unit === 'mol/L') return 1;
  const grams = stated ?? molarMassOf(name);
  if (grams === null)
    throw new SeparationRefused('molar-mass-missing', path, `the molar mass of ${name} is not known: state molarMassGramPerMole`);
  return unit === 'g/L' ? grams : grams * 1000;
}
