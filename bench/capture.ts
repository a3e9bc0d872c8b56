import type { ServerUse } from './support/capture-child.ts';
import { DOCUMENTS_IN_FLIGHT } from './support/capture-documents.ts';
import type { DocumentPlace, DocumentQueue } from './support/documents.ts';
import type { Ceiling, Figure } from './support/figure.ts';
import type { Sent } from './support/load-child.ts';
import { median, quantile } from './support/measuring.ts';
import type { LoadedServer } from './support/loaded-server.ts';
import type { Plan } from './support/options.ts';

/** Where a figure of capture was measured. */
export interface CaptureRun {
  readonly on: string;
  readonly size: number;
  readonly plan: Plan;
}

/**
 * Captures documents over HTTP in windows, several requests at a time: the rate, the processor time of the server and its memory.
 * @param ceilings of the rate
 * @param bareRssBytes memory of a server that only parses
 */
export async function measureCapture(
  { on, size, plan }: CaptureRun,
  server: LoadedServer,
  queue: DocumentQueue,
  ceilings: readonly Ceiling[],
  bareRssBytes: number,
): Promise<Figure[]> {
  const before = await server.use();
  const windows: Sent[] = [];
  for (let window = 0; window < plan.windows; window++) {
    windows.push(await server.send(queue.take(plan.documentsPerWindow), 'documents', DOCUMENTS_IN_FLIGHT));
  }
  const after = await server.use();
  const events = windows.reduce((sum, window) => sum + window.events, 0);
  const cpuMs = after.cpuMs - before.cpuMs;
  const busy = cpuMs / windows.reduce((sum, window) => sum + window.ms, 0);
  const value = median(windows.map((window) => (window.events / window.ms) * 1000));
  return [
    { name: 'capture over HTTP', on, events: size, value, unit: 'events/s', better: 'more', ceilings, bound: boundOf(busy) },
    {
      name: 'processor time of the server',
      on,
      events: size,
      value: (cpuMs / events) * 1000,
      unit: 'µs/event',
      better: 'less',
      ceilings: [],
      bound: `${Math.round(busy * 100)} % of one core while documents were captured`,
    },
    memoryFigure(on, size, after, bareRssBytes),
  ];
}

/** With one core busy nearly all the time, the server's own work bounds it; else it waits for something. */
function boundOf(busy: number): string {
  const percent = Math.round(busy * 100);
  return percent >= 85
    ? `one thread does everything from JSON to commit: ${percent} % busy`
    : `the server waits: ${percent} % of one core (flush to disk, the database's own process, or other work on this machine)`;
}

function memoryFigure(on: string, size: number, { rssBytes }: ServerUse, bareRssBytes: number): Figure {
  return {
    name: 'memory of the server',
    on,
    events: size,
    value: rssBytes / 2 ** 20,
    unit: 'MiB',
    better: 'less',
    ceilings: [{ name: 'a server that only parses', value: bareRssBytes / 2 ** 20 }],
    bound:
      'caches of fixed size (database pages, terms, lot states, roll-ups) and the heap that Node.js keeps for the next documents',
  };
}

/** Captures events one by one, each answered when it is durable, beside bare commits of one row. */
export async function measureLatency(
  { on, size, plan }: CaptureRun,
  server: LoadedServer,
  queue: DocumentQueue,
  bareCommitMs: readonly number[],
): Promise<Figure[]> {
  const places: DocumentPlace[] = [];
  for (let events = 0; events < plan.singles; events += places.at(-1)!.events) places.push(...queue.take(1));
  const { requestMs } = await server.send(places, 'events', 1);
  return [0.5, 0.99].map((part) => ({
    name: `capture of one event, p${part * 100}`,
    on,
    events: size,
    value: quantile(requestMs, part),
    unit: 'ms',
    better: 'less',
    ceilings: [{ name: `durable commit of one row, p${part * 100}`, value: quantile(bareCommitMs, part) }],
    bound: 'one flush to disk, then the work of one event that shares no batch, and reading it back for the answer',
  }));
}

/** How large the record is on disk for each event, beside the event's own text. */
export function diskFigure(on: string, events: number, bytes: number, bytesPerEvent: number): Figure {
  return {
    name: 'room on disk',
    on,
    events,
    value: bytes / events,
    unit: 'bytes/event',
    better: 'less',
    ceilings: [{ name: 'the event as JSON', value: bytesPerEvent }],
    bound: 'the text as it came, its ledger entry, flows of lineage, states of lots, and indexes',
  };
}
