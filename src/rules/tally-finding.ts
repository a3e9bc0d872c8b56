import type { Evidence, Finding, RuleFacts, RuleWorld } from './rule.ts';
import { ownerOf } from './subject.ts';
import type { Tally } from './tally-rule.ts';

/** The finding of a tally about a site: its owner, the time of the events that added up, the last of them. */
export function tallyFinding(
  { severity }: RuleFacts,
  { firstMs, lastMs, lastEvent }: Omit<Tally, 'key' | 'sums' | 'events'>,
  world: RuleWorld,
  site: string,
  {
    statistic,
    threshold,
    evidence,
  }: { readonly statistic: number; readonly threshold: number; readonly evidence: readonly Evidence[] },
): Finding {
  return {
    key: '',
    severity,
    subject: { organisation: ownerOf(site, world), site, lot: null, event: lastEvent },
    element: null,
    window: { fromMs: firstMs, toMs: lastMs },
    statistic,
    threshold,
    evidence,
    raisedMs: lastMs,
  };
}
