import { randomStream } from '../../numerics/index.ts';
import { cascadeSchema, type CascadeCase } from '../case/cascade-schema.ts';
import { numberAt, stepsOf, withNumber } from '../case/case-number.ts';
import { compileCascade } from '../case/compile-cascade.ts';
import { readForm } from '../case/read-form.ts';
import { settle, type Watch } from '../case/solve-cascade.ts';
import { checkTimely, TimeSteps } from '../case/time-steps.ts';
import type { Cascade } from '../cascade/cascade.ts';
import type { SteadyState } from '../cascade/steady.ts';
import { SeparationRefused } from '../refusal.ts';
import { movingOf } from '../sensitivity/sensitivities.ts';
import type { Control } from './control-schema.ts';
import { noController, type Controller } from './controller.ts';
import { permitted } from './interlocks.ts';
import { PidController, type PidSettings } from './pid.ts';
import { Plant, textAt, type Tally } from './plant.ts';
import { PredictiveController } from './predictive.ts';
import { firstOrderOf, tunedPi, type FirstOrder, type StepResponse } from './step-response.ts';

/** A sample of a run: what was measured and done, and what leaves. */
export interface ControlSample {
  readonly hour: number;
  /** Share of the component where it is measured, as it arrives: late, and with its error. */
  readonly measured: number;
  readonly asked: number;
  readonly litrePerHour: number;
  readonly isTripped: boolean;
  /** Purities in the order of the specifications. */
  readonly purities: readonly number[];
}

const CONTROLLERS = ['none', 'pid', 'mpc'] as const;

/** What one controller made of the same upsets. */
export interface ControlRun extends Readonly<Tally> {
  readonly controller: (typeof CONTROLLERS)[number];
  readonly trips: number;
  /** All moves of the flow together, litres an hour: wear of valves and pumps, and unrest. */
  readonly travelLitrePerHour: number;
  readonly closure: number;
  readonly samples: readonly ControlSample[];
}

export interface ControlAnswer {
  readonly unit: 'cascade';
  readonly name: string | null;
  readonly status: 'solved';
  readonly setpoint: number;
  readonly model: FirstOrder;
  readonly pid: PidSettings;
  /** What the measured logarithm changes by for each litre an hour, sample by sample after a step. */
  readonly stepResponse: readonly number[];
  readonly runs: readonly ControlRun[];
}

const SAMPLES_MAX = 20_000;
const TOLERANCE = 1e-3;
/** The step of the flow by which the model is had, as a share of it, and how sharply it is followed. */
const [STEP, STEP_TOLERANCE] = [0.01, 1e-6];
/** The response is at its end when it changes by less than this share over so many samples, in no fewer than these and no more. */
const [SETTLED, OVER, RESPONSE_MIN, RESPONSE_MAX] = [2e-3, 10, 20, 2000];
/** What matter may be missed over a run; more is a fault of ours, and no answer. */
const CLOSURE_MAX = 1e-9;

/**
 * A cascade under control: the same upsets with the flow left alone, moved by a PID controller, and by a predictive one, with interlocks that
 * none of them gets past (docs/separation.md).
 * @param json a cascade case with `hold` and `control`
 * @throws SeparationRefused
 */
export function controlCascade(json: unknown, watch: Watch): ControlAnswer {
  const text = readForm(cascadeSchema, json);
  if (text.control === undefined)
    throw new SeparationRefused('form', '$.control', 'say what is measured, moved and upset: control.measured, …');
  checkTimely(text);
  const flow = checkControl(text, text.control);
  const cascade = compileCascade(text);
  checkNames(text.control, cascade);
  return new Comparison(text, text.control, cascade, settle(text, cascade, watch), flow, watch).run();
}

class Comparison {
  readonly #text: CascadeCase;
  readonly #control: Control;
  readonly #cascade: Cascade;
  readonly #state: SteadyState;
  readonly #flow: number;
  readonly #watch: Watch;

  constructor(text: CascadeCase, control: Control, cascade: Cascade, state: SteadyState, flow: number, watch: Watch) {
    [this.#text, this.#control, this.#cascade, this.#state, this.#flow] = [text, control, cascade, state, flow];
    this.#watch = watch;
  }

  run(): ControlAnswer {
    const { measured, sampleHours, pid: stated, mpc } = this.#control;
    const response = this.#stepResponse();
    const model = firstOrderOf(response, measured.delaySamples);
    const tuned = tunedPi(model, sampleHours);
    const pid: PidSettings = {
      gainLitrePerHour: stated.gainLitrePerHour ?? tuned.gainLitrePerHour,
      integralHours: stated.integralHours ?? tuned.integralHours,
      derivativeHours: stated.derivativeHours,
    };
    const atFirst = this.#plant(this.#control, TOLERANCE).measure(measured);
    const setpoint = measured.setpoint === undefined ? atFirst : Math.log(measured.setpoint / (1 - measured.setpoint));
    const controllers: Readonly<Record<ControlRun['controller'], Controller>> = {
      none: noController(this.#flow),
      pid: new PidController(pid, setpoint, sampleHours, this.#flow),
      mpc: new PredictiveController(this.#control, response, measured.delaySamples, setpoint, atFirst, this.#flow),
    };
    return {
      unit: 'cascade',
      name: this.#text.name ?? null,
      status: 'solved',
      setpoint: shareOf(setpoint),
      model,
      pid,
      stepResponse: [...response.perLitrePerHour].slice(0, mpc.horizonSamples),
      runs: CONTROLLERS.map((controller) => this.#runOf(controller, controllers[controller])),
    };
  }

  #plant(control: Control, relativeTolerance: number): Plant {
    const time = new TimeSteps(this.#text, { hours: control.hours, relativeTolerance }, this.#watch);
    return new Plant(this.#text, control, time, this.#cascade, this.#state, this.#flow);
  }

  #runOf(name: ControlRun['controller'], controller: Controller): ControlRun {
    const { hours, sampleHours, measured, seed, interlocks, specifications } = this.#control;
    const plant = this.#plant(this.#control, TOLERANCE);
    const noise = randomStream(seed);
    const known: number[] = [];
    const samples: ControlSample[] = [];
    const count = Math.ceil(hours / sampleHours - 1e-9);
    for (let n = 0; n < count; n++) {
      known.push(plant.measure(measured) + measured.noise * noise.split(String(n)).normal());
      const arriving = known[Math.max(0, n - measured.delaySamples)]!;
      const asked = controller.ask(arriving);
      const safe = plant.trips.safe;
      plant.flow = permitted(asked, plant.flow, sampleHours, interlocks, safe);
      controller.applied(plant.flow);
      samples.push({
        hour: plant.hour,
        measured: shareOf(arriving),
        asked,
        litrePerHour: plant.flow,
        isTripped: safe !== null,
        purities: specifications.map(({ product, component }) => plant.purity(product, component)),
      });
      plant.goOn(Math.min(hours, (n + 1) * sampleHours));
      this.#watch.report?.({ iterations: n, mixing: 1 - plant.hour / hours, residual: 0 });
    }
    const travelLitrePerHour = samples.reduce(
      (sum, { litrePerHour }, n) => sum + Math.abs(litrePerHour - (samples[n - 1]?.litrePerHour ?? this.#flow)),
      0,
    );
    const closure = plant.closure();
    if (!(closure <= CLOSURE_MAX)) throw new Error(`controlCascade: the balances close to ${closure} only`);
    return { controller: name, ...plant.tally, trips: plant.trips.count, travelLitrePerHour, closure, samples };
  }

  /** How the measurement answers a small step of the flow, by the model through time. @throws SeparationRefused where it does not */
  #stepResponse(): StepResponse {
    const { measured, sampleHours, interlocks } = this.#control;
    const alone = { ...this.#control, upsets: [], interlocks: { ...interlocks, trips: [] }, hours: RESPONSE_MAX * sampleHours };
    const plant = this.#plant(alone, STEP_TOLERANCE);
    const atFirst = plant.measure(measured);
    const step = STEP * this.#flow * (this.#flow * (1 + STEP) <= interlocks.to ? 1 : -1);
    plant.flow += step;
    const values: number[] = [];
    const isOver = (): boolean => {
      const [last, before] = [values.at(-1)!, values.at(-1 - OVER)];
      return values.length >= RESPONSE_MIN && before !== undefined && Math.abs(last - before) < SETTLED * Math.abs(last);
    };
    while (values.length < RESPONSE_MAX && !isOver()) {
      plant.goOn((values.length + 1) * sampleHours);
      values.push((plant.measure(measured) - atFirst) / step);
    }
    if (Math.abs(values.at(-1)! * step) > 1e-6) return { perLitrePerHour: Float64Array.from(values), sampleHours };
    const message = `${this.#control.manipulated} does not move what is measured: measure nearer to where the front stands`;
    throw new SeparationRefused('no-solution', '$.control.measured', message);
  }
}

function shareOf(logarithm: number): number {
  return 1 / (1 + Math.exp(-logarithm));
}

/** @returns the flow of the case @throws SeparationRefused where control asks for what is not there or excludes itself */
function checkControl(text: CascadeCase, control: Control): number {
  const { manipulated, interlocks, hours, sampleHours, upsets } = control;
  const steps = stepsOf(manipulated);
  if (!['aqueousFeeds', 'organicFeeds'].includes(steps[0]!) || steps.length !== 3 || steps[2] !== 'litrePerHour')
    throw new SeparationRefused('form', '$.control.manipulated', `name the volume of a feed, as organicFeeds[0].litrePerHour`);
  const flow = numberAt(text, manipulated, '$.control.manipulated');
  const { from, to, trips } = interlocks;
  if (!(from <= flow && flow <= to))
    throw new SeparationRefused(
      'form',
      '$.control.interlocks',
      `the flow of the case, ${flow} L/h, is not from ${from} to ${to}`,
    );
  for (const [n, { litrePerHour, stage }] of trips.entries()) {
    const path = `$.control.interlocks.trips[${n}]`;
    if (!(from <= litrePerHour && litrePerHour <= to))
      throw new SeparationRefused('form', `${path}.litrePerHour`, `the safe flow is not from ${from} to ${to}`);
    checkStage(text, stage, `${path}.stage`);
  }
  checkStage(text, control.measured.stage, '$.control.measured.stage');
  if (hours / sampleHours > SAMPLES_MAX)
    throw new SeparationRefused(
      'form',
      '$.control.sampleHours',
      `no more than ${SAMPLES_MAX} samples, not ${hours / sampleHours}`,
    );
  for (const [n, { path, value }] of upsets.entries()) checkUpset(text, control, path, value, `$.control.upsets[${n}]`);
  // Draws must not be beyond what flows at either bound, whatever has been upset.
  for (const hour of [0, ...upsets.map(({ atHour }) => atHour)])
    for (const bound of [from, to]) compileCascade(textAt(text, control, hour, bound));
  return flow;
}

function checkStage(text: CascadeCase, stage: number, path: string): void {
  if (stage > text.stages)
    throw new SeparationRefused('stage-unknown', path, `there are stages 1 to ${text.stages}, not ${stage}`);
}

/** @throws SeparationRefused where an upset moves what is controlled, what is no number that may move, or the equations themselves */
function checkUpset(text: CascadeCase, control: Control, path: string, value: number, asked: string): void {
  movingOf(text, path, `${asked}.path`);
  if (stepsOf(path).join() === stepsOf(control.manipulated).join())
    throw new SeparationRefused('form', `${asked}.path`, `${path} is what controllers move`);
  const moved = withNumber(text, path, () => value, `${asked}.path`);
  const parsed = cascadeSchema.safeParse(moved);
  if (!parsed.success)
    throw new SeparationRefused('form', `${asked}.value`, `${path} cannot be ${value}: ${parsed.error.issues[0]?.message ?? ''}`);
  const [before, after] = [text, moved].map((each) =>
    compileCascade(each)
      .scalars.map(({ kind }) => kind)
      .join(),
  );
  if (before !== after) throw new SeparationRefused('form', `${asked}.value`, `${path} at ${value} makes other equations`);
}

/** @throws SeparationRefused where a component is not there */
function checkNames({ measured, specifications, interlocks }: Control, { components }: Cascade): void {
  const asked = [
    { component: measured.component, path: '$.control.measured.component' },
    ...specifications.map(({ component }, n) => ({ component, path: `$.control.specifications[${n}].component` })),
    ...interlocks.trips.map(({ component }, n) => ({ component, path: `$.control.interlocks.trips[${n}].component` })),
  ];
  for (const { component, path } of asked)
    if (component !== undefined && !components.some(({ name }) => name === component))
      throw new SeparationRefused('component-unknown', path, `${component} is not among the components`);
}
