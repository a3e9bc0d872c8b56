import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Appended, RecordWriter } from '../../src/record/index.ts';
import { readEverything, type Questions } from './read-everything.ts';
import type { OpenStore } from './opened-store.ts';
import { batchDraft, fitBatch, lotAt, ODD_TEXT, SampleRecord, siteAt, type BatchDraft } from './sample-content.ts';

/** How many random histories are compared; an adapter on a server may take fewer. */
const RUNS = 30;

/** Model test: the same random batches go to two adapters, and both answer every question alike after each. */
export function describeAgreement(nameA: string, openA: OpenStore, nameB: string, openB: OpenStore, runs = RUNS): void {
  test(`${nameA} and ${nameB} agree on random histories`, async () => {
    const histories = fc.array(batchDraft, { minLength: 1, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(histories, (drafts) => compare(openA, openB, drafts)),
      { numRuns: runs },
    );
  });
}

async function compare(openA: OpenStore, openB: OpenStore, drafts: readonly BatchDraft[]): Promise<void> {
  const [a, b] = [await openA(), await openB()];
  const record = new SampleRecord();
  try {
    for (const draft of drafts) {
      const batch = fitBatch(record, draft);
      for (const { store } of [a, b]) {
        await assert.rejects(
          store.write((writer) => appendAndStop(writer, batch)),
          STOP,
        );
        await store.write((writer) => writer.append(batch));
      }
      const questions = questionsOf(record);
      const [answersA, answersB] = [
        await a.store.read((reader) => readEverything(reader, questions)),
        await b.store.read((reader) => readEverything(reader, questions)),
      ];
      assert.deepEqual(answersB, answersA);
    }
  } finally {
    await a.dispose();
    await b.dispose();
  }
}

const STOP = new Error('stopped after appending');

/** What an adapter remembers of a change that was undone must not show in the next one. */
async function appendAndStop(writer: RecordWriter, batch: Appended): Promise<never> {
  await writer.lotStates(batch.lotStates.map((state) => state.lot));
  await writer.append(batch);
  throw STOP;
}

function questionsOf(record: SampleRecord): Questions {
  return {
    lots: [...Array.from({ length: 10 }, (_, number) => lotAt(number)), `https://id.gs1.org/00/${ODD_TEXT}`],
    sites: [0, 1, 2, 3].map(siteAt),
    keys: record.events.flatMap(({ hash, eventID }) => (eventID === null ? [hash] : [hash, eventID])),
    documents: [],
    journals: [],
  };
}
