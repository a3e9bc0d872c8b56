/** Texts of the sketch map; `zh-map.ts` has the same keys. */
export const enMap = {
  'nav.map': 'Sketch map',
  'map.title': 'Sketch map of sites',
  'map.kicker': 'Where the sites are, and which of them have violations; a sign leads to its site',
  'map.picture': 'Sketch',
  'map.sites': 'Sites',
  'map.none': 'No site has a registered place',
  'map.province': 'Province',
  'map.all': 'all',
  'map.place': 'Longitude, latitude',
  'map.violations': 'Violations',
  'map.warnings': 'Warnings',
  'map.label': '{{sites}} sites, {{violated}} of them with violations; the ground of {{licences}} mining licences',
  'map.alarm': 'red: violations stand',
  'map.sketch':
    'A sketch: registered places only, without any border; it delimits nothing. A deployer loads an approved map with ytterby map load.',
  'map.approved': 'Map approved as {{approval}}, source: {{source}}',
  'map.formula': 'Places and licences of the registry (equirectangular about the middle); flags that stand at the moment asked.',
} as const;
