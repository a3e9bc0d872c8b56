import type { Entry } from '../ledger/index.ts';
import type { RuleEvent } from './rule-event.ts';
import type { Change, Finding, Judged, Rule, RuleFacts, RuleWorld } from './rule.ts';

const NOTHING: readonly Judged[] = [];

/**
 * A rule that judges each event by itself, anew whenever what it means changes.
 * @param judge what is found in an event that counts
 */
export function eventRule(
  facts: RuleFacts,
  judge: (event: RuleEvent, entry: Entry, world: RuleWorld) => readonly Finding[],
): Rule {
  return {
    facts,
    begin: (world) => ({
      see({ event, now, before }: Change): readonly Judged[] {
        const findings = now === null ? [] : judge(event, now, world);
        if (findings.length === 0 && before === null) return NOTHING;
        return [[String(event.seq), findings]];
      },
      save: () => null,
      load: () => undefined,
    }),
  };
}
