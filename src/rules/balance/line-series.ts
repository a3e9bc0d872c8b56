import type { LossPrior, ProcessPeriod } from '../../accountancy/index.ts';
import { RARE_EARTHS } from '../../elements/index.ts';
import type { Parameters } from '../parameters.ts';
import { TREO_COLUMN, type ProcessDay, type ProcessDays } from './process-days.ts';
import { UsualSpreads } from './usual-spreads.ts';

/** The sequential rules share the parameters of the first of them. */
export const PARAMETERS_OF = 'muf.loss';

/** Which loss: all of it, or what nobody measured. */
const KINDS = ['unmeasured', 'total'] as const;
export type LossKind = (typeof KINDS)[number];

/** One column of a line and one kind of loss, day by day. */
export interface LossSeries {
  readonly column: number;
  readonly kind: LossKind;
  /** The days that tell enough of the column. */
  readonly days: readonly ProcessDay[];
  readonly isIn: (day: ProcessDay) => boolean;
  readonly periods: readonly ProcessPeriod[];
  readonly prior: LossPrior;
}

/** A line as the sequential tests look at it. */
export interface Line {
  readonly days: readonly ProcessDay[];
  readonly series: readonly LossSeries[];
  /** A parameter, as it holds on the last day. */
  readonly at: (parameter: string) => number;
  /** The parameters that made the series. */
  readonly made: string;
}

const NONE: ReadonlySet<string> = new Set();

/** Which lines the sequential tests have to judge after a page, and what they look at: gathered once for the four rules. */
export class LineSeries {
  readonly #days: ProcessDays;
  readonly #parameters: Parameters;
  readonly #spreads: UsualSpreads;
  readonly #touched = new Set<string>();
  readonly #made = new Map<string, Line | null>();
  #changed: ReadonlySet<string> = NONE;
  #toJudge: ReadonlySet<string> = NONE;

  constructor(days: ProcessDays, parameters: Parameters) {
    [this.#days, this.#parameters] = [days, parameters];
    this.#spreads = new UsualSpreads(days);
  }

  /** A line changed. */
  note(line: string): void {
    this.#touched.add(line);
  }

  /** What changed since the last time is to be judged, with the peers of whom something else is usual now. */
  settle(): void {
    this.#changed = new Set(this.#touched);
    this.#toJudge = this.#spreads.renew(this.#touched);
    this.#touched.clear();
    this.#made.clear();
  }

  /** A page is over, and what changed waits. */
  rest(): void {
    this.#changed = NONE;
    this.#toJudge = NONE;
  }

  /** Lines that changed before it was settled last. */
  get changed(): Iterable<string> {
    return this.#changed;
  }

  /** Lines to judge after this page. */
  get toJudge(): Iterable<string> {
    return this.#toJudge;
  }

  /** A line with its series; null where it has too few days to be tested. */
  lineOf(line: string): Line | null {
    const known = this.#made.get(line);
    if (known !== undefined) return known;
    const made = this.#make(line);
    this.#made.set(line, made);
    return made;
  }

  #make(line: string): Line | null {
    const days = this.#days.daysOf(line);
    if (days.length < 2) return null;
    const atMs = days.at(-1)!.lastMs;
    const at = (parameter: string): number => this.#parameters.at(PARAMETERS_OF, parameter, atMs);
    const [shareLeast, lossSd] = [at('share-least'), at('measured-loss-sd')];
    const supposed = { spread: at('spread-prior'), worth: at('spread-worth') };
    const series = columnsOf(days, shareLeast).flatMap((column) => {
      const isIn = (day: ProcessDay): boolean => column === TREO_COLUMN || isTold(day, column, shareLeast);
      const told = column === TREO_COLUMN ? days : days.filter(isIn);
      return KINDS.map((kind): LossSeries => {
        const periods = periodsOf(told, column, kind, lossSd);
        return { column, kind, days: told, isIn, periods, prior: this.#spreads.priorOf(line, supposed, periods) };
      });
    });
    return { days, series, at, made: `${series.length} ${shareLeast} ${lossSd}` };
  }

  /** Makes what it keeps anew from the days. */
  rebuild(): void {
    this.#spreads.rebuild();
  }
}

/** @param lossSd relative standard deviation of measured losses, which bears on what is left unmeasured */
function periodsOf(days: readonly ProcessDay[], column: number, kind: LossKind, lossSd: number): ProcessPeriod[] {
  return days.map((day) => ({
    inputKg: day.inputKg[column]!,
    lossKg: day.unmeasuredKg[column]! + (kind === 'total' ? day.measuredKg[column]! : 0),
    variance: Math.max(0, day.variance[column]!) + (kind === 'unmeasured' ? (lossSd * day.measuredKg[column]!) ** 2 : 0),
  }));
}

/** Whether an element makes up a share of a day's input: of traces assays do not tell enough. */
function isTold({ inputKg }: ProcessDay, column: number, shareLeast: number): boolean {
  return inputKg[column]! >= shareLeast * inputKg[TREO_COLUMN]!;
}

/** TREO and the elements above a share of the input. */
function columnsOf(days: readonly ProcessDay[], shareLeast: number): number[] {
  const inputs = RARE_EARTHS.map((_, column) => inputOf(days, column));
  const all = inputs.reduce((a, b) => a + b, 0);
  return [TREO_COLUMN, ...inputs.flatMap((kg, column) => (kg >= shareLeast * all && kg > 0 ? [column] : []))];
}

/** What went in over some days, in kilograms. */
export function inputOf(days: readonly ProcessDay[], column: number): number {
  return days.reduce((sum, { inputKg }) => sum + inputKg[column]!, 0);
}
