import { RARE_EARTHS } from '../../elements/index.ts';
import { NET, type Entry, type Masses } from '../../ledger/index.ts';
import { CONSERVATION, OPINIONS_2011, REGULATIONS_2024 } from '../articles.ts';
import { eventRule } from '../event-rule.ts';
import { kilograms, squareKilograms } from '../kilograms.ts';
import type { RuleEvent } from '../rule-event.ts';
import type { Finding, Rule, RuleFacts, RuleWorld } from '../rule.ts';
import { atEvent, subjectOf } from '../subject.ts';

const facts: RuleFacts = {
  name: 'process.gain',
  title: { zh: '产出元素多于投入', en: 'More of an element comes out than went in' },
  articles: [CONSERVATION, OPINIONS_2011, REGULATIONS_2024],
  severity: 'violation',
  criteria: {
    zh: '一次加工产出（含计量的损失）的某元素超过投入，差额大于称量与化验不确定度的若干倍。投入中有未化验的批次，或不纯的批次未报该元素时，不判。',
    en: 'A process gives out more of an element, measured losses included, than it took in, by more than so many standard deviations of weighing and assay. Not judged where an input has no assay, or an impure input states nothing of the element.',
  },
  statistic: { zh: '超出量除以其标准差', en: 'the excess divided by its standard deviation' },
  next: { zh: '复验投入与产出；查账外投料。', en: 'Assay inputs and outputs again; look for feed off the book.' },
};

/** Mass fraction of rare-earth elements from which a lot has no room for another element that it does not state. */
const PURE_FROM = 0.75;

/** Matter that a process made of nothing. */
export const processGain: Rule = eventRule(facts, (event, entry, world) => {
  if (event.matter.move !== 'transform') return [];
  const inputs = entry.flows.filter(({ role, masses }) => role === 'input' && masses[NET]! > 0n).map(({ masses }) => masses);
  if (inputs.length === 0 || inputs.some((masses) => elementKg(masses) === 0)) return [];
  const gain = entry.legs.find(({ account, lot }) => account.kind === 'unexplained-gain' && lot === null);
  if (gain === undefined) return [];
  return RARE_EARTHS.flatMap((element, column) => {
    const excess = { kg: -kilograms(gain.masses[column]!), sd: Math.sqrt(squareKilograms(gain.flowVariance[column]!)) };
    return excess.kg > 0 && isJudged(inputs, column) ? found(event, entry, world, element, column, excess) : [];
  });
});

function elementKg(masses: Masses): number {
  let kg = 0;
  for (let column = 0; column < NET; column++) kg += kilograms(masses[column]!);
  return kg;
}

/** Every input states the element, or is too pure to hold what it does not state; and something of it went in. */
function isJudged(inputs: readonly Masses[], column: number): boolean {
  const states = (masses: Masses): boolean => masses[column]! > 0n;
  const isPure = (masses: Masses): boolean => elementKg(masses) > PURE_FROM * kilograms(masses[NET]!);
  return inputs.some(states) && inputs.every((masses) => states(masses) || isPure(masses));
}

function found(
  event: RuleEvent,
  { flows }: Entry,
  world: RuleWorld,
  element: string,
  column: number,
  { kg, sd }: { kg: number; sd: number },
): Finding[] {
  const threshold = world.parameters.at(facts.name, 'standard-deviations', event.timeMs);
  const inputKg = flows.reduce((sum, { role, masses }) => (role === 'input' ? sum + kilograms(masses[column]!) : sum), 0);
  const least = world.parameters.at(facts.name, 'relative-sd-least', event.timeMs) * inputKg;
  const deviation = Math.max(sd, least);
  if (deviation === 0 || kg <= threshold * deviation) return [];
  return [
    {
      key: element,
      severity: facts.severity,
      subject: subjectOf(event, world),
      element,
      statistic: kg / deviation,
      threshold,
      evidence: [
        { name: 'in', value: inputKg, unit: `kg ${element}`, event: event.hash },
        { name: 'out', value: inputKg + kg, unit: `kg ${element}`, event: event.hash },
        { name: 'standard-deviation', value: deviation, unit: `kg ${element}` },
      ],
      ...atEvent(event),
    },
  ];
}
