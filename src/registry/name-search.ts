/** Something that has a name in two languages. */
export interface Named {
  readonly kind: 'organisation' | 'site' | 'product';
  readonly id: string;
  readonly name: { readonly zh: string; readonly en: string };
}

/** A find and how well it fits, in (0, 2]: 1 and above when the whole text stands in a name or the id. */
export interface Found extends Named {
  readonly score: number;
}

interface Indexed {
  readonly named: Named;
  readonly texts: readonly string[];
  readonly bigrams: ReadonlySet<string>;
}

/** The least share of the text's character pairs that a name must hold. */
const SHARE_MIN = 0.6;

/**
 * An index over names in Chinese and English.
 * @returns a search: text, and how many finds at most; best first, then by id. Case and width of letters do not matter.
 */
export function indexNames(all: readonly Named[]): (text: string, limit: number) => Found[] {
  const indexed = all.map(indexOne);
  return (text, limit) => {
    const wanted = plain(text);
    if (wanted === '') return [];
    const pairs = bigramsOf(wanted);
    const found = indexed.flatMap((one): Found[] => {
      const score = scoreOf(one, wanted, pairs);
      return score === 0 ? [] : [{ ...one.named, score }];
    });
    return found.sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1)).slice(0, limit);
  };
}

function indexOne(named: Named): Indexed {
  const texts = [named.name.zh, named.name.en, named.id].map(plain);
  const names = texts.slice(0, 2);
  return { named, texts, bigrams: new Set(names.flatMap((name) => [...bigramsOf(name)])) };
}

function scoreOf(one: Indexed, wanted: string, pairs: ReadonlySet<string>): number {
  if (one.texts.includes(wanted)) return 2;
  const holding = one.texts.filter((text) => text.includes(wanted));
  if (holding.length > 0) return 1 + wanted.length / Math.min(...holding.map((text) => text.length));
  const share = [...pairs].filter((pair) => one.bigrams.has(pair)).length / pairs.size;
  return share >= SHARE_MIN && share > 0 ? share * 0.99 : 0;
}

function plain(text: string): string {
  return text.normalize('NFKC').toLowerCase().trim();
}

/** Pairs of neighbouring characters: 氧化镨钕 gives 氧化, 化镨, 镨钕. A single character has none. */
function bigramsOf(text: string): Set<string> {
  const characters = [...text];
  return new Set(characters.slice(1).map((character, index) => `${characters[index] ?? ''}${character}`));
}
