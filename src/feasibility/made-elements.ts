import { RARE_EARTHS, type Composition } from '../elements/index.ts';
import { addInto, addVariancesInto, NET, noMasses, noVariances, varianceOfFlow, type Entry, type Flow } from '../ledger/index.ts';
import type { Kilograms, MadeElement } from './making.ts';

/**
 * What became of each element in the process that made a lot.
 * @param composition the lot's assay
 */
export function madeElements(entry: Entry, lot: string, composition: Composition): MadeElement[] {
  const inputs = entry.flows.filter(({ role }) => role === 'input');
  const outputs = entry.flows.filter(({ role }) => role === 'output');
  const [fed, made] = [sumOf(entry, inputs), sumOf(entry, outputs)];
  const own = outputs.filter((flow) => flow.lot === lot);
  const net = sumOf(entry, own)(NET);
  const stated = new Map(composition.map((share) => [share.index, share]));
  return RARE_EARTHS.flatMap((element, column) => {
    const share = stated.get(column);
    const masses = { fed: fed(column), made: made(column) };
    if (share === undefined && masses.fed.value === 0 && masses.made.value === 0) return [];
    const sd = share === undefined ? 0 : Math.hypot(net.value * share.sd, net.sd * share.fraction);
    const inLot = share === undefined ? null : { value: net.value * share.fraction, sd };
    return [{ element, ...masses, isFedStated: inputs.every((flow) => isStated(entry, flow, column)), lot: inLot }];
  });
}

/** Whether a lot has some of an element, or was found to have none: what is not stated has neither mass nor error. */
function isStated(entry: Entry, flow: Flow, column: number): boolean {
  return flow.masses[column] !== 0n || varianceOfFlow(entry, flow)[column]! > 0;
}

const MG_PER_KG = 1e6;
/** The ledger counts whole milligrams: a variance below that of rounding to one is what sums of doubles leave over. */
const ROUNDING_VARIANCE_MG2 = 1 / 12;

/** The masses of some flows together, column by column. */
function sumOf(entry: Entry, flows: readonly Flow[]): (column: number) => Kilograms {
  const [masses, variances] = [noMasses(), noVariances()];
  for (const flow of flows) {
    addInto(masses, flow.masses);
    addVariancesInto(variances, varianceOfFlow(entry, flow));
  }
  return (column) => {
    const variance = variances[column]!;
    return {
      value: Number(masses[column]!) / MG_PER_KG,
      sd: variance < ROUNDING_VARIANCE_MG2 ? 0 : Math.sqrt(variance) / MG_PER_KG,
    };
  };
}
