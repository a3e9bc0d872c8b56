import { loadRegistry, openApplication, readData, simulateScenario } from '../../src/app/index.ts';
import { prepareEvents, type PreparedEvent } from '../../src/app/capture/prepare.ts';
import type { Json } from '../../src/epcis/index.ts';
import type { Flag } from '../../src/rules/index.ts';
import type { Scenario, Strength, Truth } from '../../src/scenarios/index.ts';
import { createMemoryStore } from '../../src/store/index.ts';

/** What became of one planted violation. */
export interface Detected {
  readonly tactic: string;
  readonly strength: Strength;
  readonly found: boolean;
  readonly delayDays: number | null;
  readonly rules: readonly string[];
  readonly kilograms: number;
}

/** What the rules made of one year. */
export interface YearVerdict {
  readonly seed: number;
  readonly strength: Strength | null;
  readonly events: number;
  readonly sites: number;
  readonly detected: readonly Detected[];
  /** Flags of a severity that name nobody of the truth. */
  readonly falseFlags: readonly {
    readonly rule: string;
    readonly severity: string;
    readonly site: string | null;
    readonly statistic: number | null;
  }[];
  /** Violations that name somebody of the truth. */
  readonly trueViolations: number;
}

const DAY_MS = 86_400_000;
const EVENTS_AT_ONCE = 500;

/** Records a scenario, lets the rules judge it, and holds their flags against the truth. */
export async function judgeScenario(seed: number, strength: Strength | null, scale: number): Promise<YearVerdict> {
  const scenario = simulateScenario(readData, { year: 2015, seed, scale }, strength);
  const flags = await flagsOf(scenario);
  const detected = scenario.truth.map((truth) => detectedBy(truth, flags));
  const named = flags.filter((flag) => scenario.truth.some((truth) => names(flag, truth)));
  const falseFlags = flags
    .filter((flag) => !named.includes(flag))
    .map(({ rule, severity, subject: { site }, statistic }) => ({ rule, severity, site, statistic }));
  return {
    seed,
    strength,
    events: scenario.events.length,
    sites: new Set(scenario.events.map((event) => (event['readPoint'] as { id: string }).id)).size,
    detected,
    falseFlags,
    trueViolations: named.filter(({ severity }) => severity === 'violation').length,
  };
}

async function flagsOf({ registry, events, context }: Scenario): Promise<Flag[]> {
  const app = openApplication(createMemoryStore(), () => Date.now(), 'detection');
  await loadRegistry(app, JSON.stringify(registry));
  for (let at = 0; at < events.length; at += EVENTS_AT_ONCE) {
    const prepared = prepareEvents(
      events.slice(at, at + EVENTS_AT_ONCE).map((event) => ({ event, context: context as Json, path: '$' })),
      Date.now(),
    ).map((result): PreparedEvent => {
      if ('problems' in result)
        throw new Error(`the scenario made an event that is not valid: ${JSON.stringify(result.problems[0])}`);
      return result;
    });
    await app.committer.submit({ events: prepared, behaviour: 'proceed', captor: app.viewer });
  }
  return app.rules.flags();
}

function detectedBy(truth: Truth, flags: readonly Flag[]): Detected {
  const hits = flags.filter((flag) => flag.severity === 'violation' && names(flag, truth));
  const firstMs = Math.min(...hits.map(({ raisedMs }) => raisedMs));
  return {
    tactic: truth.tactic,
    strength: truth.strength,
    found: hits.length > 0,
    delayDays: hits.length > 0 ? Math.max(0, (firstMs - Date.parse(truth.from)) / DAY_MS) : null,
    rules: [...new Set(hits.map(({ rule }) => rule))],
    kilograms: truth.kilograms,
  };
}

/** A flag names somebody of the truth by lot, by site or by organisation, and its window meets the time of the deed. */
function names({ subject, evidence, window, raisedMs }: Flag, truth: Truth): boolean {
  const meets = raisedMs >= Date.parse(truth.from) - DAY_MS || window.toMs >= Date.parse(truth.from) - DAY_MS;
  const lots = [subject.lot, ...evidence.map(({ value }) => value)];
  const who =
    lots.some((lot) => truth.lots.includes(String(lot))) ||
    truth.sites.includes(subject.site ?? '') ||
    (subject.site === null && truth.organisations.includes(subject.organisation ?? ''));
  return who && meets;
}
