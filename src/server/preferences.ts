import type { Link } from './link-sets.ts';

/** A word of an Accept or Accept-Language header and its weight, 0 to 1. */
interface Preference {
  readonly word: string;
  readonly weight: number;
}

/**
 * Of several links that which a reader prefers by media type, then by language; the first where he does not care.
 * @param otherwise what to take when none is in a language that he reads
 */
export function preferred(links: readonly Link[], headers: Headers, otherwise: Link | undefined = links[0]): Link {
  const types = preferencesOf(headers.get('accept'));
  const languages = preferencesOf(headers.get('accept-language'));
  const ranked = links
    .map((link) => ({ link, type: typeWeight(types, link), language: languageWeight(languages, link) }))
    .toSorted((a, b) => b.type - a.type || b.language - a.language);
  const [best] = ranked;
  const chosen = best === undefined || best.language === 0 ? otherwise : best.link;
  if (chosen === undefined) throw new RangeError('preferred: expected at least one link');
  return chosen;
}

function preferencesOf(header: string | null): Preference[] {
  return (header ?? '*').split(',').map((part) => {
    const [word = '', ...parameters] = part.split(';').map((text) => text.trim().toLowerCase());
    const weight = Number(/^q=([01](?:\.\d{0,3})?)$/.exec(parameters.find((text) => text.startsWith('q=')) ?? 'q=1')?.[1] ?? 0);
    return { word, weight };
  });
}

function typeWeight(preferences: readonly Preference[], { mediaType }: Link): number {
  return weightOf(preferences, [mediaType, `${mediaType.split('/')[0]}/*`, '*/*', '*']);
}

/** The API speaks no language: any will do. */
function languageWeight(preferences: readonly Preference[], { language }: Link): number {
  if (language === null) return 1;
  const own = preferences.find(({ word }) => word === language || word.startsWith(`${language}-`));
  return own?.weight ?? weightOf(preferences, ['*']);
}

function weightOf(preferences: readonly Preference[], words: readonly string[]): number {
  for (const each of words) {
    const found = preferences.find(({ word }) => word === each);
    if (found !== undefined) return found.weight;
  }
  return 0;
}
