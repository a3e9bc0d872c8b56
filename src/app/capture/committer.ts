import { setImmediate } from 'node:timers/promises';
import type { RecordStore } from '../../record/index.ts';
import type { AccessSource } from '../access/access-source.ts';
import type { EventLog } from '../log/event-log.ts';
import type { WorldSource } from '../world-source.ts';
import { commitBatch, type CaptureUnit, type EventOutcome } from './commit.ts';

/** How many events one change may hold: enough to share a flush and hot pages, few enough for nobody to wait long. */
const BATCH_EVENTS_MAX = 1000;

interface Waiting {
  readonly unit: CaptureUnit;
  readonly resolve: (outcomes: EventOutcome[]) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Puts units of many callers into common changes: they share one transaction and one flush to disk. A unit's promise resolves when
 * its events are durable.
 */
export class Committer {
  private readonly store: RecordStore;
  private readonly worlds: WorldSource;
  private readonly access: AccessSource;
  private readonly log: EventLog;
  private readonly now: () => number;
  private readonly waiting: Waiting[] = [];
  private running: Promise<void> | null = null;
  private readonly listeners: (() => void)[] = [];

  constructor(store: RecordStore, worlds: WorldSource, access: AccessSource, log: EventLog, now: () => number) {
    this.store = store;
    this.worlds = worlds;
    this.access = access;
    this.log = log;
    this.now = now;
  }

  /**
   * Records a unit.
   * @throws StoreError when storage fails: nothing of the unit is on record, or, if the connection died during the commit itself, all of
   * it; capturing it again is safe either way, for what is on record is a duplicate
   */
  submit(unit: CaptureUnit): Promise<EventOutcome[]> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ unit, resolve, reject });
      this.running ??= this.run();
    });
  }

  /** Calls after each change that was committed here. */
  onCommit(listener: () => void): void {
    this.listeners.push(listener);
  }

  /** Resolves when everything submitted so far has been settled. */
  async idle(): Promise<void> {
    await this.running;
  }

  private async run(): Promise<void> {
    await setImmediate();
    while (this.waiting.length > 0) {
      await this.commitSome(this.takeBatch());
      await setImmediate();
    }
    this.running = null;
  }

  private takeBatch(): Waiting[] {
    let events = 0;
    let count = 0;
    for (const { unit } of this.waiting) {
      if (count > 0 && events + unit.events.length > BATCH_EVENTS_MAX) break;
      events += unit.events.length;
      count += 1;
    }
    return this.waiting.splice(0, count);
  }

  private async commitSome(batch: readonly Waiting[]): Promise<void> {
    try {
      const outcomes = await this.store.write(async (writer) => {
        const world = await this.worlds.current(writer);
        const shares = (await this.access.current(writer)).sharesAt(this.now());
        const recordedMs = Math.max(this.now(), (await writer.lastRecordedMs()) ?? 0);
        const settled = await commitBatch(
          writer,
          batch.map(({ unit }) => unit),
          { world, shares, log: this.log },
          recordedMs,
        );
        for (const [place, { unit }] of batch.entries()) await unit.settle?.(writer, settled[place]!);
        return settled;
      });
      batch.forEach(({ resolve }, place) => resolve(outcomes[place]!));
      for (const listener of this.listeners) listener();
    } catch (error) {
      if (batch.length === 1) batch[0]!.reject(error);
      else await this.commitOneByOne(batch);
    }
  }

  /** When a common change fails, each unit is tried alone, so that one unit's fault is not another's. */
  private async commitOneByOne(batch: readonly Waiting[]): Promise<void> {
    for (const waiting of batch) await this.commitSome([waiting]);
  }
}
