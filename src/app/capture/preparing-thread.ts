/** The thread that reads documents and prepares their events, so that the one that serves and records need not. */
import { parentPort } from 'node:worker_threads';
import type { ReadDocument } from '../../epcis/index.ts';
import { packPreparation } from './packed-preparation.ts';
import { openDocument, prepareStretch } from './prepare-document.ts';
import type { PreparingAnswer, PreparingRequest } from './preparing.ts';

const documents = new Map<number, ReadDocument>();

/** @throws when a document is asked for that was not opened or was closed: a fault of ours, which ends the thread */
function answer(request: PreparingRequest): PreparingAnswer | null {
  switch (request.ask) {
    case 'open': {
      const opening = openDocument(request.text, request.form);
      if (!opening.ok) return { ticket: request.ticket, problems: opening.problems };
      documents.set(request.ticket, opening.document);
      return { ticket: request.ticket, face: opening.face };
    }
    case 'prepare': {
      const document = documents.get(request.document);
      if (document === undefined) throw new Error(`preparing thread: document ${request.document} is not open`);
      const preparation = prepareStretch(document, request.from, request.to, request.nowMs);
      return { ticket: request.ticket, preparation: packPreparation(preparation) };
    }
    case 'close':
      documents.delete(request.document);
      return null;
  }
}

parentPort?.on('message', (request: PreparingRequest) => {
  const answered = answer(request);
  if (answered !== null) parentPort?.postMessage(answered);
});
