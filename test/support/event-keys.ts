import { hashesOf } from '../../src/app/index.ts';
import { eventKey } from './audit-record.ts';

interface Document {
  readonly epcisBody: { readonly eventList: readonly Record<string, unknown>[] };
}

/** The key of every event of a document, in order. */
export function keysOfDocument(text: string): string[] {
  const document = JSON.parse(text) as Document & Parameters<typeof hashesOf>[0];
  const { eventList } = document.epcisBody;
  return hashesOf(document).map((hash, place) => eventKey(hash, eventList[place]?.['errorDeclaration'] !== undefined));
}
