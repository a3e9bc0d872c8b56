import type { Application } from '../../src/app/index.ts';
import { readDocuments, type DocumentPlace } from './documents.ts';

/** Documents captured at the same time, here and over HTTP: they share changes to the record as those of several senders do. */
export const DOCUMENTS_IN_FLIGHT = 8;

/**
 * Captures documents in this process, without HTTP.
 * @throws Error when one of them was not recorded whole
 */
export async function captureDocuments(app: Application, file: string, places: readonly DocumentPlace[]): Promise<void> {
  const bodies = readDocuments(file, places);
  const captureSome = async (): Promise<void> => {
    for (let body = await bodies.next(); body.done !== true; body = await bodies.next())
      await captureWhole(app, body.value.toString());
  };
  await Promise.all(Array.from({ length: DOCUMENTS_IN_FLIGHT }, captureSome));
}

/** Captures one document. @throws Error when it was not recorded whole */
export async function captureWhole(app: Application, text: string): Promise<void> {
  const { job } = await (await app.capture.capture(text, 'rollback')).finished;
  if (!job.success) throw new Error(`the document was refused: ${JSON.stringify(job.errors[0])}`);
}
