import { createWriteStream, readFileSync } from 'node:fs';
import { open, writeFile } from 'node:fs/promises';
import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import { simulateYear } from '../../src/app/index.ts';
import type { Workspace } from './workspace.ts';

/** One EPCIS document in the file: where its bytes lie and how many events it has. */
export interface DocumentPlace {
  readonly offset: number;
  readonly bytes: number;
  readonly events: number;
}

/** Simulated events in the order in which they happened, as EPCIS documents one after the other in a file: too many for memory. */
export interface Documents {
  readonly file: string;
  readonly places: readonly DocumentPlace[];
  /** Files with the registries of the simulated years. */
  readonly registries: readonly string[];
  /** Mean size of an event as JSON text in its document, in bytes. */
  readonly bytesPerEvent: number;
}

const FIRST_YEAR = 2009;
const LAST_YEAR = 2024;
const SEED = 1;
/** Documents of different sizes take turns. */
const EVENTS_IN_DOCUMENT = [100, 200, 300, 400, 500];

/**
 * Writes the simulated years from 2009 on until there are at least `events` events.
 * @param scale as in `ytterby simulate industry`
 * @throws RangeError when all years together have fewer
 */
export async function writeDocuments(workspace: Workspace, scale: number, events: number): Promise<Documents> {
  const file = workspace.path('documents.json-lines');
  const stream = createWriteStream(file);
  const places: DocumentPlace[] = [];
  const registries: string[] = [];
  let offset = 0;
  let written = 0;
  for (let year = FIRST_YEAR; written < events; year++) {
    if (year > LAST_YEAR) throw new RangeError(`the simulated years have ${written} events, ${events} are wanted`);
    const simulated = simulateYear(readData, { year, seed: SEED, scale });
    registries.push(await writeRegistry(workspace, year, simulated.registry));
    for (const list of documentsOf(simulated.events, places.length)) {
      const text = `${documentText(simulated.context, list)}\n`;
      const bytes = Buffer.byteLength(text);
      places.push({ offset, bytes, events: list.length });
      offset += bytes;
      written += list.length;
      if (!stream.write(text)) await once(stream, 'drain');
      if (written >= events) break;
    }
  }
  stream.end();
  await finished(stream);
  return { file, places, registries, bytesPerEvent: offset / written };
}

function readData(name: string): string {
  return readFileSync(new URL(`../../data/${name}`, import.meta.url), 'utf8');
}

async function writeRegistry(workspace: Workspace, year: number, registry: object): Promise<string> {
  const file = workspace.path(`registry-${year}.json`);
  await writeFile(file, JSON.stringify(registry));
  return file;
}

function* documentsOf(events: Iterable<object>, first: number): Generator<object[]> {
  let list: object[] = [];
  let place = first;
  for (const event of events) {
    list.push(event);
    if (list.length < EVENTS_IN_DOCUMENT[place % EVENTS_IN_DOCUMENT.length]!) continue;
    yield list;
    list = [];
    place += 1;
  }
  if (list.length > 0) yield list;
}

/** An EPCIS document as JSON text. */
export function documentText(context: unknown, eventList: readonly object[]): string {
  return JSON.stringify({
    '@context': context,
    type: 'EPCISDocument',
    schemaVersion: '2.0',
    creationDate: '2025-01-01T00:00:00Z',
    epcisBody: { eventList },
  });
}

/** Reads documents one after the other. */
export async function* readDocuments(file: string, places: readonly DocumentPlace[]): AsyncGenerator<Buffer> {
  const handle = await open(file);
  try {
    for (const { offset, bytes } of places) {
      const { buffer } = await handle.read(Buffer.allocUnsafe(bytes), 0, bytes, offset);
      yield buffer;
    }
  } finally {
    await handle.close();
  }
}

/** How many events some documents have. */
export function countEvents(places: readonly DocumentPlace[]): number {
  return places.reduce((sum, { events }) => sum + events, 0);
}

/** Takes documents in order, as a record takes them in. */
export class DocumentQueue {
  private readonly places: readonly DocumentPlace[];
  private next = 0;
  /** Events of the documents taken so far. */
  taken = 0;

  constructor(documents: Documents) {
    this.places = documents.places;
  }

  /** The next documents: as many. @throws RangeError when there are not enough */
  take(documents: number): DocumentPlace[] {
    const places = this.places.slice(this.next, this.next + documents);
    if (places.length < documents) throw new RangeError('the simulated events are used up');
    this.next += documents;
    this.taken += countEvents(places);
    return places;
  }

  /** The next documents, until `events` have been taken in all. */
  takeUntil(events: number): DocumentPlace[] {
    const places: DocumentPlace[] = [];
    while (this.taken < events) places.push(...this.take(1));
    return places;
  }
}
