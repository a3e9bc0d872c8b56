import { isWithin, holds, type MiningArea, type Permit } from '../../registry/index.ts';
import { OPINIONS_2011, REGULATIONS_2024 } from '../articles.ts';
import type { Evidence, Rule, RuleFacts, RuleWorld } from '../rule.ts';
import { tallyFinding } from '../tally-finding.ts';
import { tallyRule } from '../tally-rule.ts';
import { holdsAt, permitsFor } from './permits.ts';

const STATISTIC = { zh: '采出事件数；阈值 0', en: 'mining events; the threshold is 0' };

/** A rule on what is mined at a site under the licences in force there. */
function groundRule(
  facts: RuleFacts,
  find: (site: string, licences: readonly Permit[], atMs: number, world: RuleWorld) => Evidence | null,
): Rule {
  return tallyRule(facts, {
    shares: ({ site, matter, timeMs }, _, world) => {
      if (site === null || matter.move !== 'source' || world.siteKind(site) !== 'mine') return [];
      const licences = (permitsFor(site, world)?.permits ?? []).filter(
        (permit) => permit.polygon !== undefined && holdsAt(permit, timeMs),
      );
      const found = licences.length === 0 ? null : find(site, licences, timeMs, world);
      return found === null ? [] : [{ key: JSON.stringify([site, found]), amounts: [] }];
    },
    judge: (tally, world) => {
      const { key, events } = tally;
      const [site, evidence] = JSON.parse(key) as [string, Evidence];
      return [tallyFinding(facts, tally, world, site, { statistic: events, threshold: 0, evidence: [evidence] })];
    },
  });
}

/** Mining beside the licence. */
export const mineOutsideLicence: Rule = groundRule(
  {
    name: 'mine.outside-licence',
    title: { zh: '越界开采', en: 'Mining outside the licence' },
    articles: [OPINIONS_2011, REGULATIONS_2024],
    severity: 'violation',
    criteria: {
      zh: '矿山有采出，而登记册中该矿山的位置不在其当日有效、载有矿区范围（permits[].polygon）的任何一张采矿许可证之内。',
      en: 'A mine brings out ore while the place that the registry has of it lies in none of its mining licences in force that state their ground (permits[].polygon).',
    },
    statistic: STATISTIC,
    next: { zh: '实地测量；责令停采；立案。', en: 'Survey the site; stop mining; open a case.' },
  },
  (site, licences, _, { registry }) => {
    const location = registry.site(site)?.location ?? null;
    if (location === null || licences.some(({ polygon }) => holds(polygon!, location))) return null;
    return { name: 'permit', value: licences[0]!.id };
  },
);

/** A licence beside the zones that are planned. */
export const licenceOutsideZone: Rule = groundRule(
  {
    name: 'licence.outside-zone',
    title: { zh: '采矿权在国家规划矿区之外', en: 'A licence outside the planned zones' },
    articles: [OPINIONS_2011, REGULATIONS_2024],
    severity: 'warning',
    criteria: {
      zh: '登记册载有当日有效的规划矿区（miningAreas，planned-zone），而采出所依的采矿许可证范围不完全在任何一个规划矿区之内（边界重复测绘的误差除外）。',
      en: 'The registry has planned zones in force (miningAreas of kind planned-zone), and the ground of the licence that is mined lies wholly in none of them, but for an edge drawn twice.',
    },
    statistic: STATISTIC,
    next: { zh: '核对规划与许可；不予延续。', en: 'Hold the licence against the plan; do not renew it.' },
  },
  (_, licences, atMs, { registry }) => {
    const zones = registry.registry.miningAreas.filter((area) => area.kind === 'planned-zone' && holdsAt(area, atMs));
    if (zones.length === 0) return null;
    const outside = licences.find((licence) => !zones.some((zone) => liesIn(licence, zone)));
    return outside === undefined ? null : { name: 'permit', value: outside.id };
  },
);

/** Pairs that were looked at already: every event of a mine asks again. */
const looked = new WeakMap<Permit, WeakMap<MiningArea, boolean>>();

function liesIn(licence: Permit, zone: MiningArea): boolean {
  const known = looked.get(licence) ?? new WeakMap<MiningArea, boolean>();
  looked.set(licence, known);
  const lies = known.get(zone) ?? isWithin(licence.polygon!, zone.polygon);
  known.set(zone, lies);
  return lies;
}
