import { hash } from 'node:crypto';
import { hashOf } from '../src/app/index.ts';
import { preHashString, validateEvent, type JsonObject, type Json } from '../src/epcis/index.ts';
import { countEvents, readDocuments, type Documents } from './support/documents.ts';
import type { Figure } from './support/figure.ts';
import { ratePerSecond } from './support/measuring.ts';

const DOCUMENTS = 7;

interface Sample {
  readonly context: Json;
  readonly events: readonly JsonObject[];
  readonly texts: readonly string[];
}

/** Event hashes and validations a second on one thread, beside the digest alone and JSON.parse alone of the same events. */
export async function measureHashing(documents: Documents, windows: number): Promise<Figure[]> {
  const { context, events, texts } = await readSample(documents);
  const preHashes = events.map((event) => preHashString(event, context));
  const now = Date.now();
  const rate = (work: () => void): number => ratePerSecond(windows, events.length, work);
  const hashes = rate(() => events.forEach((event) => hashOf(event, context)));
  const digests = rate(() => preHashes.forEach((text) => hash('sha256', text, 'hex')));
  const validations = rate(() => events.forEach((event) => validateEvent(event, context, now)));
  const parses = rate(() => texts.forEach((text) => JSON.parse(text) as unknown));
  return [
    {
      name: 'event hash',
      on: 'Node.js',
      events: null,
      value: hashes,
      unit: 'events/s',
      better: 'more',
      ceilings: [{ name: 'SHA-256 of the same texts', value: digests }],
      bound: 'writing the canonical text of the event; the digest itself is the ceiling',
    },
    {
      name: 'validation',
      on: 'Node.js',
      events: null,
      value: validations,
      unit: 'events/s',
      better: 'more',
      ceilings: [{ name: 'JSON.parse of the same events', value: parses }],
      bound: 'the schema (zod), the rare-earth fields, and the text that is kept (JSON.stringify)',
    },
  ];
}

async function readSample({ file, places }: Documents): Promise<Sample> {
  const events: JsonObject[] = [];
  let context: Json = null;
  const some = places.slice(0, DOCUMENTS);
  for await (const text of readDocuments(file, some)) {
    const document = JSON.parse(text.toString()) as { '@context': Json; epcisBody: { eventList: JsonObject[] } };
    context = document['@context'];
    events.push(...document.epcisBody.eventList);
  }
  if (events.length !== countEvents(some)) throw new Error('readSample: the documents are not whole');
  return { context, events, texts: events.map((event) => JSON.stringify(event)) };
}
