import { oxideFactor } from '../../elements/index.ts';
import { chinaYear, type MeasuredLoss } from '../../ledger/index.ts';
import type { Permit } from '../../registry/index.ts';
import { EMISSIONS_2011, REGULATIONS_2024 } from '../articles.ts';
import { kilograms } from '../kilograms.ts';
import type { Rule, RuleFacts, RuleWorld } from '../rule.ts';
import { tallyFinding } from '../tally-finding.ts';
import { tallyRule, type Share } from '../tally-rule.ts';
import { holdsAt, holdersFor, limitKg, ROUNDING_KG } from './permits.ts';

const facts: RuleFacts = {
  name: 'discharge.exceeded',
  title: { zh: '超排污许可年度总量', en: 'More discharged in a year than the permit allows' },
  articles: [EMISSIONS_2011, REGULATIONS_2024],
  severity: 'violation',
  criteria: {
    zh: '一年内场所各事件计量的废水损失（ree:measuredLoss，effluent；按许可载明的计量基准，REO 或净重）之和超过排污许可的限额。',
    en: 'What the events of a site measured as effluent (ree:measuredLoss, effluent) adds up, in a calendar year, to more than the discharge permit allows, on the basis that it states (REO or net).',
  },
  statistic: {
    zh: '年排放（kg，许可的基准）；阈值为许可限额',
    en: 'discharged in the year (kg, basis of the permit); the threshold is its limit',
  },
  next: { zh: '核对计量与在线监测；责令限排。', en: 'Hold it against the meters on line; order a limit.' },
};

/** The discharge permit of a site with a limit that holds at an instant. */
function permitAt(site: string, atMs: number, world: RuleWorld): Permit | undefined {
  return holdersFor(site, world)
    .flatMap((holder) => world.registry.permitsOf(holder))
    .find(
      (permit) => permit.kind === 'discharge' && permit.limit !== null && (permit.site ?? site) === site && holdsAt(permit, atMs),
    );
}

function lostKg(losses: readonly MeasuredLoss[], basis: string): number {
  return losses
    .filter(({ kind }) => kind === 'effluent')
    .reduce((sum, { netMg, composition }) => {
      const share =
        basis === 'net' ? 1 : composition.reduce((all, { index, fraction }) => all + fraction * oxideFactor(index), 0);
      return sum + kilograms(netMg) * share;
    }, 0);
}

/** Yearly totals of discharge. */
export const dischargeExceeded: Rule = tallyRule(facts, {
  shares: ({ site, timeMs, matter }, _, world): Share[] => {
    if (site === null || matter.losses.length === 0) return [];
    const permit = permitAt(site, timeMs, world);
    if (permit === undefined) return [];
    return [{ key: JSON.stringify([permit.id, site, chinaYear(timeMs)]), amounts: [lostKg(matter.losses, permit.limit!.basis)] }];
  },
  judge: (tally, world) => {
    const { key, sums } = tally;
    const [id, site] = JSON.parse(key) as [string, string];
    const permit = world.registry.registry.permits.find((one) => one.id === id);
    const limit = permit === undefined ? null : limitKg(permit);
    if (permit === undefined || limit === null || sums[0]! <= limit + ROUNDING_KG) return [];
    return [
      tallyFinding(facts, tally, world, site, {
        statistic: sums[0]!,
        threshold: limit,
        evidence: [{ name: 'permit', value: id }],
      }),
    ];
  },
});
