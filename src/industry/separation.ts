import { rareEarthIndex } from '../elements/index.ts';
import { sellProduct } from './dispatch.ts';
import { recordTransformation, type Loss } from './event.ts';
import { contentOf, makeLot } from './lot.ts';
import { addElements, elementsIn, noElements, reoOf, scaled, type ElementKg, type Holding } from './matter.ts';
import { separationRecovery } from './ore-sale.ts';
import { feedLine } from './processing.ts';
import type { Place, Run } from './run.ts';

/** One product of a cascade and the elements that it is made of. */
interface Cut {
  readonly product: string;
  readonly elements: readonly string[];
}

/** The cuts of a light-ore plant, in the order of extraction; all that is heavier than neodymium leaves together. */
const LIGHT_CUTS: readonly Cut[] = [
  { product: 'la', elements: ['La'] },
  { product: 'ce', elements: ['Ce'] },
  { product: 'prnd-oxide', elements: ['Pr', 'Nd'] },
  { product: 'seg', elements: ['Sm', 'Eu', 'Gd', 'Tb', 'Dy', 'Ho', 'Y', 'Er', 'Tm', 'Yb', 'Lu'] },
];

/** The cuts of an ion-ore plant; with P507 yttrium runs between holmium and erbium. */
const ION_CUTS: readonly Cut[] = [
  ...LIGHT_CUTS.slice(0, 3),
  { product: 'sm-oxide', elements: ['Sm'] },
  { product: 'eu-oxide', elements: ['Eu'] },
  { product: 'gd-oxide', elements: ['Gd'] },
  { product: 'tb-oxide', elements: ['Tb'] },
  { product: 'dy-oxide', elements: ['Dy'] },
  { product: 'ho-oxide', elements: ['Ho'] },
  { product: 'y-oxide', elements: ['Y'] },
  { product: 'er-oxide', elements: ['Er'] },
  { product: 'heavy-concentrate', elements: ['Tm', 'Yb', 'Lu'] },
];

/** What a separation plant does with ore, enriched fraction or scrap that has arrived. */
export function acceptFeed(run: Run, plant: Place, holding: Holding): void {
  const batchKg = Math.min(run.assume('batch.separation') / run.scale, plant.capKg / run.assume('batch.separationCountMin'));
  const isScrap = holding.lot.feed === 'scrap';
  feedLine(run, plant, holding, {
    line: isScrap ? 'scrap' : 'ore',
    batchKg: isScrap ? batchKg * run.assume('batch.scrapOfOre') : batchKg,
    days: run.assume('days.separation'),
    finish: (inputs) => separate(run, plant, inputs),
  });
}

/** One campaign: inputs to single oxides and carbonates, with slag and effluent measured and a small rest that nobody measured. */
function separate(run: Run, plant: Place, inputs: readonly Holding[]): void {
  const recovered = noElements();
  for (const input of inputs) {
    addElements(
      recovered,
      elementsIn([input]),
      separationRecovery(run, input.lot.feed) * (1 + run.assume('recovery.relativeSd') * plant.random.normal(2)),
    );
  }
  const lost = elementsIn(inputs);
  addElements(lost, recovered, -1);
  const { outputs, discard } = cutOutputs(run, plant, recovered);
  recordTransformation(run, plant, inputs, outputs, [...separationLosses(run, lost), ...discard]);
  for (const output of outputs) {
    plant.ready.add(output);
    sellProduct(run, plant, output);
  }
}

function cutOutputs(run: Run, plant: Place, recovered: ElementKg): { outputs: Holding[]; discard: Loss[] } {
  const cuts = plant.feed === 'light' ? LIGHT_CUTS : ION_CUTS;
  const outputs: Holding[] = [];
  const small = noElements();
  for (const [at, elements] of routeToCuts(run, plant, recovered, cuts).entries()) {
    const cut = cuts[at] as Cut;
    if (reoOf(elements) < run.assume('lot.minimumKg')) {
      addElements(small, elements, 1);
      continue;
    }
    const product = formOf(run, plant, cut.product);
    outputs.push(
      makeLot(run, plant, {
        product,
        elements,
        content: contentOf(run, plant, product),
        feed: cut.product === 'seg' ? 'ion' : 'product',
        origin: null,
      }),
    );
  }
  const discard: Loss[] =
    reoOf(small) > 0 ? [{ kind: 'discard', elements: small, reoPercent: run.assume('loss.discard.reoPercent') }] : [];
  return { outputs, discard };
}

/** Each element goes to its own cut but for a stray part that ends in the neighbours: that is what purity is. */
function routeToCuts(run: Run, plant: Place, recovered: ElementKg, cuts: readonly Cut[]): ElementKg[] {
  const routed = cuts.map(() => noElements());
  for (const [at, cut] of cuts.entries()) {
    const neighbours = [routed[at - 1], routed[at + 1]].filter((one) => one !== undefined);
    const stray = run.assume('separation.stray') * plant.random.between(0.4, 1.8);
    for (const symbol of cut.elements) {
      const index = rareEarthIndex(symbol) ?? -1;
      const kg = recovered[index] ?? 0;
      const own = routed[at] as ElementKg;
      own[index] = (own[index] ?? 0) + kg * (1 - stray * neighbours.length);
      for (const neighbour of neighbours) neighbour[index] = (neighbour[index] ?? 0) + kg * stray;
    }
  }
  return routed;
}

/** Lanthanum and cerium are sold as oxide or as carbonate. */
function formOf(run: Run, plant: Place, cut: string): string {
  if (cut !== 'la' && cut !== 'ce') return cut;
  return plant.random.chance(run.assume(`separation.carbonateShare.${cut}`)) ? `${cut}-carbonate` : `${cut}-oxide`;
}

/** The measured part of what was lost: leach residue and wastewater. */
function separationLosses(run: Run, lost: ElementKg): Loss[] {
  const measured = run.assume('loss.separationMeasuredShare');
  const toSlag = run.assume('loss.separationSlagShare');
  return [
    { kind: 'slag', elements: scaled(lost, measured * toSlag), reoPercent: run.assume('loss.slag.reoPercent') },
    { kind: 'effluent', elements: scaled(lost, measured * (1 - toSlag)), reoPercent: run.assume('loss.effluent.reoPercent') },
  ];
}
