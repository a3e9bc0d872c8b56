import { createMemoryStore } from '../src/store/index.ts';
import { describeAgreement } from './contract/agreement.ts';
import { describeRecordStore, type OpenedStore } from './contract/record-store.ts';

async function openMemory(): Promise<OpenedStore> {
  const store = createMemoryStore();
  return { store, dispose: () => store.close() };
}

describeRecordStore('memory', openMemory);
// Of two memory stores the second must not be touched by what the first was given: the batches are the same objects.
describeAgreement('memory', openMemory, 'another memory store', openMemory, 10);
