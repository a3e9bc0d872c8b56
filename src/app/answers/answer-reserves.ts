import { readReeExtension } from '../../epcis/index.ts';
import { addInto, addVariancesInto, dateOf, NET, noMasses, noVariances, type Entry } from '../../ledger/index.ts';
import type { ReserveOrder } from '../../registry/index.ts';
import type { ReserveLot, ReserveOrderRow, ReservesAnswer } from '../../wire/index.ts';
import type { Application } from '../application.ts';
import { matterOnRecord } from '../capture/prepare.ts';
import { entriesOfLots, sumLot } from './lot-sums.ts';
import { ask, type AskedMoment, type Asking } from './moment.ts';
import { productName, siteRef } from './references.ts';
import { wireElements, wireNet, wireTreo } from './wire-mass.ts';

const LOTS_PAGE = 500;
const EVENTS_PAGE = 500;
const KG_PER_MG = 1e-6;
const KG_PER_TONNE = 1000;

/** What the reserves hold, lot by lot with the oldest first, and how their orders were carried out. */
export async function answerReserves(app: Application, question: AskedMoment): Promise<ReservesAnswer> {
  return ask(app, question, async (asking) => {
    const { world, scope, moment } = asking;
    const sites = world.registry.registry.sites.filter(
      ({ id, kind }) => kind === 'reserve-warehouse' && (scope === null || scope.sites.includes(id)),
    );
    const warehouses: ReservesAnswer['warehouses'] = [];
    const lots: ReserveLot[] = [];
    for (const { id } of sites) {
      const held = await heldAt(asking, id);
      warehouses.push(held.warehouse);
      lots.push(...held.lots);
    }
    const orders = world.registry.registry.reserveOrders.filter(({ site }) => sites.some(({ id }) => id === site));
    const day = dateOf(asking.asOf ?? app.now());
    return { moment, warehouses, lots: lots.toSorted(byAge), orders: await orderRows(asking, orders, day) };
  });
}

function byAge(a: ReserveLot, b: ReserveLot): number {
  return a.since < b.since ? -1 : a.since > b.since ? 1 : a.lot < b.lot ? -1 : 1;
}

interface Held {
  readonly warehouse: ReservesAnswer['warehouses'][number];
  readonly lots: ReserveLot[];
}

async function heldAt(asking: Asking, site: string): Promise<Held> {
  const [masses, variances] = [noMasses(), noVariances()];
  const [differences, differenceVariances] = [noMasses(), noVariances()];
  const lots: ReserveLot[] = [];
  for (let offset = 0, total = 1; offset < total; offset += LOTS_PAGE) {
    const page = await asking.reader.lotsAtSite(site, offset, LOTS_PAGE);
    const entries = await entriesOfLots(asking, page.lots);
    for (const lot of page.lots)
      for (const sum of sumLot(lot, entries)) {
        if (sum.account.site !== site) continue;
        if (sum.account.kind === 'count-difference') {
          addInto(differences, sum.masses);
          addVariancesInto(differenceVariances, sum.variances);
        }
        if (sum.account.kind !== 'reserve' || sum.masses[NET] === 0n) continue;
        addInto(masses, sum.masses);
        addVariancesInto(variances, sum.variances);
        lots.push(lotRow(asking, site, lot, sinceOf(lot, site, entries), sum));
      }
    total = page.total;
  }
  const warehouse = {
    site: siteRef(asking.world, site),
    lots: lots.length,
    net: wireNet(masses, variances),
    treo: wireTreo(masses, variances),
    elements: wireElements(masses, variances),
    countDifference: wireNet(differences, differenceVariances),
  };
  return { warehouse, lots };
}

function lotRow({ world }: Asking, site: string, lot: string, since: number, sum: ReturnType<typeof sumLot>[number]): ReserveLot {
  return {
    lot,
    product: productName(world, lot),
    site: siteRef(world, site),
    since: new Date(since).toISOString(),
    net: wireNet(sum.masses, sum.variances),
    treo: wireTreo(sum.masses, sum.variances),
  };
}

function sinceOf(lot: string, site: string, entries: readonly Entry[]): number {
  const stored = entries.filter(({ legs }) =>
    legs.some((leg) => leg.lot === lot && leg.account.kind === 'reserve' && leg.account.site === site && leg.masses[NET]! > 0n),
  );
  return Math.min(...stored.map(({ timeMs }) => timeMs));
}

/** What was stored and removed under each order, in kilograms net. */
interface Use {
  storedKg: number;
  removedKg: number;
}

async function orderRows(asking: Asking, orders: readonly ReserveOrder[], day: string): Promise<ReserveOrderRow[]> {
  if (orders.length === 0) return [];
  const uses = await usesOf(asking, [...new Set(orders.map(({ site }) => site))]);
  return orders.map((order) => {
    const { storedKg, removedKg } = uses.get(order.id) ?? { storedKg: 0, removedKg: 0 };
    const isLoan = order.act === 'lend';
    const returnedKg = isLoan ? storedKg : 0;
    const usedKg = order.act === 'receive' ? storedKg : removedKg;
    return {
      id: order.id,
      site: siteRef(asking.world, order.site),
      act: order.act,
      product: order.product === null ? null : (asking.world.registry.nameOf(order.product) ?? null),
      from: order.from,
      to: order.to,
      returnBy: order.returnBy,
      orderedKg: order.tonnes * KG_PER_TONNE,
      usedKg,
      returnedKg,
      overdue: isLoan && order.returnBy !== null && day > order.returnBy && usedKg - returnedKg > 0.001,
    };
  });
}

async function usesOf({ reader, knownSeq, asOf }: Asking, places: readonly string[]): Promise<Map<string, Use>> {
  const uses = new Map<string, Use>();
  const untilSeq = knownSeq ?? (await reader.head());
  const hints = { types: ['ObjectEvent'], places, ...(asOf === null ? {} : { eventTimeBeforeMs: asOf + 1 }) };
  for (let afterSeq = 0; ;) {
    const events = await reader.scan(hints, { afterSeq, untilSeq, limit: EVENTS_PAGE });
    const voided = await reader.voided(events.map(({ seq }) => seq));
    for (const { seq, event, context, hash, declaresError } of events)
      if (!declaresError && !voided.has(seq))
        noteUse(uses, readReeExtension(event, context), matterOnRecord(event, context, hash));
    if (events.length < EVENTS_PAGE) return uses;
    afterSeq = events.at(-1)!.seq;
  }
}

function noteUse(
  uses: Map<string, Use>,
  ree: ReturnType<typeof readReeExtension>,
  { move, inputs }: ReturnType<typeof matterOnRecord>,
): void {
  const order = ree.ok ? ree.value.licence : undefined;
  if (order === undefined || (move !== 'store' && move !== 'remove')) return;
  const kg = inputs.reduce((sum, { netMg }) => sum + Number(netMg ?? 0n) * KG_PER_MG, 0);
  const use = uses.get(order) ?? { storedKg: 0, removedKg: 0 };
  if (move === 'store') use.storedKg += kg;
  else use.removedKg += kg;
  uses.set(order, use);
}
