import { CaptureRefusal, type DocumentForm } from '../app/index.ts';
import { decodeUtf8 } from '../epcis/index.ts';
import { bodyTimedOut, bodyTooLarge, invalidRequest, ProblemError, unsupportedMediaType } from './problems.ts';

const XML_TYPES: readonly string[] = ['application/xml', 'text/xml'];
/** Media types of documents and single events. */
export const DOCUMENT_TYPES: readonly string[] = ['application/json', 'application/ld+json', ...XML_TYPES];
/** Media types of lines, one event each. */
export const LINE_TYPES: readonly string[] = ['application/x-ndjson', 'application/ndjson', 'application/jsonl'];

/**
 * The media type of a request's body.
 * @throws ProblemError 415 when it is not among `allowed`, is not in UTF-8 or is compressed
 */
export function mediaTypeOf(request: Request, allowed: readonly string[]): string {
  const header = request.headers.get('content-type') ?? '';
  const [type = '', ...parameters] = header.split(';').map((part) => part.trim().toLowerCase());
  if (!allowed.includes(type)) {
    const got = type === '' ? 'the request has no Content-Type' : `${JSON.stringify(type)} is not read here`;
    throw new ProblemError(unsupportedMediaType(`${got}; send ${allowed.join(' or ')}`));
  }
  const charset = parameters
    .find((parameter) => parameter.startsWith('charset='))
    ?.slice('charset='.length)
    .replaceAll('"', '');
  if (charset !== undefined && charset !== 'utf-8' && charset !== 'utf8') {
    throw new ProblemError(unsupportedMediaType(`the charset ${JSON.stringify(charset)} is not read here; send UTF-8`));
  }
  const encoding = request.headers.get('content-encoding') ?? 'identity';
  if (encoding !== 'identity') {
    throw new ProblemError(
      unsupportedMediaType(`the Content-Encoding ${JSON.stringify(encoding)} is not read here; send the body as it is`),
    );
  }
  return type;
}

/** The form of a document of a media type. */
export function formOf(type: string): DocumentForm {
  return XML_TYPES.includes(type) ? 'xml' : 'json';
}

/**
 * The body of a request as text. Counted while it comes: one that is too large is given up at the limit.
 * @throws ProblemError 413 over `limitBytes`, 408 after `silenceMs` without a byte, 400 when it breaks off; CaptureRefusal when it is no UTF-8
 */
export async function readText(request: Request, limitBytes: number, silenceMs: number): Promise<string> {
  const stated = Number(request.headers.get('content-length') ?? 0);
  if (stated > limitBytes) throw new ProblemError(bodyTooLarge(limitBytes));
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of bodyChunks(request, silenceMs)) {
    length += part.length;
    if (length > limitBytes) throw new ProblemError(bodyTooLarge(limitBytes));
    parts.push(part);
  }
  const text = decodeUtf8(parts.length === 1 ? parts[0]! : Buffer.concat(parts));
  if (!text.ok) throw new CaptureRefusal(text.problems);
  return text.value;
}

/**
 * The chunks of a request's body as they come.
 * @throws ProblemError 408 after `silenceMs` without a byte, 400 when the client breaks off
 */
export async function* bodyChunks(request: Request, silenceMs: number): AsyncGenerator<Uint8Array> {
  const reader = request.body?.getReader();
  if (reader === undefined) return;
  let whole = false;
  try {
    for (;;) {
      const { done, value } = await nextChunk(reader, silenceMs);
      whole = done;
      if (done) return;
      yield value;
    }
  } finally {
    // The rest of a body that is given up is of no interest, and neither is whether the client heard so.
    if (!whole) void reader.cancel().catch(() => undefined);
  }
}

type Chunk = { readonly done: false; readonly value: Uint8Array } | { readonly done: true; readonly value?: undefined };

async function nextChunk(reader: ReadableStreamDefaultReader<Uint8Array>, silenceMs: number): Promise<Chunk> {
  let timer: NodeJS.Timeout | undefined;
  const silence = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new ProblemError(bodyTimedOut(Math.round(silenceMs / 1000)))), silenceMs);
  });
  try {
    const chunk = await Promise.race([reader.read(), silence]);
    return chunk.done ? { done: true } : { done: false, value: chunk.value };
  } catch (error) {
    if (error instanceof ProblemError) throw error;
    throw new ProblemError(
      invalidRequest('the body broke off before it was whole; nothing of an unfinished document is recorded'),
    );
  } finally {
    clearTimeout(timer);
  }
}
