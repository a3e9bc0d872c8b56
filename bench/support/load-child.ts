/** Sends documents to a server from a process of its own, so that making requests takes nothing from the server. */
import { Agent, request } from 'node:http';
import { countEvents, readDocuments, type DocumentPlace } from './documents.ts';
import { answerMessages } from './talk.ts';

/** What to send. */
export interface Load {
  readonly url: string;
  readonly file: string;
  readonly places: readonly DocumentPlace[];
  /** `documents`: whole to `/capture`, several at a time. `events`: each event by itself to `/events`, one after the other. */
  readonly as: 'documents' | 'events';
  readonly inFlight: number;
}

/** How it went: milliseconds from the first request to the last answer, and of each request. */
export interface Sent {
  readonly events: number;
  readonly ms: number;
  readonly requestMs: readonly number[];
}

const agent = new Agent({ keepAlive: true });

function send(url: string, body: Buffer | string): Promise<number> {
  const headers = { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) };
  return new Promise((resolve, reject) => {
    const sent = request(url, { method: 'POST', agent, headers }, (response) => {
      response.resume();
      response.on('end', () => resolve(response.statusCode ?? 0)).on('error', reject);
    });
    sent.on('error', reject).end(body);
  });
}

/** Sends bodies as they come, at most `inFlight` at a time. @returns the milliseconds of each request */
async function sendAll(url: string, bodies: AsyncIterator<Buffer | string>, inFlight: number): Promise<number[]> {
  const times: number[] = [];
  const sendSome = async (): Promise<void> => {
    for (let body = await bodies.next(); body.done !== true; body = await bodies.next()) {
      const start = performance.now();
      const status = await send(url, body.value);
      if (status !== 201 && status !== 202) throw new Error(`POST ${url} was answered ${status}`);
      times.push(performance.now() - start);
    }
  };
  await Promise.all(Array.from({ length: inFlight }, sendSome));
  return times;
}

async function* readEvents({ file, places }: Load): AsyncGenerator<string> {
  for await (const text of readDocuments(file, places)) {
    const document = JSON.parse(text.toString()) as { '@context': unknown; epcisBody: { eventList: object[] } };
    for (const event of document.epcisBody.eventList) yield JSON.stringify({ '@context': document['@context'], ...event });
  }
}

answerMessages(
  async (load: Load): Promise<Sent> => {
    const single = load.as === 'events';
    const bodies = single ? readEvents(load) : readDocuments(load.file, load.places);
    const start = performance.now();
    const requestMs = await sendAll(`${load.url}${single ? '/events' : '/capture'}`, bodies, load.inFlight);
    return { events: countEvents(load.places), ms: performance.now() - start, requestMs };
  },
  () => {
    agent.destroy();
    return Promise.resolve();
  },
);
