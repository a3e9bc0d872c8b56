/** Bits of one list: what W3C's Bitstring Status List asks for at least, so that a question tells little about whom it is for. */
export const STATUS_LIST_BITS = 131_072;

/** The list and the place in it that stand for the passport of a number. */
export function statusPlace(index: number): { list: number; place: number } {
  return { list: Math.floor(index / STATUS_LIST_BITS), place: index % STATUS_LIST_BITS };
}

/** The bits of one list, the first at the left of the first byte. @param places that are set, from 0 over all lists */
export function statusBits(list: number, places: Iterable<number>): Uint8Array {
  const bytes = new Uint8Array(STATUS_LIST_BITS / 8);
  for (const index of places) {
    const at = statusPlace(index);
    if (at.list === list) bytes[at.place >> 3]! |= 0x80 >> (at.place & 7);
  }
  return bytes;
}

/** Whether a bit is set. @throws RangeError for a place beyond the list */
export function isStatusSet(bytes: Uint8Array, place: number): boolean {
  if (!Number.isInteger(place) || place < 0 || place >= bytes.length * 8) throw new RangeError(`status list: no place ${place}`);
  return (bytes[place >> 3]! & (0x80 >> (place & 7))) !== 0;
}
