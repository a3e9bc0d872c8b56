/** Why storage could not do what it was asked. `retryable` says whether the same call may succeed later without anybody's doing. */
export type StoreErrorCode =
  | 'other-layout'
  | 'data-directory-in-use'
  | 'disk-full'
  | 'unwritable'
  | 'damaged'
  | 'busy'
  | 'unreachable';

const RETRYABLE: ReadonlySet<StoreErrorCode> = new Set<StoreErrorCode>(['busy', 'unreachable']);

/** An error of storage, with its code and cause. */
export class StoreError extends Error {
  readonly code: StoreErrorCode;
  readonly retryable: boolean;

  constructor(code: StoreErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'StoreError';
    this.code = code;
    this.retryable = RETRYABLE.has(code);
  }
}

const SQLITE_BUSY = 5;
const SQLITE_READONLY = 8;
const SQLITE_IOERR = 10;
const SQLITE_CORRUPT = 11;
const SQLITE_FULL = 13;
const SQLITE_CANTOPEN = 14;
const SQLITE_NOTADB = 26;

/** Tells errors of the disk and the connection from bugs: the former become a `StoreError`, the latter stay what they are. */
export function storeErrorOf(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof StoreError) return error;
  return fromSqlite(error) ?? fromPostgres(error) ?? error;
}

function fromSqlite(error: Error): StoreError | null {
  if (!('errcode' in error) || typeof error.errcode !== 'number') return null;
  const wrap = (code: StoreErrorCode, message: string): StoreError => new StoreError(code, message, { cause: error });
  switch (error.errcode & 0xff) {
    case SQLITE_FULL:
      return wrap('disk-full', 'the disk is full: nothing of this change was recorded; free some space and try again');
    case SQLITE_IOERR:
      return wrap('disk-full', `the disk refused to write (${error.message}): nothing of this change was recorded`);
    case SQLITE_READONLY:
    case SQLITE_CANTOPEN:
      return wrap('unwritable', `the database cannot be opened for writing: ${error.message}`);
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return wrap('damaged', `the database file is damaged: ${error.message}; restore a backup`);
    case SQLITE_BUSY:
      return wrap('busy', 'the database is held by another process');
    default:
      return null;
  }
}

const UNREACHABLE_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  '57P01',
  '57P02',
  '57P03',
  '08006',
  '08003',
  '08001',
]);
const DISK_FULL_CODE = '53100';

function fromPostgres(error: Error): StoreError | null {
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (code === DISK_FULL_CODE) return new StoreError('disk-full', "the database server's disk is full", { cause: error });
  if (
    UNREACHABLE_CODES.has(code) ||
    /Connection terminated|connection timeout|connection error and is not queryable/i.test(error.message)
  ) {
    return new StoreError('unreachable', `the database server cannot be reached: ${error.message}`, { cause: error });
  }
  return null;
}
