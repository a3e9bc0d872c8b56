import type { MultiOutletDesignAnswer, OutletDesign, TrainDesignAnswer } from '../../separation/index.ts';
import { printTable, type Terminal } from '../terminal.ts';
import { percent } from './separation-figures.ts';

/** A cascade with several outlets, for people. */
export function printMultiOutlet(title: string, answer: MultiOutletDesignAnswer, terminal: Terminal): void {
  const { S, W, Smin, draft, corrected, fewest, middle, organicInStages } = answer;
  terminal.out(
    `${title}: S = ${S.toPrecision(5)}, W = ${W.toPrecision(5)} per mole fed; S must be above ${Smin.toPrecision(5)}\n`,
  );
  printTable(
    terminal,
    ['', 'stages', 'zones', 'feed', 'organic in stages'],
    [
      ['short formula', String(draft.zones.reduce((sum, zone) => sum + zone, 0)), draft.zones.join(' + '), '', ''],
      designRow('corrected', corrected, ''),
      designRow('fewest', fewest, organicInStages.toPrecision(4)),
    ],
  );
  printProducts(
    fewest.products.map((product) => ({ ...product, from: `${product.phase}, stage ${product.stage}` })),
    terminal,
  );
  for (const { name, purityMax, purityMaxEver } of middle)
    terminal.out(
      `${name}: at best ${percent(purityMax)} % with this extraction, ${percent(purityMaxEver)} % with all there may be\n`,
    );
}

function designRow(title: string, { stages, zones, feedStage }: OutletDesign, size: string): string[] {
  return [title, String(stages), zones.join(' + '), String(feedStage), size];
}

/** A train of cascades, for people. */
export function printTrain(title: string, answer: TrainDesignAnswer, terminal: Terminal): void {
  const { extraction, stages, cuts, products, orders } = answer;
  terminal.out(
    `${title}: ${extraction.toPrecision(5)} mol extracted per mole fed, ${stages} stages in ${cuts.length} cascades\n`,
  );
  printTable(
    terminal,
    ['', 'raffinate', 'organic', 'fed', 'S', 'extracted', 'extraction', 'scrub'],
    cuts.map(({ raffinate, organic, fed, S, extraction: own, extractionStages, scrubStages }, n) => [
      String(n + 1),
      raffinate.join(' '),
      organic.join(' '),
      fed.toPrecision(4),
      S.toPrecision(4),
      own.toPrecision(4),
      String(extractionStages),
      String(scrubStages),
    ]),
  );
  printProducts(
    products.map((product) => ({ ...product, from: `cascade ${product.cut}, ${product.phase}` })),
    terminal,
  );
  printTable(
    terminal,
    ['order of cuts', 'extracted'],
    orders.map(({ order, extraction: each }) => [order.join(', '), each.toPrecision(5)]),
  );
}

function printProducts(
  products: readonly { name: string; from: string; amount: number; purity: number; recovery: number }[],
  terminal: Terminal,
): void {
  terminal.out('\n');
  printTable(
    terminal,
    ['', 'from', 'mol per mol fed', 'purity %', 'recovery %'],
    products.map(({ name, from, amount, purity, recovery }) => [
      name,
      from,
      amount.toPrecision(4),
      percent(purity),
      percent(recovery),
    ]),
  );
  terminal.out('\n');
}
