import { randomUUID } from 'node:crypto';
import type { Viewer } from '../../access/index.ts';
import type { JsonObject } from '../../epcis/index.ts';
import type { CaptureJob, RecordStore, RecordWriter } from '../../record/index.ts';
import { CaptureRefusal, outcomeFault, problemOf, type CaptureFault } from './capture-fault.ts';
import type { EventOutcome } from './commit.ts';
import type { Committer } from './committer.ts';
import type { PreparedEvent } from './prepare.ts';
import type { DocumentForm, PlacedEvent, Preparation } from './prepare-document.ts';
import { readInBackground, type OpenedDocument } from './preparing.ts';

/** What a capture does when one of its events cannot be recorded: keep none, or keep the others. */
export type CaptureErrorBehaviour = 'rollback' | 'proceed';

/** A capture that has ended: its job, and how many events it added and how many were on record before. */
export interface FinishedCapture {
  readonly job: CaptureJob;
  readonly recorded: number;
  readonly duplicates: number;
}

/** A capture that has been accepted: its job, and a promise of how it ends. */
export interface StartedCapture {
  readonly job: CaptureJob;
  readonly finished: Promise<FinishedCapture>;
}

/** Documents up to this many events are answered when they are recorded; longer ones at once, their job running. */
const EVENTS_ANSWERED_WHEN_RECORDED = 2000;
const EVENTS_PER_STEP = 500;

/** Takes EPCIS documents into the record, each as a capture job. */
export class DocumentCapture {
  private readonly store: RecordStore;
  private readonly committer: Committer;
  private readonly now: () => number;
  private readonly captor: Viewer;

  /** @param captor who captures */
  constructor(store: RecordStore, committer: Committer, now: () => number, captor: Viewer) {
    this.store = store;
    this.committer = committer;
    this.now = now;
    this.captor = captor;
  }

  /**
   * Starts the capture of a document.
   * @param text an EPCISDocument, EPCISQueryDocument or single event
   * @param form JSON or XML
   * @throws CaptureRefusal when the text is no document: then there is no job and nothing is recorded
   */
  async capture(text: string, behaviour: CaptureErrorBehaviour, form: DocumentForm = 'json'): Promise<StartedCapture> {
    const document = await readInBackground(text, form);
    const job = newJob(behaviour, this.now(), this.captor.organisation);
    if (document.events <= EVENTS_ANSWERED_WHEN_RECORDED) {
      const done = await this.recordAtOnce(document, job).finally(() => document.close());
      return { job: done.job, finished: Promise.resolve(done) };
    }
    await this.store.write((writer) => writer.putCaptureJob(job));
    const recording = this.recordInSteps(document, job).finally(() => document.close());
    return { job, finished: recording.catch((error: unknown) => this.breakOff(job, error)) };
  }

  /** A capture that storage cut short: its job says so as soon as storage answers again, and the error goes on to the caller. */
  private async breakOff(job: CaptureJob, error: unknown): Promise<never> {
    const message = `the capture was cut short: ${error instanceof Error ? error.message : String(error)}; send the document again`;
    await this.store.write((writer) => writer.putCaptureJob(brokenOff(job, message, this.now())));
    throw error;
  }

  /** Jobs that were running when an earlier process died: what they had recorded stays, the job says that it was cut short. */
  async closeAbandonedJobs(): Promise<void> {
    const jobs = await this.store.read((reader) => reader.captureJobs(null, Number.MAX_SAFE_INTEGER));
    const open = jobs.filter((job) => job.running);
    if (open.length === 0) return;
    await this.store.write(async (writer) => {
      const message =
        'the capture was cut short when the program ended; send the document again: what is on record is not recorded twice';
      for (const job of open) await writer.putCaptureJob(brokenOff(job, message, this.now()));
    });
  }

  private async recordAtOnce(document: OpenedDocument, job: CaptureJob): Promise<FinishedCapture> {
    const parts: Preparation[] = [];
    for (let from = 0; from < document.events; from += EVENTS_PER_STEP) parts.push(await this.prepareStep(document, from));
    const whole = { prepared: parts.flatMap(({ prepared }) => prepared), faults: parts.flatMap(({ faults }) => faults) };
    return this.submit({ job, recorded: 0, duplicates: 0 }, whole, true);
  }

  private prepareStep(document: OpenedDocument, from: number): Promise<Preparation> {
    return document.prepare(from, Math.min(from + EVENTS_PER_STEP, document.events), this.now());
  }

  /** Events that could be recorded are, or none of them; the job is written in the same change. */
  private async submit(before: FinishedCapture, { prepared, faults }: Preparation, last: boolean): Promise<FinishedCapture> {
    let { job } = before;
    const behaviour = job.captureErrorBehaviour;
    const settle = async (writer: RecordWriter, outcomes: readonly EventOutcome[]): Promise<void> => {
      const errors = [...before.job.errors, ...[...faults, ...unrecorded(prepared, outcomes)].map(faultObject)];
      const end = { running: false, finishedAt: isoTime(this.now()), success: errors.length === 0 };
      job = { ...before.job, errors, ...(last ? end : {}) };
      await writer.putCaptureJob(job);
    };
    const events = behaviour === 'rollback' && faults.length > 0 ? [] : prepared.map(({ event }) => event);
    const outcomes = await this.committer.submit({ events, behaviour, captor: this.captor, settle });
    const count = (status: EventOutcome['status']): number => outcomes.filter((outcome) => outcome.status === status).length;
    return { job, recorded: before.recorded + count('recorded'), duplicates: before.duplicates + count('duplicate') };
  }

  private async recordInSteps(document: OpenedDocument, job: CaptureJob): Promise<FinishedCapture> {
    if (job.captureErrorBehaviour === 'rollback') return this.recordAtOnce(document, job);
    let current: FinishedCapture = { job, recorded: 0, duplicates: 0 };
    for (let from = 0; from < document.events; from += EVENTS_PER_STEP) {
      const isLast = from + EVENTS_PER_STEP >= document.events;
      current = await this.submit(current, await this.prepareStep(document, from), isLast);
    }
    return current;
  }

  /**
   * Captures a single event; in XML it may stand in a document of its own, since the standard's XML has no bare events.
   * @throws CaptureRefusal with every problem of the event
   */
  async captureEvent(
    text: string,
    form: DocumentForm = 'json',
  ): Promise<{ outcome: EventOutcome; hash: string; eventID: string | null }> {
    const prepared = await this.prepareAlone(text, form);
    const [outcome] = await this.committer.submit({ events: [prepared], behaviour: 'proceed', captor: this.captor });
    return { outcome: outcome!, hash: prepared.hash, eventID: prepared.eventID };
  }

  /** @throws CaptureRefusal when the text is not one event, or with every problem of it */
  private async prepareAlone(text: string, form: DocumentForm): Promise<PreparedEvent> {
    const document = await readInBackground(text, form);
    try {
      if (document.events !== 1 || !(document.kind === 'event' || form === 'xml')) {
        const message = 'expected one bare event; send a document to /capture';
        throw new CaptureRefusal([{ path: '$', code: 'document.kind', message }]);
      }
      const { prepared, faults } = await document.prepare(0, 1, this.now());
      const [placed] = prepared;
      if (placed === undefined) throw new CaptureRefusal(faults.map(problemOf));
      return placed.event;
    } finally {
      document.close();
    }
  }
}

function unrecorded(prepared: readonly PlacedEvent[], outcomes: readonly EventOutcome[]): CaptureFault[] {
  return outcomes.flatMap((outcome, place) => {
    const { index, path, event } = prepared[place]!;
    return outcomeFault(outcome, { eventID: event.eventID, index, path }) ?? [];
  });
}

function faultObject(fault: CaptureFault): JsonObject {
  return { ...fault };
}

function brokenOff(job: CaptureJob, message: string, nowMs: number): CaptureJob {
  const fault: CaptureFault = { index: -1, code: 'capture.cut-short', path: '$', message };
  return { ...job, running: false, success: false, finishedAt: isoTime(nowMs), errors: [...job.errors, faultObject(fault)] };
}

function newJob(captureErrorBehaviour: CaptureErrorBehaviour, nowMs: number, organisation: string | null): CaptureJob {
  return {
    captureID: randomUUID(),
    createdAt: isoTime(nowMs),
    finishedAt: null,
    running: true,
    success: true,
    captureErrorBehaviour,
    organisation,
    errors: [],
  };
}

/** An instant as RFC 3339 text in UTC. */
function isoTime(ms: number): string {
  return new Date(ms).toISOString();
}
