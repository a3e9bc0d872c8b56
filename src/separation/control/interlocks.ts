import type { Control } from './control-schema.ts';

export type Interlocks = Control['interlocks'];

/** An interlock that has tripped lets go below this share of its limit. */
const RELEASE = 0.95;

/**
 * The flow that interlocks let through, whatever a controller asks for: between the bounds, no further from the last than the rate allows, and
 * the safe flow where one has tripped. What is no number leaves the flow as it was.
 * @param requested litres an hour
 * @param last litres an hour, between the bounds
 * @param hours since then
 * @param safe flow of an interlock that has tripped; null without
 */
export function permitted(requested: number, last: number, hours: number, interlocks: Interlocks, safe: number | null): number {
  if (safe !== null) return safe;
  const { from, to, litrePerHourEachHour = Infinity } = interlocks;
  const reach = litrePerHourEachHour * hours;
  const wanted = Number.isNaN(requested) ? last : requested;
  return Math.min(to, last + reach, Math.max(from, last - reach, wanted));
}

/** Which interlocks have tripped. */
export class Trips {
  readonly #interlocks: Interlocks;
  readonly #tripped: boolean[];
  /** How often one tripped. */
  count = 0;

  constructor(interlocks: Interlocks) {
    this.#interlocks = interlocks;
    this.#tripped = interlocks.trips.map(() => false);
  }

  /** Reads what stages carry. @param read mol/L that a trip watches */
  update(read: (trip: Interlocks['trips'][number]) => number): void {
    for (const [n, trip] of this.#interlocks.trips.entries()) {
      const value = read(trip);
      const before = this.#tripped[n]!;
      const now = value > trip.above || (before && value > RELEASE * trip.above);
      if (now && !before) this.count++;
      this.#tripped[n] = now;
    }
  }

  /** The safe flow of the first that has tripped, in the order of the case; null without. */
  get safe(): number | null {
    const at = this.#tripped.indexOf(true);
    return at < 0 ? null : this.#interlocks.trips[at]!.litrePerHour;
  }
}
