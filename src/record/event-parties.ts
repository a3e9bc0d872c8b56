import { canonicalUri, siteOf, type Json, type JsonObject } from '../epcis/index.ts';

const LISTS = [
  ['sourceList', 'source'],
  ['destinationList', 'destination'],
] as const;

/**
 * Whom an event concerns by its own words, each once, canonical: where it happened, from whom and to whom matter goes, who assayed.
 * @param places the read point and the business location, canonical
 * @param laboratories whom the event's assays name
 */
export function partiesOf(
  event: JsonObject,
  places: readonly (string | null)[],
  laboratories: Iterable<string>,
): readonly string[] {
  const parties = new Set<string>();
  for (const place of places) if (place !== null) parties.add(siteOf(place));
  for (const [list, field] of LISTS) for (const id of namedIn(event[list], field)) parties.add(siteOf(canonicalUri(id)));
  for (const laboratory of laboratories) parties.add(canonicalUri(laboratory));
  return [...parties];
}

function namedIn(list: Json | undefined, field: string): string[] {
  if (!Array.isArray(list)) return [];
  return list.flatMap((entry) => {
    const id = typeof entry === 'object' && entry !== null && !Array.isArray(entry) ? entry[field] : undefined;
    return typeof id === 'string' ? [id] : [];
  });
}
