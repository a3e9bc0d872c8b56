/** Texts of the map of balances; `zh-balance-map.ts` has the same keys. */
export const enBalanceMap = {
  'balanceMap.title': 'Balances, site by month',
  'balanceMap.kicker': 'How far every site lies off its balance in every month of {{year}} ({{element}}, in standard deviations)',
  'balanceMap.link': 'month by month',
  'balanceMap.picture': 'Sites × months',
  'balanceMap.table': 'Sites',
  'balanceMap.none': 'No site of this year has a balance',
  'balanceMap.label': '{{rows}} sites over 12 months: {{beyond}} cells beyond 3 standard deviations, {{silent}} without a record',
  'balanceMap.note':
    'Red is missing, blue is too much, the darker the further beyond the uncertainty; empty is a month without a record or with nothing to balance. The first {{drawn}} sites are drawn, all {{all}} are in the table.',
  'balanceMap.formula':
    'What is unaccounted for in a month less the usual share of the site, over its standard deviation (docs/accountancy.md); a row leads to the tests.',
  'balanceMap.element': 'Element',
  'balanceMap.kind': 'Kind of site',
  'balanceMap.all': 'all',
  'balanceMap.worst': 'Largest / σ',
  'balanceMap.silent': 'Months without a record',
  'balanceMap.cell': '{{site}} {{month}}: {{score}} σ, {{kg}} kg, {{events}} events',
} as const;
