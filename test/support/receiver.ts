import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a receiver does with a delivery: answers with a status, or hangs, or breaks the connection. */
export type Behaviour = number | 'hang' | 'reset';

/** A delivery as it came. */
export interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  readonly answered: Behaviour;
}

/** A subscriber's HTTP server on loopback. */
export class Receiver implements AsyncDisposable {
  readonly received: Received[] = [];
  behave: (delivery: number) => Behaviour = () => 204;
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
  }

  static async open(port = 0): Promise<Receiver> {
    const server = createServer();
    const receiver = new Receiver(server);
    server.on('request', (request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const behaviour = receiver.behave(receiver.received.length);
        receiver.received.push({ headers: request.headers, body: Buffer.concat(chunks).toString(), answered: behaviour });
        if (behaviour === 'reset') request.socket.destroy();
        else if (behaviour !== 'hang') response.writeHead(behaviour, { location: '/elsewhere' }).end('answer');
      });
    });
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    return receiver;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/hook`;
  }

  /** The eventIDs of deliveries that were taken, in the order in which they came. */
  taken(): string[] {
    return this.received.filter(({ answered }) => typeof answered === 'number' && answered < 300).flatMap(eventIDsOf);
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}

/** The eventIDs in a delivery. */
export function eventIDsOf({ body }: Pick<Received, 'body'>): string[] {
  const document = JSON.parse(body) as { epcisBody: { queryResults: { resultsBody: { eventList: { eventID: string }[] } } } };
  return document.epcisBody.queryResults.resultsBody.eventList.map(({ eventID }) => eventID);
}
