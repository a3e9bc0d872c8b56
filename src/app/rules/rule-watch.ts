import { hash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import type { RecordReader, RecordStore } from '../../record/index.ts';
import { emptyQuotaState, type QuotaState } from '../../rights/index.ts';
import {
  RuleBook,
  RULES,
  type Flag,
  type FlagChange,
  type Parameters,
  type RuleWorld,
  type SavedBook,
} from '../../rules/index.ts';
import { countMovements, readRights } from '../rights-journal.ts';
import { REGISTRY_VERSION_DOCUMENT, type WorldSource } from '../world-source.ts';
import type { World } from '../world.ts';
import { appendChanges, journalPosition, readChanges, standingAfter } from './flag-journal.ts';
import { openCasesFor } from '../cases/case-journal.ts';
import { readRulePage } from './read-page.ts';

/** How the record is gone through. */
export interface Pace {
  /** Events that are judged in one go: few enough for others to be served meanwhile. */
  readonly pageEvents: number;
  /** Settling costs as much as lines of processes have days: where only the end is told, so many events may wait for it. */
  readonly settledEvents: number;
  /** What the rules keep is put on record when they have come so far since the last time. */
  readonly eventsBetweenSaves: number;
}

const PACE: Pace = { pageEvents: 250, settledEvents: 2000, eventsBetweenSaves: 50_000 };
const BOOK_DOCUMENT = 'flags-book';
/** Raise it when what rules keep or find changes: records are then judged anew. */
const EDITION = 2;

/** A book, and what it was made with. */
interface OpenBook {
  readonly book: RuleBook;
  /** Rules, parameters and registry: a book of another making is of no use. */
  readonly making: string;
  readonly world: { rights: QuotaState; movements: number };
  /** It judges anew what another making had judged, and has not told yet in what they differ: also when it is taken up again. */
  isAnew: boolean;
  savedSeq: number;
  /** Up to where it was settled. */
  settledSeq: number;
}

/** What is put on record of a book. */
interface SavedOpenBook {
  readonly making: string;
  readonly isAnew?: boolean;
  readonly book: SavedBook;
}

/** Keeps all rules at work over a record: goes through what is recorded and puts on record which flags are raised and cleared. */
export class RuleWatch {
  readonly #store: RecordStore;
  readonly #worlds: WorldSource;
  readonly parameters: Parameters;
  readonly #pace: Pace;
  #open: OpenBook | null = null;
  #running: Promise<void> = Promise.resolve();

  constructor(store: RecordStore, worlds: WorldSource, parameters: Parameters, pace = PACE) {
    [this.#store, this.#worlds, this.parameters, this.#pace] = [store, worlds, parameters, pace];
  }

  /** Judges everything that is on record by now. @param stop ends it between two pages */
  catchUp(stop?: AbortSignal): Promise<void> {
    this.#running = this.#running.catch(() => undefined).then(() => this.#catchUp(stop));
    return this.#running;
  }

  /** The flags that stand, after everything was judged. */
  async flags(): Promise<Flag[]> {
    await this.catchUp();
    return this.#open!.book.flags();
  }

  /** Ids of the flags that stand by what is on record, without judging anything. */
  async kept(): Promise<Set<string>> {
    return new Set(standingAfter(await this.#store.read((reader) => readChanges(reader, null))).keys());
  }

  /** The flags that a full judgement of the record up to a place finds, with a book of its own. */
  async judgeAnew(knownSeq: number | null, stop?: AbortSignal): Promise<Flag[]> {
    const opened = await this.#store.read((reader) => this.#begin(reader));
    const last = knownSeq ?? (await this.#store.read((reader) => reader.head()));
    while (opened.book.seq < last) {
      stop?.throwIfAborted();
      await this.#takePage(opened, last, this.#pace.settledEvents);
      await setImmediate();
    }
    return opened.book.flags();
  }

  /** Puts on record what the rules keep, so that the next start need not begin anew. */
  async save(): Promise<void> {
    await this.#running.catch(() => undefined);
    const opened = this.#open;
    if (opened !== null && opened.book.seq !== opened.savedSeq) await this.#saveNow(opened);
  }

  async #catchUp(stop?: AbortSignal): Promise<void> {
    const opened = await this.#openBook();
    const last = await this.#store.read((reader) => reader.head());
    const position = await this.#store.read(journalPosition);
    while (opened.book.seq < last) {
      if (stop?.aborted === true) return;
      const changes = await this.#takePage(opened, last, opened.book.seq < position ? this.#pace.settledEvents : 0);
      if (opened.book.seq > position) await this.#tell(changes, opened.book.seq);
      const isSettled = opened.settledSeq === opened.book.seq;
      if (isSettled && opened.book.seq - opened.savedSeq >= this.#pace.eventsBetweenSaves) await this.#saveNow(opened);
      await setImmediate();
    }
    this.#open = opened;
    if (opened.isAnew) opened.isAnew = !(await this.#tellDifference(opened));
  }

  async #saveNow(opened: OpenBook): Promise<void> {
    await this.#store.write((writer) => writer.putDocument(BOOK_DOCUMENT, textOf(opened)));
    opened.savedSeq = opened.book.seq;
  }

  /** Another process may have told the same already: what is told is the same whoever tells it. */
  async #tell(changes: readonly FlagChange[], seq: number): Promise<void> {
    await this.#store.write(async (writer) => {
      const told = await journalPosition(writer);
      if (told >= seq) return;
      const news = changes.filter((change) => change.seq > told);
      await appendChanges(writer, news, seq);
      await openCasesFor(writer, news);
    });
  }

  /**
   * After rules, parameters or the registry changed: what stands now and did not, and what stood and does not any more.
   * @returns false when another process has told of later events: they are to be judged first
   */
  async #tellDifference({ book }: OpenBook): Promise<boolean> {
    return this.#store.write(async (writer) => {
      if ((await journalPosition(writer)) > book.seq) return false;
      const stood = standingAfter(await readChanges(writer, null));
      const recordedMs = (await writer.lastRecordedMs()) ?? 0;
      const at = { seq: book.seq, recordedMs };
      const stands = new Map(book.flags().map((flag) => [flag.id, flag]));
      const raised = [...stands.values()]
        .filter(({ id }) => !stood.has(id))
        .map((flag) => ({ kind: 'raised' as const, ...at, flag }));
      const cleared = [...stood.values()]
        .filter(({ id }) => !stands.has(id))
        .map((flag) => ({ kind: 'cleared' as const, ...at, flag }));
      await appendChanges(writer, [...raised, ...cleared], book.seq);
      await openCasesFor(writer, raised);
      return true;
    });
  }

  /**
   * Takes a page. @param settledEvents how many events may wait to be settled: where nobody is told what stood in between, lines of processes are
   * judged once for many pages
   */
  async #takePage(opened: OpenBook, last: number, settledEvents: number): Promise<FlagChange[]> {
    const { book, world } = opened;
    const page = await this.#store.read(async (reader) => {
      const movements = await countMovements(reader);
      if (movements !== world.movements) {
        world.rights = await readRights(reader, (await this.#worlds.current(reader)).registry.groupOf, []);
        world.movements = movements;
        book.refresh();
      }
      return readRulePage(reader, book.seq, Math.min(last, book.seq + this.#pace.pageEvents));
    });
    const upTo = { seq: page.seq, recordedMs: page.recordedMs };
    const settles = upTo.seq >= last || upTo.seq - opened.settledSeq >= settledEvents;
    if (settles) opened.settledSeq = upTo.seq;
    return book.take(page.revisions, upTo, settles);
  }

  /** The book at hand, if it was made with the present registry; else the one on record; else a new one. */
  async #openBook(): Promise<OpenBook> {
    return this.#store.read(async (reader) => {
      const making = await this.#making(reader);
      if (this.#open?.making === making) return this.#open;
      const opened = await this.#begin(reader);
      const text = await reader.document(BOOK_DOCUMENT);
      const saved = text === null ? null : (JSON.parse(text) as SavedOpenBook);
      if (saved?.making !== making) return { ...opened, isAnew: (await journalPosition(reader)) > 0 };
      opened.book.load(saved.book);
      return { ...opened, isAnew: saved.isAnew ?? false, savedSeq: opened.book.seq, settledSeq: opened.book.seq };
    });
  }

  async #begin(reader: RecordReader): Promise<OpenBook> {
    const current = await this.#worlds.current(reader);
    const world = { rights: emptyQuotaState(current.registry.groupOf), movements: -1 };
    const book = new RuleBook(
      RULES,
      ruleWorld(current, this.parameters, () => world.rights),
    );
    return { book, making: await this.#making(reader), world, isAnew: false, savedSeq: 0, settledSeq: 0 };
  }

  async #making(reader: RecordReader): Promise<string> {
    const registry = (await reader.document(REGISTRY_VERSION_DOCUMENT)) ?? '';
    const rules = RULES.map(({ facts }) => facts.name).join(' ');
    return hash('sha256', JSON.stringify([EDITION, rules, this.parameters.rows, registry]), 'hex');
  }
}

function ruleWorld(world: World, parameters: Parameters, rights: () => QuotaState): RuleWorld {
  return { ...world, rights, parameters };
}

function textOf({ making, isAnew, book }: OpenBook): string {
  return JSON.stringify({ making, isAnew, book: book.save() } satisfies SavedOpenBook);
}
