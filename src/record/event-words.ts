import type { EventIndex } from './captured-event.ts';
import type { WordKind } from './port.ts';

/** Every kind of word, in an order that storage relies on: append new ones at the end. */
export const WORD_KINDS: readonly WordKind[] = ['eventType', 'bizStep', 'disposition', 'readPoint', 'bizLocation'];

const STANDARD_TYPES: ReadonlySet<string> = new Set(
  'ObjectEvent AggregationEvent AssociationEvent TransformationEvent TransactionEvent'.split(' '),
);

/** The words that an event is told apart by. */
export function wordsOf({ type, bizStep, disposition, readPoint, bizLocation }: EventIndex): [WordKind, string][] {
  const words: [WordKind, string | null][] = [
    ['eventType', STANDARD_TYPES.has(type) ? null : type],
    ['bizStep', bizStep],
    ['disposition', disposition],
    ['readPoint', readPoint],
    ['bizLocation', bizLocation],
  ];
  return words.filter((pair): pair is [WordKind, string] => pair[1] !== null && pair[1] !== '');
}
