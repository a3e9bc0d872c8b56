import { madeElements, stagesClaimed, type DeclaredCascade } from '../../feasibility/index.ts';
import { CONSERVATION, OPINIONS_2011, REGULATIONS_2024 } from '../articles.ts';
import { eventRule } from '../event-rule.ts';
import { holdsAt } from '../rights/permits.ts';
import type { RuleEvent } from '../rule-event.ts';
import type { Rule, RuleFacts, RuleWorld } from '../rule.ts';
import { atEvent, subjectOf } from '../subject.ts';

const facts: RuleFacts = {
  name: 'process.composition',
  title: { zh: '该厂的串级做不出的纯度与收率', en: 'A composition that the declared cascades could not give' },
  articles: [CONSERVATION, OPINIONS_2011, REGULATIONS_2024],
  severity: 'violation',
  criteria: {
    zh: '某产品的纯度与收率，相对于其投料，即使在全回流下也需要多于该场所所申报串级的级数（Fenske；杂质与收率各让 3 个标准差，分离系数放宽 10 %）。更细的判定见“这个厂做得出来吗”。',
    en: 'The purity and recovery of a product, given what was fed, would need more stages than the site declares, even at total reflux (Fenske; 3 standard deviations granted to impurities and recoveries, 10 % to separation factors). The lot’s page “Could this plant have made this?” asks the model itself.',
  },
  statistic: {
    zh: '所需最少级数；阈值为所申报的级数',
    en: 'the least stages that it needs; the threshold is the stages declared',
  },
  next: {
    zh: '打开该批的“这个厂做得出来吗”；复验；查外购产品冒充自产。',
    en: 'Open “Could this plant have made this?” of the lot; assay again; look for bought product told as made.',
  },
};

/** A product purer than its plant can make. */
export const processComposition: Rule = eventRule(facts, (event, entry, world) => {
  if (event.matter.move !== 'transform' || event.matter.process !== null) return [];
  const cascades = cascadesAt(event, world);
  if (cascades.length === 0) return [];
  return [...event.matter.assays].flatMap(([lot, composition]) => {
    if (!event.matter.outputs.some((output) => output.lot === lot && output.netMg !== null)) return [];
    const claimed = stagesClaimed(madeElements(entry, lot, composition), cascades);
    if (claimed === null || claimed.leastStages <= claimed.stages) return [];
    return [
      {
        key: lot,
        severity: facts.severity,
        subject: subjectOf(event, world, lot),
        element: null,
        statistic: claimed.leastStages,
        threshold: claimed.stages,
        evidence: [
          { name: 'between', value: claimed.between.join(' | '), event: event.hash },
          { name: 'purity-at-least', value: claimed.purity * 100, unit: '%' },
          { name: 'recovery-at-least', value: claimed.recovery * 100, unit: '%' },
        ],
        ...atEvent(event),
      },
    ];
  });
});

function cascadesAt({ site, timeMs }: RuleEvent, { registry }: RuleWorld): readonly DeclaredCascade[] {
  const declared = site === null ? [] : (registry.site(site)?.cascades ?? []);
  return declared.filter((cascade) => holdsAt(cascade, timeMs));
}
