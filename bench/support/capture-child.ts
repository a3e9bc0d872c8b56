/** The server under measurement, in a process of its own. Its argument is a `RecordPlace` as JSON; it says its address, then answers. */
import { listen } from '../../src/server/index.ts';
import { openPlace, type RecordPlace } from './record-place.ts';
import { answerMessages } from './talk.ts';

/** What the server has used so far. */
export interface ServerUse {
  readonly eventsOnRecord: number;
  readonly cpuMs: number;
  readonly rssBytes: number;
}

const BODY_BYTES_MAX = 64 * 1024 * 1024;

const app = await openPlace(JSON.parse(process.argv[2] ?? '') as RecordPlace);
const listening = await listen(app, { hostname: '127.0.0.1', port: 0, webRoot: null, bodyLimitBytes: BODY_BYTES_MAX });

answerMessages(
  async (): Promise<ServerUse> => {
    const eventsOnRecord = await app.store.read((reader) => reader.head());
    const { user, system } = process.cpuUsage();
    return { eventsOnRecord, cpuMs: (user + system) / 1000, rssBytes: process.memoryUsage().rss };
  },
  () => listening.stop(),
);
process.send?.({ url: listening.url });
