import { quantityToMg } from '../../units/index.ts';
import { NET, treoOf, type Entry, chinaYear, startOfDate } from '../../ledger/index.ts';
import type { Permit } from '../../registry/index.ts';
import { OPINIONS_2011, REGULATIONS_2024 } from '../articles.ts';
import { kilograms } from '../kilograms.ts';
import type { Rule, RuleFacts, RuleWorld } from '../rule.ts';
import { ownerOf } from '../subject.ts';
import { tallyFinding } from '../tally-finding.ts';
import { tallyRule, type Share } from '../tally-rule.ts';

const DAY_MS = 86_400_000;

/** What must be permitted at which kind of site. */
const PERMIT_BY_SITE: Readonly<Record<string, Permit['kind']>> = {
  mine: 'mining',
  'separation-plant': 'separation',
  'metal-plant': 'metal',
  recycler: 'recycling',
};

/** Whether a permit holds at an instant, its last day included. */
export function holdsAt({ from, to }: Pick<Permit, 'from' | 'to'>, atMs: number): boolean {
  return startOfDate(from) <= atMs && (to === null || atMs < startOfDate(to) + DAY_MS);
}

/** What was made at a site by an event: kilograms net and of TREO. */
function madeBy({ flows }: Entry): { netKg: number; treoKg: number } {
  const made = flows.filter(({ role }) => role !== 'input');
  const net = made.reduce((sum, { masses }) => sum + masses[NET]!, 0n);
  const treo = made.reduce((sum, { masses }) => sum + treoOf(masses), 0n);
  return { netKg: kilograms(net), treoKg: kilograms(treo) };
}

/** The permits that a producer may have for what it does at a site; null where nothing needs to be permitted, or nobody has permits. */
export function permitsFor(site: string, world: RuleWorld): { kind: Permit['kind']; permits: readonly Permit[] } | null {
  const kind = PERMIT_BY_SITE[world.siteKind(site) ?? ''];
  if (kind === undefined || !world.registry.registry.permits.some((permit) => permit.kind === kind)) return null;
  const held = holdersFor(site, world).flatMap((holder) => world.registry.permitsOf(holder));
  return { kind, permits: held.filter((permit) => permit.kind === kind && (permit.site ?? site) === site) };
}

/** Who may hold a permit for a site: its owner, and the groups above. */
export function holdersFor(site: string, world: RuleWorld): string[] {
  const holders: string[] = [];
  for (let holder = ownerOf(site, world); holder !== null && !holders.includes(holder);) {
    holders.push(holder);
    holder = world.registry.groupOf.get(holder) ?? null;
  }
  return holders;
}

const missing: RuleFacts = {
  name: 'permit.missing',
  title: { zh: '无证或证照过期生产', en: 'Production without a permit in force' },
  articles: [OPINIONS_2011, REGULATIONS_2024],
  severity: 'violation',
  criteria: {
    zh: '矿山、冶炼分离、金属或回收场所有产出，而登记册中该企业及其集团对该场所没有当日有效的相应许可（登记册载有此类许可时）。',
    en: 'A mine, separation plant, metal plant or recycler makes something on a day on which the registry, where it has permits of the kind, holds none in force of its owner or of a group above it for the site.',
  },
  statistic: { zh: '无有效许可的产出事件数；阈值 0', en: 'making events without a permit in force; the threshold is 0' },
  next: { zh: '核对许可；责令停产；移交。', en: 'Check the permit; stop production; hand over.' },
};

/** Production without a permit. */
export const permitMissing: Rule = tallyRule(missing, {
  shares: (event, entry, world) => {
    const { site, matter } = event;
    if (site === null || (matter.move !== 'transform' && matter.move !== 'source') || entry.flows.length === 0) return [];
    const asked = permitsFor(site, world);
    if (asked === null || asked.permits.some((permit) => holdsAt(permit, event.timeMs))) return [];
    const expired = asked.permits.find(({ to }) => to !== null && event.timeMs >= startOfDate(to) + DAY_MS);
    return [{ key: JSON.stringify([site, asked.kind, expired?.id ?? null]), amounts: [madeBy(entry).treoKg] }];
  },
  judge: (tally, world) => {
    const [site, kind, expired] = JSON.parse(tally.key) as [string, string, string | null];
    return [
      tallyFinding(missing, tally, world, site, {
        statistic: tally.events,
        threshold: 0,
        evidence: [
          { name: 'kind', value: kind },
          { name: 'made', value: tally.sums[0]!, unit: 'kg REO' },
          ...(expired === null ? [] : [{ name: 'expired', value: expired }]),
        ],
      }),
    ];
  },
});

const exceeded: RuleFacts = {
  name: 'permit.exceeded',
  title: { zh: '超许可规模生产', en: 'More made than the permit allows' },
  articles: [OPINIONS_2011, REGULATIONS_2024],
  severity: 'violation',
  criteria: {
    zh: '一年内在许可之下的产出（按许可载明的计量基准）超过许可限额。',
    en: 'What is made under a permit in a calendar year passes its limit, on the basis that the permit states.',
  },
  statistic: {
    zh: '年产出（kg，许可的基准）；阈值为许可限额',
    en: 'made in the year (kg, basis of the permit); the threshold is its limit',
  },
  next: { zh: '核实产量；立案。', en: 'Verify the output; open a case.' },
};

/** Sums of kilograms are rounded beyond a gram. */
export const ROUNDING_KG = 0.001;

/** The limit of a permit in kilograms; null where it has none, or not one of mass. */
export function limitKg({ limit }: Permit): number | null {
  const mg = limit === null ? null : quantityToMg(limit.quantity, limit.uom);
  return typeof mg === 'bigint' ? kilograms(mg) : null;
}

/** Production beyond a permit. */
export const permitExceeded: Rule = tallyRule(exceeded, {
  shares: (event, entry, world): Share[] => {
    const { site, matter } = event;
    if (site === null || (matter.move !== 'transform' && matter.move !== 'source')) return [];
    const permit = permitsFor(site, world)?.permits.find((one) => one.limit !== null && holdsAt(one, event.timeMs));
    if (permit === undefined) return [];
    const { netKg, treoKg } = madeBy(entry);
    const year = chinaYear(event.timeMs);
    return [{ key: JSON.stringify([permit.id, site, year]), amounts: [permit.limit!.basis === 'net' ? netKg : treoKg] }];
  },
  judge: (tally, world) => {
    const [id, site] = JSON.parse(tally.key) as [string, string];
    const permit = world.registry.registry.permits.find((one) => one.id === id);
    const limit = permit === undefined ? null : limitKg(permit);
    const made = tally.sums[0]!;
    if (limit === null || made <= limit + ROUNDING_KG) return [];
    const evidence = [{ name: 'permit', value: id }];
    return [tallyFinding(exceeded, tally, world, site, { statistic: made, threshold: limit, evidence })];
  },
});
