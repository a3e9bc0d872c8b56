import { startOfMonth } from '../../ledger/index.ts';
import { setImmediate } from 'node:timers/promises';
import { isConsistent, isMet, progressOf, YearSums, type Share, type Target, type YearFacts } from '../../indicators/index.ts';
import type { RecordReader } from '../../record/index.ts';
import { capacityOn } from '../../registry/index.ts';
import type { EnteredIndicator, IndicatorRow, IndicatorsAnswer, Name } from '../../wire/index.ts';
import { noteAct } from '../access/audit.ts';
import { yearOfRecord } from '../answers/answer-quotas.ts';
import { ask, type AskedMoment, type Asking } from '../answers/moment.ts';
import type { Application } from '../application.ts';
import { matterOnRecord } from '../capture/prepare.ts';
import { readData } from '../package-data.ts';
import { readTargets } from './read-targets.ts';

const JOURNAL = 'indicators';
const MG_PER_TEN_THOUSAND_TONNES = 1e13;
const TONNES_PER_TEN_THOUSAND = 10_000;

/** A value as it was entered. */
interface Entered extends EnteredIndicator {
  readonly atMs: number;
  readonly by: string | null;
}

/** Enters a value of an indicator that no record tells; an earlier one of the same year stays as an earlier vintage. */
export async function enterIndicator(app: Application, entered: EnteredIndicator): Promise<{ no: number; year: number }> {
  const line: Entered = { ...entered, atMs: app.now(), by: app.viewer.account };
  await app.whole.write(async (writer) => {
    await writer.appendJournal(JOURNAL, [JSON.stringify(line)]);
    await noteAct(writer, app, {
      act: 'indicator.enter',
      subject: `${entered.no} ${entered.year}`,
      outcome: 'done',
      address: null,
    });
  });
  return { no: entered.no, year: entered.year };
}

/** The plan's Table 1 for a year: what the record tells is computed, the rest is as entered, with its source. */
export async function answerIndicators(
  app: Application,
  question: AskedMoment & { readonly year: number | null },
): Promise<IndicatorsAnswer> {
  const entered = await app.whole.read((reader) => readEntered(reader, question.knownAt));
  const { moment, year, computed } = await ask(app, question, async (asking) => {
    const asked = question.year ?? (await yearOfRecord(asking, app.now()));
    return { moment: asking.moment, year: asked, computed: await computedOf(asking, asked) };
  });
  const rows = readTargets(readData).map((target) =>
    rowOf(
      target,
      computed.get(target.no) ?? null,
      entered.filter((one) => one.no === target.no && one.year === year),
    ),
  );
  return { moment, year, indicators: rows };
}

async function readEntered(reader: RecordReader, knownAt: number | null): Promise<Entered[]> {
  const lines = (await reader.journal(JOURNAL, 0)).map((line) => JSON.parse(line) as Entered);
  return lines.filter(({ atMs }) => knownAt === null || atMs <= knownAt).reverse();
}

type Computed = NonNullable<IndicatorRow['computed']>;

function rowOf(target: Target, computed: Computed | null, entered: readonly Entered[]): IndicatorRow {
  const value = computed?.value ?? entered[0]?.value ?? null;
  return {
    no: target.no,
    name: target.name,
    unit: target.unit,
    base2015: target.base,
    target2020: target.target,
    bound: target.bound,
    change: target.change,
    consistent: isConsistent(target),
    source: target.source,
    computed,
    entered: entered.map((one) => ({
      value: one.value,
      source: one.source,
      enteredAt: new Date(one.atMs).toISOString(),
      by: one.by,
    })),
    value,
    met: value === null ? null : isMet(target, value),
    progress: value === null ? null : progressOf(target, value),
  };
}

/** The indicators that the record tells. */
async function computedOf(asking: Asking, year: number): Promise<Map<number, Computed>> {
  const facts = await factsOf(asking, year);
  const found = new Map<number, Computed>();
  for (const [no, share, events, formula] of [
    [6, facts.lightBeneficiation, facts.events.lightBeneficiation, LIGHT_BENEFICIATION],
    [7, facts.ionMining, facts.events.ionMining, ION_MINING],
    [8, facts.lightSeparation, facts.events.lightSeparation, LIGHT_SEPARATION],
    [9, facts.ionSeparation, facts.events.ionSeparation, ION_SEPARATION],
    [14, facts.primaryExports, facts.events.primaryExports, PRIMARY_EXPORTS],
  ] as const)
    if (share.whole > 0) found.set(no, percentOf(share, events, formula));
  const output = await outputOf(asking, year);
  if (output > 0) found.set(5, { value: output, formula: OUTPUT, part: output, whole: null, unit: '10 000 t REO', events: 0 });
  const capacity = capacityOf(asking, year);
  if (capacity > 0)
    found.set(4, { value: capacity, formula: CAPACITY, part: capacity, whole: null, unit: '10 000 t', events: 0 });
  return found;
}

function percentOf({ part, whole }: Share, events: number, formula: Name): Computed {
  return { value: (part / whole) * 100, formula, part, whole, unit: 'kg', events };
}

async function factsOf(asking: Asking, year: number): Promise<YearFacts> {
  const { reader, world, knownSeq, asOf } = asking;
  const { registry } = world;
  const sums = new YearSums({
    siteKind: (site) => world.siteKind(site),
    productKind: (lot) => world.productKind(lot),
    ore: (site) => registry.site(site)?.ore ?? null,
  });
  for (let month = 0; month < 12; month++) {
    const [from, to] = [startOfMonth(year, month), startOfMonth(year, month + 1)];
    const end = asOf === null ? to : Math.min(to, asOf + 1);
    if (end > from) for (const { entry } of await reader.entriesBetween(from, end, knownSeq)) sums.add(entry);
    await setImmediate();
  }
  await addMineLosses(asking, sums, startOfMonth(year, 0), startOfMonth(year, 12));
  return sums.facts();
}

const PAGE = 500;

/** What mines measured as lost stands in their events alone: the ore that it was in never was on the books. */
async function addMineLosses(
  { reader, world, knownSeq, asOf }: Asking,
  sums: YearSums,
  fromMs: number,
  toMs: number,
): Promise<void> {
  const mines = world.registry.registry.sites.filter(({ kind }) => kind === 'mine').map(({ id }) => id);
  const end = asOf === null ? toMs : Math.min(toMs, asOf + 1);
  if (mines.length === 0 || end <= fromMs) return;
  const untilSeq = knownSeq ?? (await reader.head());
  const hints = { types: ['ObjectEvent'], places: mines, eventTimeFromMs: fromMs, eventTimeBeforeMs: end };
  for (let afterSeq = 0; ;) {
    const events = await reader.scan(hints, { afterSeq, untilSeq, limit: PAGE });
    const voided = await reader.voided(events.map(({ seq }) => seq));
    for (const { seq, event, context, hash, declaresError } of events) {
      if (declaresError || voided.has(seq)) continue;
      const { move, site, losses } = matterOnRecord(event, context, hash);
      if (move === 'source' && site !== null) sums.addMineLosses(site, losses);
    }
    if (events.length < PAGE) return;
    afterSeq = events.at(-1)!.seq;
  }
}

async function outputOf({ reader, knownSeq, asOf }: Asking, year: number): Promise<number> {
  const draws = await reader.drawTotals({ year, knownSeq, asOfMs: asOf });
  const mg = draws.reduce((sum, draw) => (draw.stage === 'separation' ? sum + draw.reoMg : sum), 0n);
  return Number(mg) / MG_PER_TEN_THOUSAND_TONNES;
}

/** Registered lines of separation that stand on the last day of the year. */
function capacityOf({ world }: Asking, year: number): number {
  const separation = capacityOn(world.registry.registry, `${year}-12-31`).find(({ process }) => process === 'separation');
  return (separation?.tonnes ?? 0) / TONNES_PER_TEN_THOUSAND;
}

const LIGHT_BENEFICIATION: Name = {
  zh: '轻稀土矿山：产品 REO ÷（产品 + 计量的尾矿）REO',
  en: 'light mines: REO of products over that of products and measured tailings',
};
const ION_MINING: Name = {
  zh: '离子型矿山：产品 REO ÷（产品 + 计量损失）REO；留在矿体中的未计，故为上限',
  en: 'ion mines: REO of products over that of products and measured losses; what stays in the ground is not in it, so an upper bound',
};
const LIGHT_SEPARATION: Name = {
  zh: '主要投入精矿的分离加工：产出 REO ÷ 投入 REO',
  en: 'separation fed mainly with concentrate: REO out over REO in',
};
const ION_SEPARATION: Name = {
  zh: '主要投入混合化合物的分离加工：产出 REO ÷ 投入 REO',
  en: 'separation fed mainly with mixed compounds: REO out over REO in',
};
const PRIMARY_EXPORTS: Name = {
  zh: '出口净重中矿石、精矿、化合物（氧化物、盐）所占',
  en: 'ore, concentrates and compounds (oxides, salts) in the net mass of exports',
};
const OUTPUT: Name = { zh: '分离环节总量控制的用量合计', en: 'all that was drawn on separation quotas' };
const CAPACITY: Name = {
  zh: '登记册中年末在册的分离生产线产能合计',
  en: 'capacity of the separation lines that stand in the registry at the end of the year',
};
