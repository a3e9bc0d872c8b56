import type { Loss } from './event.ts';
import { recordCommissioning, recordInspection, recordTransformation } from './event.ts';
import type { Deposit } from './facts.ts';
import { contentOf, makeLot } from './lot.ts';
import { addElements, elementsIn, noElements, reoOf, scaled, type ElementKg, type Holding } from './matter.ts';
import { sellOre } from './ore-sale.ts';
import { DAY_MS, later, type Place, type Run } from './run.ts';

const KG_PER_TONNE = 1000;

/**
 * Plans a mine's year: lots of concentrate or of mixed compound, spread by the months' weights, that together use the given part of
 * its quota; before them the lots mined late in the year before, which fill the pipeline that an industry at work always has.
 * @param reoTonnes the mine's quota of the year, tonnes REO
 */
export function planMine(run: Run, mine: Place, reoTonnes: number): void {
  const use = run.assume('quota.miningUse') + run.assume('quota.miningUseSpread') * mine.random.between(-1, 1);
  const reoKg = reoTonnes * KG_PER_TONNE * use;
  const lotReoKg = run.assume(`lot.reoKg.${mine.feed}`) / run.scale;
  const lots = Math.max(run.assume('lot.countMin'), Math.round(reoKg / lotReoKg));
  for (let at = 0; at < lots; at++) {
    const moment = run.startMs + yearFraction(run, (at + mine.random.uniform()) / lots) * (run.endMs - run.startMs);
    run.agenda.plan(moment, () => mineLot(run, mine, reoKg / lots));
  }
  planCarryOver(run, mine, reoKg / lots, lots);
}

function planCarryOver(run: Run, mine: Place, lotReoKg: number, lotsOfYear: number): void {
  const days = run.assume('carryOver.days');
  const lots = Math.round((lotsOfYear * days) / 365);
  for (let at = 0; at < lots; at++) {
    run.agenda.plan(run.startMs - ((at + mine.random.uniform()) / lots) * days * DAY_MS, () => mineLot(run, mine, lotReoKg));
  }
}

/** The moment of the year, 0…1, by which the given share of its work is done. */
function yearFraction(run: Run, share: number): number {
  const weights = Array.from({ length: 12 }, (_, month) => run.assume(`month.${month + 1}`));
  let left = share * weights.reduce((a, b) => a + b, 0);
  for (const [month, weight] of weights.entries()) {
    if (left < weight) return (month + left / weight) / 12;
    left -= weight;
  }
  return 0.999999;
}

function mineLot(run: Run, mine: Place, reoKg: number): void {
  const deposit = depositOf(run, mine);
  const product = oreProduct(run, mine, deposit);
  const elements = sampleOre(run, mine, deposit, reoKg);
  const holding = makeLot(run, mine, {
    product,
    elements,
    content: contentOf(run, mine, product),
    feed: mine.feed,
    origin: mine.site,
  });
  recordCommissioning(run, mine, holding, oreLosses(run, mine, elements));
  mine.ready.add(holding);
  if (mine.random.chance(run.assume('assay.umpireShare'))) planInspection(run, mine, holding);
  if (mine.feed === 'ion' && mine.random.chance(run.assume('blend.share'))) return waitForBlend(run, mine, holding);
  planSale(run, mine, holding);
}

function depositOf(run: Run, mine: Place): Deposit {
  const deposit = run.facts.deposits.get(mine.deposit);
  if (deposit === undefined) throw new Error(`mineLot: deposit_distributions.csv has no ${mine.deposit} for ${mine.key}`);
  return deposit;
}

function oreProduct(run: Run, mine: Place, deposit: Deposit): string {
  if (mine.feed === 'light') return deposit.name === 'bayan-obo' ? 'bastnaesite-monazite-concentrate' : 'bastnaesite-concentrate';
  const yttrium = deposit.reoPercent['Y2O3'] ?? 0;
  const kind = yttrium > 50 ? 'high' : yttrium > 20 ? 'middle' : 'low';
  return `ion-${kind}-yttrium-${mine.random.chance(run.assume('ion.carbonateShare')) ? 'carbonate' : 'oxide'}`;
}

/** The elements of a lot with the given REO: the deposit's distribution with the spread that lots of one mine show. */
function sampleOre(run: Run, mine: Place, deposit: Deposit, reoKg: number): ElementKg {
  const spread = run.assume('deposit.relativeSd');
  const raw = deposit.elementPerReo.map((share) => share * (1 + spread * mine.random.normal(2.5)));
  return scaled(raw, reoKg / reoOf(raw));
}

/** What mining left behind and measured: flotation tailings at light mines, precipitation slag at ion mines (in situ, the rest stays in the ground). */
function oreLosses(run: Run, mine: Place, elements: ElementKg): Loss[] {
  if (mine.feed === 'light') {
    const recovered = (run.facts.recoveryPercent.get('beneficiation/light') ?? 100) / 100;
    return [
      { kind: 'tailings', elements: scaled(elements, 1 / recovered - 1), reoPercent: run.assume('loss.tailings.reoPercent') },
    ];
  }
  const recovered = (run.facts.recoveryPercent.get('mining-and-leaching/ion') ?? 100) / 100;
  const lost = scaled(elements, (1 / recovered - 1) * run.assume('loss.ionMeasuredShare'));
  return [{ kind: 'slag', elements: lost, reoPercent: run.assume('loss.ionSlag.reoPercent') }];
}

function planInspection(run: Run, mine: Place, holding: Holding): void {
  const laboratory = mine.random.choice(run.laboratories);
  later(run, mine.random.between(3, 20), () => recordInspection(run, mine, holding.lot, laboratory));
}

function planSale(run: Run, mine: Place, holding: Holding): void {
  const [from, to] = [run.assume('lead.oreDaysMin'), run.assume('lead.oreDaysMax')];
  later(run, Math.max(mine.random.between(from, to), (run.startMs - run.nowMs) / DAY_MS + mine.random.between(0, 2)), () =>
    sellOre(run, mine, holding),
  );
}

/** A lot kept back until the next one kept back of the same product; the two are then blended into one. */
function waitForBlend(run: Run, mine: Place, holding: Holding): void {
  const waiting = mine.lines.get(holding.lot.product.key)?.queue ?? [];
  const partner = waiting.pop();
  if (partner !== undefined) return blend(run, mine, [partner, holding]);
  mine.lines.set(holding.lot.product.key, { name: holding.lot.product.key, queue: [holding], reKg: 0 });
}

function blend(run: Run, mine: Place, parts: Holding[]): void {
  later(run, 0.5, () => {
    const elements = noElements();
    addElements(elements, elementsIn(parts), 1);
    const kg = parts.reduce((sum, part) => sum + part.kg, 0);
    const [first] = parts;
    if (first === undefined) return;
    const blended = makeLot(run, mine, {
      product: first.lot.product.key,
      elements,
      content: reoOf(elements) / kg,
      feed: mine.feed,
      origin: mine.site,
    });
    for (const part of parts) mine.ready.delete(part);
    mine.ready.add(blended);
    recordTransformation(run, mine, parts, [blended], []);
    planSale(run, mine, blended);
  });
}
