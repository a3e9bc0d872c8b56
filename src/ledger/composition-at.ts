import type { Composition } from '../elements/index.ts';
import type { Entry } from './entry.ts';
import type { CompositionFrom } from './lot-state.ts';
import { NET } from './masses.ts';
import { comesBefore, type Matter } from './matter.ts';

/** An event of a lot with its entry, both as known at some moment. */
export interface PostedMatter {
  readonly matter: Matter;
  readonly entry: Entry | undefined;
}

/**
 * The composition of a lot at an instant, as the ledger values it: its last assay by then; before the first assay, that one; else what
 * the last event that made the lot gave it from its inputs.
 * @param history the lot's valid events, in any order
 * @param asOfMs the instant, inclusive; null for the end of time
 */
export function compositionAt(
  lot: string,
  history: readonly PostedMatter[],
  asOfMs: number | null,
): { composition: Composition; from: CompositionFrom } {
  const ordered = history.toSorted((a, b) => (comesBefore(a.matter, b.matter) ? -1 : 1));
  const isPast = ({ matter }: PostedMatter): boolean => asOfMs === null || matter.timeMs <= asOfMs;
  const assayed = ordered.filter(({ matter }) => matter.assays.has(lot));
  const past = assayed.findLast(isPast)?.matter.assays.get(lot);
  if (past !== undefined) return { composition: past, from: 'assay' };
  const later = assayed[0]?.matter.assays.get(lot);
  if (later !== undefined) return { composition: later, from: 'later-assay' };
  const derived = ordered.filter(isPast).map(({ entry }) => (entry === undefined ? [] : derivedIn(lot, entry)));
  const last = derived.findLast((composition) => composition.length > 0);
  return last === undefined ? { composition: [], from: 'unknown' } : { composition: last, from: 'inputs' };
}

/** The composition at which an event put a lot into stock: element masses over net, the assay's part of their variance. */
function derivedIn(lot: string, entry: Entry): Composition {
  const output = entry.flows.find((flow) => flow.role === 'output' && flow.lot === lot);
  const net = Number(output?.masses[NET] ?? 0n);
  if (output === undefined || net === 0) return [];
  const leg = entry.legs.find((each) => each.lot === lot && each.masses[NET]! > 0n);
  const composition = [];
  for (let index = 0; index < NET; index++) {
    const fraction = Number(output.masses[index]) / net;
    if (fraction > 0) composition.push({ index, fraction, sd: leg === undefined ? 0 : fractionSdIn(leg, index) });
  }
  return composition;
}

/** Undoes `variancesOf`: Var(mass) = fraction² · Var(net) + (net · sd)². */
function fractionSdIn(leg: Entry['legs'][number], index: number): number {
  const net = Number(leg.masses[NET]);
  const fraction = Number(leg.masses[index]) / net;
  return Math.sqrt(Math.max(0, leg.flowVariance[index]! - fraction * fraction * leg.flowVariance[NET]!)) / net;
}
