import type { RuleEvent } from './rule-event.ts';
import type { Finding, RuleWorld, Subject } from './rule.ts';

/** Whom a site belongs to; null for one that is not registered. */
export function ownerOf(site: string | null, { registry }: RuleWorld): string | null {
  return site === null ? null : (registry.site(site)?.organisation ?? null);
}

/** The site of an event and its owner, with a lot where one is concerned. */
export function subjectOf(event: RuleEvent, world: RuleWorld, lot: string | null = null): Subject {
  return { organisation: ownerOf(event.site, world), site: event.site, lot, event: event.hash };
}

/** A window of one instant, and a flag raised at it. */
export function atEvent({ timeMs }: RuleEvent): Pick<Finding, 'window' | 'raisedMs'> {
  return { window: { fromMs: timeMs, toMs: timeMs }, raisedMs: timeMs };
}
