import { contentOf, makeLot } from './lot.ts';
import { elementsIn, scaled, type ElementKg, type Holding } from './matter.ts';
import type { Place, Run } from './run.ts';

/**
 * Makes one product of all that goes in, with the recovery of its trade.
 * @param trade whose assumptions hold: `metal.recovery` and `loss.metalMeasuredShare`, or those of `material`
 * @returns the lot, and what of the lost element mass is measured, kg
 */
export function makeOneProduct(
  run: Run,
  plant: Place,
  product: string,
  inputs: readonly Holding[],
  trade: 'metal' | 'material',
): { output: Holding; lost: ElementKg } {
  const taken = elementsIn(inputs);
  const recovery = run.assume(`${trade}.recovery`) * (1 + run.assume('recovery.relativeSd') * plant.random.normal(2));
  const output = makeLot(run, plant, {
    product,
    elements: scaled(taken, recovery),
    content: contentOf(run, plant, product),
    feed: 'product',
    origin: null,
  });
  return { output, lost: scaled(taken, Math.max(0, 1 - recovery) * run.assume(`loss.${trade}MeasuredShare`)) };
}
