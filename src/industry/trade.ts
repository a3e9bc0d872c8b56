import { sellProduct, shareOf } from './dispatch.ts';
import { recordAtPlace, recordTransformation } from './event.ts';
import { makeLot } from './lot.ts';
import { elementsIn, scaled, type Holding } from './matter.ts';
import { DAY_MS, later, type Place, type Run } from './run.ts';
import { send } from './transport.ts';

/** The identifier of an exporter's licence for the year. */
export function exportLicence(exporter: string, year: number): string {
  return `permit:export:${year}:${exporter}`;
}

/** What an exporter does with goods at its port: some are repacked into two lots; all leave the country within days. */
export function acceptForExport(run: Run, port: Place, holding: Holding): void {
  port.ready.add(holding);
  if (!port.random.chance(run.assume('export.repackShare'))) return planExport(run, port, holding);
  later(run, port.random.between(0.2, 1), () => {
    const halves = repack(run, port, holding);
    for (const half of halves) planExport(run, port, half);
  });
}

/** Two lots of one: same matter, new numbers, weighed again. */
function repack(run: Run, port: Place, holding: Holding): Holding[] {
  const share = port.random.between(0.35, 0.65);
  const { product, feed, origin, reoPerKg, elementPerKg } = holding.lot;
  const content = product.basis === 'oxide' ? reoPerKg : elementPerKg;
  const elements = elementsIn([holding]);
  const halves = [share, 1 - share].map((part) =>
    makeLot(run, port, { product: product.key, elements: scaled(elements, part), content, feed, origin }),
  );
  port.ready.delete(holding);
  for (const half of halves) port.ready.add(half);
  recordTransformation(run, port, [holding], halves, []);
  return halves;
}

function planExport(run: Run, port: Place, holding: Holding): void {
  const days = port.random.between(run.assume('lead.exportDaysMin'), run.assume('lead.exportDaysMax'));
  later(run, days, () => {
    const buyers = run.placesByRole.get('foreign') ?? [];
    const weights = buyers.map((buyer) => run.assume(`export.country.${buyer.key.replace('foreign-', '')}`));
    const buyer = buyers[shareOf(run, `country/${holding.lot.product.key}`, weights).give(holding.kg)];
    if (buyer === undefined) throw new Error('planExport: enterprises.csv has no foreign buyer');
    const licence = exportLicence(port.key, run.year);
    send(run, port, holding, buyer, { kg: Number.POSITIVE_INFINITY, palletised: false, licence });
  });
}

/** What a reserve does: it stores what arrives; a part is taken out again later in the year and sold. */
export function acceptForReserve(run: Run, warehouse: Place, holding: Holding): void {
  warehouse.ready.add(holding);
  later(run, warehouse.random.between(0.5, 2), () => {
    recordAtPlace(run, warehouse, [holding], 'storing');
    if (!warehouse.random.chance(run.assume('reserve.rotationShare'))) return;
    later(run, warehouse.random.between(60, 150), () => {
      recordAtPlace(run, warehouse, [holding], 'removing');
      sellProduct(run, warehouse, holding);
    });
  });
}

/** What a manufacturer does with magnets and materials: most are built into goods, and with that used up. */
export function acceptForUse(run: Run, user: Place, holding: Holding): void {
  user.ready.add(holding);
  const days = user.random.lognormal(run.assume('use.daysMean'), 0.6);
  later(run, days, () => {
    user.ready.delete(holding);
    recordAtPlace(run, user, [holding], 'decommissioning');
  });
}

/** Plans the stock-takes of all places at the ends of the quarters, in the evening of the last day. */
export function planStockTakes(run: Run): void {
  for (const month of [3, 6, 9, 12]) {
    const evening = Date.UTC(run.year, month, 1) - 8 * 3_600_000 - DAY_MS / 6;
    for (const place of run.places) {
      if (place.role !== 'foreign') run.agenda.plan(evening + place.random.below(3_600_000), () => takeStock(run, place));
    }
  }
}

const LOTS_PER_EVENT = 40;

/** Counts all lots of a place; here and there a little less lies there than the books say. */
function takeStock(run: Run, place: Place): void {
  const held = [...place.ready, ...place.feedStock];
  const timesHeld = new Map<string, number>();
  for (const { lot } of held) timesHeld.set(lot.uri, (timesHeld.get(lot.uri) ?? 0) + 1);
  for (const holding of place.feedStock) {
    if (timesHeld.get(holding.lot.uri) === 1 && place.random.chance(run.assume('count.missingShare'))) {
      holding.kg = Math.floor(holding.kg * (1 - run.assume('count.missingPart') * place.random.uniform()) * 1000) / 1000;
    }
  }
  const byLot = [...Map.groupBy(held, (holding) => holding.lot.uri).values()];
  for (let at = 0; at < byLot.length; at += LOTS_PER_EVENT)
    recordAtPlace(run, place, byLot.slice(at, at + LOTS_PER_EVENT).flat(), 'stock_taking');
}
