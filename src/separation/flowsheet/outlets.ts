import type { CascadeAnswer, LeavingStream } from '../case/cascade-answer.ts';
import { HYDROGEN } from '../case/hydrogen.ts';
import type { UnitStream } from '../stream.ts';

/** An answer of any unit, as far as a flowsheet reads it. */
export interface UnitAnswer {
  readonly unit: string;
  readonly closure: number;
}

/** What leaves a unit, and what it takes in beside its feeds; null where the unit tells of no streams. */
export function outletsOf(answer: UnitAnswer): { streams: readonly UnitStream[]; consumed: readonly UnitStream[] } | null {
  if (answer.unit === 'cascade') return { streams: (answer as CascadeAnswer).streams.map(streamOf), consumed: [] };
  if (!('streams' in answer)) return null;
  const { streams, consumed = [] } = answer as unknown as { streams: readonly UnitStream[]; consumed?: readonly UnitStream[] };
  return { streams, consumed };
}

/** A cascade's stream with its acid, buffers and free extractant among its species. */
function streamOf(stream: LeavingStream): UnitStream {
  const { name, phase, litrePerHour, acidMolPerLitre, extractantMolPerLitre, buffersMolPerLitre } = stream;
  const hydrogen = (phase === 'aqueous' ? acidMolPerLitre : extractantMolPerLitre) ?? 0;
  const ions = Object.entries(stream.molPerHour).filter(([component]) => component !== HYDROGEN);
  const buffers = Object.entries(buffersMolPerLitre).map(([buffer, value]): [string, number] => [buffer, value * litrePerHour]);
  const free: [string, number][] = hydrogen > 0 ? [[HYDROGEN, hydrogen * litrePerHour]] : [];
  return { name, phase, litrePerHour, molPerHour: Object.fromEntries([...ions, ...buffers, ...free]) };
}
