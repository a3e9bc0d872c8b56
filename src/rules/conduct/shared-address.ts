import { INVOICES_2012, REGULATIONS_2024 } from '../articles.ts';
import type { Rule, RuleFacts, RuleWorld } from '../rule.ts';
import { ownerOf } from '../subject.ts';
import { tallyRule, type Share } from '../tally-rule.ts';

const facts: RuleFacts = {
  name: 'address.shared',
  title: { zh: '一个地址多家企业', en: 'One address, many enterprises' },
  articles: [INVOICES_2012, REGULATIONS_2024],
  severity: 'warning',
  criteria: {
    zh: '有发运的企业，其登记地址（organisations[].address，不计空格与标点）与别的企业相同，同址企业（不同属一个集团）达到参数所定的家数。',
    en: 'An enterprise that ships has a registered address (organisations[].address, spaces and punctuation aside) at which there are as many enterprises, not all of one group, as the parameter says.',
  },
  statistic: { zh: '同址企业数', en: 'enterprises at the address' },
  next: { zh: '实地核查；比对开票与货物流向。', en: 'Visit the address; hold invoices against the way of the goods.' },
};

const ASIDE = /[\s\p{P}]+/gu;

function plain(address: string): string {
  return address.normalize('NFKC').replaceAll(ASIDE, '').toLowerCase();
}

/** Who is registered at each address; made once for a registry. */
const residents = new WeakMap<object, ReadonlyMap<string, readonly string[]>>();

function residentsOf({ registry }: RuleWorld): ReadonlyMap<string, readonly string[]> {
  const known = residents.get(registry);
  if (known !== undefined) return known;
  const made = new Map<string, string[]>();
  for (const { id, address } of registry.registry.organisations) {
    if (typeof address !== 'string' || plain(address) === '') continue;
    made.set(plain(address), [...(made.get(plain(address)) ?? []), id]);
  }
  residents.set(registry, made);
  return made;
}

/** Sellers behind one door. */
export const sharedAddress: Rule = tallyRule(facts, {
  shares: (event, entry, world): Share[] => {
    const owner = event.matter.move === 'ship' && entry.legs.length > 0 ? ownerOf(event.site, world) : null;
    const address = owner === null ? undefined : world.registry.organisation(owner)?.address;
    if (typeof address !== 'string') return [];
    const others = residentsOf(world).get(plain(address)) ?? [];
    const least = world.parameters.at(facts.name, 'enterprises-least', event.timeMs);
    const groups = new Set(others.map((id) => world.registry.groupOf.get(id) ?? id));
    return others.length < least || groups.size < 2 ? [] : [{ key: JSON.stringify([owner, event.site, address]), amounts: [] }];
  },
  judge: ({ key, firstMs, lastMs, lastEvent }, world) => {
    const [organisation, site, address] = JSON.parse(key) as [string, string | null, string];
    const others = residentsOf(world).get(plain(address)) ?? [];
    return [
      {
        key: '',
        severity: facts.severity,
        subject: { organisation, site, lot: null, event: lastEvent },
        element: null,
        window: { fromMs: firstMs, toMs: lastMs },
        statistic: others.length,
        threshold: world.parameters.at(facts.name, 'enterprises-least', lastMs),
        evidence: [
          { name: 'address', value: address },
          ...others.map((id) => ({ name: 'enterprise', value: world.registry.nameOf(id)?.zh ?? id })),
        ],
        raisedMs: lastMs,
      },
    ];
  },
});
