/** A subscriber in a process of its own: takes deliveries and remembers when each event arrived. */
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answerMessages } from './talk.ts';

/** What arrived. */
export interface Arrivals {
  readonly posts: number;
  readonly bytes: number;
  /** Each event by its number, with when it arrived: milliseconds since 1970. */
  readonly events: readonly { readonly event: number; readonly at: number }[];
}

/** Bare requests of a size, one after the other. */
export interface Bare {
  readonly url: string;
  readonly posts: number;
  readonly bytes: number;
}

type Message = { readonly count: true } | { readonly report: true } | { readonly bare: Bare };

const events: { event: number; at: number }[] = [];
let [posts, bytes] = [0, 0];

const server = createServer((asked, response) => {
  const parts: Buffer[] = [];
  asked.on('data', (part: Buffer) => parts.push(part));
  asked.on('end', () => {
    const at = performance.timeOrigin + performance.now();
    response.writeHead(204).end();
    const body = Buffer.concat(parts).toString();
    posts += 1;
    bytes += body.length;
    for (const [, number] of body.matchAll(/"urn:bench:(\d+)"/g)) events.push({ event: Number(number), at });
  });
});

function postBare(url: string, body: string): Promise<number> {
  const start = performance.now();
  return new Promise((resolve, reject) => {
    const sent = request(url, { method: 'POST', agent: false, headers: { 'Content-Length': body.length } }, (response) => {
      response.resume();
      response.on('end', () => resolve(performance.now() - start)).on('error', reject);
    });
    sent.on('error', reject).end(body);
  });
}

answerMessages(
  async (message: Message): Promise<object> => {
    if ('count' in message) return { arrived: events.length };
    if ('report' in message) return { posts, bytes, events } satisfies Arrivals;
    const tookMs: number[] = [];
    for (let turn = 0; turn < message.bare.posts; turn++)
      tookMs.push(await postBare(message.bare.url, 'x'.repeat(message.bare.bytes)));
    return { tookMs };
  },
  async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  },
);
server.listen(0, '127.0.0.1', () => process.send?.({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` }));
