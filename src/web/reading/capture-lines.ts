/** An event of a file that is to be captured, with where it stands: a line of an NDJSON file, or a JSON path of a document. */
export interface FileEvent {
  readonly place: string;
  readonly event: Readonly<Record<string, unknown>>;
}

/** A fault found before anything is sent. `place` is a line (`7`) or a JSON path. */
export interface FileFault {
  readonly place: string;
  readonly message: string;
}

const CONTEXT = ['https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld', { ree: 'https://w3id.org/ytterby/ree/' }];

/** Puts bare events into one EPCIS document, as POST /capture takes it. @param creationDate ISO time of the making */
export function documentOf(events: readonly FileEvent[], creationDate: string): string {
  return JSON.stringify({
    '@context': CONTEXT,
    type: 'EPCISDocument',
    schemaVersion: '2.0',
    creationDate,
    epcisBody: { eventList: events.map((each) => each.event) },
  });
}

/** One line of an NDJSON file: an event, a fault, or null for an empty line. */
export function readLine(text: string, lineNumber: number): FileEvent | FileFault | null {
  const line = text.endsWith('\r') ? text.slice(0, -1) : text;
  if (line === '') return null;
  const parsed = parse(line);
  if ('message' in parsed)
    return {
      place: `${lineNumber}`,
      message: parsed.message.replace(/ in JSON at position \d+ \(line \d+ column (\d+)\)/, ', column $1'),
    };
  return isObject(parsed.value)
    ? { place: `${lineNumber}`, event: parsed.value }
    : { place: `${lineNumber}`, message: 'expected one event, an object' };
}

/** The events of an EPCIS document, for the list beside the answer; none when it is no such document: what is wrong is the server's to say. */
export function readDocument(text: string): FileEvent[] {
  const parsed = parse(text);
  const body = 'message' in parsed || !isObject(parsed.value) ? undefined : parsed.value['epcisBody'];
  if (!isObject(body)) return [];
  const list = body['eventList'];
  return Array.isArray(list)
    ? list.flatMap((event, at) => eventAt(`$.epcisBody.eventList[${at}]`, event))
    : eventAt('$.epcisBody.event', body['event']);
}

/** Which event of those sent a server's JSON path points into; null when it points at none. */
export function indexInPath(path: string): number | null {
  const digits = /eventList(?:\[|\/|\.)(\d+)/.exec(path)?.[1];
  if (digits !== undefined) return Number(digits);
  return /epcisBody[./]event(?!List)/.test(path) ? 0 : null;
}

/** A path in the document sent, as a place in the file dropped: the line of the event and the rest of the path. */
export function placeInFile(path: string, events: readonly FileEvent[]): string {
  const index = indexInPath(path);
  const event = index === null ? undefined : events[index];
  if (event === undefined) return path === '' ? '–' : path;
  const rest = path.replace(/^.*?(?:eventList(?:\[\d+\]|[./]\d+)|epcisBody[./]event(?!List))/, '');
  return rest === '' ? event.place : `${event.place} ${rest.replace(/^[./]/, '')}`;
}

function eventAt(place: string, event: unknown): FileEvent[] {
  return isObject(event) ? [{ place, event }] : [];
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function parse(text: string): { value: unknown } | { message: string } {
  try {
    const value: unknown = JSON.parse(text);
    return { value };
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    return { message: text.startsWith('\ufeff') ? `byte order mark: ${message}` : message };
  }
}
