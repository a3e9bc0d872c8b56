import type { Status } from '../../wire/index.ts';
import type { Application } from '../application.ts';
import { writeTime } from './moment.ts';

/** What is on record, and whether something is being loaded. */
export async function answerStatus(app: Application): Promise<Status> {
  return app.store.read(async (reader) => {
    const { events, lots, firstEventMs, lastEventMs, lastRecordedMs } = await reader.counts();
    const { organisations, sites } = (await app.worlds.current(reader)).registry.registry;
    return {
      version: app.version,
      storage: app.store.kind,
      events,
      lots,
      organisations: organisations.length,
      sites: sites.length,
      firstEventTime: writeTime(firstEventMs),
      lastEventTime: writeTime(lastEventMs),
      lastRecordedAt: writeTime(lastRecordedMs),
      loading: app.progress.loading === null ? null : { ...app.progress.loading },
    };
  });
}
