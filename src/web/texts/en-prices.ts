/** Texts of prices; `zh-prices.ts` has the same keys. */
export const enPrices = {
  'nav.prices': 'Price index',
  'prices.title': 'Price index',
  'prices.kicker': 'Like with like, chained month by month; quotes that come later revise their month, and say so',
  'prices.index': 'Index',
  'prices.quotes': 'Quotes',
  'prices.none': 'There are no quotes in this currency',
  'prices.currency': 'Currency',
  'prices.unit': '{{base}} = 100',
  'prices.first': 'First said',
  'prices.label': 'The price index over {{months}} months, {{last}} at last',
  'prices.month': 'Month',
  'prices.matched': 'Products matched',
  'prices.day': 'Day',
  'prices.product': 'Product',
  'prices.low': 'Low',
  'prices.high': 'High',
  'prices.per': 'Unit',
  'prices.source': 'Source',
  'prices.recorded': 'Recorded',
  'prices.formula':
    'The (weighted) geometric mean of how the prices of products quoted in a month and in the last one before it have changed, chained; without weights the Jevons index.',
} as const;
