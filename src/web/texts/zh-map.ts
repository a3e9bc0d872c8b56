/** Texts of the sketch map; `en-map.ts` has the same keys. */
export const zhMap = {
  'nav.map': '场所示意图',
  'map.title': '场所示意图',
  'map.kicker': '场所在哪里，哪里有违规标记；点击符号看场所',
  'map.picture': '示意图',
  'map.sites': '场所',
  'map.none': '没有登记位置的场所',
  'map.province': '省份',
  'map.all': '全部',
  'map.place': '经度, 纬度',
  'map.violations': '违规',
  'map.warnings': '警示',
  'map.label': '{{sites}} 个场所，其中 {{violated}} 个有违规标记；{{licences}} 张采矿许可证的范围',
  'map.alarm': '红色：有违规标记',
  'map.sketch': '示意图：只有登记的位置，不含任何界线，不作划界依据。部署者可用 ytterby map load 载入经审批的底图。',
  'map.approved': '底图审图号 {{approval}}，来源：{{source}}',
  'map.formula': '登记册中场所的位置与许可证范围（中部等距圆柱投影）；标记为截至所问时刻仍成立的。',
} as const;
