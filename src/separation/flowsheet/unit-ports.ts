import type { CascadeCase } from '../case/cascade-schema.ts';
import { SeparationRefused } from '../refusal.ts';
import type { FeedPort } from '../stream.ts';
import { flowUnitOf } from './flow-unit.ts';
import { flowUnitSchema, type FlowUnitCase } from './flowsheet-schema.ts';

/** What leads into a unit, and what leaves it. */
export interface UnitPorts {
  readonly feeds: readonly FeedPort[];
  readonly streams: readonly FeedPort[];
}

/**
 * Feeds and streams of a unit's case without solving it: what connections can name.
 * @param json a value read from JSON
 * @returns null of what is no case of a unit that can stand in a flowsheet
 */
export function portsOfUnit(json: unknown): UnitPorts | null {
  const parsed = flowUnitSchema.safeParse(json);
  if (!parsed.success) return null;
  try {
    return { feeds: flowUnitOf(parsed.data, { now: () => 0 }).feeds, streams: streamsOf(parsed.data) };
  } catch (error) {
    if (error instanceof SeparationRefused) return null;
    throw error;
  }
}

const liquid = (name: string): FeedPort => ({ name, phase: 'liquid' });
const solid = (name: string): FeedPort => ({ name, phase: 'solid' });
const gas = (name: string): FeedPort => ({ name, phase: 'gas' });

function streamsOf(text: FlowUnitCase): FeedPort[] {
  switch (text.unit) {
    case 'cascade':
      return cascadeStreams(text).map(liquid);
    case 'saponification':
      return [liquid('saponified organic')];
    case 'leach-tank':
      return [liquid('leach liquor'), solid('residue')];
    case 'dissolution':
      return [liquid('liquor'), solid('residue'), gas('gas')];
    case 'salt-precipitation':
      return [liquid('mother liquor'), solid('precipitate'), gas('gas')];
    case 'furnace':
    case 'calcination':
      return [solid('product'), gas('gas')];
    case 'blending':
      return [Object.values(text.feeds).some((fed) => 'kilogramPerHour' in fed) ? solid('blend') : liquid('blend')];
    case 'electrolysis':
      return [solid('metal'), solid('sludge'), gas('anode gas')];
  }
}

function cascadeStreams({ aqueousDraws, organicDraws, entrainment }: CascadeCase): string[] {
  return [
    'raffinate',
    'loaded organic',
    ...aqueousDraws.map(({ name }, n) => name ?? `aqueous draw ${n + 1}`),
    ...organicDraws.map(({ name }, n) => name ?? `organic draw ${n + 1}`),
    ...(entrainment.organicInAqueous > 0 ? ['organic in raffinate'] : []),
    ...(entrainment.aqueousInOrganic > 0 ? ['aqueous in loaded organic'] : []),
  ];
}
