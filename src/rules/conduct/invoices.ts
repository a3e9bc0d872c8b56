import { INVOICES_2012, REGULATIONS_2024 } from '../articles.ts';
import type { RuleEvent } from '../rule-event.ts';
import type { Change, Evidence, Finding, Judged, Rule, RuleFacts, RuleWorld, Watch } from '../rule.ts';
import { ownerOf } from '../subject.ts';

const facts: RuleFacts = {
  name: 'invoice.reused',
  title: { zh: '一张发票多次发货', en: 'One invoice for several sales' },
  articles: [INVOICES_2012, REGULATIONS_2024],
  severity: 'violation',
  criteria: {
    zh: '同一卖方的同一张增值税发票号出现在发往不同买方的发运中。',
    en: 'The number of one VAT invoice of a seller stands on shipments to different buyers.',
  },
  statistic: { zh: '不同的买方数；阈值 1', en: 'different buyers; the threshold is 1' },
  next: { zh: '请税务机关核验发票；核对每一批货。', en: 'Have the tax office verify the invoice; check each consignment.' },
};

interface Sale {
  readonly seq: number;
  readonly hash: string;
  readonly timeMs: number;
  readonly from: string | null;
  readonly to: string | null;
  readonly site: string | null;
}

const MONTH_MS = 30 * 86_400_000;
const KEPT_MS = 12 * MONTH_MS;

class Invoices implements Watch {
  readonly #world: RuleWorld;
  readonly #sales = new Map<string, Sale[]>();
  #sweptMs = 0;

  constructor(world: RuleWorld) {
    this.#world = world;
  }

  see({ event, now, before }: Change): readonly Judged[] {
    if (event.matter.move !== 'ship') return [];
    this.#sweep(event.timeMs);
    return event.invoices.flatMap((invoice): Judged[] => {
      const sale = this.#saleOf(event);
      const key = JSON.stringify([sale.from, invoice]);
      const others = (this.#sales.get(key) ?? []).filter(({ seq }) => seq !== event.seq);
      const sales = now === null ? others : [...others, sale].toSorted((a, b) => a.timeMs - b.timeMs);
      this.#sales.set(key, sales);
      return sales.length < 2 && before === null ? [] : [[key, this.#judge(invoice, sales)]];
    });
  }

  #saleOf({ seq, hash, timeMs, seller, buyer, site, matter }: RuleEvent): Sale {
    const from = seller ?? ownerOf(site, this.#world) ?? site;
    const to = buyer ?? ownerOf(matter.counterpart, this.#world) ?? matter.counterpart;
    return { seq, hash, timeMs, from, to, site };
  }

  #judge(invoice: string, sales: readonly Sale[]): Finding[] {
    const buyers = new Set(sales.map(({ to }) => to));
    if (buyers.size < 2) return [];
    const first = sales[0]!;
    const second = sales.find(({ to }) => to !== first.to)!;
    const evidence: Evidence[] = [
      { name: 'invoice', value: invoice },
      ...sales.map(({ hash, to }) => ({ name: 'sold to', value: to ?? '', event: hash })),
    ];
    return [
      {
        key: '',
        severity: facts.severity,
        subject: { organisation: second.from, site: second.site, lot: null, event: second.hash },
        element: null,
        window: { fromMs: first.timeMs, toMs: sales.at(-1)!.timeMs },
        statistic: buyers.size,
        threshold: 1,
        evidence,
        raisedMs: second.timeMs,
      },
    ];
  }

  /** Once a month of the record invoices of a year ago are forgotten. */
  #sweep(nowMs: number): void {
    if (nowMs < this.#sweptMs + MONTH_MS) return;
    this.#sweptMs = nowMs;
    for (const [invoice, sales] of this.#sales)
      if (sales.every(({ timeMs }) => timeMs < nowMs - KEPT_MS)) this.#sales.delete(invoice);
  }

  save(): unknown {
    return { sales: [...this.#sales], sweptMs: this.#sweptMs };
  }

  load(saved: unknown): void {
    const { sales, sweptMs } = saved as { sales: [string, Sale[]][]; sweptMs: number };
    for (const [invoice, list] of sales) this.#sales.set(invoice, list);
    this.#sweptMs = sweptMs;
  }
}

/** An invoice that covers more than one sale. */
export const invoiceReused: Rule = { facts, begin: (world) => new Invoices(world) };
