/** Grows a record to a size without HTTP, as fast as it goes. Its argument is a `Filling` as JSON; it answers when it is done. */
import { openPlace, type RecordPlace } from './record-place.ts';
import { captureDocuments } from './capture-documents.ts';
import type { DocumentPlace } from './documents.ts';

/** What to fill with what. */
export interface Filling {
  readonly place: RecordPlace;
  readonly file: string;
  readonly places: readonly DocumentPlace[];
}

process.once('message', (filling: Filling) => {
  void fill(filling).then(() => {
    process.send?.({ filled: true });
    process.disconnect();
  });
});

async function fill({ place, file, places }: Filling): Promise<void> {
  const app = await openPlace(place);
  await captureDocuments(app, file, places);
  await app.store.close();
}
