import { elementToOxideMg, RARE_EARTH_FACTS, type WeightClass } from '../elements/index.ts';
import { NET, treoOf, type Entry, type Flow, type Masses, type Surroundings } from '../ledger/index.ts';
import type { DatasetId } from './datasets.ts';
import type { Contribution } from './table.ts';

/** What must be known of sites and lots beside their kinds. */
export interface StatisticalPlaces extends Surroundings {
  owner(site: string): string | null;
  province(site: string): string | null;
  ore(site: string): string | null;
  /** The customs code of a lot's product. */
  hs(lot: string): string | null;
}

/** What stands in a table where it is not registered. */
export const UNKNOWN = '?';

const TONNES_PER_MG = 1e-9;
const COMPOUNDS: ReadonlySet<string> = new Set(['oxide', 'salt']);
const METALS: ReadonlySet<string> = new Set(['metal', 'alloy']);
const MATERIALS: ReadonlySet<string> = new Set(['magnet', 'material']);

/** What an entry adds to a table; what is made or sold by nobody that is registered counts as one respondent. */
export function contributionsOf(dataset: DatasetId, entry: Entry, places: StatisticalPlaces): Contribution[] {
  if (dataset === 'exports') return exportsOf(entry, places);
  const site = entry.legs.find(({ account }) => account.site !== null)?.account.site ?? null;
  if (site === null || entry.flows.length === 0) return [];
  const row = places.province(site) ?? UNKNOWN;
  const respondent = places.owner(site) ?? UNKNOWN;
  return outputsOf(dataset, entry, site, places).map(([column, value]) => ({ row, column, respondent, value }));
}

/** What was made, by column, in tonnes. */
function outputsOf(dataset: DatasetId, { flows }: Entry, site: string, places: StatisticalPlaces): (readonly [string, number])[] {
  const kind = places.siteKind(site);
  if (dataset === 'mining-output') return kind === 'mine' ? mined(flows, places.ore(site) ?? UNKNOWN) : [];
  if (dataset === 'separation-output') return kind === 'separation-plant' || kind === 'recycler' ? separated(flows, places) : [];
  if (dataset === 'metal-output') return kind === 'metal-plant' ? netByKind(flows, METALS, places) : [];
  return kind === 'material-plant' ? netByKind(flows, MATERIALS, places) : [];
}

function mined(flows: readonly Flow[], ore: string): [string, number][] {
  const mg = flows.reduce((sum, { role, masses }) => (role === 'source' ? sum + treoOf(masses) : sum), 0n);
  return mg > 0n ? [[ore, Number(mg) * TONNES_PER_MG]] : [];
}

function separated(flows: readonly Flow[], places: StatisticalPlaces): [string, number][] {
  const sums = new Map<WeightClass, bigint>();
  for (const { role, lot, masses } of flows) {
    if (role === 'source' || !COMPOUNDS.has(places.productKind(lot) ?? '')) continue;
    addClasses(sums, masses, role === 'output' ? 1n : -1n);
  }
  return [...sums].flatMap(([name, mg]): [string, number][] => (mg > 0n ? [[name, Number(mg) * TONNES_PER_MG]] : []));
}

function addClasses(sums: Map<WeightClass, bigint>, masses: Masses, sign: 1n | -1n): void {
  RARE_EARTH_FACTS.forEach(({ weightClass }, index) => {
    const mg = masses[index]!;
    if (mg !== 0n) sums.set(weightClass, (sums.get(weightClass) ?? 0n) + sign * elementToOxideMg(index, mg));
  });
}

function netByKind(flows: readonly Flow[], kinds: ReadonlySet<string>, places: StatisticalPlaces): (readonly [string, number])[] {
  return flows.flatMap(({ role, lot, masses }) => {
    const kind = places.productKind(lot) ?? '';
    return role === 'output' && kinds.has(kind) ? [[kind, Number(masses[NET]!) * TONNES_PER_MG] as const] : [];
  });
}

function exportsOf({ legs }: Entry, places: StatisticalPlaces): Contribution[] {
  return legs.flatMap(({ account, lot, masses }) => {
    if (account.kind !== 'exported' || lot === null) return [];
    const { site, counterpart } = account;
    return [
      {
        row: places.hs(lot) ?? UNKNOWN,
        column: (counterpart === null ? null : places.owner(counterpart)) ?? UNKNOWN,
        respondent: (site === null ? null : places.owner(site)) ?? UNKNOWN,
        value: Number(masses[NET]!) * TONNES_PER_MG,
      },
    ];
  });
}
