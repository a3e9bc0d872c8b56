import { extractionPlace, RARE_EARTH_FACTS, rareEarthIndex } from '../elements/index.ts';
import type { MadeElement } from './making.ts';

/** A cut that a lot has behind it: its own elements on one side, and one on the other that it holds as an impurity. */
export interface LotCut {
  /** Where the impurity stands: lighter ones stay aqueous, heavier ones go with the organic. */
  readonly side: 'lighter' | 'heavier';
  readonly own: MadeElement;
  readonly other: MadeElement;
  /** Of the two elements alone, by moles: what the lot has of its own, and what the feed had. */
  readonly purity: number;
  readonly feedPurity: number;
  readonly recovery: number;
  /** The same at the end of their errors that is easier to make. */
  readonly purityAtLeast: number;
  readonly recoveryAtLeast: number;
  /** ln of how much farther apart the two are between the lot and the rest than they would be unseparated, at least. */
  readonly enrichment: number;
}

/** So many standard deviations are granted: chance passes them once in 740 times. */
export const SIGMAS_GRANTED = 3;
/** An element is the lot's own when it has at least this share of what the lot took of the element that it took most of. */
const OWN_SHARE = 0.5;
/** An impurity below this share counts as this: no method tells less. */
const PUREST = 1e-12;

/** Elements that were in the feed beyond doubt and that extraction orders, lightest first. */
function orderedElements(elements: readonly MadeElement[]): MadeElement[] {
  return elements
    .filter(({ element, isFedStated }) => extractionPlace(element) >= 0 && isFedStated)
    .filter(({ fed }) => fed.value > 0 && fed.value > SIGMAS_GRANTED * fed.sd)
    .toSorted((a, b) => extractionPlace(a.element) - extractionPlace(b.element));
}

/** The elements that a lot was made for, without a gap in the order of extraction. */
export function ownElements(elements: readonly MadeElement[]): MadeElement[] {
  const ordered = orderedElements(elements);
  const share = ({ lot, fed }: MadeElement): number => (lot === null ? 0 : lot.value / fed.value);
  const most = Math.max(0, ...ordered.map(share));
  const isOwn = (each: MadeElement): boolean => most > 0 && share(each) >= OWN_SHARE * most;
  return ordered.slice(ordered.findIndex(isOwn), ordered.findLastIndex(isOwn) + 1).filter(isOwn);
}

/** The elements of the feed on one side of the lot's own, nearest first. */
export function neighbours(elements: readonly MadeElement[], side: LotCut['side']): MadeElement[] {
  const own = ownElements(elements);
  if (own.length === 0) return [];
  const [first, last] = [extractionPlace(own[0]!.element), extractionPlace(own.at(-1)!.element)];
  const ordered = orderedElements(elements);
  return side === 'lighter'
    ? ordered.filter(({ element }) => extractionPlace(element) < first).toReversed()
    : ordered.filter(({ element }) => extractionPlace(element) > last);
}

/** The own element that stands nearest to a side. */
export function ownNearest(elements: readonly MadeElement[], side: LotCut['side']): MadeElement | undefined {
  return ownElements(elements).at(side === 'lighter' ? 0 : -1);
}

/** What separating an element from an own one took. @param other one that the lot's assay states */
export function lotCut(side: LotCut['side'], own: MadeElement, other: MadeElement): LotCut {
  const recovery = own.lot!.value / own.fed.value;
  const relativeSd = Math.hypot(own.lot!.sd / own.lot!.value, own.fed.sd / own.fed.value);
  const recoveryAtLeast = inside(recovery * (1 - SIGMAS_GRANTED * relativeSd));
  const [lotOwn, fedOwn, fedOther] = [molesOf(own, own.lot!.value), molesOf(own, own.fed.value), molesOf(other, other.fed.value)];
  const measured = molesOf(other, other.lot!.value + SIGMAS_GRANTED * other.lot!.sd);
  const impurity = Math.max(measured, PUREST * lotOwn);
  const restOwn = (1 - recoveryAtLeast) * fedOwn;
  const restOther = Math.max(0, fedOther - impurity);
  return {
    side,
    own,
    other,
    purity: lotOwn / (lotOwn + molesOf(other, other.lot!.value)),
    feedPurity: fedOwn / (fedOwn + fedOther),
    recovery,
    purityAtLeast: lotOwn / (lotOwn + impurity),
    recoveryAtLeast,
    enrichment: Math.log((lotOwn / impurity) * (restOther / restOwn)),
  };
}

/** Moles in kilograms of an element. */
function molesOf({ element }: MadeElement, kg: number): number {
  return kg / RARE_EARTH_FACTS[rareEarthIndex(element)!]!.atomicMass;
}

/** A share of which models can speak: neither nothing nor everything. */
function inside(share: number): number {
  return Math.min(1 - 1e-9, Math.max(1e-6, share));
}

/** Whether more of an element came out than went in, beyond the errors of both. */
export function isBeyondFeed({ fed, made, isFedStated }: MadeElement): boolean {
  return isFedStated && made.value - fed.value > SIGMAS_GRANTED * Math.hypot(fed.sd, made.sd);
}
