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

/** Events that are judged in one go: few enough for others to be served meanwhile. */
const PAGE_EVENTS = 250;
/** What the rules keep is put on record when they have come so far since the last time. */
const EVENTS_BETWEEN_SAVES = 50_000;
const BOOK_DOCUMENT = 'flags-book';
/** Raise it when what rules keep or find changes: records are then judged anew. */
const EDITION = 2;

/** A book, and what it was made with. */
interface OpenBook {
  readonly book: RuleBook;
  /** Rules, parameters and registry: a book of another making is of no use. */
  readonly making: string;
  readonly world: { rights: QuotaState; movements: number };
  savedSeq: number;
}

/** Keeps all rules at work over a record: goes through what is recorded and puts on record which flags are raised and cleared. */
export class RuleWatch {
  readonly #store: RecordStore;
  readonly #worlds: WorldSource;
  readonly parameters: Parameters;
  #open: OpenBook | null = null;
  #running: Promise<void> = Promise.resolve();

  constructor(store: RecordStore, worlds: WorldSource, parameters: Parameters) {
    [this.#store, this.#worlds, this.parameters] = [store, worlds, parameters];
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
      await this.#takePage(opened, last);
      await setImmediate();
    }
    return opened.book.flags();
  }

  /** Puts on record what the rules keep, so that the next start need not begin anew. */
  async save(): Promise<void> {
    await this.#running.catch(() => undefined);
    const opened = this.#open;
    if (opened === null || opened.book.seq === opened.savedSeq) return;
    await this.#store.write((writer) => writer.putDocument(BOOK_DOCUMENT, textOf(opened)));
    opened.savedSeq = opened.book.seq;
  }

  async #catchUp(stop?: AbortSignal): Promise<void> {
    const { opened, isNew } = await this.#openBook();
    const last = await this.#store.read((reader) => reader.head());
    const position = await this.#store.read(journalPosition);
    const isAnew = isNew && opened.book.seq < position;
    while (opened.book.seq < last) {
      if (stop?.aborted === true) return;
      const changes = await this.#takePage(opened, last);
      if (opened.book.seq > position) await this.#tell(changes, opened.book.seq);
      if (opened.book.seq - opened.savedSeq >= EVENTS_BETWEEN_SAVES) await this.#saveNow(opened);
      await setImmediate();
    }
    this.#open = opened;
    if (isAnew) await this.#tellDifference(opened);
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

  /** After rules, parameters or the registry changed: what stands now and did not, and what stood and does not any more. */
  async #tellDifference({ book }: OpenBook): Promise<void> {
    await this.#store.write(async (writer) => {
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
    });
  }

  async #takePage({ book, world }: OpenBook, last: number): Promise<FlagChange[]> {
    const page = await this.#store.read(async (reader) => {
      const movements = await countMovements(reader);
      if (movements !== world.movements) {
        world.rights = await readRights(reader, (await this.#worlds.current(reader)).registry.groupOf, []);
        world.movements = movements;
        book.refresh();
      }
      return readRulePage(reader, book.seq, Math.min(last, book.seq + PAGE_EVENTS));
    });
    return book.take(page.revisions, { seq: page.seq, recordedMs: page.recordedMs });
  }

  /** The book at hand, if it was made with the present registry; else the one on record; else a new one. */
  async #openBook(): Promise<{ opened: OpenBook; isNew: boolean }> {
    return this.#store.read(async (reader) => {
      const making = await this.#making(reader);
      if (this.#open?.making === making) return { opened: this.#open, isNew: false };
      const opened = await this.#begin(reader);
      const text = await reader.document(BOOK_DOCUMENT);
      const saved = text === null ? null : (JSON.parse(text) as { making: string; book: SavedBook });
      if (saved !== null && saved.making === making) {
        opened.book.load(saved.book);
        opened.savedSeq = opened.book.seq;
        return { opened, isNew: false };
      }
      return { opened, isNew: true };
    });
  }

  async #begin(reader: RecordReader): Promise<OpenBook> {
    const current = await this.#worlds.current(reader);
    const world = { rights: emptyQuotaState(current.registry.groupOf), movements: -1 };
    const book = new RuleBook(
      RULES,
      ruleWorld(current, this.parameters, () => world.rights),
    );
    return { book, making: await this.#making(reader), world, savedSeq: 0 };
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

function textOf({ making, book }: OpenBook): string {
  return JSON.stringify({ making, book: book.save() });
}
