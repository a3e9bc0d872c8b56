/** Controllers and interlocks by themselves, on plants whose answer is known. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { Control } from './control-schema.ts';
import { permitted, Trips, type Interlocks } from './interlocks.ts';
import { PidController } from './pid.ts';
import { PredictiveController } from './predictive.ts';
import { firstOrderOf, tunedPi, type StepResponse } from './step-response.ts';

const anything = fc.oneof(fc.double(), fc.constantFrom(NaN, Infinity, -Infinity, 0, -1e300, 1e300));

describe('interlocks', () => {
  it('let nothing past, whatever controllers ask for and whatever trips', () => {
    const limits = fc.record({
      from: fc.double({ min: 0.1, max: 10, noNaN: true }),
      width: fc.double({ min: 0, max: 20, noNaN: true }),
      rate: fc.option(fc.double({ min: 0.01, max: 100, noNaN: true }), { nil: undefined }),
      safe: fc.double({ min: 0, max: 1, noNaN: true }),
    });
    const act = fc.tuple(anything, fc.double({ min: 0, max: 2, noNaN: true }));
    fc.assert(
      fc.property(limits, fc.array(act, { maxLength: 60 }), ({ from, width, rate, safe }, acts) => {
        const to = from + width;
        const trip = { phase: 'organic' as const, stage: 1, above: 1, litrePerHour: Math.min(to, from + safe * width) };
        const interlocks: Interlocks = { from, to, trips: [trip], ...(rate === undefined ? {} : { litrePerHourEachHour: rate }) };
        const trips = new Trips(interlocks);
        let [flow, isTripped] = [from, false];
        for (const [requested, loading] of acts) {
          trips.update(() => loading);
          isTripped = loading > 1 || (isTripped && loading > 0.95);
          const next = permitted(requested, flow, 0.5, interlocks, trips.safe);
          assert.ok(next >= from && next <= to, `${next} is not from ${from} to ${to}`);
          if (isTripped) assert.equal(next, trip.litrePerHour);
          else assert.ok(Math.abs(next - flow) <= 0.5 * (rate ?? Infinity) * (1 + 1e-9));
          flow = next;
        }
      }),
      { numRuns: 500 },
    );
  });

  it('leave the flow as it is where a controller asks for no number', () => {
    assert.equal(permitted(NaN, 3, 1, { from: 1, to: 5, trips: [] }, null), 3);
  });
});

/** A plant of first order with dead time, sampled: moved by a flow, it answers in the logarithm. */
class FirstOrderPlant {
  value = 0;
  readonly #past: number[];
  readonly #gain: number;
  readonly #keep: number;

  constructor(gain: number, lagHours: number, deadSamples: number, sampleHours: number) {
    this.#gain = gain;
    this.#keep = Math.exp(-sampleHours / lagHours);
    this.#past = new Array<number>(deadSamples).fill(0);
  }

  /** @param move of the flow from where it began */
  goOn(move: number, load = 0): number {
    this.#past.push(move);
    const acting = this.#past.shift()!;
    this.value = this.#keep * this.value + (1 - this.#keep) * (this.#gain * acting + load);
    return this.value;
  }

  response(samples: number): Float64Array {
    return Float64Array.from({ length: samples }, () => this.goOn(1));
  }
}

const SAMPLE = 0.5;
const response = (dead: number): StepResponse => ({
  perLitrePerHour: new FirstOrderPlant(-2, 6, dead, SAMPLE).response(200),
  sampleHours: SAMPLE,
});

describe('a step response', () => {
  it('gives back the first order that it came from', () => {
    const { gain, lagHours, deadHours } = firstOrderOf(response(4), 2);
    assert.ok(Math.abs(gain + 2) < 1e-6);
    assert.ok(Math.abs(lagHours - 6) < 0.1, `${lagHours}`);
    assert.ok(Math.abs(deadHours - 6 * SAMPLE) < 0.1, `${deadHours}`);
  });
});

describe('a PID controller', () => {
  const settings = { ...tunedPi(firstOrderOf(response(2), 0), SAMPLE), derivativeHours: 0.3 };

  it('takes over without a bump, also where the setpoint is not met', () => {
    const controller = new PidController({ ...settings, derivativeHours: 2 }, 1, SAMPLE, 12);
    assert.ok(Math.abs(controller.ask(-3) - 12) < 1e-12);
  });

  it('brings a plant back to its setpoint after a load, without an error that stays', () => {
    const controller = new PidController(settings, 0, SAMPLE, 10);
    const plant = new FirstOrderPlant(-2, 6, 2, SAMPLE);
    let flow = 10;
    for (let n = 0; n < 300; n++) {
      flow = controller.ask(plant.value);
      controller.applied(flow);
      plant.goOn(flow - 10, 1.5);
    }
    assert.ok(Math.abs(plant.value) < 1e-6, `${plant.value}`);
    assert.ok(Math.abs(flow - 10.75) < 1e-5, `${flow}`);
  });

  it('does not wind up against a bound: it leaves the bound as soon as the load is gone', () => {
    const controller = new PidController(settings, 0, SAMPLE, 10);
    const plant = new FirstOrderPlant(-2, 6, 2, SAMPLE);
    const flows = Array.from({ length: 400 }, (_, n) => {
      const flow = Math.min(10.5, controller.ask(plant.value));
      controller.applied(flow);
      plant.goOn(flow - 10, n < 200 ? 5 : 0);
      return flow;
    });
    assert.ok(flows[199] === 10.5, 'the load is more than the bound can meet');
    const leaves = flows.findIndex((flow, n) => n >= 200 && flow < 10.5);
    assert.ok(leaves - 200 < 30, `it leaves after ${leaves - 200} samples`);
    assert.ok(Math.abs(plant.value) < 1e-6);
  });
});

describe('a predictive controller', () => {
  const control = (from: number, to: number, rate?: number): Control =>
    ({
      mpc: { horizonSamples: 40, moves: 4, moveWeight: 0.1, trust: 0.5 },
      interlocks: { from, to, trips: [], ...(rate === undefined ? {} : { litrePerHourEachHour: rate }) },
    }) as unknown as Control;

  it('brings a plant with dead time to its setpoint, and asks for nothing beyond bounds and rate', () => {
    const controller = new PredictiveController(control(9, 10.9, 0.4), response(3), 0, -0.5, 0, 10);
    const plant = new FirstOrderPlant(-2, 6, 3, SAMPLE);
    let flow = 10;
    for (let n = 0; n < 300; n++) {
      const asked = controller.ask(plant.value);
      assert.ok(asked >= 9 - 1e-9 && asked <= 10.9 + 1e-9 && Math.abs(asked - flow) <= 0.4 * SAMPLE + 1e-9);
      flow = asked;
      controller.applied(flow);
      plant.goOn(flow - 10, 1);
    }
    assert.ok(Math.abs(plant.value + 0.5) < 1e-4, `${plant.value}`);
  });

  it('sits at its bound where the setpoint is out of reach, and leaves it at once when it is not', () => {
    const controller = new PredictiveController(control(9, 10.5), response(3), 0, 0, 0, 10);
    const plant = new FirstOrderPlant(-2, 6, 3, SAMPLE);
    const flows = Array.from({ length: 400 }, (_, n) => {
      const flow = controller.ask(plant.value);
      controller.applied(flow);
      plant.goOn(flow - 10, n < 200 ? 5 : 0);
      return flow;
    });
    assert.ok(Math.abs(flows[199]! - 10.5) < 1e-9);
    const leaves = flows.findIndex((flow, n) => n >= 200 && flow < 10.5 - 1e-6);
    assert.ok(leaves - 200 < 30, `it leaves after ${leaves - 200} samples`);
    assert.ok(Math.abs(plant.value) < 1e-4);
  });
});
