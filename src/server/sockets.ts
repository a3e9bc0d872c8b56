import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import type { SubscriptionEngine } from '../app/index.ts';
import type { Routes } from './seeing.ts';
import type { LiveWish } from './live-wish.ts';

/** A reader who lets so much pile up is cut off: what waits for him would fill the server. */
const UNSENT_BYTES_MAX = 4 * 1024 * 1024;
const PING_MS = 30_000;
/** RFC 6455 and IANA's registry: the server is going away; try again later. */
const CLOSE = { goingAway: 1001, tryLater: 1013 } as const;
/** What a client sends is not read; more than this is no request of this protocol. */
const PAYLOAD_MAX = 1024;

/** What a route is given to let a WebSocket in. */
export interface Door {
  /** Called by the route when whoever asks may have the events. */
  open?: (wish: LiveWish) => void;
  readonly incoming: IncomingMessage;
}

/** Brings the events of named queries over WebSockets. @returns closes all of them */
export function serveSockets(server: Server, http: Routes, engine: SubscriptionEngine): () => void {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: PAYLOAD_MAX });
  server.on('upgrade', (request, socket, head) => void admit(request, socket, head));

  async function admit(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    socket.on('error', () => socket.destroy());
    const wishes: LiveWish[] = [];
    const door: Door = { incoming: request, open: (asked) => void wishes.push(asked) };
    const response = await http.fetch(requestOf(request), door);
    const [wish] = wishes;
    if (wish === undefined) return refuse(socket, response);
    sockets.handleUpgrade(request, socket, head, (webSocket) => follow(webSocket, wish, engine));
  }
  return () => {
    for (const client of sockets.clients) client.close(CLOSE.goingAway, 'the server stops');
    sockets.close();
  };
}

/** The request as any other, for the same routes to decide on. A browser's page of another site is refused like a change. */
function requestOf({ url = '/', headers }: IncomingMessage): Request {
  const plain = new Headers();
  for (const [name, value] of Object.entries(headers)) if (value !== undefined) plain.set(name, String(value));
  return new Request(new URL(url, `http://${headers.host ?? 'localhost'}`), { headers: plain });
}

async function refuse(socket: Duplex, response: Response): Promise<void> {
  const body = await response.text();
  const headers = [...response.headers].map(([name, value]) => `${name}: ${value}`);
  const head = [
    `HTTP/1.1 ${response.status} Refused`,
    ...headers,
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}

function follow(socket: WebSocket, { id, wish, after }: LiveWish, engine: SubscriptionEngine): void {
  let isThere = true;
  const pinging = setInterval(() => {
    if (!isThere) return socket.terminate();
    isThere = false;
    socket.ping();
  }, PING_MS);
  socket.on('pong', () => void (isThere = true));
  socket.on('error', () => socket.terminate());
  socket.on('close', () => {
    clearInterval(pinging);
    engine.leave(id);
  });
  engine.follow(id, wish, (document) => send(socket, document), after);
}

function send(socket: WebSocket, document: string): Promise<void> {
  if (socket.bufferedAmount > UNSENT_BYTES_MAX)
    socket.close(CLOSE.tryLater, 'you read too slowly: subscribe anew from where you are');
  return new Promise((resolve, reject) => {
    socket.send(document, (error) => (error instanceof Error ? reject(error) : resolve()));
  });
}
