import type { Holding } from './matter.ts';
import { finishLot } from './metal.ts';
import { makeOneProduct } from './one-product.ts';
import { feedLine } from './processing.ts';
import type { Place, Run } from './run.ts';

/** What each kind of material plant makes. */
const PRODUCT_OF_ROLE: Readonly<Record<string, string>> = {
  polishing: 'polishing-powder',
  cracking: 'cracking-catalyst',
  exhaust: 'exhaust-catalyst',
  phosphor: 'phosphor',
  hydrogen: 'hydrogen-alloy',
  ceramic: 'ceramic-additive',
};

/** The roles that are material plants other than magnet plants. */
export const MATERIAL_ROLES = Object.keys(PRODUCT_OF_ROLE);

/** What a material plant does with what it buys: all of it goes into its one product. */
export function acceptForMaterial(run: Run, plant: Place, holding: Holding): void {
  const product = PRODUCT_OF_ROLE[plant.role];
  if (product === undefined) throw new Error(`acceptForMaterial: ${plant.role} is no material plant`);
  feedLine(run, plant, holding, {
    line: product,
    batchKg: run.assume(`batch.${product}`) / run.scale,
    days: run.assume('days.material'),
    finish: (inputs) => makeMaterial(run, plant, product, inputs),
  });
}

function makeMaterial(run: Run, plant: Place, product: string, inputs: readonly Holding[]): void {
  const { output, lost } = makeOneProduct(run, plant, product, inputs, 'material');
  finishLot(run, plant, inputs, output, [
    { kind: 'effluent', elements: lost, reoPercent: run.assume('loss.materialEffluent.reoPercent') },
  ]);
}
