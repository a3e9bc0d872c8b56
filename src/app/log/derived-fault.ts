import type { RecordReader } from '../../record/index.ts';
import type { World } from '../world.ts';
import type { Derived } from './derive-anew.ts';

/** The first place where what is kept of the events is not what follows from them. */
export interface DerivedFault {
  readonly table:
    | 'event_key'
    | 'event_word'
    | 'void'
    | 'entry'
    | 'flow'
    | 'event_identifier'
    | 'event_party'
    | 'lot_state'
    | 'balance'
    | 'quota_draw'
    | 'lot_at_site';
  readonly seq: number | null;
  readonly message: string;
}

/** Holds one thing that is kept of the events against what follows from them. @returns null when it agrees */
export type Check = (reader: RecordReader, derived: Derived, world: World) => Promise<DerivedFault | null>;
