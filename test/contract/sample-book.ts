import {
  comesBefore,
  dependentLots,
  lotsOf,
  needsReplay,
  newLotState,
  postEvent,
  replayLots,
  withContents,
  type Entry,
  type LotState,
  type Matter,
} from '../../src/ledger/index.ts';
import { SAMPLE_WORLD } from './sample-matter.ts';

/** Every lot and container that events name. */
export function namesIn(matters: readonly Matter[]): Set<string> {
  return new Set(matters.flatMap((matter) => [...lotsOf(matter), ...matter.containers]));
}

/** Events in the ledger's own order. */
export function inLedgerOrder(matters: readonly Matter[]): Matter[] {
  return matters.toSorted((a, b) => (comesBefore(a, b) ? -1 : 1));
}

/** The ledger from scratch: every lot replayed at once. */
export function bookFromScratch(matters: readonly Matter[]): { entries: Map<string, Entry>; states: Map<string, LotState> } {
  const { entries, states } = replayLots(namesIn(matters), matters, () => undefined, SAMPLE_WORLD);
  return { entries: new Map(entries.map((entry) => [entry.key, entry])), states };
}

/** A ledger kept event by event: posts what comes last, replays the lots that an earlier or removed event touches, and no others. */
export class SampleBook {
  readonly entries = new Map<string, Entry>();
  readonly states = new Map<string, LotState>();
  readonly #raw = new Map<string, Matter>();
  readonly #posted = new Map<string, Matter>();

  capture(raw: Matter): void {
    this.#raw.set(raw.key, raw);
    const matter = withContents(raw, this.states);
    this.#posted.set(raw.key, matter);
    const names = namesIn([matter, raw]);
    for (const name of names) if (!this.states.has(name)) this.states.set(name, newLotState(name));
    if (needsReplay(matter, this.states)) this.#replay(names);
    else this.entries.set(raw.key, postEvent(matter, this.states, SAMPLE_WORLD));
  }

  remove(key: string): void {
    const posted = this.#posted.get(key);
    if (posted === undefined) throw new Error(`no event ${key}`);
    this.#raw.delete(key);
    this.#posted.delete(key);
    this.entries.delete(key);
    this.#replay(namesIn([posted]));
  }

  #replay(names: Set<string>): void {
    let touching = this.#touching(names);
    for (let added = dependentLots(names, touching); added.size > 0; added = dependentLots(names, touching)) {
      for (const name of added) names.add(name);
      touching = this.#touching(names);
    }
    const raw = touching.map((matter) => this.#raw.get(matter.key) ?? matter);
    const replayed = replayLots(names, raw, (key) => this.entries.get(key), SAMPLE_WORLD);
    for (const entry of replayed.entries) this.entries.set(entry.key, entry);
    for (const matter of replayed.matters) this.#posted.set(matter.key, matter);
    for (const [name, state] of replayed.states) this.states.set(name, state);
  }

  #touching(names: ReadonlySet<string>): Matter[] {
    return [...this.#posted.values()].filter((matter) => [...namesIn([matter])].some((name) => names.has(name)));
  }
}
