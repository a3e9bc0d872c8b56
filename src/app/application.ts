import { KEEPER, scopeOf, sharedWith, type Viewer } from '../access/index.ts';
import type { ReadScope, RecordStore } from '../record/index.ts';
import { AccessSource } from './access/access-source.ts';
import { Attempts } from './access/attempts.ts';
import { DocumentCapture } from './capture/capture-document.ts';
import { Committer } from './capture/committer.ts';
import { EventLog, type LogSigner } from './log/event-log.ts';
import { passingSigner } from './log/log-signer.ts';
import { readData } from './package-data.ts';
import { newIssuerKeys, PassportIssuer } from './passports/issuer.ts';
import { readParameters } from './rules/rule-parameters.ts';
import { RuleWatch } from './rules/rule-watch.ts';
import { ViewedStore } from './viewed-store.ts';
import { WorldSource } from './world-source.ts';

/** How far the loading of a simulated year is. */
export interface Loading {
  done: number;
  total: number;
}

/** Ytterby over one record, as one viewer sees it: what the faces (server, command line) call. */
export interface Application {
  /** The record as the viewer may read it. */
  readonly store: RecordStore;
  /** All of the record: for what the program itself must know to answer, and never for what it shows as it stands. */
  readonly whole: RecordStore;
  /** The part of the record that the viewer may see; null for everything. */
  scope(): Promise<ReadScope | null>;
  readonly worlds: WorldSource;
  /** Accounts, keys and shares. */
  readonly access: AccessSource;
  /** Wrong attempts to get in, lately. */
  readonly attempts: Attempts;
  readonly log: EventLog;
  /** Who signs passports. */
  readonly issuer: PassportIssuer;
  readonly committer: Committer;
  /** The rules at work over the record. */
  readonly rules: RuleWatch;
  readonly capture: DocumentCapture;
  /** For whom questions are answered and changes made. */
  readonly viewer: Viewer;
  /** The same for another viewer. */
  as(viewer: Viewer): Application;
  /** The clock, milliseconds since 1970. */
  readonly now: () => number;
  readonly version: string;
  /** How far a simulated year is loaded, while it is; the same object whoever asks. */
  readonly progress: { loading: Loading | null };
}

/**
 * Opens the application over a store.
 * @param version the program's version, shown in answers
 * @param signer who signs the record's log; a key that lives as long as the process where the record does no longer
 * @param issuer who signs passports; likewise
 */
export function openApplication(
  store: RecordStore,
  now: () => number,
  version: string,
  signer: LogSigner = passingSigner(),
  issuer = new PassportIssuer(newIssuerKeys()),
): Application {
  const worlds = new WorldSource();
  const access = new AccessSource();
  const log = new EventLog(signer);
  const committer = new Committer(store, worlds, access, log, now);
  const shared = {
    whole: store,
    worlds,
    access,
    attempts: new Attempts(),
    log,
    issuer,
    committer,
    rules: new RuleWatch(store, worlds, readParameters(readData)),
    now,
    version,
    progress: { loading: null },
  };
  const seenBy = (viewer: Viewer): Application => {
    const seen = new ViewedStore(store, async (reader) => {
      const { registry } = await worlds.current(reader);
      const shares = (await access.current(reader)).sharesAt(now());
      return scopeOf(viewer, registry, sharedWith(viewer.organisation, shares));
    });
    const capture = new DocumentCapture(store, committer, now, viewer);
    return { ...shared, store: seen, scope: () => seen.scope(), capture, viewer, as: seenBy };
  };
  return seenBy(KEEPER);
}
