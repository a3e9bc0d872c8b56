import { symbolAt } from '../../elements/index.ts';
import { COLUMNS, NET, treoOf, treoVarianceOf, type Masses, type Variances } from '../../ledger/index.ts';
import { mgToKilograms, type Basis } from '../../units/index.ts';
import type { MassAnswer } from '../../wire/index.ts';

const MG_PER_KG = 1e6;

/** The ledger counts whole milligrams: a variance below that of rounding to one (1/12 mg²) is what sums of doubles leave over. */
const ROUNDING_VARIANCE_MG2 = 1 / 12;

/** A mass for the wire, in kilograms. @param varianceMg2 its variance in mg² */
export function wireMass(mg: bigint, varianceMg2: number, basis: Basis): MassAnswer {
  const sdMg = varianceMg2 < ROUNDING_VARIANCE_MG2 ? 0 : Math.sqrt(varianceMg2);
  return { value: mgToKilograms(mg), sd: sdMg / MG_PER_KG, uom: 'KGM', basis };
}

/** The net mass as weighed. */
export function wireNet(masses: Masses, variances: Readonly<Variances>): MassAnswer {
  return wireMass(masses[NET]!, variances[NET]!, 'net');
}

/** All rare earths as oxides. */
export function wireTreo(masses: Masses, variances: Readonly<Variances>): MassAnswer {
  return wireMass(treoOf(masses), treoVarianceOf(variances), 'treo');
}

/** One element, on element basis. @param column its column of the ledger */
export function wireElement(masses: Masses, variances: Readonly<Variances>, column: number): MassAnswer {
  return wireMass(masses[column]!, variances[column]!, `element:${symbolAt(column)}`);
}

/** Every element that is there, on element basis. */
export function wireElements(masses: Masses, variances: Readonly<Variances>): MassAnswer[] {
  return elementColumns([masses]).map((column) => wireElement(masses, variances, column));
}

/** The columns of elements that are not zero in every one of some vectors. */
export function elementColumns(vectors: readonly Masses[]): number[] {
  return Array.from({ length: COLUMNS - 1 }, (_, column) => column).filter((column) =>
    vectors.some((masses) => masses[column] !== 0n),
  );
}
