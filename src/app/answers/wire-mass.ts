import { symbolAt } from '../../elements/index.ts';
import { COLUMNS, NET, treoOf, treoVarianceOf, type Masses, type Variances } from '../../ledger/index.ts';
import { mgToKilograms, type Basis } from '../../units/index.ts';
import type { MassAnswer } from '../../wire/index.ts';

const MG_PER_KG = 1e6;

/** A mass for the wire, in kilograms. @param varianceMg2 its variance in mg²; rounding may leave it a little below zero */
export function wireMass(mg: bigint, varianceMg2: number, basis: Basis): MassAnswer {
  return { value: mgToKilograms(mg), sd: Math.sqrt(Math.max(0, varianceMg2)) / MG_PER_KG, uom: 'KGM', basis };
}

/** The net mass as weighed. */
export function wireNet(masses: Masses, variances: Readonly<Variances>): MassAnswer {
  return wireMass(masses[NET]!, variances[NET]!, 'net');
}

/** All rare earths as oxides. */
export function wireTreo(masses: Masses, variances: Readonly<Variances>): MassAnswer {
  return wireMass(treoOf(masses), treoVarianceOf(variances), 'treo');
}

/** Every element that is there, on element basis. */
export function wireElements(masses: Masses, variances: Readonly<Variances>): MassAnswer[] {
  return elementColumns([masses]).map((column) => wireMass(masses[column]!, variances[column]!, `element:${symbolAt(column)}`));
}

/** The columns of elements that are not zero in every one of some vectors. */
export function elementColumns(vectors: readonly Masses[]): number[] {
  return Array.from({ length: COLUMNS - 1 }, (_, column) => column).filter((column) => vectors.some((masses) => masses[column] !== 0n));
}
