import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createGunzip } from 'node:zlib';
import { pipeline } from 'node:stream';

/** A file of events: a document as one text, or lines of bare events as bytes that stream. */
export type EventFile =
  | { readonly kind: 'document'; readonly text: string }
  | { readonly kind: 'lines'; readonly chunks: AsyncIterable<Uint8Array> };

/** Larger documents are refused with advice: JSON must be held whole. */
const DOCUMENT_BYTES_MAX = 512 * 1024 * 1024;

/** A file that is too large to be read as one document. */
export class DocumentTooLarge extends Error {}

/**
 * Opens a file of events: `.ndjson` and `.ndjson.gz` line by line, anything else as one JSON document.
 * @throws Error of the file system; DocumentTooLarge for a JSON document over 512 MiB
 */
export async function openEventFile(path: string): Promise<EventFile> {
  if (path.endsWith('.ndjson')) return { kind: 'lines', chunks: createReadStream(path) };
  if (path.endsWith('.ndjson.gz')) return { kind: 'lines', chunks: unzipped(path) };
  const bytes = await readFile(path).catch((error: unknown) => {
    if (error instanceof RangeError) throw tooLarge(path);
    throw error;
  });
  if (bytes.length > DOCUMENT_BYTES_MAX) throw tooLarge(path);
  return { kind: 'document', text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(bytes) };
}

function unzipped(path: string): AsyncIterable<Uint8Array> {
  const gunzip = createGunzip();
  pipeline(createReadStream(path), gunzip, () => undefined);
  return gunzip;
}

function tooLarge(path: string): DocumentTooLarge {
  return new DocumentTooLarge(`${path}: larger than 512 MiB; write it as NDJSON, one event a line (.ndjson or .ndjson.gz)`);
}
