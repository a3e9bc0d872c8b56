import { dateOf } from '../../ledger/index.ts';
import { NORM_2016, OPINIONS_2011, REGULATIONS_2024 } from '../articles.ts';
import { holdsAt } from '../rights/permits.ts';
import type { RuleEvent } from '../rule-event.ts';
import type { Evidence, Rule, RuleFacts, RuleWorld } from '../rule.ts';
import { tallyFinding } from '../tally-finding.ts';
import { tallyRule, type Share, type TallyTest } from '../tally-rule.ts';

function workRule(facts: RuleFacts, ground: (event: RuleEvent, world: RuleWorld) => Evidence | null): Rule {
  const test: TallyTest = {
    shares: (event, { flows }, world): Share[] => {
      const isWork = (event.matter.move === 'transform' || event.matter.move === 'source') && flows.length > 0;
      const found = isWork && event.site !== null ? ground(event, world) : null;
      return found === null ? [] : [{ key: JSON.stringify([event.site, found]), amounts: [] }];
    },
    judge: (tally, world) => {
      const { key, events } = tally;
      const [site, evidence] = JSON.parse(key) as [string, Evidence];
      return [tallyFinding(facts, tally, world, site, { statistic: events, threshold: 0, evidence: [evidence] })];
    },
  };
  return tallyRule(facts, test);
}

const STATISTIC = { zh: '生产事件数；阈值 0', en: 'making events; the threshold is 0' };

/** Something is made on a line that was retired, or that is not registered. */
export const lineRetired: Rule = workRule(
  {
    name: 'line.retired',
    title: { zh: '已淘汰或未登记的生产线有产出', en: 'Output of a retired or unregistered line' },
    articles: [OPINIONS_2011, NORM_2016, REGULATIONS_2024],
    severity: 'violation',
    criteria: {
      zh: '事件所载生产线（ree:line）在登记册中该场所的生产线（sites[].lines）里不存在，或当日不在其登记至淘汰的期间内。',
      en: 'The line that an event states (ree:line) is none of the lines that the registry has of the site (sites[].lines), or the day lies outside its days of registration and retirement.',
    },
    statistic: STATISTIC,
    next: { zh: '核查现场；拆除或重新登记。', en: 'Inspect the site; dismantle the line, or register it.' },
  },
  ({ ree, site, timeMs }, { registry }) => {
    const lines = registry.site(site ?? '')?.lines;
    if (ree.line === undefined || lines === undefined) return null;
    const line = lines.find(({ id }) => id === ree.line);
    if (line === undefined) return { name: 'line-unregistered', value: ree.line };
    return holdsAt(line, timeMs) ? null : { name: 'line-retired', value: ree.line };
  },
);

/** Work goes on in a closed season. */
export const seasonClosed: Rule = workRule(
  {
    name: 'season.closed',
    title: { zh: '禁产期内生产', en: 'Production in a closed season' },
    articles: [OPINIONS_2011, REGULATIONS_2024],
    severity: 'violation',
    criteria: {
      zh: '生产事件发生在登记册所载该场所每年的禁产期（sites[].closedSeasons，首末日含）之内。',
      en: 'Something is made on a day of the yearly closed seasons that the registry has of the site (sites[].closedSeasons, both days included).',
    },
    statistic: STATISTIC,
    next: {
      zh: '责令停产；查禁产的依据（汛期、环保错峰等）。',
      en: 'Stop production; see the ground of the closure (floods, air quality).',
    },
  },
  ({ site, timeMs }, { registry }) => {
    const day = dateOf(timeMs).slice('2015-'.length);
    const season = registry
      .site(site ?? '')
      ?.closedSeasons?.find(({ from, to }) => (from <= to ? from <= day && day <= to : day >= from || day <= to));
    return season === undefined ? null : { name: 'closed', value: `${season.from} – ${season.to} ${season.ground}` };
  },
);
