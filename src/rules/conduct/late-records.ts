import { chinaMonth, chinaYear, dateOf, startOfMonth } from '../../ledger/index.ts';
import { TOTAL_CONTROL_2025 } from '../articles.ts';
import type { Change, Finding, Judged, Rule, RuleFacts, RuleWorld, Watch } from '../rule.ts';
import { ownerOf } from '../subject.ts';

const facts: RuleFacts = {
  name: 'record.late',
  title: { zh: '流向未在次月 10 日前记录', en: 'Flows not recorded by the 10th of the next month' },
  articles: [TOTAL_CONTROL_2025],
  severity: 'warning',
  criteria: {
    zh: '某场所某月的事件在次月 10 日之后才记录。本系统启用（首次记录）之前发生的事件不算。',
    en: 'Events of a site and month were recorded after the 10th of the next month. What happened before the record began is not late.',
  },
  statistic: { zh: '迟记的事件数；阈值 0', en: 'events recorded late; the threshold is 0' },
  next: { zh: '催办；查迟记的原因。', en: 'Remind the site; find why it was late.' },
};

/** The day of the next month by which what happened in a month must be recorded. */
const LAST_DAY = 10;
const DAY_MS = 86_400_000;

/** The first instant after the day by which what happened in a month must be recorded. */
function deadlineOf(timeMs: number): { month: string; deadlineMs: number } {
  const month = dateOf(timeMs).slice(0, '2015-03'.length);
  return { month, deadlineMs: startOfMonth(chinaYear(timeMs), chinaMonth(timeMs) + 1) + LAST_DAY * DAY_MS };
}

/** What a site recorded late of a month. */
interface Late {
  events: number;
  firstMs: number;
  lastMs: number;
  lastEvent: string;
  readonly raisedMs: number;
}

class Lateness implements Watch {
  readonly #world: RuleWorld;
  readonly #late = new Map<string, Late>();
  #beganMs = Number.POSITIVE_INFINITY;

  constructor(world: RuleWorld) {
    this.#world = world;
  }

  see({ event, now, before }: Change): readonly Judged[] {
    this.#beganMs = Math.min(this.#beganMs, event.recordedMs);
    const { site, timeMs, recordedMs } = event;
    if (site === null || now === null || before !== null || now.legs.length === 0 || timeMs < this.#beganMs) return [];
    const { month, deadlineMs } = deadlineOf(timeMs);
    if (recordedMs < deadlineMs) return [];
    const key = JSON.stringify([site, month]);
    const late = this.#late.get(key) ?? {
      events: 0,
      firstMs: timeMs,
      lastMs: timeMs,
      lastEvent: event.hash,
      raisedMs: recordedMs,
    };
    late.events += 1;
    late.firstMs = Math.min(late.firstMs, timeMs);
    late.lastMs = Math.max(late.lastMs, timeMs);
    this.#late.set(key, late);
    return [[key, [this.#finding(site, month, late)]]];
  }

  #finding(site: string, month: string, { events, firstMs, lastMs, lastEvent, raisedMs }: Late): Finding {
    return {
      key: '',
      severity: facts.severity,
      subject: { organisation: ownerOf(site, this.#world), site, lot: null, event: lastEvent },
      element: null,
      window: { fromMs: firstMs, toMs: lastMs },
      statistic: events,
      threshold: 0,
      evidence: [{ name: 'month', value: month }],
      raisedMs,
    };
  }

  save(): unknown {
    return { late: [...this.#late], beganMs: this.#beganMs };
  }

  load(saved: unknown): void {
    const { late, beganMs } = saved as {
      late: [string, Late][];
      beganMs: number | null;
    };
    for (const [key, value] of late) this.#late.set(key, value);
    this.#beganMs = beganMs ?? Number.POSITIVE_INFINITY;
  }
}

/** Records that came too late. */
export const recordLate: Rule = { facts, begin: (world) => new Lateness(world) };
