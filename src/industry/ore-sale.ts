import type { Holding } from './matter.ts';
import { later, progressOf, type Place, type Run } from './run.ts';
import { distanceKm, send } from './transport.ts';

const WHOLE = Number.POSITIVE_INFINITY;

/** What share of a lot's REO a separation plant gets into products. */
export function separationRecovery(run: Run, feed: string): number {
  if (feed === 'scrap') return run.assume('recycling.recovery');
  return (run.facts.recoveryPercent.get(`separation/${feed}`) ?? 100) / 100;
}

/**
 * Sends feed to the separation plant that lags its quota most, its own group's and the nearer ones first; never more than the plant's
 * quota can still take in. What no plant can take stays where it is.
 */
export function sellOre(run: Run, from: Place, holding: Holding): void {
  const yieldPerKg = holding.lot.reoPerKg * separationRecovery(run, holding.lot.feed);
  const plant = choosePlant(run, from, holding.lot.feed);
  if (plant === undefined) return;
  const room = (plant.capKg - plant.allocatedKg) / yieldPerKg;
  const fits = room >= holding.kg;
  plant.allocatedKg += Math.min(room, holding.kg) * yieldPerKg;
  send(run, from, holding, plant, { kg: fits ? WHOLE : room, palletised: false, licence: null });
  if (!fits) later(run, 0.05, () => sellOre(run, from, holding));
}

function choosePlant(run: Run, from: Place, feed: string): Place | undefined {
  const due = Math.max(progressOf(run), 0.02);
  let best: Place | undefined;
  let bestScore = Number.NEGATIVE_INFINITY;
  for (const plant of run.placesByRole.get('separation') ?? []) {
    if (!takes(plant, feed) || plant.capKg - plant.allocatedKg < run.assume('ore.roomKgMin')) continue;
    const nearness =
      (plant.group === from.group ? run.assume('ore.groupPreference') : 0) -
      distanceKm(plant, from) * run.assume('ore.distancePenaltyPerKm');
    const score = due - plant.allocatedKg / plant.capKg + nearness;
    if (score > bestScore) {
      best = plant;
      bestScore = score;
    }
  }
  return best;
}

/** Light ore goes to light-ore plants; ion ore, enriched fractions and scrap to the plants that make single heavy rare earths. */
function takes(plant: Place, feed: string): boolean {
  return plant.feed === (feed === 'light' ? 'light' : 'ion');
}
