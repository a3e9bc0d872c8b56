import type { RecordStore } from '../record/index.ts';
import { DocumentCapture } from './capture/capture-document.ts';
import { Committer } from './capture/committer.ts';
import { WorldSource } from './world-source.ts';

/** How far the loading of a simulated year is. */
export interface Loading {
  done: number;
  total: number;
}

/** Ytterby over one record: what the faces (server, command line) call. */
export interface Application {
  readonly store: RecordStore;
  readonly worlds: WorldSource;
  readonly committer: Committer;
  readonly capture: DocumentCapture;
  /** The clock, milliseconds since 1970. */
  readonly now: () => number;
  readonly version: string;
  /** How far a simulated year is loaded, while it is. */
  loading: Loading | null;
}

/**
 * Opens the application over a store.
 * @param version the program's version, shown in answers
 */
export function openApplication(store: RecordStore, now: () => number, version: string): Application {
  const worlds = new WorldSource();
  const committer = new Committer(store, worlds, now);
  return { store, worlds, committer, capture: new DocumentCapture(store, committer, now), now, version, loading: null };
}
