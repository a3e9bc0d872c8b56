/** The thread that holds the writing connection: what it is asked it does in order, and answers where an answer is wanted. */
import { parentPort, workerData } from 'node:worker_threads';
import { tableSpec } from '../sql/tables.ts';
import { unpackRows } from './packed-rows.ts';
import { SqliteSession } from './sqlite-session.ts';
import type { WritingAnswer, WritingRequest } from './threaded-session.ts';

const session = new SqliteSession((workerData as { file: string }).file);
for (const pragma of (workerData as { pragmas: readonly string[] }).pragmas) session.database.exec(pragma);

/** What went wrong first in the present change: nothing more is done in it but to take it back. */
let failure: unknown = null;

async function take(request: WritingRequest): Promise<void> {
  if (request.ask === 'rollback' || request.ask === 'close') failure = null;
  if (failure === null) {
    try {
      const rows = await carryOut(request);
      if (request.ticket !== null) answer({ ticket: request.ticket, rows });
      if (request.ask === 'close') parentPort?.close();
      return;
    } catch (error) {
      failure = error;
    }
  }
  if (request.ticket !== null) answer({ ticket: request.ticket, failure: statedFailure(failure) });
}

function carryOut(request: WritingRequest): Promise<object[] | void> {
  switch (request.ask) {
    case 'begin':
      return session.begin();
    case 'all':
      return session.all<object>({ sql: request.sql, parameters: request.parameters });
    case 'pick':
      return session.pick<object>(tableSpec(request.table), request.columns, request.keys);
    case 'insert':
      return session.insert(tableSpec(request.table), unpackRows(tableSpec(request.table), request.rows), request.onConflict);
    case 'commit':
      return session.commit();
    case 'rollback':
      return session.rollback();
    case 'close':
      return session.close();
  }
}

function answer(answered: WritingAnswer): void {
  parentPort?.postMessage(answered);
}

/** An error as a message can carry it: of its own properties only those that tell faults of the disk apart. */
function statedFailure(error: unknown): Extract<WritingAnswer, { failure: object }>['failure'] {
  if (!(error instanceof Error)) return { message: String(error), stack: '', details: {} };
  return { message: error.message, stack: error.stack ?? '', details: { ...error } };
}

let last = Promise.resolve();
parentPort?.on('message', (request: WritingRequest) => {
  last = last.then(() => take(request));
});
