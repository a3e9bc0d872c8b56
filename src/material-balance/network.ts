import type { Composition } from '../elements/index.ts';
import { consignmentsOf, type Consignment } from './consignments.ts';
import { kilograms, movementsOf, type BalanceEvent, type Holding, type Movement, type Weighed } from './movements.ts';
import type { LotOnRecord, MonthOnRecord } from './month.ts';

/** `sent` and `arrived` are weighings of the same consignment by the other site of the same organisation, or from before the period. */
export type StreamKind =
  | 'opening'
  | 'source'
  | 'receipt'
  | 'returned'
  | 'output'
  | 'removed'
  | 'input'
  | 'shipment'
  | 'consumed'
  | 'stored'
  | 'loss'
  | 'count'
  | 'closing'
  | 'sent'
  | 'arrived';

/** An amount of matter between two nodes; null is the outside. */
export interface Stream {
  readonly id: string;
  readonly kind: StreamKind;
  /** Where it was weighed, or lies. */
  readonly site: string;
  /** Whose composition it has: a lot, or a loss. */
  readonly matter: string;
  readonly lot: string | null;
  readonly event: BalanceEvent | null;
  readonly from: string | null;
  readonly to: string | null;
  readonly weighed: Weighed | null;
}

/** What a stream's matter is made of, as far as somebody measured it. */
export interface Constitution {
  readonly assays: readonly Composition[];
  /** Where nobody assayed it: where the search begins. */
  readonly supposed: Composition;
}

/** A process of the period with the streams at it. */
export interface Process {
  readonly key: string;
  readonly site: string;
  readonly event: BalanceEvent;
  /** Why its inputs need not be its outputs: told in several events, of which the last may be still to come, or an amount has no mass. */
  readonly open: 'several-events' | 'unweighed' | null;
}

/** A holding whose streams cannot balance by what is on record. */
export interface OpenHolding {
  readonly site: string;
  readonly lot: string;
  /** Drawn before it came, in this period or an earlier one; or drawn and never came. */
  readonly reason: 'drawn-ahead' | 'never-came';
}

/** The streams of a period and what they must fulfil. */
export interface Network {
  readonly streams: readonly Stream[];
  /** Nodes at which net mass balances: lots at sites between counts, consignments. */
  readonly holdings: ReadonlySet<string>;
  readonly processes: readonly Process[];
  readonly constitutions: ReadonlyMap<string, Constitution>;
  readonly openHoldings: readonly OpenHolding[];
}

/** The network of a period. */
export function networkOf(month: MonthOnRecord): Network {
  const builder = new NetworkBuilder(month);
  for (const lot of month.lots) builder.addLot(lot);
  builder.closeProcesses();
  return builder;
}

class NetworkBuilder implements Network {
  readonly streams: Stream[] = [];
  readonly holdings = new Set<string>();
  readonly processes: Process[] = [];
  readonly constitutions = new Map<string, Constitution>();
  readonly openHoldings: OpenHolding[] = [];
  readonly #month: MonthOnRecord;
  readonly #events = new Map<string, BalanceEvent>();
  readonly #unweighed = new Set<string>();

  constructor(month: MonthOnRecord) {
    this.#month = month;
  }

  addLot(lot: LotOnRecord): void {
    const movements = lot.events.flatMap((event) => movementsOf(event)).filter((movement) => movement.lot === lot.lot);
    const consignments = consignmentsOf(movements);
    const joined = this.#joinConsignments(lot.lot, consignments);
    const moving = this.#withoutVoided(movements, consignments);
    for (const holding of this.#holdingsOf(moving)) new HoldingLine(this, this.#month, lot, holding, moving, joined).add();
    const isMadeNow = moving.some((movement) => movement.kind === 'output' && this.#isWithin(movement));
    const assays = lot.assays.length > 0 || isMadeNow || lot.derived.length === 0 ? lot.assays : [lot.derived];
    this.constitutions.set(lot.lot, { assays, supposed: lot.derived });
  }

  /** The node of a process; it is closed when all streams are known. */
  processNode({ event, weighed }: Movement): string {
    const key = event.matter.process ?? event.matter.key;
    this.#events.set(key, event);
    if (weighed === null) this.#unweighed.add(key);
    return `process ${key}`;
  }

  closeProcesses(): void {
    for (const [key, event] of this.#events) {
      const { site, process, losses } = event.matter;
      const open = process !== null ? 'several-events' : this.#unweighed.has(key) ? 'unweighed' : null;
      this.processes.push({ key, site: site!, event, open });
      for (const [n, { netMg, composition }] of losses.entries()) {
        const matter = `loss ${event.matter.key} ${n}`;
        const kg = kilograms(netMg);
        const weighed = { kg, sd: kg * event.matter.weighingSd };
        this.constitutions.set(matter, { assays: [composition], supposed: [] });
        this.streams.push({
          id: matter,
          kind: 'loss',
          site: site!,
          matter,
          lot: null,
          event,
          from: `process ${key}`,
          to: null,
          weighed,
        });
      }
    }
  }

  /** A shipment that was declared void did not happen; one of an earlier period comes back when it is declared void in this one. */
  #withoutVoided(movements: readonly Movement[], consignments: readonly Consignment[]): Movement[] {
    const voided = consignments.flatMap(({ shipment, voidedBy }) => (voidedBy === null ? [] : [{ shipment, voidedBy }]));
    const [returned, undone] = [
      voided.filter(({ shipment, voidedBy }) => this.#isWithin(voidedBy) && !this.#isWithin(shipment)),
      new Set(voided.map(({ shipment }) => shipment)),
    ];
    for (const { shipment } of returned) undone.delete(shipment);
    const returns = returned.map(({ shipment, voidedBy }) => ({ ...voidedBy, to: shipment.from, weighed: shipment.weighed }));
    return [...movements.filter((movement) => !undone.has(movement)), ...returns].sort(
      (a, b) => a.event.matter.timeMs - b.event.matter.timeMs,
    );
  }

  #isWithin({ event }: Movement): boolean {
    const { timeMs } = event.matter;
    return timeMs >= this.#month.fromMs && timeMs < this.#month.toMs;
  }

  /** Consignments between sites of one organisation that arrived in the period: a node for each, by its shipment and its receipts. */
  #joinConsignments(lot: string, consignments: readonly Consignment[]): Map<Movement, string> {
    const joined = new Map<Movement, string>();
    const { sites, owners } = this.#month;
    for (const { key, shipment, receipts } of consignments) {
      const [from, to] = [shipment.event.matter.site, receipts[0]?.event.matter.site ?? null];
      if (from === null || to === null || !(sites.has(from) || sites.has(to))) continue;
      if (!owners.has(from) || owners.get(from) !== owners.get(to)) continue;
      if (!receipts.some((receipt) => this.#isWithin(receipt))) continue;
      const node = `consignment ${key} ${lot}`;
      this.holdings.add(node);
      for (const movement of [shipment, ...receipts]) {
        joined.set(movement, node);
        const isOwn = this.#isWithin(movement) && sites.has(movement.event.matter.site ?? '');
        if (!isOwn) this.streams.push(weighedElsewhere(movement, node));
      }
    }
    return joined;
  }

  #holdingsOf(movements: readonly Movement[]): Holding[] {
    const within = movements.filter((movement) => this.#isWithin(movement));
    const found = within.flatMap(({ from, to }) => [from, to]).filter((holding) => holding !== null);
    const own = found.filter(({ site }) => this.#month.sites.has(site));
    return [...new Map(own.map((holding) => [`${holding.account} ${holding.site}`, holding])).values()];
  }
}

function weighedElsewhere(movement: Movement, node: string): Stream {
  const { event, lot, weighed, kind } = movement;
  const isSent = kind === 'shipment';
  return {
    id: `${isSent ? 'sent' : 'arrived'} ${event.matter.key} ${lot}`,
    kind: isSent ? 'sent' : 'arrived',
    site: event.matter.site ?? '',
    matter: lot,
    lot,
    event,
    from: isSent ? null : node,
    to: isSent ? node : null,
    weighed,
  };
}

/** What one lot does in one holding over the period: a node for each stretch between counts. */
class HoldingLine {
  readonly #network: NetworkBuilder;
  readonly #month: MonthOnRecord;
  readonly #lot: LotOnRecord;
  readonly #holding: Holding;
  readonly #all: readonly Movement[];
  readonly #movements: readonly Movement[];
  readonly #joined: ReadonlyMap<Movement, string>;
  #stretch = 0;

  constructor(
    network: NetworkBuilder,
    month: MonthOnRecord,
    lot: LotOnRecord,
    holding: Holding,
    movements: readonly Movement[],
    joined: ReadonlyMap<Movement, string>,
  ) {
    this.#network = network;
    this.#month = month;
    this.#lot = lot;
    this.#holding = holding;
    this.#all = movements;
    this.#movements = movements.filter(({ from, to }) => isSame(from, holding) || isSame(to, holding));
    this.#joined = joined;
  }

  add(): void {
    const { fromMs, toMs } = this.#month;
    const book = this.#lot.books.find((each) => each.account === this.#holding.account && each.site === this.#holding.site);
    const within = this.#movements.filter(({ event: { matter } }) => matter.timeMs >= fromMs && matter.timeMs < toMs);
    const opening = book?.opening ?? null;
    const reason = this.#reasonToStayOpen(opening, within);
    if (reason !== null) this.#network.openHoldings.push({ site: this.#holding.site, lot: this.#lot.lot, reason });
    else this.#network.holdings.add(this.#node);
    if (opening !== null) this.#edge('opening', opening, null, this.#node);
    for (const movement of within) this.#move(movement);
    const closing = book?.closing ?? null;
    const isLastCounted = within.at(-1)?.kind === 'count';
    // A book at nothing: the lot is used up. What is left of others nobody weighed, unless a count is the last word.
    if (isLastCounted) this.#network.holdings.delete(this.#node);
    else if (closing !== null) this.#edge('closing', null, this.#node, null);
  }

  get #node(): string {
    return `${this.#holding.account} ${this.#holding.site} ${this.#lot.lot} ${this.#stretch}`;
  }

  #reasonToStayOpen(opening: Weighed | null, within: readonly Movement[]): 'drawn-ahead' | 'never-came' | null {
    const before = this.#movements.filter(({ event }) => event.matter.timeMs < this.#month.fromMs);
    if (opening === null && this.#sumSinceCount(before) < 0) return 'drawn-ahead';
    const comes = within.some((movement) => movement.kind === 'count' || isSame(movement.to, this.#holding));
    return opening === null && !comes ? 'never-came' : null;
  }

  #sumSinceCount(movements: readonly Movement[]): number {
    const counted = movements.findLastIndex(({ kind }) => kind === 'count');
    const signed = ({ weighed, to }: Movement): number => (isSame(to, this.#holding) ? 1 : -1) * (weighed?.kg ?? 0);
    const begin = movements[counted]?.weighed?.kg ?? 0;
    return movements.slice(counted + 1).reduce((sum, movement) => sum + signed(movement), begin);
  }

  #move(movement: Movement): void {
    const { kind, event, weighed } = movement;
    if (kind === 'count') {
      const before = this.#node;
      this.#stretch++;
      this.#network.holdings.add(this.#node);
      return this.#edge('count', weighed, before, this.#node, event);
    }
    const isIn = isSame(movement.to, this.#holding);
    // A movement between two holdings of the sites is one stream, which the side that gives adds.
    if (isIn && movement.from !== null && this.#month.sites.has(movement.from.site)) return;
    const other = this.#otherEnd(movement, isIn);
    const streamKind = kind === 'void-shipment' ? 'returned' : kind;
    this.#edge(streamKind, weighed, isIn ? other : this.#node, isIn ? this.#node : other, event);
  }

  #otherEnd(movement: Movement, isIn: boolean): string | null {
    if (movement.kind === 'input' || movement.kind === 'output') return this.#network.processNode(movement);
    const consignment = this.#joined.get(movement);
    if (consignment !== undefined) return consignment;
    const { to } = movement;
    if (isIn || to === null || !this.#month.sites.has(to.site)) return null;
    const counts = this.#all.filter(
      ({ kind, from, event }) => kind === 'count' && isSame(from, to) && this.#isBetween(event, movement),
    );
    return `${to.account} ${to.site} ${this.#lot.lot} ${counts.length}`;
  }

  #isBetween({ matter }: BalanceEvent, { event }: Movement): boolean {
    return matter.timeMs >= this.#month.fromMs && matter.timeMs <= event.matter.timeMs;
  }

  #edge(
    kind: StreamKind,
    weighed: Weighed | null,
    from: string | null,
    to: string | null,
    event: BalanceEvent | null = null,
  ): void {
    const { lot } = this.#lot;
    const { account, site } = this.#holding;
    const id = event === null ? `${kind} ${account} ${site} ${lot}` : `${kind} ${event.matter.key} ${lot}`;
    this.#network.streams.push({ id, kind, site, matter: lot, lot, event, from, to, weighed });
  }
}

function isSame(a: Holding | null, b: Holding): boolean {
  return a !== null && a.account === b.account && a.site === b.site;
}
