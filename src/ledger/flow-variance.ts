import type { Entry, Flow } from './entry.ts';
import { addVariancesInto, NET, noVariances, type Variances } from './masses.ts';

/** How sure the masses are that a lot brought into a process or took out of it. */
export function varianceOfFlow(entry: Entry | undefined, { lot, role }: Pick<Flow, 'lot' | 'role'>): Variances {
  const variances = noVariances();
  for (const leg of entry?.legs ?? []) {
    const isFlow = leg.lot === lot && (role === 'input' ? leg.masses[NET]! < 0n : leg.masses[NET]! > 0n);
    if (isFlow) addVariancesInto(variances, leg.flowVariance);
  }
  return variances;
}
