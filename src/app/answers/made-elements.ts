import { RARE_EARTHS, type Composition, type RareEarth } from '../../elements/index.ts';
import type { Kilograms, MadeElement } from '../../feasibility/index.ts';
import { addInto, addVariancesInto, NET, noMasses, noVariances, type Entry, type Flow } from '../../ledger/index.ts';
import { mgToKilograms } from '../../units/index.ts';

const MG_PER_KG = 1e6;

/**
 * What became of each element in the process that made a lot.
 * @param composition the lot's assay
 */
export function madeElements(entry: Entry, lot: string, composition: Composition): MadeElement[] {
  const fed = sumOf(entry, 'input');
  const made = sumOf(entry, 'output');
  const net = sumOf(entry, 'output', lot)(NET);
  const stated = new Map(composition.map((share) => [share.index, share]));
  return RARE_EARTHS.flatMap((element: RareEarth, column) => {
    const share = stated.get(column);
    const masses = { fed: fed(column), made: made(column), isFedStated: isFedStated(entry, column) };
    if (share === undefined && masses.fed.value === 0 && masses.made.value === 0) return [];
    const sd = share === undefined ? 0 : Math.hypot(net.value * share.sd, net.sd * share.fraction);
    return [{ element, ...masses, lot: share === undefined ? null : { value: net.value * share.fraction, sd } }];
  });
}

/** Whether every lot that went in has some of the element, or was found to have none: what is not stated has neither mass nor error. */
function isFedStated({ flows, legs }: Entry, column: number): boolean {
  const isStated = ({ lot, masses }: Flow): boolean =>
    masses[column] !== 0n || legs.some((leg) => leg.lot === lot && leg.masses[NET]! < 0n && leg.flowVariance[column]! > 0);
  return flows.filter(({ role }) => role === 'input').every(isStated);
}

/** The masses that lots brought into a process or took out of it, column by column; of one lot where one is named. */
function sumOf(entry: Entry, role: Flow['role'], lot?: string): (column: number) => Kilograms {
  const [masses, variances] = [noMasses(), noVariances()];
  const isAsked = (of: string | null): boolean => of !== null && (lot === undefined || of === lot);
  for (const flow of entry.flows) if (flow.role === role && isAsked(flow.lot)) addInto(masses, flow.masses);
  for (const leg of entry.legs)
    if (isAsked(leg.lot) && leg.masses[NET]! < 0n === (role === 'input')) addVariancesInto(variances, leg.flowVariance);
  return (column) => ({ value: mgToKilograms(masses[column]!), sd: Math.sqrt(variances[column]!) / MG_PER_KG });
}
