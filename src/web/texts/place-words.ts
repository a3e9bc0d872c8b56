import type { Texts } from './use-texts.ts';

/** A place of a flowsheet, `unit/stream` or `unit/feed`, in the words of the trade. */

/** Whether a place is where something leaves a unit, or enters it. */
export type PlaceKind = 'stream' | 'feedName';

/** The unit of a place. */
export function unitOf(place: string): string {
  return place.slice(0, place.indexOf('/'));
}

function nameOf(place: string): string {
  return place.slice(place.indexOf('/') + 1);
}

/** What flows there: by the word that the trade has for this very place, else by what every such stream is called. */
export function placeWord(word: Texts['word'], place: string, kind: PlaceKind): string {
  const own = `${kind}:${place}`;
  const known = word('flowPlace', own);
  return known === own ? word(kind, nameOf(place)) : known;
}

/** The unit, and what flows there. */
export function placeText(word: Texts['word'], place: string, kind: PlaceKind): string {
  return `${word('unitName', unitOf(place))} · ${placeWord(word, place, kind)}`;
}
