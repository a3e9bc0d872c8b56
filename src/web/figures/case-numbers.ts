import { readCaseJson, writeCaseJson, type CaseJson } from './case-json.ts';

/** What a number of a case is, as the texts call it. */
export type NumberKind =
  | 'stages'
  | 'feedStage'
  | 'litrePerHour'
  | 'concentration'
  | 'acid'
  | 'acidStrength'
  | 'feedStrength'
  | 'scrubStrength'
  | 'allExtractant'
  | 'finalAcid'
  | 'extractant'
  | 'efficiency'
  | 'factor'
  | 'feed'
  | 'purity'
  | 'recovery'
  | 'extractionMax'
  | 'tolerance'
  | 'degree'
  | 'mass'
  | 'reagentMass'
  | 'progress'
  | 'temperature'
  | 'hours'
  | 'excess'
  | 'dose'
  | 'tanks'
  | 'volume'
  | 'current'
  | 'voltage'
  | 'currentEfficiency'
  | 'metalYield'
  | 'poreVolumes'
  | 'bedVolumes'
  | 'grade'
  | 'tonnes'
  | 'porosity'
  | 'saltStrength'
  | 'capacity'
  | 'flow'
  | 'litres'
  | 'surface'
  | 'evaporation'
  | 'melt';

/** A number of a case that people turn: where it stands, what it is, and of which thing. */
export interface CaseNumber {
  readonly path: readonly (string | number)[];
  readonly kind: NumberKind;
  /** The unit of a flowsheet; null of a case of its own. */
  readonly unit: string | null;
  /** The feed, product or reaction that it is of, and the component; null for the whole, and for all. */
  readonly of: string | null;
  readonly component: string | null;
  readonly value: number;
}

/** What a number may be: whole or not, from where to where. */
export interface NumberRange {
  readonly isWhole: boolean;
  readonly min: number;
  readonly max: number | null;
}

const SHARE: NumberRange = { isWhole: false, min: 0, max: 1 };
const FREE: NumberRange = { isWhole: false, min: 0, max: null };
const RANGES: Partial<Record<NumberKind, NumberRange>> = {
  stages: { isWhole: true, min: 1, max: 400 },
  feedStage: { isWhole: true, min: 1, max: 400 },
  tanks: { isWhole: true, min: 1, max: 50 },
  excess: { isWhole: false, min: -1, max: 100 },
  temperature: { isWhole: false, min: 0, max: 3000 },
  efficiency: SHARE,
  purity: SHARE,
  recovery: SHARE,
  degree: SHARE,
  progress: SHARE,
  currentEfficiency: SHARE,
  metalYield: SHARE,
  porosity: SHARE,
  evaporation: SHARE,
};

/** The range of a kind of number, as the case's form has it. */
export function rangeOf(kind: NumberKind): NumberRange {
  return RANGES[kind] ?? FREE;
}

/** A path in which `:of` is any thing that has a name, `:component` any key. */
type Pattern = readonly [path: string, kind: NumberKind];

const FEED: readonly Pattern[] = [
  ['stage', 'feedStage'],
  ['litrePerHour', 'litrePerHour'],
  ['concentrations.:component', 'concentration'],
  ['acid', 'acid'],
  ['extractant', 'extractant'],
];

/** Of designs with several products. */
const DESIGN: readonly (Pattern | readonly [under: string, each: readonly Pattern[]])[] = [
  [
    'components.:component',
    [
      ['factor', 'factor'],
      ['feed', 'feed'],
    ],
  ],
  [
    'products.:of',
    [
      ['purity', 'purity'],
      ['recovery', 'recovery'],
    ],
  ],
  ['extractionMax', 'extractionMax'],
];

/** The numbers of each unit that are turned most, in the order in which an engineer would; a list is of each thing under its path in turn. */
const PATTERNS: Readonly<Record<string, readonly (Pattern | readonly [under: string, each: readonly Pattern[]])[]>> = {
  cascade: [
    ['stages', 'stages'],
    ['efficiency', 'efficiency'],
    ['aqueousFeeds.:of', FEED],
    ['organicFeeds.:of', FEED],
  ],
  'xu-design': [
    [
      'components.:component',
      [
        ['factor', 'factor'],
        ['feed', 'feed'],
      ],
    ],
    ['purity.:of', 'purity'],
    ['plant.feedMolPerLitre', 'feedStrength'],
    ['plant.litrePerHour', 'litrePerHour'],
    ['plant.extractantMolPerLitre', 'allExtractant'],
    ['plant.saponified', 'degree'],
    ['plant.scrubAcid', 'scrubStrength'],
  ],
  'multi-outlet-design': DESIGN,
  'train-design': DESIGN,
  audit: [
    [
      'components.:component',
      [
        ['factor', 'factor'],
        ['feed', 'feed'],
      ],
    ],
    ['stages', 'stages'],
    ['extractionMax', 'extractionMax'],
    ['factorTolerancePercent', 'tolerance'],
    ['declared.purity', 'purity'],
    ['declared.recovery', 'recovery'],
  ],
  saponification: [
    ['organic.litrePerHour', 'litrePerHour'],
    ['organic.extractant', 'extractant'],
    ['degree', 'degree'],
  ],
  furnace: [
    ['temperatureCelsius', 'temperature'],
    ['hours', 'hours'],
    ['solid.kilogramPerHour.:component', 'mass'],
    ['reagentKilogramPerHour.:component', 'reagentMass'],
    ['reactions.:of', [['progress', 'progress']]],
  ],
  calcination: [
    ['progress', 'progress'],
    ['temperatureCelsius', 'temperature'],
    ['hours', 'hours'],
    ['solid.kilogramPerHour.:component', 'mass'],
  ],
  dissolution: [
    ['acid.molPerLitre', 'acidStrength'],
    ['acid.litrePerHour', 'litrePerHour'],
    ['acid.finalMolPerLitre', 'finalAcid'],
    ['solid.kilogramPerHour.:component', 'mass'],
    ['dissolved.:component', 'progress'],
  ],
  'salt-precipitation': [
    ['liquid.litrePerHour', 'litrePerHour'],
    ['liquid.molPerLitre.:component', 'concentration'],
    ['liquid.acid', 'acid'],
    ['reagent.excess', 'excess'],
  ],
  precipitation: [
    ['doseGramPerLitre', 'dose'],
    ['litrePerHour', 'litrePerHour'],
    ['concentrations.:component', 'concentration'],
  ],
  blending: [
    [
      'feeds.:of',
      [
        ['kilogramPerHour.:component', 'mass'],
        ['litrePerHour', 'litrePerHour'],
        ['molPerLitre.:component', 'concentration'],
      ],
    ],
  ],
  electrolysis: [
    ['currentAmpere', 'current'],
    ['hours', 'hours'],
    ['cellVoltage', 'voltage'],
    ['currentEfficiency', 'currentEfficiency'],
    ['metalYield', 'metalYield'],
    ['feed.:component', 'mass'],
  ],
  'in-situ-leaching': [
    ['ore.tonnes', 'tonnes'],
    ['ore.porosity', 'porosity'],
    ['ore.oxideGramPerTonne.:component', 'grade'],
    ['ore.capacityEquivalentPerTonne', 'capacity'],
    ['flowCubicMetrePerHour', 'flow'],
    [
      'schedule.:of',
      [
        ['poreVolumes', 'poreVolumes'],
        ['saltGramPerLitre.:component', 'saltStrength'],
        ['acid', 'acid'],
      ],
    ],
  ],
  'ion-exchange': [
    ['resin.litres', 'litres'],
    ['resin.porosity', 'porosity'],
    ['resin.capacityEquivalentPerLitre', 'capacity'],
    [
      'steps.:of',
      [
        ['litres', 'litres'],
        ['bedVolumes', 'bedVolumes'],
        ['litrePerHour', 'litrePerHour'],
        ['molPerLitre.:component', 'concentration'],
        ['acid', 'acid'],
      ],
    ],
  ],
  leaching: [
    ['hours', 'hours'],
    ['litre', 'litres'],
    ['acidMolPerLitre', 'acid'],
    ['temperatureCelsius', 'temperature'],
    ['kilogram.:component', 'melt'],
  ],
  'vacuum-refining': [
    ['temperatureCelsius', 'temperature'],
    ['hours', 'hours'],
    ['squareMetre', 'surface'],
    ['evaporation', 'evaporation'],
    ['kilogram.:component', 'melt'],
    ['purity.atLeast', 'purity'],
  ],
  'leach-tank': [
    ['tanks', 'tanks'],
    ['volumeLitre', 'volume'],
    ['liquid.litrePerHour', 'litrePerHour'],
    ['liquid.acidMolPerLitre', 'acid'],
    ['solid.kilogramPerHour', 'mass'],
  ],
};

/** The numbers of a case that are turned most; of a flowsheet those of each unit, but for feeds that something leads to. */
export function numbersOf(text: string): CaseNumber[] {
  const json = readCaseJson(text);
  if (json === null) return [];
  if (json['unit'] !== 'flowsheet') return unitNumbers(json, [], null);
  const ledTo = new Set(((json['connections'] as { to?: unknown }[] | undefined) ?? []).map(({ to }) => to));
  return Object.entries((json['units'] as Record<string, CaseJson> | undefined) ?? {}).flatMap(([name, unit]) =>
    unitNumbers(unit, ['units', name], name).filter((number) => !ledTo.has(`${name}/${feedOf(number)}`)),
  );
}

/** The feed whose number it is, as connections call it; at which stage a feed stands is not the feed's own. */
function feedOf({ path, of, kind }: CaseNumber): string | null {
  if (kind === 'feedStage') return null;
  const holder = String(path[2]);
  // A cell's feed is led to as its oxide.
  return of ?? (holder === 'feed' ? 'oxide' : holder);
}

/** A place in a case that a pattern led to. */
interface Place {
  readonly path: CaseNumber['path'];
  readonly value: unknown;
  readonly of: string | null;
  readonly component: string | null;
}

function unitNumbers(json: CaseJson, path: CaseNumber['path'], unit: string | null): CaseNumber[] {
  const start: Place = { path, value: json, of: null, component: null };
  return (PATTERNS[String(json['unit'])] ?? []).flatMap(([under, what]) =>
    typeof what === 'string'
      ? numbersAt(start, under, what, unit)
      : placesAt(start, under).flatMap((place) => what.flatMap(([each, kind]) => numbersAt(place, each, kind, unit))),
  );
}

function numbersAt(from: Place, pattern: string, kind: NumberKind, unit: string | null): CaseNumber[] {
  return placesAt(from, pattern).flatMap(({ path, value, of, component }) =>
    typeof value === 'number' ? [{ path, kind, unit, of, component, value }] : [],
  );
}

function placesAt(from: Place, pattern: string): Place[] {
  return pattern.split('.').reduce<Place[]>((places, step) => places.flatMap((place) => stepInto(place, step)), [from]);
}

function stepInto({ path, value, of, component }: Place, step: string): Place[] {
  if (typeof value !== 'object' || value === null) return [];
  const list = Array.isArray(value) ? (value as unknown[]) : null;
  if (!step.startsWith(':')) {
    const next = (value as CaseJson)[step];
    return next === undefined ? [] : [{ path: [...path, step], value: next, of, component }];
  }
  return Object.entries(value).map(([key, each]): Place => {
    const name = list === null ? key : nameOf(each, `${String(path.at(-1)).replace('Feeds', '')} ${Number(key) + 1}`);
    const next = { path: [...path, list === null ? key : Number(key)], value: each as unknown };
    return step === ':of' ? { ...next, of: name, component } : { ...next, of, component: name };
  });
}

function nameOf(value: unknown, otherwise: string): string {
  const { name, reaction, main } = value as { name?: unknown; reaction?: unknown; main?: unknown };
  // A product of a design is called by its main components where it has no name.
  const known = [name, reaction, Array.isArray(main) ? main.join(' ') : main];
  return known.find((word) => typeof word === 'string') ?? otherwise;
}

/** The case with one number changed, as people read it. */
export function withNumber(text: string, path: CaseNumber['path'], value: number): string {
  const json = readCaseJson(text);
  if (json === null) return text;
  const holder = path
    .slice(0, -1)
    .reduce<Record<string | number, unknown>>((at, step) => at[step] as Record<string | number, unknown>, json);
  holder[path.at(-1)!] = value;
  return writeCaseJson(json);
}
