import { startOfDate } from '../../ledger/index.ts';
import type { ReserveOrder } from '../../registry/index.ts';
import { OPINIONS_2011 } from '../articles.ts';
import { eventRule } from '../event-rule.ts';
import { kilograms } from '../kilograms.ts';
import type { RuleEvent } from '../rule-event.ts';
import type { Change, Finding, Judged, Rule, RuleFacts, RuleWorld, Watch } from '../rule.ts';
import { atEvent, subjectOf } from '../subject.ts';
import { tallyFinding } from '../tally-finding.ts';
import { tallyRule, type Share } from '../tally-rule.ts';
import { holdsAt, ROUNDING_KG } from './permits.ts';

const KG_PER_TONNE = 1000;
const DAY_MS = 86_400_000;

/** Orders of a reserve warehouse; none where the registry has none, and then nothing is asked of it. */
function ordersOf({ site }: Pick<RuleEvent, 'site'>, world: RuleWorld): readonly ReserveOrder[] {
  if (site === null || world.siteKind(site) !== 'reserve-warehouse') return [];
  return world.registry.registry.reserveOrders.filter((order) => order.site === site);
}

/** What an event gives out or takes in, in kilograms net. */
function netOf({ matter }: RuleEvent): number {
  return matter.inputs.reduce((sum, { netMg }) => sum + kilograms(netMg ?? 0n), 0);
}

function isFor(order: ReserveOrder, { matter }: RuleEvent, { registry }: RuleWorld): boolean {
  if (order.product === null) return true;
  const product = registry.product(order.product)?.id ?? order.product;
  return matter.inputs.every(({ lot }) => registry.productOfLot(lot)?.id === product);
}

const missing: RuleFacts = {
  name: 'reserve.no-order',
  title: { zh: '无令动用储备', en: 'Taken from a reserve without an order' },
  articles: [OPINIONS_2011],
  severity: 'violation',
  criteria: {
    zh: '储备库有出库，而事件所载的令（ree:licence）不是登记册中该库当日有效、适用于该产品的动用令或出借令（reserveOrders）；登记册没有该库的令时不判。',
    en: 'Something is removed from a reserve warehouse, and the order that the event states (ree:licence) is none to release or to lend that product there and on that day (reserveOrders). Not judged where the registry has no orders of the warehouse.',
  },
  statistic: { zh: '出库净重（kg）', en: 'removed, net (kg)' },
  next: { zh: '核对动用令；追回。', en: 'Check the order; have it returned.' },
};

/** Release needs an order. */
export const reserveNoOrder: Rule = eventRule(missing, (event, _, world) => {
  const orders = event.matter.move === 'remove' ? ordersOf(event, world) : [];
  if (orders.length === 0) return [];
  const stated = orders.find(({ id }) => id === event.ree.licence);
  const isInForce =
    stated !== undefined && stated.act !== 'receive' && holdsAt(stated, event.timeMs) && isFor(stated, event, world);
  if (isInForce) return [];
  return [
    {
      key: '',
      severity: missing.severity,
      subject: subjectOf(event, world, event.matter.inputs[0]?.lot ?? null),
      element: null,
      statistic: netOf(event),
      threshold: 0,
      evidence: [{ name: 'order', value: event.ree.licence ?? '–', event: event.hash }],
      ...atEvent(event),
    },
  ];
});

const exceeded: RuleFacts = {
  name: 'reserve.order-exceeded',
  title: { zh: '超出动用令的数量', en: 'More taken from a reserve than ordered' },
  articles: [OPINIONS_2011],
  severity: 'violation',
  criteria: {
    zh: '凭一张动用令或出借令出库的净重之和超过令上的数量。',
    en: 'What is removed under one order to release or to lend adds up to more than the order says, net.',
  },
  statistic: { zh: '凭令出库（kg）；阈值为令上的数量', en: 'removed under the order (kg); the threshold is what it says' },
  next: { zh: '核对出库与动用令。', en: 'Hold what was removed against the order.' },
};

/** No more than was ordered. */
export const reserveOrderExceeded: Rule = tallyRule(exceeded, {
  shares: (event, _, world): Share[] => {
    const order = event.matter.move === 'remove' ? ordersOf(event, world).find(({ id }) => id === event.ree.licence) : undefined;
    return order === undefined ? [] : [{ key: JSON.stringify([order.site, order.id]), amounts: [netOf(event)] }];
  },
  judge: (tally, world) => {
    const [site, id] = JSON.parse(tally.key) as [string, string];
    const order = world.registry.registry.reserveOrders.find((one) => one.id === id);
    const threshold = (order?.tonnes ?? 0) * KG_PER_TONNE;
    if (tally.sums[0]! <= threshold + ROUNDING_KG) return [];
    const evidence = [{ name: 'order', value: id }];
    return [tallyFinding(exceeded, tally, world, site, { statistic: tally.sums[0]!, threshold, evidence })];
  },
});

const overdue: RuleFacts = {
  name: 'reserve.loan-overdue',
  title: { zh: '出借储备逾期未还', en: 'A loan of the reserve is overdue' },
  articles: [OPINIONS_2011],
  severity: 'violation',
  criteria: {
    zh: '凭出借令出库的净重，到令上的归还日止，凭同一张令归还入库的净重不足。',
    en: 'What was removed under an order to lend is not stored again under the same order by the day that it names, net.',
  },
  statistic: { zh: '未还净重（kg）；阈值 0', en: 'not returned, net (kg); the threshold is 0' },
  next: { zh: '催还；按约处理。', en: 'Call it in; act on the contract.' },
};

interface Loan {
  lentKg: number;
  returnedKg: number;
  firstMs: number;
  lastEvent: string;
}

/** Keeps what is lent and what came back, and looks at the clock. */
class Loans implements Watch {
  readonly #world: RuleWorld;
  readonly #loans = new Map<string, Loan>();

  constructor(world: RuleWorld) {
    this.#world = world;
  }

  see({ event, now, before }: Change): readonly Judged[] {
    const { move } = event.matter;
    const order = move === 'remove' || move === 'store' ? this.#orderOf(event) : undefined;
    if (order === undefined) return [];
    const kg = netOf(event) * (Number(now !== null) - Number(before !== null));
    const loan = this.#loans.get(order.id) ?? { lentKg: 0, returnedKg: 0, firstMs: event.timeMs, lastEvent: event.hash };
    if (move === 'remove') loan.lentKg += kg;
    else loan.returnedKg += kg;
    loan.firstMs = Math.min(loan.firstMs, event.timeMs);
    loan.lastEvent = event.hash;
    this.#loans.set(order.id, loan);
    return [];
  }

  tick(clockMs: number): readonly Judged[] {
    return [...this.#loans].map(([id, loan]): Judged => [id, this.#judge(id, loan, clockMs)]);
  }

  #orderOf(event: RuleEvent): ReserveOrder | undefined {
    return ordersOf(event, this.#world).find(({ id, act }) => id === event.ree.licence && act === 'lend');
  }

  #judge(id: string, { lentKg, returnedKg, firstMs, lastEvent }: Loan, clockMs: number): Finding[] {
    const order = this.#world.registry.registry.reserveOrders.find((one) => one.id === id);
    const dueMs = order?.returnBy === null || order === undefined ? null : startOfDate(order.returnBy) + DAY_MS;
    if (order === undefined || dueMs === null || clockMs < dueMs || lentKg - returnedKg <= ROUNDING_KG) return [];
    const evidence = [{ name: 'order', value: id }];
    const found = { statistic: lentKg - returnedKg, threshold: 0, evidence };
    return [tallyFinding(overdue, { firstMs, lastMs: dueMs, lastEvent }, this.#world, order.site, found)];
  }

  save(): unknown {
    return [...this.#loans];
  }

  load(saved: unknown): void {
    for (const [id, loan] of saved as [string, Loan][]) this.#loans.set(id, loan);
  }
}

/** Loans come back. */
export const reserveLoanOverdue: Rule = { facts: overdue, begin: (world) => new Loans(world) };
