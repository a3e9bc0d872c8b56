import type { Enterprise, IndustryFacts, OreType } from './facts.ts';

/** One row of `quotas` in registry.json (FORMATS, section 2). */
export interface QuotaRow {
  readonly id: string;
  readonly year: number;
  readonly batch: number | 'year';
  readonly stage: 'mining' | 'separation';
  readonly ore: OreType | 'any';
  readonly holder: string;
  readonly parent: string | null;
  readonly reoTonnes: number;
}

type Stage = QuotaRow['stage'];
type Ore = QuotaRow['ore'];

/** The three kinds of cap that the notices know. */
const CAPS: readonly (readonly [Stage, Ore])[] = [
  ['mining', 'light'],
  ['mining', 'ion'],
  ['separation', 'any'],
];

/**
 * Whole tonnes in proportion to weights, by largest remainder, the sum kept exactly.
 * @throws RangeError when there are no weights, or their sum is not > 0
 */
export function splitWhole(total: number, weights: readonly number[]): number[] {
  const sum = weights.reduce((a, b) => a + b, 0);
  if (!(sum > 0)) throw new RangeError(`splitWhole: expected weights with a sum > 0, got ${sum}`);
  const exact = weights.map((weight) => (total * weight) / sum);
  const parts = exact.map(Math.floor);
  const order = exact
    .map((value, index) => [value - Math.floor(value), index] as const)
    .sort((a, b) => b[0] - a[0] || a[1] - b[1]);
  const left = total - parts.reduce((a, b) => a + b, 0);
  for (const [, index] of order.slice(0, left)) parts[index] = (parts[index] ?? 0) + 1;
  return parts;
}

/**
 * The national cap of a year in tonnes REO. Where the notice's split by ore or its separation total is not known, the proportion of
 * the nearest year that has it stands in.
 * @throws RangeError when the year has no mining total
 */
export function nationalCap(facts: IndustryFacts, year: number, stage: Stage, ore: Ore): number {
  const known = figure(facts, year, stage, ore);
  if (known !== undefined) return known;
  const total = figure(facts, year, 'mining', 'any');
  if (total === undefined) throw new RangeError(`nationalCap: no mining quota of ${year} is on record`);
  const years = [...new Set(facts.nationalQuotas.map((row) => row.year))].sort(
    (a, b) => Math.abs(a - year) - Math.abs(b - year) || b - a,
  );
  for (const other of years) {
    const part = figure(facts, other, stage, ore);
    const whole = figure(facts, other, 'mining', 'any');
    if (part !== undefined && whole !== undefined)
      return ore === 'ion' ? Math.round((total * part) / whole) : restOf(facts, year, stage, ore, (total * part) / whole);
  }
  throw new RangeError(`nationalCap: no year has a quota for ${stage} of ${ore}`);
}

/** Light ore is what ion ore leaves of the total, so that the two always sum to it. */
function restOf(facts: IndustryFacts, year: number, stage: Stage, ore: Ore, estimate: number): number {
  if (stage === 'mining' && ore === 'light')
    return (figure(facts, year, 'mining', 'any') ?? 0) - nationalCap(facts, year, 'mining', 'ion');
  return Math.round(estimate);
}

function figure(facts: IndustryFacts, year: number, stage: Stage, ore: Ore): number | undefined {
  return facts.nationalQuotas.find((row) => row.year === year && row.batch === 'year' && row.stage === stage && row.ore === ore)
    ?.reoTonnes;
}

/**
 * All quota rows of a year: national → group → enterprise (straight from the nation outside the groups), each split summing exactly.
 * @param batches 2 for two halves of the year, 1 for one row named `year`
 * @param holderOf the registry's identifier of an enterprise, group or the regulator, by key
 */
export function quotaRows(facts: IndustryFacts, year: number, batches: 1 | 2, holderOf: (key: string) => string): QuotaRow[] {
  return CAPS.flatMap(([stage, ore]) => {
    const cap = nationalCap(facts, year, stage, ore);
    const first = Math.floor(cap / 2);
    if (batches === 1) return capRows(facts, { year, batch: 'year', stage, ore }, cap, holderOf);
    return [
      ...capRows(facts, { year, batch: 1, stage, ore }, first, holderOf),
      ...capRows(facts, { year, batch: 2, stage, ore }, cap - first, holderOf),
    ];
  });
}

type CapKey = Pick<QuotaRow, 'year' | 'batch' | 'stage' | 'ore'>;

function capRows(facts: IndustryFacts, key: CapKey, cap: number, holderOf: (key: string) => string): QuotaRow[] {
  const row = (holder: string, parent: string | null, reoTonnes: number): QuotaRow => {
    const id = `quota:${key.year}:${key.batch}:${key.stage}:${key.ore}:${holder}`;
    return { id, ...key, holder: holderOf(holder), parent, reoTonnes };
  };
  const national = row('regulator', null, cap);
  const groups = facts.groupQuotas.filter((group) => group.stage === key.stage && group.ore === key.ore);
  const tonnes = splitWhole(
    cap,
    groups.map((group) => group.reoTonnes),
  );
  const below = groups.flatMap((group, index) => {
    const own = group.group === '' ? [] : [row(group.group, national.id, tonnes[index] ?? 0)];
    const members = holdersIn(facts, group.group, key);
    const parts = splitWhole(
      tonnes[index] ?? 0,
      members.map((member) => member.weight),
    );
    return [...own, ...members.map((member, at) => row(member.key, own[0]?.id ?? national.id, parts[at] ?? 0))];
  });
  return [national, ...below];
}

function holdersIn(facts: IndustryFacts, group: string, key: CapKey): Enterprise[] {
  const role = key.stage === 'mining' ? 'mine' : 'separation';
  return facts.enterprises.filter(
    (one) => one.role === role && one.group === group && (key.ore === 'any' || one.feed === key.ore),
  );
}
