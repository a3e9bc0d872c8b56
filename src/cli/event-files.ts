import { createReadStream } from 'node:fs';
import { access, constants, readFile, stat } from 'node:fs/promises';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import type { DocumentForm } from '../app/index.ts';
import { decodeUtf8 } from '../epcis/index.ts';
import type { Stated } from './problems.ts';

/** A file of events: a document as one text, or lines of bare events as bytes that stream. */
export type EventFile = EventDocument | EventLines;

/** A document, whole. */
export interface EventDocument {
  readonly kind: 'document';
  readonly text: string;
  readonly form: DocumentForm;
}

/** Lines of bare events. */
export interface EventLines {
  readonly kind: 'lines';
  /** Size of the file. */
  readonly bytes: number;
  /**
   * Reads the file from its beginning.
   * @param progress hears how many of the file's bytes have been read
   * @throws FileRefusal when the file is no whole gzip file
   */
  readonly read: (progress?: (bytes: number) => void) => AsyncIterable<Uint8Array>;
}

/** A document must be held whole, so larger documents are refused with advice. */
const DOCUMENT_BYTES_MAX = 512 * 1024 * 1024;

/** A file that was read and is not what it should be: the answer is no. */
export class FileRefusal extends Error {
  readonly problems: readonly Stated[];

  constructor(problems: readonly Stated[]) {
    super(problems[0]?.message ?? 'the file was refused');
    this.name = 'FileRefusal';
    this.problems = problems;
  }
}

/** A file that cannot be read at all: something broke. */
export class UnreadableFile extends Error {
  constructor(path: string, cause: NodeJS.ErrnoException) {
    super(`cannot read ${path}: ${reasonOf(cause)}`, { cause });
    this.name = 'UnreadableFile';
  }
}

function reasonOf({ code, message }: NodeJS.ErrnoException): string {
  switch (code) {
    case 'ENOENT':
      return 'there is no such file';
    case 'EACCES':
      return 'permission denied';
    case 'EISDIR':
      return 'it is a folder';
    default:
      return message;
  }
}

/** The size of a file that can be read, in bytes. @throws UnreadableFile */
export async function sizeOfReadable(path: string): Promise<number> {
  try {
    await access(path, constants.R_OK);
    const found = await stat(path);
    if (found.isDirectory()) throw Object.assign(new Error('it is a folder'), { code: 'EISDIR' });
    return found.size;
  } catch (error) {
    throw new UnreadableFile(path, error as NodeJS.ErrnoException);
  }
}

/**
 * Reads a file as UTF-8 text; a byte order mark is taken off.
 * @throws UnreadableFile; FileRefusal when it is larger than 512 MiB or not UTF-8
 */
export async function readText(path: string): Promise<string> {
  if ((await sizeOfReadable(path)) > DOCUMENT_BYTES_MAX) {
    const message = 'the file is larger than 512 MiB; write it as NDJSON, one event a line (.ndjson or .ndjson.gz)';
    throw new FileRefusal([{ path: '$', code: 'file.size', message }]);
  }
  const bytes = await readFile(path).catch((error: unknown) => {
    throw new UnreadableFile(path, error as NodeJS.ErrnoException);
  });
  const reading = decodeUtf8(bytes);
  if (!reading.ok) throw new FileRefusal(reading.problems);
  return reading.value;
}

/**
 * Opens a file of events: `.ndjson` and `.ndjson.gz` line by line, `.xml` as one XML document, anything else as one JSON document.
 * @throws UnreadableFile; FileRefusal for a document that is too large or not UTF-8
 */
export async function openEventFile(path: string): Promise<EventFile> {
  if (!/\.ndjson(\.gz)?$/.test(path))
    return { kind: 'document', text: await readText(path), form: path.endsWith('.xml') ? 'xml' : 'json' };
  const bytes = await sizeOfReadable(path);
  return { kind: 'lines', bytes, read: (progress) => readChunks(path, progress ?? (() => undefined)) };
}

async function* readChunks(path: string, progress: (bytes: number) => void): AsyncGenerator<Uint8Array> {
  const file = createReadStream(path);
  // What fails in the file or in the gzip is thrown where the chunks are read.
  const source = path.endsWith('.gz') ? pipeline(file, createGunzip(), () => undefined) : file;
  try {
    for await (const chunk of source) {
      progress(file.bytesRead);
      yield chunk as Uint8Array;
    }
  } catch (error) {
    const failure = error as NodeJS.ErrnoException;
    if (failure.code?.startsWith('Z_') !== true) throw new UnreadableFile(path, failure);
    throw new FileRefusal([
      { path: '$', code: 'file.gzip', message: `no whole gzip file (${failure.message}); what stands before that was read` },
    ]);
  }
}
