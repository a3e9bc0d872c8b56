import type { Element } from './element.ts';

/**
 * Keys that a Digital Link URI can begin with, with the sequences of qualifiers that may follow each (GS1 Digital Link: URI Syntax
 * 1.3, section 4.5; the Syntax Dictionary's `dlpkey`). GMN (8013) is for medical devices and is not read.
 */
export const PRIMARY_KEYS: ReadonlyMap<string, readonly (readonly string[])[]> = new Map([
  ['01', [['22', '10', '21'], ['235']]],
  ['00', []],
  ['8006', [['22', '10', '21']]],
  ['8010', [['8011']]],
  ['414', [['254'], ['7040']]],
  ['415', [['8020']]],
  ['417', [['7040']]],
  ['253', []],
  ['255', []],
  ['401', []],
  ['402', []],
  ['8003', []],
  ['8004', [['7040']]],
  ['8017', [['8019']]],
  ['8018', [['8019']]],
]);

/** Pairs of application identifiers that never stand together (the Syntax Dictionary's `ex`). */
const EXCLUSIVE: readonly (readonly [string, string])[] = [
  ['01', '02'],
  ['01', '37'],
  ['01', '255'],
  ['01', '8006'],
  ['02', '255'],
  ['02', '8026'],
  ['21', '235'],
  ['37', '8006'],
  ['255', '415'],
  ['255', '8006'],
  ['255', '8020'],
  ['255', '8026'],
  ['8006', '8026'],
  ['8017', '8018'],
];

/** Whether a key takes these qualifiers, in this order. */
export function takesQualifiers(key: string, qualifiers: readonly string[]): boolean {
  if (qualifiers.length === 0) return true;
  return (PRIMARY_KEYS.get(key) ?? []).some((sequence) => isSubsequence(qualifiers, sequence));
}

/** The sequence of qualifiers that a set of application identifiers uses of a key: the first sequence of which any is there. */
export function qualifiersAmong(key: string, present: ReadonlySet<string>): readonly string[] {
  const used = (PRIMARY_KEYS.get(key) ?? []).map((sequence) => sequence.filter((ai) => present.has(ai)));
  return used.find((sequence) => sequence.length > 0) ?? [];
}

/** The key that elements are about: the first of them that is one. */
export function keyAmong(elements: readonly Element[]): Element | undefined {
  return elements.find(({ ai }) => PRIMARY_KEYS.has(ai));
}

/** The first pair among application identifiers that never stand together. */
export function exclusivePair(present: ReadonlySet<string>): readonly [string, string] | undefined {
  return EXCLUSIVE.find(([one, other]) => present.has(one) && present.has(other));
}

function isSubsequence(part: readonly string[], whole: readonly string[]): boolean {
  let at = 0;
  for (const each of whole) if (each === part[at]) at++;
  return at === part.length;
}
