import { OPINIONS_2011 } from '../articles.ts';
import { kilograms } from '../kilograms.ts';
import type { RuleEvent } from '../rule-event.ts';
import type { Change, Finding, Judged, Rule, RuleFacts, RuleWorld, Watch } from '../rule.ts';
import { atEvent, subjectOf } from '../subject.ts';
import { ROUNDING_KG } from './permits.ts';

const facts: RuleFacts = {
  name: 'reserve.not-oldest',
  title: { zh: '储备未按先进先出轮换', en: 'A reserve is not rotated first in, first out' },
  articles: [OPINIONS_2011],
  severity: 'warning',
  criteria: {
    zh: '储备库出库的批次，入库晚于库中同一产品尚有存货的另一批次；登记册没有该库的令（reserveOrders）时不判。',
    en: 'A lot is removed from a reserve warehouse while a lot of the same product that was stored before it is still there. Not judged where the registry has no orders of the warehouse (reserveOrders).',
  },
  statistic: { zh: '被越过的批次数；阈值 0', en: 'older lots passed over; the threshold is 0' },
  next: { zh: '核对轮换计划；先出最早的批次。', en: 'Check the plan of rotation; take the oldest lot first.' },
};

/** A lot in a reserve: since when, and how much is left. */
interface Kept {
  sinceMs: number;
  kg: number;
}

class Rotation implements Watch {
  readonly #world: RuleWorld;
  /** By warehouse and product, then by lot. */
  readonly #kept = new Map<string, Map<string, Kept>>();

  constructor(world: RuleWorld) {
    this.#world = world;
  }

  see({ event, now, before }: Change): readonly Judged[] {
    const { move, inputs } = event.matter;
    if ((move !== 'store' && move !== 'remove') || !this.#isAsked(event.site)) return [];
    const sign = (Number(now !== null) - Number(before !== null)) * (move === 'store' ? 1 : -1);
    for (const { lot, netMg } of inputs) this.#add(event, lot, sign * kilograms(netMg ?? 0n));
    if (move === 'store') return [];
    const passed = now === null ? [] : inputs.flatMap(({ lot }) => this.#olderThan(event.site!, lot));
    return [[String(event.seq), passed.length === 0 ? [] : [this.#finding(event, passed)]]];
  }

  #isAsked(site: string | null): boolean {
    return site !== null && this.#world.registry.registry.reserveOrders.some((order) => order.site === site);
  }

  #lotsOf(site: string, lot: string): Map<string, Kept> {
    const key = JSON.stringify([site, this.#world.registry.productOfLot(lot)?.id ?? lot]);
    const lots = this.#kept.get(key) ?? new Map<string, Kept>();
    this.#kept.set(key, lots);
    return lots;
  }

  #add({ site, timeMs, matter }: RuleEvent, lot: string, kg: number): void {
    const lots = this.#lotsOf(site!, lot);
    const kept = lots.get(lot) ?? { sinceMs: timeMs, kg: 0 };
    if (matter.move === 'store') kept.sinceMs = Math.min(kept.sinceMs, timeMs);
    kept.kg += kg;
    lots.set(lot, kept);
  }

  #olderThan(site: string, lot: string): string[] {
    const lots = this.#lotsOf(site, lot);
    const since = lots.get(lot)?.sinceMs ?? 0;
    return [...lots].flatMap(([other, kept]) => (kept.sinceMs < since && kept.kg > ROUNDING_KG ? [other] : []));
  }

  #finding(event: RuleEvent, passed: readonly string[]): Finding {
    return {
      key: '',
      severity: facts.severity,
      subject: subjectOf(event, this.#world, event.matter.inputs[0]?.lot ?? null),
      element: null,
      statistic: passed.length,
      threshold: 0,
      evidence: passed.map((lot) => ({ name: 'older', value: lot })),
      ...atEvent(event),
    };
  }

  save(): unknown {
    return [...this.#kept].map(([key, lots]) => [key, [...lots]]);
  }

  load(saved: unknown): void {
    for (const [key, lots] of saved as [string, [string, Kept][]][]) this.#kept.set(key, new Map(lots));
  }
}

/** First in, first out. */
export const reserveRotation: Rule = { facts, begin: (world) => new Rotation(world) };
