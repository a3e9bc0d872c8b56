import type { LossPrior } from '../../accountancy/index.ts';
import type { ProcessDay } from './process-days.ts';

/** What was known when a test of a line was last made. */
interface MadeTest<Alarm> {
  readonly prior: LossPrior;
  readonly parameters: string;
  readonly alarm: Alarm | null;
}

/** The days of a line as they were when it was last looked at, each with the count of its changes, and what the tests said of them. */
interface Look<Alarm> {
  readonly days: readonly ProcessDay[];
  readonly changes: readonly number[];
  readonly tests: Map<string, MadeTest<Alarm>>;
}

/**
 * What sequential tests said of the days that did not change since. Of a sequence such a test says of its first days what it said of them before, so
 * that only later days are to be tested; with another prior or other parameters all are.
 */
export class LookedAt<Alarm extends { readonly seenAt: number }> {
  readonly #looks = new Map<string, Look<Alarm>>();

  /** Begins to look at a line. @returns how to make each of its tests */
  begin(line: string, days: readonly ProcessDay[]): Looking<Alarm> {
    const before = this.#looks.get(line);
    const changes = days.map((day) => day.changes);
    const changed = days.findIndex((day, at) => before?.days[at] !== day || before.changes[at] !== day.changes);
    const now: Look<Alarm> = { days, changes, tests: new Map() };
    this.#looks.set(line, now);
    return new Looking(before?.tests, now.tests, changed < 0 ? days : days.slice(0, changed));
  }
}

/** One look at a line. */
class Looking<Alarm extends { readonly seenAt: number }> {
  readonly #before: ReadonlyMap<string, MadeTest<Alarm>> | undefined;
  readonly #now: Map<string, MadeTest<Alarm>>;
  /** The days that are as they were. */
  readonly #same: readonly ProcessDay[];

  constructor(
    before: ReadonlyMap<string, MadeTest<Alarm>> | undefined,
    now: Map<string, MadeTest<Alarm>>,
    same: readonly ProcessDay[],
  ) {
    [this.#before, this.#now, this.#same] = [before, now, same];
  }

  /**
   * Makes a test, or takes over what it said.
   * @param isTold which days it is made of
   * @param make makes it from a day on, of which earlier ones are known to ring no alarm
   */
  test(
    name: string,
    isTold: (day: ProcessDay) => boolean,
    { prior, parameters }: Pick<MadeTest<Alarm>, 'prior' | 'parameters'>,
    make: (from: number) => Alarm | null,
  ): Alarm | null {
    const before = this.#before?.get(name);
    const same = before?.prior.spread === prior.spread && before.prior.worth === prior.worth && before.parameters === parameters;
    const from = same ? this.#same.reduce((count, day) => (isTold(day) ? count + 1 : count), 0) : 0;
    const stands = same && before.alarm !== null && before.alarm.seenAt < from;
    const alarm = stands ? before.alarm : make(from);
    this.#now.set(name, { prior, parameters, alarm });
    return alarm;
  }
}
