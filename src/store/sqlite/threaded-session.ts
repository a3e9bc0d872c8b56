import { Worker } from 'node:worker_threads';
import type { CompiledQuery } from 'kysely';
import type { OnConflict, SqlSession, SqlValue } from '../sql/session.ts';
import type { Tables, TableSpec } from '../sql/tables.ts';
import { packRows, type PackedRows } from './packed-rows.ts';

type Asking =
  | { readonly ask: 'begin' | 'commit' | 'rollback' | 'close' }
  | { readonly ask: 'all'; readonly sql: string; readonly parameters: readonly unknown[] }
  | {
      readonly ask: 'pick';
      readonly table: keyof Tables;
      readonly columns: readonly string[];
      readonly keys: readonly (readonly number[])[];
    }
  | { readonly ask: 'insert'; readonly table: keyof Tables; readonly rows: PackedRows; readonly onConflict: OnConflict };

/** What the thread is asked; with a ticket it answers. What fails without one is told at the next answer, at the latest at `commit`. */
export type WritingRequest = Asking & { readonly ticket: number | null };

/** What it answers. */
export type WritingAnswer =
  | { readonly ticket: number; readonly rows: object[] | void }
  | { readonly ticket: number; readonly failure: { message: string; stack: string; details: object } };

interface Asked {
  readonly resolve: (rows: object[]) => void;
  readonly reject: (error: Error) => void;
}

/**
 * The writing connection in a thread of its own, so that neither inserts nor the flush to disk hold up the one that serves. While
 * nothing is under way it keeps no process alive. It is started by the first change.
 */
export class ThreadedSession implements SqlSession {
  readonly dialect = 'sqlite';
  private readonly worker: Worker;
  private readonly asked = new Map<number, Asked>();
  private tickets = 0;
  private fault: Error | null = null;

  /** @param pragmas settings of the connection */
  constructor(file: string, pragmas: readonly string[]) {
    const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
    this.worker = new Worker(new URL(`writing-thread.${extension}`, import.meta.url), { workerData: { file, pragmas } });
    this.worker.unref();
    this.worker.on('message', (answer: WritingAnswer) => this.settle(answer));
    this.worker.on('error', (error) => this.breakDown(error instanceof Error ? error : new Error(String(error))));
    this.worker.on('exit', () => this.breakDown(new Error('ThreadedSession: the writing thread has ended')));
  }

  all<Row>(query: CompiledQuery<Row>): Promise<Row[]> {
    return this.ask<Row>({ ask: 'all', sql: query.sql, parameters: query.parameters });
  }

  pick<Row>(table: TableSpec, columns: readonly string[], keys: readonly (readonly number[])[]): Promise<Row[]> {
    return keys.length === 0 ? Promise.resolve([]) : this.ask<Row>({ ask: 'pick', table: table.name, columns, keys });
  }

  insert(table: TableSpec, rows: readonly (readonly SqlValue[])[], onConflict: OnConflict): Promise<void> {
    const packed = packRows(rows);
    this.tell({ ask: 'insert', table: table.name, rows: packed, onConflict }, [packed.blobs.buffer]);
    return Promise.resolve();
  }

  begin(): Promise<void> {
    this.tell({ ask: 'begin' });
    return Promise.resolve();
  }

  async commit(): Promise<void> {
    await this.ask({ ask: 'commit' });
  }

  async rollback(): Promise<void> {
    await this.ask({ ask: 'rollback' });
  }

  async close(): Promise<void> {
    await this.ask({ ask: 'close' });
    await this.worker.terminate();
  }

  private tell(asking: Asking, handedOver: readonly ArrayBuffer[] = []): void {
    if (this.fault !== null) throw this.fault;
    this.worker.postMessage({ ...asking, ticket: null } satisfies WritingRequest, handedOver);
  }

  private ask<Row>(asking: Asking): Promise<Row[]> {
    return new Promise((resolve, reject) => {
      if (this.fault !== null) return reject(this.fault);
      this.tickets += 1;
      this.asked.set(this.tickets, { resolve: resolve as (rows: object[]) => void, reject });
      this.worker.ref();
      this.worker.postMessage({ ...asking, ticket: this.tickets } satisfies WritingRequest);
    });
  }

  private settle(answer: WritingAnswer): void {
    const { resolve, reject } = this.asked.get(answer.ticket)!;
    this.asked.delete(answer.ticket);
    if (this.asked.size === 0) this.worker.unref();
    if ('failure' in answer) reject(errorOf(answer.failure));
    else resolve(answer.rows ?? []);
  }

  private breakDown(error: Error): void {
    this.fault ??= error;
    for (const { reject } of this.asked.values()) reject(this.fault);
    this.asked.clear();
  }
}

function errorOf({ message, stack, details }: Extract<WritingAnswer, { failure: object }>['failure']): Error {
  return Object.assign(new Error(message), { stack }, details);
}
