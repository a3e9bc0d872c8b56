/** Texts of the map of balances; `en-balance-map.ts` has the same keys. */
export const zhBalanceMap = {
  'balanceMap.title': '衡算热图',
  'balanceMap.kicker': '{{year}} 年每个场所每个月离平衡多远（{{element}}，以标准差计）',
  'balanceMap.link': '逐月热图',
  'balanceMap.picture': '场所 × 月份',
  'balanceMap.table': '各场所',
  'balanceMap.none': '这一年没有可衡算的场所',
  'balanceMap.label': '{{rows}} 个场所 12 个月：{{beyond}} 格超过 3 个标准差，{{silent}} 格没有记录',
  'balanceMap.note':
    '红为少了，蓝为多了，颜色越深越超出不确定度；空格是当月没有记录或没有可衡算的流转。画出前 {{drawn}} 个场所，表中有全部 {{all}} 个。',
  'balanceMap.formula': '每月物料衡算差减去该场所一贯的份额，除以其标准差（docs/accountancy.md）；点进一行看各项检验。',
  'balanceMap.element': '元素',
  'balanceMap.kind': '场所类别',
  'balanceMap.all': '全部',
  'balanceMap.worst': '最大 / σ',
  'balanceMap.silent': '没有记录的月份',
  'balanceMap.cell': '{{site}} {{month}}：{{score}} σ，{{kg}} kg，{{events}} 个事件',
} as const;
