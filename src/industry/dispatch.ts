import { newShare } from './share.ts';
import { sellOre } from './ore-sale.ts';
import type { Holding } from './matter.ts';
import { DAY_MS, later, type Place, type Run } from './run.ts';
import { send } from './transport.ts';

const KG_PER_TONNE = 1000;

/** Plans the sale of a product that lies ready: after a few days it goes to the buyer whose turn it is, in two parts now and then. */
export function sellProduct(run: Run, from: Place, holding: Holding): void {
  const days = from.random.between(run.assume('lead.productDaysMin'), run.assume('lead.productDaysMax'));
  if (!from.random.chance(run.assume('sale.splitShare'))) return later(run, days, () => sellPart(run, from, holding, 1));
  const part = from.random.between(0.3, 0.7);
  later(run, days, () => sellPart(run, from, holding, part));
  later(run, days + from.random.between(1, 6), () => sellPart(run, from, holding, 1));
}

function sellPart(run: Run, from: Place, holding: Holding, part: number): void {
  if (!from.ready.has(holding)) return;
  const product = holding.lot.product.key;
  const kg = part === 1 ? Number.POSITIVE_INFINITY : holding.kg * part;
  const amount = Math.min(kg, holding.kg);
  const role = chooseRole(run, from, product, amount);
  if (role === 'separation') return sellOre(run, from, holding);
  if (role === null) return;
  const buyer = chooseBuyer(run, role, product, amount);
  const palletised = from.random.chance(run.assume(`pallet.share.${holding.lot.product.kind === 'magnet' ? 'magnet' : 'other'}`));
  send(run, from, holding, buyer, {
    kg,
    palletised: palletised && amount * run.scale < run.assume('pallet.kgMax'),
    licence: null,
  });
}

/** Export and reserve follow their plan of the year; what they do not need goes to the uses of the product by share. */
function chooseRole(run: Run, from: Place, product: string, kg: number): string | null {
  if (from.role !== 'exporter' && from.role !== 'reserve') {
    if (isDue(run, 'export', product, kg, run.exportKg * assumedOr0(run, `export.share.${product}`))) return 'exporter';
    if (isDue(run, 'reserve', product, kg, KG_PER_TONNE * assumedOr0(run, `reserve.${product}`))) return 'reserve';
  }
  const uses = run.facts.assumptions.under(`use.${product}.`);
  if (uses.length === 0) return null;
  const chosen = shareOf(
    run,
    `use.${product}`,
    uses.map(([, weight]) => weight),
  ).give(kg);
  const role = uses[chosen]?.[0];
  return role === undefined || role === 'stock' ? null : role;
}

function assumedOr0(run: Run, name: string): number {
  return run.facts.assumptions.has(name) ? run.assume(name) : 0;
}

/** Whether a delivery belongs to a yearly plan that runs evenly from its first to its last day; counts it if so. */
function isDue(run: Run, plan: string, product: string, kg: number, annualKg: number): boolean {
  if (annualKg === 0) return false;
  const first = run.startMs + run.assume('export.firstDay') * DAY_MS;
  const last = run.endMs - run.assume('export.closeDays') * DAY_MS;
  const due = annualKg * Math.min(1, Math.max(0, (run.nowMs - first) / (last - first)));
  const promised = run.promised.get(`${plan}/${product}`) ?? 0;
  if (promised + kg / 2 > due) return false;
  run.promised.set(`${plan}/${product}`, promised + kg);
  return true;
}

function chooseBuyer(run: Run, role: string, product: string, kg: number): Place {
  const buyers = (run.placesByRole.get(role) ?? []).filter(
    (place) => place.makes.length === 0 || place.makes.some((made) => FEEDS[product]?.includes(made) === true),
  );
  const buyer =
    buyers[
      shareOf(
        run,
        `buyer/${role}/${product}`,
        buyers.map((place) => place.weight),
      ).give(kg)
    ];
  if (buyer === undefined) throw new Error(`chooseBuyer: enterprises.csv has no ${role} that takes ${product}`);
  return buyer;
}

/** Which metals an oxide is made into. */
export const FEEDS: Readonly<Record<string, readonly string[]>> = {
  'la-oxide': ['la-metal'],
  'ce-oxide': ['ce-metal'],
  'prnd-oxide': ['prnd-metal'],
  'tb-oxide': ['tb-metal'],
  'dy-oxide': ['dy-iron'],
};

/** The running share of that name, made on first use. */
export function shareOf(run: Run, name: string, weights: readonly number[]): ReturnType<typeof newShare> {
  let share = run.shares.get(name);
  if (share === undefined) {
    share = newShare(weights);
    run.shares.set(name, share);
  }
  return share;
}
