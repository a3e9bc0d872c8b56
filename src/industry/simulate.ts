import { randomStream } from '../numerics/index.ts';
import { newAgenda } from './agenda.ts';
import type { IndustryFacts } from './facts.ts';
import { ssccOf } from './identifiers.ts';
import { buildRegistry, identify, productGtins, type Identity, type IndustryRegistry } from './industry-registry.ts';
import { acceptForMaterial, MATERIAL_ROLES } from './material.ts';
import type { Holding } from './matter.ts';
import { acceptMetal, acceptOxide } from './metal.ts';
import { planMine } from './mining.ts';
import { acceptScrap, forwardScrap, planReturnedScrap } from './recycling.ts';
import { newRecorder, type JsonObject } from './recorder.ts';
import type { Place, Run } from './run.ts';
import { acceptFeed } from './separation.ts';
import { acceptForExport, acceptForReserve, acceptForUse, planStockTakes } from './trade.ts';

/** What to simulate. `scale` 1 is about 200 000 events; masses do not change with it, lots get smaller as it grows. */
export interface SimulationOptions {
  readonly year: number;
  readonly seed: number;
  readonly scale: number;
}

/** A simulated year. `events` can be read any number of times; each reading runs the simulation anew and gives the same bytes. */
export interface SimulatedIndustry {
  readonly registry: IndustryRegistry;
  readonly events: Iterable<JsonObject>;
  /** How many events there are; counted on first use by a run that writes nothing. */
  readonly total: number;
  /** The `@context` of the events. */
  readonly context: readonly [string, { readonly ree: string }];
}

const CONTEXT = [
  'https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld',
  { ree: 'https://w3id.org/ytterby/ree/' },
] as const;

const YEAR_MIN = 2009;
const YEAR_MAX = 2024;
const SCALE_MIN = 0.01;
const SCALE_MAX = 100;
const KG_PER_TONNE = 1000;
const OFFSET_MS = 8 * 3_600_000;

/**
 * A rare-earth industry through one year, as EPCIS events in order of event time.
 * @param options year 2009–2024; seed a safe whole number; scale 0.01–100
 * @throws RangeError when an option is outside its range
 */
export function simulateIndustry(facts: IndustryFacts, options: SimulationOptions): SimulatedIndustry {
  requireRange('year', options.year, YEAR_MIN, YEAR_MAX, Number.isInteger(options.year));
  requireRange('seed', options.seed, Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER, Number.isSafeInteger(options.seed));
  requireRange('scale', options.scale, SCALE_MIN, SCALE_MAX, true);
  const identities = identify(facts);
  const registry = buildRegistry(facts, options.year, identities);
  let total: number | null = null;
  return {
    registry,
    events: { [Symbol.iterator]: () => runYear(newRun(facts, options, identities, registry, true)) },
    get total() {
      total ??= countEvents(newRun(facts, options, identities, registry, false));
      return total;
    },
    context: CONTEXT,
  };
}

function requireRange(name: string, value: number, min: number, max: number, isWhole: boolean): void {
  if (isWhole && value >= min && value <= max) return;
  throw new RangeError(`simulateIndustry: ${name}: expected ${min}…${max}, got ${value}`);
}

function* runYear(run: Run): Generator<JsonObject, void> {
  for (let entry = run.agenda.next(); entry !== undefined; entry = run.agenda.next()) {
    run.nowMs = entry.timeMs;
    entry.action();
    yield* run.recorder.drain();
  }
}

function countEvents(run: Run): number {
  for (let entry = run.agenda.next(); entry !== undefined; entry = run.agenda.next()) {
    run.nowMs = entry.timeMs;
    entry.action();
  }
  return run.recorder.count;
}

function newRun(
  facts: IndustryFacts,
  options: SimulationOptions,
  identities: readonly Identity[],
  registry: IndustryRegistry,
  keep: boolean,
): Run {
  const random = randomStream(options.seed).split(`industry/${options.year}`);
  const places = identities.flatMap((identity) => placesOf(identity, random));
  const run: Run = {
    facts,
    places,
    assume: (name) => facts.assumptions.get(name),
    year: options.year,
    scale: options.scale,
    startMs: Date.UTC(options.year, 0, 1) - OFFSET_MS,
    endMs: Date.UTC(options.year + 1, 0, 1) - OFFSET_MS,
    agenda: newAgenda(),
    recorder: newRecorder(random.split('event-ids'), keep),
    placesByRole: Map.groupBy(places, (place) => place.role),
    laboratories: identities.filter(({ enterprise }) => enterprise.role === 'laboratory').map(({ organisation }) => organisation),
    gtins: productGtins(facts),
    shares: new Map(),
    promised: new Map(),
    others: new Map(),
    accept,
    exportKg: exportTonnes(facts, options.year) * KG_PER_TONNE,
    sscc: ssccOf,
    nowMs: 0,
    pallets: 0,
  };
  planYear(run, registry);
  return run;
}

function placesOf({ enterprise, organisation, site, gln }: Identity, random: Place['random']): Place[] {
  if (site === null) return [];
  const { key, role, group, feed, deposit, weight, makes, location } = enterprise;
  if (location === null) throw new Error(`enterprises.csv: ${key}: a site needs a location`);
  return [
    {
      key,
      role,
      group,
      feed,
      deposit,
      weight,
      makes,
      organisation,
      site,
      gln,
      location,
      random: random.split(key),
      ready: new Set(),
      feedStock: new Set(),
      lines: new Map(),
      capKg: 0,
      allocatedKg: 0,
      lots: 0,
      papers: 0,
    },
  ];
}

/** What leaves the country in the year; where the customs figure is missing, the nearest year stands in. */
function exportTonnes(facts: IndustryFacts, year: number): number {
  const known = facts.exportTonnes.get(year);
  if (known !== undefined) return known;
  const [nearest] = [...facts.exportTonnes].sort(([a], [b]) => Math.abs(a - year) - Math.abs(b - year) || a - b);
  return nearest?.[1] ?? 0;
}

function planYear(run: Run, registry: IndustryRegistry): void {
  for (const place of run.places) {
    const granted = (stage: string): number =>
      registry.quotas
        .filter((quota) => quota.holder === place.organisation && quota.year === run.year && quota.stage === stage)
        .reduce((sum, quota) => sum + quota.reoTonnes, 0);
    if (place.role === 'mine') planMine(run, place, granted('mining'));
    if (place.role === 'separation') place.capKg = granted('separation') * KG_PER_TONNE * run.assume('quota.separationUse');
  }
  planReturnedScrap(run);
  planStockTakes(run);
}

type Accept = Run['accept'];

const ACCEPT: Readonly<Record<string, Accept>> = {
  separation: acceptFeed,
  metal: acceptOxide,
  magnet: acceptMetal,
  recycler: acceptScrap,
  collector: forwardScrap,
  exporter: acceptForExport,
  reserve: acceptForReserve,
  user: acceptForUse,
  ...Object.fromEntries(MATERIAL_ROLES.map((role) => [role, acceptForMaterial])),
};

function accept(run: Run, place: Place, holding: Holding): void {
  const action = ACCEPT[place.role];
  if (action === undefined)
    throw new Error(`accept: a ${place.role} receives nothing, but ${holding.lot.uri} came to ${place.key}`);
  action(run, place, holding);
}
