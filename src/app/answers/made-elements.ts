import { RARE_EARTHS, type Composition } from '../../elements/index.ts';
import type { Kilograms, MadeElement } from '../../feasibility/index.ts';
import { addInto, addVariancesInto, NET, noMasses, noVariances, type Entry, type Flow } from '../../ledger/index.ts';
import { varianceOfFlow } from './flow-variance.ts';
import { wireMass } from './wire-mass.ts';

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

/** The masses of some flows together, column by column. */
function sumOf(entry: Entry, flows: readonly Flow[]): (column: number) => Kilograms {
  const [masses, variances] = [noMasses(), noVariances()];
  for (const flow of flows) {
    addInto(masses, flow.masses);
    addVariancesInto(variances, varianceOfFlow(entry, flow));
  }
  return (column) => {
    const { value, sd } = wireMass(masses[column]!, variances[column]!, 'net');
    return { value, sd };
  };
}
