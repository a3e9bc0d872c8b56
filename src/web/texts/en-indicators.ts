import type { zhIndicators } from './zh-indicators.ts';

/** English beside `zhIndicators`. */
export const enIndicators: Record<keyof typeof zhIndicators, string> = {
  'nav.indicators': 'Indicators',
  'indicators.title': 'Indicators of the plan (Table 1)',
  'indicators.kicker': 'Where {{year}} stands: computed where the record tells, entered with a source otherwise',
  'indicators.progress': 'How much of the way from 2015 to the target of 2020 is gone',
  'indicators.progressLabel': 'Progress of {{count}} indicators, {{met}} of which meet their target',
  'indicators.progressNote':
    '100 % is the target of 2020; ▲ does not meet it yet. Caps (output) and indicators without a value are not drawn.',
  'indicators.none': 'No value of an indicator for this year yet',
  'indicators.share': 'progress %',
  'indicators.table': 'The fourteen indicators',
  'indicators.no': 'No.',
  'indicators.name': 'Indicator',
  'indicators.unit': 'Unit',
  'indicators.base': '2015',
  'indicators.target': 'Target 2020',
  'indicators.change': 'Change in five years',
  'indicators.value': 'Value',
  'indicators.from': 'From',
  'indicators.computed': 'computed from the record',
  'indicators.computedFrom': 'computed from {{events}} events',
  'indicators.how': 'How it is computed',
  'indicators.met': 'Met',
  'indicators.yes': 'met',
  'indicators.no2': 'not met',
  'indicators.formula':
    'Base, target and the change in brackets are those of the plan (S01). What is computed from the record comes before what was entered; every entry is a vintage of its own.',
  'indicators.enter': 'Enter a value',
  'indicators.which': 'Indicator',
  'indicators.source': 'Source',
};
