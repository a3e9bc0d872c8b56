import { STAGES_MAX } from '../case/compile-cascade.ts';
import type { OutletSimulator, ProductMoles } from './outlet-simulator.ts';
import { draftZones, organicInStages, shortfallOf, zoneGains, type Separation } from './outlet-theory.ts';
import type { Grouped } from './products.ts';

/** Stages of each zone, with what simulation finds. */
export interface Sized {
  readonly S: number;
  readonly zones: readonly number[];
  readonly moles: ProductMoles;
  /** Organic in all stages, in units of the feed's litres: the smaller, the smaller the plant. */
  readonly organicInStages: number;
}

const ROUNDS_MAX = 40;
/** So many rounds without coming nearer, and no number of stages will do. */
const STALLED_MAX = 4;
/** A round that takes less than this off the worst excess (a logarithm) comes no nearer. */
const PROGRESS = 1e-3;
/** How extraction is varied in search of the smallest plant. */
const STRIDES = [1.2, 1.07] as const;

/** Finds the stages that a separation with several outlets needs, and the extraction with which the plant is smallest. */
export class OutletDesigner {
  readonly #grouped: Grouped;
  readonly #simulator: OutletSimulator;

  constructor(grouped: Grouped, simulator: OutletSimulator) {
    this.#grouped = grouped;
    this.#simulator = simulator;
  }

  /** Adds stages to the zones in which too little dies away, until everything asked holds. @returns null where no number of stages does */
  correct(separation: Separation, S: number, from: readonly number[]): Sized | null {
    const gains = zoneGains(separation, S);
    let zones = [...from];
    let [best, stalled] = [Infinity, 0];
    for (let round = 0; round < ROUNDS_MAX && stalled < STALLED_MAX; round++) {
      const moles = this.#simulator.simulate(separation, S, zones);
      if (moles === null) return null;
      if (this.holds(moles)) return { S, zones, moles, organicInStages: organicInStages(separation, S, zones) };
      const excess = excessOf(this.#grouped, separation, moles);
      const worst = Math.max(...excess);
      stalled = worst < best - PROGRESS ? 0 : stalled + 1;
      best = Math.min(best, worst);
      const isElsewhere = worst <= 0;
      zones = zones.map((zone, k) => zone + added(isElsewhere ? 0.01 : excess[k]!, gains[k]!, zone));
      if (zones.reduce((sum, zone) => sum + zone, 0) > STAGES_MAX) return null;
    }
    return null;
  }

  /** Takes stages away, of the longest zone first, as long as everything asked holds. */
  trim(separation: Separation, sized: Sized): Sized {
    let best = sized;
    const order = sized.zones.map((_, zone) => zone).toSorted((a, b) => sized.zones[b]! - sized.zones[a]!);
    for (const zone of order)
      for (;;) {
        const zones = best.zones.map((length, k) => (k === zone ? length - 1 : length));
        if (zones[zone]! < 1) break;
        const moles = this.#simulator.simulate(separation, best.S, zones);
        if (moles === null || !this.holds(moles)) break;
        best = { S: best.S, zones, moles, organicInStages: organicInStages(separation, best.S, zones) };
      }
    return best;
  }

  /** The least stages with an extraction. @param near zones to begin with */
  fewest(separation: Separation, S: number, near: readonly number[] | null): Sized | null {
    if (shortfallOf(separation, S) !== null) return null;
    const draft = near ?? draftZones(separation, S).map((zone) => Math.ceil(zone / 2));
    const corrected = this.correct(separation, S, draft);
    return corrected === null ? null : this.trim(separation, corrected);
  }

  /** Goes from an extraction to those beside it, as long as the plant becomes smaller. @param most the extraction that there may be */
  smallest(separation: Separation, first: number, most: number): Sized | null {
    let best = this.#firstThatHolds(separation, first, most);
    if (best === null) return null;
    for (const stride of STRIDES)
      for (const factor of [stride, 1 / stride])
        for (let better = true; better;) {
          const S: number = Math.min(most, best.S * factor);
          const next: Sized | null = S === best.S ? null : this.fewest(separation, S, shortened(best.zones));
          better = next !== null && next.organicInStages < best.organicInStages;
          if (better) best = next!;
        }
    return best;
  }

  #firstThatHolds(separation: Separation, first: number, most: number): Sized | null {
    for (let S = first; ; S = Math.min(most, S * STRIDES[0])) {
      const found = this.fewest(separation, S, null);
      if (found !== null || S >= most) return found;
    }
  }

  /** Whether everything asked of the products holds. */
  holds(moles: ProductMoles): boolean {
    const { products, names, groupOf, groupFeed } = this.#grouped;
    return products.every(({ purity, recovery, atMost }, j) => {
      const all = moles[j]!.reduce((sum, mol) => sum + mol, 0);
      const main = moles[j]!.reduce((sum, mol, i) => sum + (groupOf[i] === j ? mol : 0), 0);
      return (
        main >= (purity ?? 0) * all &&
        main >= (recovery ?? 0) * groupFeed[j]! &&
        Object.entries(atMost).every(([name, limit]) => moles[j]![names.indexOf(name)]! <= limit * all)
      );
    });
  }
}

/** Stages that thin out what is too much, by the gain of one; no more at once than half of what is there, three at least. */
function added(excess: number, gain: number, zone: number): number {
  if (excess <= 0) return 0;
  return Math.max(1, Math.min(Math.ceil(excess / Math.log(gain)), Math.max(3, zone >> 1)));
}

/** Zones from which the way up to what is needed is short. */
function shortened(zones: readonly number[]): number[] {
  return zones.map((zone) => Math.max(1, Math.floor(0.85 * zone)));
}

/** By how much more than planned gets lost at the end of each zone, as a logarithm. */
function excessOf({ groupOf }: Grouped, { place, plan }: Separation, moles: ProductMoles): number[] {
  return plan.amounts.map((_, zone) => {
    const isExtraction = zone < place.feedAfter;
    const planned = isExtraction ? plan.down[zone]! : plan.up[zone - 1]!;
    const lost = moles[zone]!.reduce(
      (sum, mol, i) => sum + ((isExtraction ? groupOf[i]! > zone : groupOf[i]! < zone) ? mol : 0),
      0,
    );
    return Math.log(lost / planned);
  });
}
