import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createMemoryStore } from '../src/store/memory/memory-store.ts';
import { openSqliteStore } from '../src/store/sqlite/sqlite-store.ts';
import { describeAgreement } from './contract/agreement.ts';
import { describeRecordStore } from './contract/record-store.ts';

async function openTemporary(writingPlace: 'thread' | 'here') {
  const directory = mkdtempSync(join(tmpdir(), 'ytterby-sqlite-'));
  let store = openSqliteStore(directory, writingPlace);
  const reopen = async () => {
    store = openSqliteStore(directory, writingPlace);
    return store;
  };
  const dispose = async () => {
    await store.close();
    rmSync(directory, { recursive: true });
  };
  return { store, reopen, dispose };
}

const openHere = () => openTemporary('here');
const openThreaded = () => openTemporary('thread');

describeRecordStore('SQLite', openHere);
describeRecordStore('SQLite written in a thread', openThreaded);

const openMemory = async () => ({ store: createMemoryStore(), dispose: async () => {} });
describeAgreement('memory', openMemory, 'SQLite', openHere);
