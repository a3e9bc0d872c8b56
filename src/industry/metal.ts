import { FEEDS, sellProduct } from './dispatch.ts';
import { recordTransformation, type Loss } from './event.ts';
import { contentOf, makeLot } from './lot.ts';
import { elementsIn, scaled, sumOf, type ElementKg, type Holding } from './matter.ts';
import { makeOneProduct } from './one-product.ts';
import { feedLine, lineOf, takeFromQueue } from './processing.ts';
import type { Place, Run } from './run.ts';

/** What a metal plant does with an oxide: electrolysis or reduction to the metal or alloy that it makes of it. */
export function acceptOxide(run: Run, plant: Place, holding: Holding): void {
  const product = FEEDS[holding.lot.product.key]?.find((made) => plant.makes.includes(made));
  if (product === undefined) throw new Error(`acceptOxide: ${plant.key} makes nothing of ${holding.lot.product.key}`);
  feedLine(run, plant, holding, {
    line: product,
    batchKg: run.assume(`batch.${product}`) / run.scale,
    days: run.assume('days.metal'),
    finish: (inputs) => reduceToMetal(run, plant, product, inputs),
  });
}

function reduceToMetal(run: Run, plant: Place, product: string, inputs: readonly Holding[]): void {
  const { output, lost } = makeOneProduct(run, plant, product, inputs, 'metal');
  finishLot(run, plant, inputs, output, [{ kind: 'slag', elements: lost, reoPercent: run.assume('loss.metalSlag.reoPercent') }]);
}

/** What a magnet plant does with metals: neodymium-praseodymium sets the pace, dysprosium and terbium wait in their queues to be added. */
export function acceptMetal(run: Run, plant: Place, holding: Holding): void {
  if (holding.lot.product.key !== 'prnd-metal') {
    const line = lineOf(plant, holding.lot.product.key);
    line.queue.push(holding);
    line.reKg += holding.kg * holding.lot.elementPerKg;
    plant.feedStock.add(holding);
    return;
  }
  feedLine(run, plant, holding, {
    line: 'prnd-metal',
    batchKg: run.assume('batch.magnet') / run.scale,
    days: run.assume('days.magnet'),
    finish: (inputs) => makeMagnets(run, plant, inputs),
  });
}

/** Casting to slicing as one event: magnets, scrap and sludge as a lot of its own, and a measured loss as dust. */
function makeMagnets(run: Run, plant: Place, main: readonly Holding[]): void {
  const inputs = [...main, ...takeHeavy(run, plant, 'dy-iron', main), ...takeHeavy(run, plant, 'tb-metal', main)];
  const taken = elementsIn(inputs);
  const lostShare = run.assume('magnet.lossShare') * plant.random.between(0.7, 1.3);
  const scrapShare = plant.random.between(run.assume('magnet.scrapShareMin'), run.assume('magnet.scrapShareMax'));
  const toScrap = scaled(taken, (1 - lostShare) * scrapShare);
  const toMagnet = scaled(taken, (1 - lostShare) * (1 - scrapShare));
  const make = (product: string, elements: ElementKg, feed: string): Holding =>
    makeLot(run, plant, { product, elements, content: contentOf(run, plant, product), feed, origin: null });
  const magnets = make('magnet', toMagnet, 'product');
  const scrap = make('magnet-scrap', toScrap, 'scrap');
  const lost = scaled(taken, lostShare * run.assume('loss.magnetMeasuredShare'));
  recordTransformation(
    run,
    plant,
    inputs,
    [magnets, scrap],
    [{ kind: 'dust', elements: lost, reoPercent: run.assume('loss.dust.reoPercent') }],
  );
  for (const output of [magnets, scrap]) {
    plant.ready.add(output);
    sellProduct(run, plant, output);
  }
}

/** Heavy metals for a batch: the assumed part of the main metal's mass, or what the queue holds. */
function takeHeavy(run: Run, plant: Place, product: string, main: readonly Holding[]): Holding[] {
  const wantedKg = sumOf(elementsIn(main)) * run.assume(`magnet.part.${product}`);
  const taken = takeFromQueue(plant, lineOf(plant, product), wantedKg);
  for (const part of taken) plant.feedStock.delete(part);
  return taken;
}

/** Records a process with one product and offers the product for sale. */
export function finishLot(run: Run, plant: Place, inputs: readonly Holding[], output: Holding, losses: readonly Loss[]): void {
  plant.ready.add(output);
  recordTransformation(run, plant, inputs, [output], losses);
  sellProduct(run, plant, output);
}
