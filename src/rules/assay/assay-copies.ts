import { rareEarthContent } from '../../elements/index.ts';
import { REGULATIONS_2024, TRACEABILITY_2015 } from '../articles.ts';
import type { Change, Finding, Judged, Rule, RuleFacts, RuleWorld, Watch } from '../rule.ts';
import { ownerOf } from '../subject.ts';
import { assaysOf, decimalsOf, type StatedAssay } from './assay-values.ts';

const facts: RuleFacts = {
  name: 'assay.copied',
  title: { zh: '化验结果雷同', en: 'Identical assays repeated' },
  articles: [TRACEABILITY_2015, REGULATIONS_2024],
  severity: 'violation',
  criteria: {
    zh: '同一化验者对不同批次给出逐位相同的稀土含量；按各组分的标准差与所报位数，所有批次对中出现这样一次巧合的期望次数低于阈值。由一批分出的各批视为同一样品。若该化验者五分之四以上的同类产品都相同，且不少化验者都如此，只作警示：所报或为典型值。',
    en: 'One laboratory states the same digits of all rare earths for different lots, where, with the standard deviation of each value and the digits that are stated, the expected number of such coincidences among all pairs of its lots is below the threshold. Lots split from one lot are one sample. Where more than four fifths of the laboratory’s assays of the product are alike, and not a few laboratories do so, it is a warning only: typical values rather than results.',
  },
  statistic: { zh: '雷同批次数', en: 'number of lots with the same digits' },
  next: { zh: '调取原始记录与留样；复验。', en: 'Ask for the raw data and the retained samples; assay again.' },
};

/** Lots that share an assay. */
interface Twins {
  readonly by: string;
  /** The product of the first lot: how many assays of it the laboratory states tells whether all of them are alike. */
  readonly product: string;
  readonly chance: number;
  /** The lots with the place of the event that states the assay. */
  readonly lots: [lot: string, seq: number, timeMs: number, hash: string][];
}

/** Values below this many percent say little: their default deviation hides them in the last digits. */
const TOLD_FROM_PERCENT = 0.01;
/** Where more of a product’s assays are alike than this share, a laboratory states what is usual, not what it measured … */
const ALIKE_MOST = 0.8;
const ASSAYS_LEAST = 4;
/** … and where more than this share of all laboratories do so, that is the habit of the record and no fraud of one. */
const HABIT_FROM = 0.1;
const MONTH_MS = 30 * 86_400_000;
/** Assays are compared with those of so many days before: who copies, copies the last one. */
const KEPT_MS = 6 * MONTH_MS;

interface SavedCopies {
  readonly twins: [string, Twins][];
  readonly assays: [string, number][];
  readonly isHabit: boolean;
  readonly sweptMs: number;
}

class Copies implements Watch {
  readonly #world: RuleWorld;
  readonly #twins = new Map<string, Twins>();
  readonly #assays = new Map<string, number>();
  /** Keys of twins by laboratory and product. */
  readonly #alike = new Map<string, Set<string>>();
  #isHabit = false;
  #sweptMs = 0;

  constructor(world: RuleWorld) {
    this.#world = world;
  }

  see({ event, now, before }: Change): readonly Judged[] {
    this.#sweep(event.timeMs);
    const touched = new Set<string>();
    for (const assay of assaysOf(event)) {
      const signature = signatureOf(assay);
      if (signature === null || assay.by === null) continue;
      const key = `${assay.by} ${signature.digits}`;
      if (before !== null && now === null) this.#drop(key, assay, event.seq);
      else if (before === null && now !== null) this.#add(key, assay, signature.chance, event);
      else continue;
      touched.add(key);
      // How many assays of the product there are tells how grave twins among them are.
      for (const twin of this.#alike.get(`${assay.by} ${productOf(assay.lot)}`) ?? []) touched.add(twin);
    }
    return [...touched].flatMap((key): Judged[] => {
      const twins = this.#twins.get(key);
      if (twins !== undefined && twins.lots.length === 1 && before === null) return [];
      return [[key, twins === undefined ? [] : this.#judge(twins)]];
    });
  }

  #add(key: string, { lot, by }: StatedAssay, chance: number, event: Change['event']): void {
    const product = productOf(lot);
    for (const counted of [by!, `${by} ${product}`]) this.#assays.set(counted, (this.#assays.get(counted) ?? 0) + 1);
    const twins = this.#twins.get(key) ?? { by: by!, product, chance, lots: [] };
    if (!twins.lots.some(([known, seq]) => known === lot || isOneSample(known, seq, event))) {
      twins.lots.push([lot, event.seq, event.timeMs, event.hash]);
    }
    this.#twins.set(key, twins);
    if (twins.lots.length > 1) this.#noteAlike(key, twins);
  }

  #noteAlike(key: string, { by, product }: Twins): void {
    const of = `${by} ${product}`;
    this.#alike.set(of, (this.#alike.get(of) ?? new Set()).add(key));
  }

  #drop(key: string, { lot, by }: StatedAssay, seq: number): void {
    for (const counted of [by!, `${by} ${productOf(lot)}`]) this.#assays.set(counted, (this.#assays.get(counted) ?? 1) - 1);
    const twins = this.#twins.get(key);
    const place = twins?.lots.findIndex(([known, at]) => known === lot && at === seq) ?? -1;
    if (place >= 0) twins!.lots.splice(place, 1);
  }

  #judge({ by, product, chance, lots }: Twins): Finding[] {
    const last = lots.at(-1);
    if (last === undefined || lots.length < 2) return [];
    const [lot, , timeMs, hash] = last;
    const threshold = this.#world.parameters.at(facts.name, 'coincidences-expected', timeMs);
    const assays = this.#assays.get(by) ?? 2;
    const expected = (chance * assays * (assays - 1)) / 2;
    if (expected >= threshold) return [];
    const site = this.#world.registry.site(by) === undefined ? null : by;
    return [
      {
        key: '',
        severity:
          this.#isHabit && lots.length > ALIKE_MOST * (this.#assays.get(`${by} ${product}`) ?? 0) ? 'warning' : 'violation',
        subject: { organisation: site === null ? by : ownerOf(site, this.#world), site, lot, event: hash },
        element: null,
        window: { fromMs: lots[0]![2], toMs: timeMs },
        statistic: lots.length,
        threshold: 2,
        evidence: [
          { name: 'coincidences-expected', value: expected },
          { name: 'assays-of-the-laboratory', value: assays },
          ...lots.slice(0, 20).map(([twin, , , stated]) => ({ name: 'lot', value: twin, event: stated })),
        ],
        raisedMs: lots[1]![2],
      },
    ];
  }

  /** Whether it is usual to state typical values; when that changes, all twins are judged anew. */
  tick(): readonly Judged[] {
    const products = [...this.#assays].filter(([of, assays]) => of.includes(' ') && assays >= ASSAYS_LEAST);
    const alike = products.filter(([of, assays]) => this.#mostAlike(of) > ALIKE_MOST * assays).length;
    const isHabit = products.length > 0 && alike > HABIT_FROM * products.length && alike > 1;
    if (isHabit === this.#isHabit) return [];
    this.#isHabit = isHabit;
    return [...this.#alike.values()].flatMap((keys) => [...keys].flatMap((key): Judged[] => this.#judgedOf(key)));
  }

  #mostAlike(of: string): number {
    return Math.max(0, ...[...(this.#alike.get(of) ?? [])].map((key) => this.#twins.get(key)?.lots.length ?? 0));
  }

  #judgedOf(key: string): Judged[] {
    const twins = this.#twins.get(key);
    return twins === undefined ? [] : [[key, this.#judge(twins)]];
  }

  /** Once a month of the record what is old and stands alone is forgotten. */
  #sweep(nowMs: number): void {
    if (nowMs < this.#sweptMs + MONTH_MS) return;
    this.#sweptMs = nowMs;
    for (const [key, { lots }] of this.#twins)
      if (lots.length === 0 || (lots.length === 1 && lots[0]![2] < nowMs - KEPT_MS)) this.#twins.delete(key);
  }

  save(): unknown {
    return { twins: [...this.#twins], assays: [...this.#assays], isHabit: this.#isHabit, sweptMs: this.#sweptMs };
  }

  load(saved: unknown): void {
    const { twins, assays, isHabit, sweptMs } = saved as SavedCopies;
    this.#isHabit = isHabit;
    for (const [key, value] of twins) {
      this.#twins.set(key, value);
      if (value.lots.length > 1) this.#noteAlike(key, value);
    }
    for (const [key, value] of assays) this.#assays.set(key, value);
    this.#sweptMs = sweptMs;
  }
}

/**
 * The digits of an assay's rare earths and the chance that another lot of the same kind shows the same: for each value its last digit over
 * the width of the difference of two results, 2√π σ.
 */
function signatureOf({ percent, sd }: StatedAssay): { digits: string; chance: number } | null {
  const told = Object.entries(percent).filter(
    ([formula, value]) => value >= TOLD_FROM_PERCENT && rareEarthContent(formula) !== null,
  );
  if (told.length === 0) return null;
  let chance = 1;
  for (const [formula, value] of told) {
    const digit = lastDigit(value);
    chance *= digit / Math.max(digit, 2 * Math.sqrt(Math.PI) * (sd[formula] ?? 0));
  }
  return {
    digits: told
      .map(([formula, value]) => `${formula}=${value}`)
      .toSorted()
      .join(';'),
    chance,
  };
}

/** What the last digit of a decimal number is worth, at most 0.1: trailing zeros are not written. */
function lastDigit(value: number): number {
  return 10 ** -Math.max(1, decimalsOf(value));
}

/** The product of a lot, as its identifier says. */
function productOf(lot: string): string {
  return lot.slice(0, lot.lastIndexOf('/10/'));
}

/** What was split keeps the assay of the whole. */
function isOneSample(twin: string, seq: number, { seq: own, matter }: Change['event']): boolean {
  return seq === own || matter.inputs.some(({ lot }) => lot === twin);
}

/** A laboratory that copies. */
export const assayCopied: Rule = { facts, begin: (world) => new Copies(world) };
