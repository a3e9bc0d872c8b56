import { StoreError } from '../store-error.ts';

/** Grows by one whenever tables or stored bytes change so that an older program's database no longer reads right. */
export const LAYOUT = '4';

/** The document of the record that says with which layout it was made. */
export const LAYOUT_DOCUMENT = 'layout';

/**
 * Refuses a database of another layout.
 * @param found what its layout document says; null when it has none
 * @param isNew whether nothing is on record
 * @returns whether the layout has to be written
 * @throws StoreError `other-layout`
 */
export function checkLayout(found: string | null, isNew: boolean): boolean {
  if (found === LAYOUT) return false;
  if (found === null && isNew) return true;
  const message = `the database was made by another version of Ytterby (layout ${found ?? '1'}, this one has ${LAYOUT})`;
  throw new StoreError('other-layout', `${message}: open it with that version, or capture its events into a new record`);
}
