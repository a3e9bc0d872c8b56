/** A server that reads a body, parses it and answers: the ceiling of everything over HTTP. It says its address, then answers. */
import type { Server } from 'node:http';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { answerMessages } from './talk.ts';
import type { ServerUse } from './capture-child.ts';

let events = 0;
const http = new Hono();
http.post('/*', async (context) => {
  const document = JSON.parse(await context.req.text()) as { epcisBody?: { eventList: object[] } };
  events += document.epcisBody?.eventList.length ?? 1;
  return context.body(null, 202);
});
const server = serve({ fetch: http.fetch, hostname: '127.0.0.1', port: 0 }, ({ port }) =>
  process.send?.({ url: `http://127.0.0.1:${port}` }),
);

answerMessages(
  (): Promise<ServerUse> => {
    const { user, system } = process.cpuUsage();
    return Promise.resolve({ eventsOnRecord: events, cpuMs: (user + system) / 1000, rssBytes: process.memoryUsage().rss });
  },
  () =>
    new Promise((resolve) => {
      server.close(() => resolve());
      (server as Server).closeAllConnections();
    }),
);
