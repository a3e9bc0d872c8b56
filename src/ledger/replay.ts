import type { Entry } from './entry.ts';
import { newLotState, setComposition, type LotState } from './lot-state.ts';
import { comesBefore, lotsOf, type LotAmount, type Matter, type Move, type Surroundings } from './matter.ts';
import { postEvent } from './post.ts';

/** Moves that act on whatever a named container holds. */
const MOVES_WITH_CONTENTS: ReadonlySet<Move> = new Set<Move>([
  'ship',
  'void-shipment',
  'receive',
  'store',
  'remove',
  'count',
  'consume',
]);

/** The lots inside containers at this moment, nested ones too, each container opened once, and the containers that were opened. */
function contentsOf(
  containers: readonly string[],
  states: ReadonlyMap<string, LotState>,
): { opened: Set<string>; found: LotAmount[] } {
  const opened = new Set<string>();
  const found: LotAmount[] = [];
  const queue = [...containers];
  for (let container = queue.pop(); container !== undefined; container = queue.pop()) {
    if (opened.has(container)) continue;
    opened.add(container);
    for (const { lot, netMg } of states.get(container)?.contents ?? []) {
      if (netMg === null) queue.push(lot);
      else found.push({ lot, netMg });
    }
  }
  return { opened, found };
}

/** The event with the lots that its containers hold written out as amounts of its own, and nested containers named beside the outer. */
export function withContents(matter: Matter, states: ReadonlyMap<string, LotState>): Matter {
  if (matter.containers.length === 0 || !MOVES_WITH_CONTENTS.has(matter.move)) return matter;
  const { opened, found } = contentsOf(matter.containers, states);
  const containers = [...opened];
  return matter.move === 'receive'
    ? { ...matter, containers, outputs: [...matter.outputs, ...found] }
    : { ...matter, containers, inputs: [...matter.inputs, ...found] };
}

/**
 * Whether an event cannot simply be posted after what is on record: it happened before something already posted to one of its lots,
 * or it brings the first assay of a lot that an event has named without one.
 */
export function needsReplay(matter: Matter, states: ReadonlyMap<string, LotState>): boolean {
  for (const lot of [...lotsOf(matter), ...matter.containers]) {
    const state = states.get(lot);
    if (state === undefined) continue;
    if (comesBefore(matter, { timeMs: state.lastTimeMs, key: state.lastKey })) return true;
    const unassayed = state.compositionFrom === 'unknown' || state.compositionFrom === 'inputs';
    if (unassayed && Number.isFinite(state.lastTimeMs) && matter.assays.has(lot)) return true;
  }
  return false;
}

/**
 * Lots whose postings hang on those of `dirty` through the given events: outputs that take their composition from the inputs,
 * containers and what they hold.
 */
export function dependentLots(dirty: ReadonlySet<string>, matters: readonly Matter[]): Set<string> {
  const found = new Set<string>();
  const add = (lots: readonly string[]): void => {
    for (const lot of lots) if (!dirty.has(lot)) found.add(lot);
  };
  for (const matter of matters) {
    const lots = lotsOf(matter);
    if (matter.containers.length > 0) add([...matter.containers, ...lots]);
    const derives = matter.move === 'transform' && !matter.outputs.some(({ lot }) => matter.assays.has(lot));
    if (derives) add(matter.outputs.map(({ lot }) => lot));
  }
  return found;
}

/** What a replay finds: a new entry for every event of the replayed lots, and the lots' states after the last of them. */
export interface Replayed {
  readonly entries: Entry[];
  readonly states: Map<string, LotState>;
  /** Each event as posted, with the contents of containers written out. */
  readonly matters: Matter[];
}

/**
 * Posts the whole history of some lots anew, in order of event time (ties by key), so that the ledger is the same whatever order the
 * events arrived in. Lots of the same events that are not replayed keep what is on record.
 * @param lots the lots to replay
 * @param matters every valid event that touches one of them, in any order
 * @param onRecord the present entry of an event, for the legs of the other lots
 */
export function replayLots(
  lots: ReadonlySet<string>,
  matters: readonly Matter[],
  onRecord: (key: string) => Entry | undefined,
  world: Surroundings,
): Replayed {
  const ordered = matters.toSorted((a, b) => (comesBefore(a, b) ? -1 : 1));
  const states = new Map([...lots].map((lot) => [lot, newLotState(lot)]));
  backfillAssays(states, ordered);
  const posted = ordered.map((raw) => {
    const matter = withContents(raw, states);
    return { matter, entry: postEvent(matter, states, world, onRecord(raw.key)) };
  });
  return { entries: posted.map(({ entry }) => entry), states, matters: posted.map(({ matter }) => matter) };
}

/** A lot that was moved before its first assay had the composition that the assay found. */
function backfillAssays(states: ReadonlyMap<string, LotState>, ordered: readonly Matter[]): void {
  for (const matter of ordered) {
    for (const [lot, composition] of matter.assays) {
      const state = states.get(lot);
      if (state?.compositionFrom === 'unknown') setComposition(state, composition, 'later-assay');
    }
  }
}
