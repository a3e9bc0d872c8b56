import {
  changePoint,
  decisionLimit,
  pageTest,
  selfStartingScores,
  type LossPrior,
  type ProcessPeriod,
} from '../../accountancy/index.ts';
import { RARE_EARTHS } from '../../elements/index.ts';
import { CONSERVATION, OPINIONS_2011, REGULATIONS_2024 } from '../articles.ts';
import type { Evidence, Finding, Gathered, Judged, Rule, RuleFacts, RuleWorld, Watch } from '../rule.ts';
import { ownerOf } from '../subject.ts';
import { inputOf, PARAMETERS_OF, type LineSeries, type LossKind } from './line-series.ts';
import { LookedAt } from './looked-at.ts';
import { TREO_COLUMN, type ProcessDay } from './process-days.ts';

/** What a test of a sequence of days says: when it rang, since when, by which statistic. */
interface Alarm {
  readonly seenAt: number;
  readonly changeAt: number;
  readonly statistic: number;
  readonly threshold: number;
}

/** A test of how the share lost goes on. */
type Test = (periods: readonly ProcessPeriod[], sign: 1 | -1, asked: Asked) => Alarm | null;

/** What a test needs to know. */
interface Asked {
  readonly prior: LossPrior;
  readonly at: (parameter: string) => number;
  /** How many tests share the false alarms. */
  readonly tests: number;
  /** The first day at which it can ring: of those before it is known that it did not. */
  readonly from: number;
  /** Errors of an element's assays are larger than those of TREO, and common to the days that use one lot. */
  readonly isElement: boolean;
}

/** A plant that works every day has so many scores a year. */
const STEPS_A_YEAR = 365;

const byPage: Test = (periods, sign, { prior, at, tests }) => {
  const reference = at('reference');
  const limit = decisionLimit((STEPS_A_YEAR * tests) / at('false-alarms-per-year'), reference);
  const scores = selfStartingScores(periods, prior).map((score) => sign * score);
  const { alarmAt, changeAt, path } = pageTest(scores, reference, limit);
  return alarmAt === null ? null : { seenAt: alarmAt, changeAt: changeAt!, statistic: path[alarmAt]!, threshold: limit };
};

const bySplit: Test = (periods, sign, { prior, at, isElement, from }) => {
  const threshold = at(isElement ? 'score-limit-element' : 'score-limit');
  const found = changePoint(periods, prior, sign, threshold, from);
  return found === null ? null : { seenAt: found.seenAt, changeAt: found.changeAt, statistic: found.score, threshold };
};

const LOSS_NEXT = {
  zh: '看平衡图与变点；盘点在制；核查产品去向与计量损失。',
  en: 'Look at the balance and where it changed; count what is in process; check where products went and how losses were measured.',
};
const GAIN_NEXT = {
  zh: '查账外投料；核查投入的称量与化验。',
  en: 'Look for feed off the book; check the weighing and the assays of what goes in.',
};
const ARTICLES = [CONSERVATION, OPINIONS_2011, REGULATIONS_2024];
const TESTED = {
  zh: '检验 TREO 与占投入一定份额以上的元素，损失计与不计计量损失两种。',
  en: 'TREO and elements above a stated share of the input are tested, with and without the measured losses.',
};

function factsOf(
  name: string,
  title: RuleFacts['title'],
  criteria: RuleFacts['criteria'],
  statistic: RuleFacts['statistic'],
  isLoss: boolean,
): RuleFacts {
  return {
    name,
    title,
    articles: ARTICLES,
    severity: 'violation',
    criteria: { zh: `${criteria.zh}${TESTED.zh}`, en: `${criteria.en} ${TESTED.en}` },
    statistic,
    next: isLoss ? LOSS_NEXT : GAIN_NEXT,
  };
}

const PAGE_STATISTIC = { zh: 'Page 检验统计量', en: 'the statistic of Page’s test' };
const SPLIT_STATISTIC = { zh: '最佳分割的标准正态分数', en: 'the standard normal score of the best split' };

const page = (isLoss: boolean): RuleFacts =>
  factsOf(
    isLoss ? 'muf.loss' : 'muf.gain',
    isLoss
      ? { zh: '加工损失持续变大', en: 'A process loses more than it used to' }
      : { zh: '加工损失持续变小（疑账外投料）', en: 'A process loses less than it used to (feed off the book?)' },
    {
      zh: `某场所一类加工逐日的元素损失（投入减产出）以自启动标准分对照其自身历史，Page 检验（CUSUM）向${isLoss ? '上' : '下'}超过按误报率定出的界限。`,
      en: `The loss of an element in one kind of process at a site, day by day (in less out), scored against its own past, passes the limit of Page’s test (CUSUM) ${isLoss ? 'upwards' : 'downwards'} for the stated false-alarm rate.`,
    },
    PAGE_STATISTIC,
    isLoss,
  );

const split = (isLoss: boolean): RuleFacts =>
  factsOf(
    isLoss ? 'muf.loss-step' : 'muf.gain-step',
    isLoss
      ? { zh: '加工损失自某日起变大', en: 'From a day on a process loses more' }
      : { zh: '加工损失自某日起变小（疑账外投料）', en: 'From a day on a process loses less (feed off the book?)' },
    {
      zh: `某场所一类加工逐日的损失率，以某日为界前后两段的均值之差（变点模型，取最显著的分割）${isLoss ? '为正' : '为负'}且超过界限。`,
      en: `The share that one kind of process at a site loses has two means, before and after a day (change-point model, the most telling split), the later one ${isLoss ? 'higher' : 'lower'}, with a score above the limit.`,
    },
    SPLIT_STATISTIC,
    isLoss,
  );

/** What the tests themselves ask. */
const TEST_PARAMETERS = ['reference', 'false-alarms-per-year', 'score-limit', 'score-limit-element'] as const;

class SequentialTests implements Watch {
  readonly #facts: RuleFacts;
  readonly #test: Test;
  readonly #sign: 1 | -1;
  readonly #world: RuleWorld;
  readonly #lines: LineSeries;
  readonly #lookedAt = new LookedAt<Alarm>();

  constructor(facts: RuleFacts, test: Test, sign: 1 | -1, world: RuleWorld, { lineSeries }: Gathered) {
    [this.#facts, this.#test, this.#sign, this.#world, this.#lines] = [facts, test, sign, world, lineSeries];
  }

  see(): readonly Judged[] {
    return NOTHING;
  }

  tick(): readonly Judged[] {
    return [...this.#lines.toJudge].map((line): Judged => [line, this.#judge(line)]);
  }

  #judge(line: string): Finding[] {
    const looked = this.#lines.lineOf(line);
    if (looked === null) return [];
    const { days: all, series, at, made } = looked;
    const tests = series.length;
    const parameters = `${made} ${TEST_PARAMETERS.map(at).join(' ')}`;
    const looking = this.#lookedAt.begin(line, all);
    const rung = series.flatMap(({ column, kind, days, isIn, periods, prior }): Rung[] => {
      const alarm = looking.test(`${column} ${kind}`, isIn, { prior, parameters }, (from) =>
        this.#test(periods, this.#sign, { prior, at, tests, isElement: column !== TREO_COLUMN, from }),
      );
      return alarm === null ? [] : [{ column, kind, alarm, days }];
    });
    return rung.length === 0 ? [] : [this.#finding(line, rung)];
  }

  /** One finding for a line: by the test that rang first, with what the others say. */
  #finding(line: string, rung: readonly Rung[]): Finding {
    const seenMs = ({ days, alarm }: Rung): number => days[alarm.seenAt]!.lastMs;
    const [{ column, kind, alarm, days }] = rung.toSorted((a, b) => seenMs(a) - seenMs(b) || b.column - a.column) as [Rung];
    const [site, matter] = JSON.parse(line) as [string, string];
    const [since, at] = [days[alarm.changeAt]!, days[alarm.seenAt]!];
    const symbol = RARE_EARTHS[column] ?? null;
    return {
      key: '',
      severity: this.#facts.severity,
      subject: { organisation: ownerOf(site, this.#world), site, lot: null, event: at.lastEvent },
      element: symbol,
      window: { fromMs: since.lastMs, toMs: at.lastMs },
      statistic: alarm.statistic,
      threshold: alarm.threshold,
      evidence: [
        { name: 'process-of', value: matter },
        { name: 'loss', value: kind },
        ...evidenceOf(days, column, kind, alarm),
        { name: 'tests-that-rang', value: rung.map((one) => `${RARE_EARTHS[one.column] ?? 'TREO'} ${one.kind}`).join(', ') },
      ],
      raisedMs: at.lastMs,
    };
  }

  save(): unknown {
    return null;
  }

  load(): void {
    // It follows from the days, which are kept for all rules.
  }
}

const NOTHING: readonly Judged[] = [];

/** A test that rang. */
interface Rung {
  readonly column: number;
  readonly kind: LossKind;
  readonly alarm: Alarm;
  readonly days: readonly ProcessDay[];
}

function evidenceOf(days: readonly ProcessDay[], column: number, kind: LossKind, { changeAt, seenAt }: Alarm): Evidence[] {
  const lost = days.slice(changeAt, seenAt + 1);
  const usual = shareLost(days.slice(0, changeAt), column, kind);
  const symbol = RARE_EARTHS[column];
  const excess = lossOf(lost, column, kind) - usual * inputOf(lost, column);
  return [
    { name: 'beyond-the-usual', value: excess, unit: symbol === undefined ? 'kg REO' : `kg ${symbol}` },
    { name: 'usual-share', value: usual * 100, unit: '%' },
    { name: 'share-since', value: shareLost(lost, column, kind) * 100, unit: '%' },
  ];
}

function lossOf(days: readonly ProcessDay[], column: number, kind: LossKind): number {
  return days.reduce((sum, day) => sum + day.unmeasuredKg[column]! + (kind === 'total' ? day.measuredKg[column]! : 0), 0);
}

function shareLost(days: readonly ProcessDay[], column: number, kind: LossKind): number {
  const input = inputOf(days, column);
  return input > 0 ? lossOf(days, column, kind) / input : 0;
}

function sequentialRule(facts: RuleFacts, test: Test, sign: 1 | -1): Rule {
  return {
    facts,
    parametersOf: PARAMETERS_OF,
    begin: (world, gathered) => new SequentialTests(facts, test, sign, world, gathered),
  };
}

/** A protracted loss, by Page's test. */
export const mufLoss: Rule = sequentialRule(page(true), byPage, 1);

/** A protracted gain, by Page's test. */
export const mufGain: Rule = sequentialRule(page(false), byPage, -1);

/** A loss that began one day. */
export const mufLossStep: Rule = sequentialRule(split(true), bySplit, 1);

/** A gain that began one day. */
export const mufGainStep: Rule = sequentialRule(split(false), bySplit, -1);
