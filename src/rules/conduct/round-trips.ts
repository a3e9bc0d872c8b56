import type { Leg } from '../../ledger/index.ts';
import { INVOICES_2012, REGULATIONS_2024 } from '../articles.ts';
import { netKg } from '../kilograms.ts';
import type { Change, Finding, Judged, Rule, RuleFacts, RuleWorld, Watch } from '../rule.ts';
import { atEvent, subjectOf } from '../subject.ts';

const facts: RuleFacts = {
  name: 'invoice.round-trip',
  title: { zh: '货物（发票）循环', en: 'Goods, or their invoices, go round' },
  articles: [INVOICES_2012, REGULATIONS_2024],
  severity: 'warning',
  criteria: {
    zh: '一批货未经加工，在半年内经其他场所回到发出它的场所。退货也会如此，故只作警示。',
    en: 'A lot comes back unchanged, by way of others, to a site that it left within half a year. Returned goods do so too: a warning only.',
  },
  statistic: { zh: '回来的净重（kg）；阈值 0', en: 'net mass that came back (kg); the threshold is 0' },
  next: {
    zh: '核对往返的发票与款项；确认是否退货。',
    en: 'Compare the invoices and payments of both ways; see whether it was a return.',
  },
};

const MONTH_MS = 30 * 86_400_000;
const KEPT_MS = 6 * MONTH_MS;

/** The sites that a lot has gone through on its way to one, and when it came there. */
interface Way {
  readonly sites: readonly string[];
  readonly timeMs: number;
}

class RoundTrips implements Watch {
  readonly #world: RuleWorld;
  readonly #ways = new Map<string, Way>();
  #sweptMs = 0;

  constructor(world: RuleWorld) {
    this.#world = world;
  }

  see({ event, now, before }: Change): readonly Judged[] {
    const { matter, site } = event;
    if (site === null || matter.move !== 'receive') return [];
    this.#sweep(event.timeMs);
    const findings = now === null ? [] : now.legs.flatMap((leg) => this.#arrived(leg, site, event));
    return findings.length === 0 && before === null ? [] : [[String(event.seq), findings]];
  }

  /** A leg out of transit tells from where a lot came. */
  #arrived(leg: Leg, site: string, event: Change['event']): Finding[] {
    const { account, lot } = leg;
    if (lot === null || account.kind !== 'transit' || account.site === null || netKg(leg) >= 0) return [];
    const way = this.#ways.get(`${lot} ${account.site}`)?.sites ?? [];
    const isReturn = way.includes(site);
    if (!isReturn) this.#ways.set(`${lot} ${site}`, { sites: [...way, account.site], timeMs: event.timeMs });
    return isReturn ? [this.#finding(event, lot, -netKg(leg), [...way.slice(way.indexOf(site)), account.site])] : [];
  }

  #finding(event: Change['event'], lot: string, kg: number, way: readonly string[]): Finding {
    return {
      key: lot,
      severity: facts.severity,
      subject: subjectOf(event, this.#world, lot),
      element: null,
      statistic: kg,
      threshold: 0,
      evidence: [
        ...way.map((site) => ({ name: 'went-through', value: site })),
        ...event.invoices.map((invoice) => ({ name: 'invoice', value: invoice, event: event.hash })),
      ],
      ...atEvent(event),
    };
  }

  /** Once a month of the record ways of half a year ago are forgotten. */
  #sweep(nowMs: number): void {
    if (nowMs < this.#sweptMs + MONTH_MS) return;
    this.#sweptMs = nowMs;
    for (const [key, { timeMs }] of this.#ways) if (timeMs < nowMs - KEPT_MS) this.#ways.delete(key);
  }

  save(): unknown {
    return { ways: [...this.#ways], sweptMs: this.#sweptMs };
  }

  load(saved: unknown): void {
    const { ways, sweptMs } = saved as { ways: [string, Way][]; sweptMs: number };
    for (const [key, way] of ways) this.#ways.set(key, way);
    this.#sweptMs = sweptMs;
  }
}

/** A sale that leads nowhere. */
export const roundTrip: Rule = { facts, begin: (world) => new RoundTrips(world) };
