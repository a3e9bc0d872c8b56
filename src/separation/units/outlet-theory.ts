import type { LossPlan } from './loss-plan.ts';

/**
 * The theory of countercurrent extraction with side draws, constant separation factors and a full organic phase. A cascade with K products has
 * K zones between its ends, its feed and its draws; in each, one group of components dies away on the way to the product at the zone's end.
 * Zones below the feed (extraction) end in the products from the raffinate on, zones above it (scrub) in those up to the organic.
 */

/** Where middle products are drawn: those before `feedAfter` in the extraction, the others in the scrub, each from a phase. */
export interface Place {
  /** Products, the raffinate among them, that leave below the feed. */
  readonly feedAfter: number;
  /** By product; of the first and the last nothing is read. */
  readonly phases: readonly ('aqueous' | 'organic')[];
}

/** What the theory knows of a separation. */
export interface Separation {
  readonly place: Place;
  readonly plan: LossPlan;
  /** Moles fed of each group. */
  readonly groupFeed: readonly number[];
  /** Factor between each group and the next. */
  readonly betas: readonly number[];
}

/** Moles that both phases carry between stages of a zone, per mole fed. */
export interface ZoneFlows {
  readonly organic: number;
  readonly aqueous: number;
}

/** @param S moles that the organic carries from the first stage on */
export function zoneFlows({ place: { feedAfter, phases }, plan: { amounts } }: Separation, S: number): ZoneFlows[] {
  const last = amounts.length - 1;
  return amounts.map((_, zone) => {
    const isExtraction = zone < feedAfter;
    let organic = S;
    for (let j = 1; j < last; j++) if (phases[j] === 'organic' && (isExtraction ? j <= zone : j < zone)) organic -= amounts[j]!;
    const net = isExtraction ? sum(amounts.slice(0, zone + 1)) : -sum(amounts.slice(zone));
    return { organic, aqueous: organic + net };
  });
}

/** By how much a stage of each zone thins out what is to die away there. */
export function zoneGains(separation: Separation, S: number): number[] {
  const { betas, place } = separation;
  return zoneFlows(separation, S).map(({ organic, aqueous }, zone) =>
    zone < place.feedAfter ? (betas[zone]! * organic) / aqueous : (betas[zone - 1]! * aqueous) / organic,
  );
}

/**
 * The least share of a middle product that does not belong to it, however many stages there are: what leaves at the near end of the cascade
 * has to pass its draw. 1 where the zone beside the draw separates nothing.
 */
export function passingShare(separation: Separation, S: number, product: number): number {
  const { place, groupFeed, betas } = separation;
  const isExtraction = product < place.feedAfter;
  const { organic, aqueous } = zoneFlows(separation, S)[product]!;
  const passing = sum(isExtraction ? groupFeed.slice(0, product) : groupFeed.slice(product + 1));
  const beta = isExtraction ? betas[product - 1]! : betas[product]!;
  const own = isExtraction ? lesserRoot(aqueous, organic, passing, beta) : lesserRoot(organic, aqueous, passing, beta);
  // The phase that carries what passes is the richer in it.
  const isCarrier = (place.phases[product] === 'aqueous') === isExtraction;
  return isCarrier ? own : own / (own + beta * (1 - own));
}

/** The lesser x of `carrier·x − other·x/(x + β(1 − x)) = passing`: where profiles of two components come to rest. */
function lesserRoot(carrier: number, other: number, passing: number, beta: number): number {
  const a = carrier * (beta - 1);
  const b = carrier * beta - other + passing * (beta - 1);
  const discriminant = b * b - 4 * a * passing * beta;
  if (!(discriminant >= 0) || !(b > 0)) return 1;
  return Math.min(1, (2 * passing * beta) / (b + Math.sqrt(discriminant)));
}

/** Why an extraction is too little: what no number of stages would do with it. */
export type Shortfall =
  | { readonly kind: 'separation'; readonly boundary: number }
  | { readonly kind: 'passing'; readonly product: number };

/** @returns null where enough stages would do */
export function shortfallOf(separation: Separation, S: number): Shortfall | null {
  const { place, plan, betas, groupFeed } = separation;
  const { feedAfter } = place;
  const flows = zoneFlows(separation, S);
  const dull = zoneGains(separation, S).findIndex(
    (gain, zone) => !(gain > 1) || flows[zone]!.organic <= 0 || flows[zone]!.aqueous <= 0,
  );
  if (dull >= 0) return { kind: 'separation', boundary: dull < feedAfter ? dull : dull - 1 };
  if (!(flows[feedAfter]!.aqueous > 1 / (betas[feedAfter - 1]! - 1))) return { kind: 'separation', boundary: feedAfter - 1 };
  for (let product = 1; product < groupFeed.length - 1; product++) {
    const planned = product < feedAfter ? plan.up[product - 1]! : plan.down[product]!;
    if (passingShare(separation, S, product) * plan.amounts[product]! > planned) return { kind: 'passing', product };
  }
  return null;
}

const EXTRACTION_BEYOND = 1e6;

/** The least extraction with which infinitely many stages would do; infinite where none does. */
export function leastExtraction(separation: Separation): number {
  let [low, high] = [0, 1];
  while (shortfallOf(separation, high) !== null) {
    [low, high] = [high, 2 * high];
    if (high > EXTRACTION_BEYOND) return Infinity;
  }
  for (let round = 0; round < 60; round++) {
    const middle = (low + high) / 2;
    if (shortfallOf(separation, middle) === null) high = middle;
    else low = middle;
  }
  return high;
}

/** Stages of each zone by the short formula: how often what dies away has to be thinned out. */
export function draftZones(separation: Separation, S: number): number[] {
  const { place, plan } = separation;
  const { feedAfter } = place;
  return zoneGains(separation, S).map((gain, zone) => {
    const isExtraction = zone < feedAfter;
    const lost = isExtraction ? plan.down[zone]! : plan.up[zone - 1]!;
    const atEnd = lost / plan.amounts[zone]!;
    // A zone that does not begin at the feed begins at a draw, where its own group is a trace that passes.
    const from = isExtraction ? zone + 1 : zone - 1;
    const beginsAtDraw = isExtraction ? from < feedAfter : from >= feedAfter;
    const atStart = beginsAtDraw ? passingShare(separation, S, from) : 0.5;
    return Math.max(1, Math.ceil(-Math.log(atEnd * Math.min(0.5, atStart)) / Math.log(gain)));
  });
}

/** Organic litres in all mixers together, in units of the feed's: what a plant is large by. */
export function organicInStages(separation: Separation, S: number, zones: readonly number[]): number {
  return sum(zoneFlows(separation, S).map(({ organic }, zone) => organic * zones[zone]!));
}

/** The extraction with which the draft is smallest, from just above the least on. @returns null where none does up to `most` */
export function bestExtraction(separation: Separation, most: number): number | null {
  const least = leastExtraction(separation);
  if (!(least < most)) return null;
  const sizeAt = (S: number): number => organicInStages(separation, S, draftZones(separation, S));
  let best = Math.min(most, least * 1.5);
  for (let excess = 0.02; excess < 8; excess *= 1.15) {
    const S = Math.min(most, least * (1 + excess));
    if (shortfallOf(separation, S) === null && sizeAt(S) < sizeAt(best)) best = S;
  }
  return best;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
