import type { Cascade } from '../cascade/cascade.ts';
import type { Holdings, TimeStep, Transient } from '../cascade/dynamic.ts';
import { firstGuess, totalsOf } from '../cascade/stage-scalars.ts';
import { ComponentSweep } from '../cascade/profile.ts';
import { flowsOf } from '../cascade/flows.ts';
import { SeparationRefused } from '../refusal.ts';
import { stageStates, type StageState } from './cascade-answer.ts';
import type { CascadeCase } from './cascade-schema.ts';
import { Balance } from './balance.ts';
import { compileCascade } from './compile-cascade.ts';
import { productsAt, steadyFrom, type ProductsAt } from './products-at.ts';
import { settle, type Watch } from './solve-cascade.ts';
import { checkTimely, heldBy, TimeSteps } from './time-steps.ts';

/** What all stages hold at a time. */
export interface ProfileAt {
  readonly hour: number;
  readonly stages: readonly StageState[];
}

export interface SimulationAnswer {
  readonly unit: 'cascade';
  readonly name: string | null;
  readonly status: 'solved';
  readonly steps: number;
  readonly iterations: number;
  /** The largest relative difference between fed, left and held, over all components and the whole time. */
  readonly closure: number;
  readonly products: readonly ProductsAt[];
  /** All stages at the same times, where `dynamics.profiles` asks for them. */
  readonly profiles: readonly ProfileAt[];
  /** From when on every purity stays within a thousandth of what it ends with; null when that is only at the end. */
  readonly steadyFromHour: number | null;
  /** What stages hold at the end, mol. */
  readonly held: Readonly<Record<string, number>>;
}

/** What the whole simulation may miss in closing; more is a fault of ours, and no answer. */
const CLOSURE_MAX = 1e-9;

/**
 * A cascade through time: steps of an implicit method of order 2 with error control, feeds that change by schedule.
 * @throws SeparationRefused
 */
export function simulateCascade(text: CascadeCase, watch: Watch): SimulationAnswer {
  const { dynamics } = text;
  if (dynamics === undefined) throw new SeparationRefused('form', '$.dynamics', 'say how long to simulate: dynamics.hours');
  checkTimely(text);
  return new Simulation(text, dynamics, watch).run();
}

class Simulation {
  readonly #text: CascadeCase;
  readonly #dynamics: NonNullable<CascadeCase['dynamics']>;
  readonly #watch: Watch;
  readonly #time: TimeSteps;
  readonly #products: ProductsAt[] = [];
  readonly #profiles: ProfileAt[] = [];

  constructor(text: CascadeCase, dynamics: NonNullable<CascadeCase['dynamics']>, watch: Watch) {
    this.#text = text;
    this.#dynamics = dynamics;
    this.#watch = watch;
    this.#time = new TimeSteps(text, dynamics, watch);
  }

  run(): SimulationAnswer {
    const { hours, everyHours = hours / 100 } = this.#dynamics;
    let holdings = this.#initial();
    const balance = new Balance(holdings, compileCascade(this.#text));
    let step = this.#dynamics.stepHours ?? Math.min(everyHours, hours) / 100;
    let hour = 0;
    for (const { until, text } of this.#periods()) {
      const transient = this.#time.transient(text);
      while (hour < until - 1e-9 * hours) {
        const next = Math.min(until, (Math.floor(hour / everyHours + 1e-9) + 1) * everyHours);
        const taken = this.#time.advance(transient, holdings, Math.min(step, next - hour));
        holdings = taken.step.holdings;
        balance.add(transient.cascade, taken.hours, taken.step);
        hour = Math.abs(hour + taken.hours - next) < 1e-9 * everyHours ? next : hour + taken.hours;
        step = this.#dynamics.stepHours ?? Math.max(taken.next, step > taken.hours && taken.next > taken.hours ? step : 0);
        if (hour === next || hour >= until) this.#tell(transient, taken.step, hour);
        this.#watch.report?.({ iterations: this.#time.iterations, mixing: 1 - hour / hours, residual: 0 });
      }
    }
    return this.#answer(holdings, balance);
  }

  #tell(transient: Transient, step: TimeStep, hour: number): void {
    this.#products.push(productsAt(this.#text, transient, step, hour));
    if (this.#dynamics.profiles) this.#profiles.push({ hour, stages: stageStates(transient.cascade, step.iterate) });
  }

  /** Stretches of time in which the feeds do not change. */
  #periods(): { until: number; text: CascadeCase }[] {
    const { hours, schedule } = this.#dynamics;
    const changes = schedule.toSorted((a, b) => a.atHour - b.atHour).filter(({ atHour }) => atHour < hours);
    let text = this.#text;
    const periods: { until: number; text: CascadeCase }[] = [];
    for (const { atHour, aqueousFeeds, organicFeeds } of changes) {
      periods.push({ until: atHour, text });
      text = { ...text, aqueousFeeds: aqueousFeeds ?? text.aqueousFeeds, organicFeeds: organicFeeds ?? text.organicFeeds };
    }
    return [...periods, { until: hours, text }].filter(({ until }) => until > 0);
  }

  #initial(): Holdings {
    const { initial } = this.#dynamics;
    const cascade = compileCascade(this.#text);
    if (initial === 'steady') return heldBy(cascade, settle(this.#text, cascade, this.#watch));
    return filled(this.#text, cascade, initial);
  }

  #answer(holdings: Holdings, balance: Balance): SimulationAnswer {
    const { stages, components } = balance.cascade;
    const held = components.map(({ name }, i): [string, number] => {
      let mol = 0;
      for (let at = i * stages; at < (i + 1) * stages; at++) mol += holdings.mol[at]!;
      return [name, mol];
    });
    const closure = balance.closure(holdings);
    if (!(closure <= CLOSURE_MAX)) throw new Error(`simulateCascade: the balances close to ${closure} only`);
    return {
      unit: 'cascade',
      name: this.#text.name ?? null,
      status: 'solved',
      steps: this.#time.steps,
      iterations: this.#time.iterations,
      closure,
      products: this.#products,
      profiles: this.#profiles,
      steadyFromHour: steadyFrom(this.#products),
      held: Object.fromEntries(held),
    };
  }
}

type Filling = Exclude<NonNullable<CascadeCase['dynamics']>['initial'], 'steady'>;

/** Every stage filled alike: the feeds of a cascade that is fed with that say what it is in moles. */
function filled(text: CascadeCase, like: Cascade, { aqueous, organic }: Filling): Holdings {
  const { hold, stages } = text;
  const feeds = compileCascade({
    ...text,
    aqueousFeeds: [{ stage: stages, litrePerHour: 1, buffers: {}, ...aqueous }],
    organicFeeds: [{ stage: 1, litrePerHour: 1, ...organic }],
    aqueousDraws: [],
    organicDraws: [],
  });
  const [aqueousLitre, organicLitre] = [hold!.aqueousLitre, hold!.organicLitre];
  const last = stages - 1;
  const mol = new Float64Array(stages * like.components.length);
  for (let i = 0; i < like.components.length; i++) {
    const inStage =
      aqueousLitre * feeds.aqueous.molPerHour[i * stages + last]! + organicLitre * feeds.organic.molPerHour[i * stages]!;
    mol.fill(inStage, i * stages, (i + 1) * stages);
  }
  const sweep = new ComponentSweep(feeds, flowsOf(feeds));
  return {
    mol,
    charge: new Float64Array(stages).fill(aqueousLitre * feeds.chargeFeed[last]!),
    extractant: new Float64Array(stages).fill(organicLitre * feeds.extractantFeed[0]!),
    buffers: like.buffers.map(() => new Float64Array(stages)),
    scalars: firstGuess(feeds, totalsOf(feeds, sweep), flowsOf(feeds)),
  };
}
