import { slopeOf } from '../cascade/tangent.ts';
import type { CascadeCase } from '../case/cascade-schema.ts';
import { SeparationRefused } from '../refusal.ts';
import type { Moving } from '../sensitivity/outcomes.ts';
import type { Told } from './measures.ts';
import type { Optimisation } from './optimisation-schema.ts';

type Prices = Extract<Optimisation['objective'], { prices: unknown }>['prices'];

/** What an hour costs, and what that changes by along each number. */
export interface Cost {
  readonly value: number;
  readonly slopes: Float64Array;
}

/**
 * The cost of an hour: what feeds bring, what leaves, and stages, at their prices.
 * @param told outcomes of the case, and along each number of `movings`
 * @throws SeparationRefused where a price is of nothing that is there
 */
export function costOf(text: CascadeCase, prices: Prices, told: Told, movings: readonly Moving[]): Cost {
  const leaving = prices.flatMap((price, n) => ('stream' in price ? [leavingOf(price, told, n)] : []));
  const inFeeds = (of: CascadeCase): number => feedCost(of, prices);
  const slopes = movings.map(({ value, moved }, n) => {
    const [own = 0] = slopeOf((at) => Float64Array.from([inFeeds(moved(at))]), value)!;
    return leaving.reduce((sum, each) => sum + each.slopes[n]!, own);
  });
  return { value: leaving.reduce((sum, each) => sum + each.value, inFeeds(text)), slopes: Float64Array.from(slopes) };
}

function leavingOf(
  { stream, component, price }: Extract<Prices[number], { stream: string }>,
  { outcomes, along }: Told,
  n: number,
): Cost {
  const at = outcomes.findIndex((each) => each.stream === stream && each.kind === 'molPerHour' && each.component === component);
  if (at < 0) {
    const isThere = outcomes.some((each) => each.stream === stream);
    const path = `$.optimisation.objective.prices[${n}].${isThere ? 'component' : 'stream'}`;
    const message = `no ${component} leaves the cascade in ${stream}`;
    throw new SeparationRefused(isThere ? 'component-unknown' : 'stream-unknown', path, message);
  }
  const slopes = Float64Array.from(along, (each) => price * each[at]!.slope);
  return { value: price * outcomes[at]!.value, slopes };
}

function feedCost(text: CascadeCase, prices: Prices): number {
  return prices.reduce((sum, price, n) => {
    if ('stages' in price) return sum + price.price * text.stages;
    return 'feed' in price
      ? sum + price.price * amountOf(text, price.feed, price.of, `$.optimisation.objective.prices[${n}]`)
      : sum;
  }, 0);
}

/** Litres an hour of a feed, or what it brings an hour in the unit of its concentration. @throws SeparationRefused */
function amountOf(text: CascadeCase, feed: string, of: string, path: string): number {
  const lists = (['aqueousFeeds', 'organicFeeds'] as const).flatMap((list) =>
    text[list].map((each, n) => ({ feed: each, called: [`${list}[${n}]`, each.name] })),
  );
  const found = lists.find(({ called }) => called.includes(feed))?.feed;
  if (found === undefined)
    throw new SeparationRefused('stream-unknown', `${path}.feed`, `no feed is called ${feed}: name it, or say aqueousFeeds[0]`);
  if (of === 'volume') return found.litrePerHour;
  if (of === 'acid' && 'acid' in found) return found.litrePerHour * found.acid;
  if (of === 'extractant' && 'extractant' in found) return found.litrePerHour * found.extractant;
  const concentration = Object.hasOwn(found.concentrations, of) ? found.concentrations[of] : undefined;
  if (concentration !== undefined) return found.litrePerHour * concentration;
  throw new SeparationRefused('component-unknown', `${path}.of`, `${feed} brings no ${of}`);
}
