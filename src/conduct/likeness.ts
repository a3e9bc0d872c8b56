import { pinyin } from 'pinyin-pro';

/** A name that is like the one sought, and how much: 1 when they are the same but for form. */
export interface Likeness {
  readonly by: 'name' | 'pinyin';
  readonly score: number;
}

/** Words of companies' names that tell nobody apart. */
const COMMON = /(股份|有限|责任|公司|集团|控股|\(.*?\)|co\b|ltd\b|inc\b|corp(oration)?\b|company|limited|group)/g;
const SEPARATORS = /[\s\p{P}\p{S}]+/gu;

/**
 * How much two names of companies are alike, in characters or in how they are read (pinyin without tones, so that a name in Latin letters, or one
 * with a wrong character of the same sound, is found). Legal forms, brackets, width and case of letters do not count.
 * @returns the better of the two: Dice's coefficient of neighbouring pairs of characters, or of letters, in [0, 1]
 */
export function likenessOf(one: string, other: string): Likeness {
  const [a, b] = [plain(one), plain(other)];
  const name = dice(a, b);
  const [readA, readB] = [reading(a), reading(b)];
  const sound = readA === a && readB === b ? 0 : dice(readA, readB);
  return sound > name ? { by: 'pinyin', score: sound } : { by: 'name', score: name };
}

function plain(name: string): string {
  return name.normalize('NFKC').toLowerCase().replace(COMMON, '').replace(SEPARATORS, '');
}

function reading(name: string): string {
  return pinyin(name, { toneType: 'none', type: 'array', v: true }).join('').toLowerCase();
}

function dice(a: string, b: string): number {
  if (a === '' || b === '') return 0;
  if (a === b) return 1;
  const [ofA, ofB] = [pairsOf(a), pairsOf(b)];
  const total = sumOf(ofA) + sumOf(ofB);
  if (total === 0) return 0;
  let shared = 0;
  for (const [pair, count] of ofA) shared += Math.min(count, ofB.get(pair) ?? 0);
  return (2 * shared) / total;
}

function pairsOf(text: string): Map<string, number> {
  const characters = [...text];
  const pairs = new Map<string, number>();
  for (let at = 1; at < characters.length; at++) {
    const pair = `${characters[at - 1]}${characters[at]}`;
    pairs.set(pair, (pairs.get(pair) ?? 0) + 1);
  }
  return pairs;
}

function sumOf(pairs: ReadonlyMap<string, number>): number {
  return [...pairs.values()].reduce((sum, count) => sum + count, 0);
}
