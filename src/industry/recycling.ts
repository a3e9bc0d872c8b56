import { rareEarthIndex } from '../elements/index.ts';
import { sellProduct } from './dispatch.ts';
import { recordCommissioning, recordTransformation, type Loss } from './event.ts';
import { contentOf, makeLot } from './lot.ts';
import { addElements, elementsIn, noElements, scaled, sumOf, type ElementKg, type Holding } from './matter.ts';
import { sellOre } from './ore-sale.ts';
import { feedLine } from './processing.ts';
import { later, type Place, type Run } from './run.ts';

const CUTS = [
  { product: 'prnd-oxide', elements: ['La', 'Ce', 'Pr', 'Nd', 'Sm'] },
  { product: 'dy-oxide', elements: ['Eu', 'Gd', 'Dy', 'Ho', 'Er', 'Y'] },
  { product: 'tb-oxide', elements: ['Tb'] },
] as const;

/** Plans the scrap that comes back from use during the year, spread over recyclers by weight. */
export function planReturnedScrap(run: Run): void {
  const recyclers = run.placesByRole.get('recycler') ?? [];
  const weights = recyclers.reduce((sum, one) => sum + one.weight, 0);
  for (const recycler of recyclers) {
    const kg = (run.assume('recycling.returnedScrapTonnes') * 1000 * recycler.weight) / weights;
    const lots = Math.max(run.assume('lot.countMin'), Math.round((kg * run.scale) / run.assume('lot.returnedScrapKg')));
    for (let at = 0; at < lots; at++) {
      const moment = run.startMs + ((at + recycler.random.uniform()) / lots) * (run.endMs - run.startMs);
      run.agenda.plan(moment, () => collectScrap(run, recycler, kg / lots));
    }
  }
}

function collectScrap(run: Run, recycler: Place, kg: number): void {
  const content = contentOf(run, recycler, 'magnet-scrap');
  const elements = noElements();
  for (const [symbol, share] of run.facts.assumptions.under('returnedScrap.part.')) {
    elements[rareEarthIndex(symbol) ?? -1] = share * (1 + 0.1 * recycler.random.normal(2));
  }
  const holding = makeLot(run, recycler, {
    product: 'magnet-scrap',
    elements: scaled(elements, (kg * content) / sumOf(elements)),
    content,
    feed: 'scrap',
    origin: null,
  });
  recordCommissioning(run, recycler, holding, []);
  recycler.ready.add(holding);
  later(run, recycler.random.between(0.2, 3), () => {
    recycler.ready.delete(holding);
    acceptScrap(run, recycler, holding);
  });
}

/** What a recycler does with scrap: roasting, leaching, extraction to oxides. */
export function acceptScrap(run: Run, recycler: Place, holding: Holding): void {
  feedLine(run, recycler, holding, {
    line: 'scrap',
    batchKg: run.assume('batch.recycling') / run.scale,
    days: run.assume('days.recycling'),
    finish: (inputs) => recycle(run, recycler, inputs),
  });
}

/** What a collector does with scrap: after sorting it sells it on to separation plants, within their quota. */
export function forwardScrap(run: Run, collector: Place, holding: Holding): void {
  collector.ready.add(holding);
  later(run, collector.random.between(2, 8), () => sellOre(run, collector, holding));
}

function recycle(run: Run, recycler: Place, inputs: readonly Holding[]): void {
  const taken = elementsIn(inputs);
  const recovery = run.assume('recycling.recovery') * (1 + run.assume('recovery.relativeSd') * recycler.random.normal(2));
  const outputs: Holding[] = [];
  const small = noElements();
  for (const cut of CUTS) {
    const elements = pick(taken, cut.elements, recovery);
    if (sumOf(elements) < run.assume('lot.minimumKg')) addElements(small, elements, 1);
    else
      outputs.push(
        makeLot(run, recycler, {
          product: cut.product,
          elements,
          content: contentOf(run, recycler, cut.product),
          feed: 'product',
          origin: null,
        }),
      );
  }
  const lost = scaled(taken, (1 - recovery) * run.assume('loss.recyclingMeasuredShare'));
  const losses: Loss[] = [{ kind: 'slag', elements: lost, reoPercent: run.assume('loss.recyclingSlag.reoPercent') }];
  if (sumOf(small) > 0) losses.push({ kind: 'discard', elements: small, reoPercent: run.assume('loss.discard.reoPercent') });
  recordTransformation(run, recycler, inputs, outputs, losses);
  for (const output of outputs) {
    recycler.ready.add(output);
    sellProduct(run, recycler, output);
  }
}

function pick(elements: ElementKg, symbols: readonly string[], factor: number): ElementKg {
  const picked = noElements();
  for (const symbol of symbols) {
    const index = rareEarthIndex(symbol) ?? -1;
    picked[index] = (elements[index] ?? 0) * factor;
  }
  return picked;
}
