import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { StoreError, storeErrorOf } from '../store-error.ts';

/** Holds a data directory for this process until released; the operating system releases it when the process dies, however it dies. */
export interface DirectoryLock {
  release(): void;
}

function openLockFile(directory: string): DatabaseSync {
  try {
    return new DatabaseSync(join(directory, 'ytterby.lock'), { timeout: 0 });
  } catch (error) {
    throw storeErrorOf(error);
  }
}

/**
 * Locks a data directory. The lock is an exclusive transaction on a small SQLite file beside the record: a lock of the operating
 * system on an open file, which no crash leaves behind.
 * @throws StoreError `data-directory-in-use` when another process holds it, `unwritable` when the lock cannot be written
 */
export function lockDirectory(directory: string): DirectoryLock {
  const database = openLockFile(directory);
  try {
    database.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE;');
  } catch (error) {
    database.close();
    const known = storeErrorOf(error);
    if (!(known instanceof StoreError) || known.code !== 'busy') throw known;
    throw new StoreError(
      'data-directory-in-use',
      `the data directory ${directory} is in use by another ytterby process; stop that one, or name another directory with --data`,
      { cause: error },
    );
  }
  return { release: () => database.close() };
}
