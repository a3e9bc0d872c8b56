import { solveQuadratic, zeros } from '../../numerics/index.ts';
import type { Control } from './control-schema.ts';
import type { Controller } from './controller.ts';
import type { StepResponse } from './step-response.ts';

/**
 * Predictive control by the step response (dynamic matrix control, Cutler and Ramaker 1980; as in Rawlings, Mayne and Diehl, Model Predictive
 * Control, 2017: recalled, not looked up). It forecasts the measurement from the moves that were made, corrects the forecast by what was measured,
 * and plans moves within bounds and rate so that squares of what is missed, and of moves, are least: a quadratic program each sample.
 */
export class PredictiveController implements Controller {
  readonly #settings: Control['mpc'];
  readonly #setpoint: number;
  readonly #response: Float64Array;
  readonly #interlocks: Control['interlocks'];
  readonly #reach: number;
  /** Measurements to come if no further move is made, the present first. */
  #forecast: Float64Array;
  #bias = 0;
  #flow: number;

  /**
   * @param delaySamples by which measurements are late
   * @param measured what is measured at the flow that it takes over
   */
  constructor(
    { mpc, interlocks }: Control,
    { perLitrePerHour, sampleHours }: StepResponse,
    delaySamples: number,
    setpoint: number,
    measured: number,
    litrePerHour: number,
  ) {
    [this.#settings, this.#interlocks, this.#setpoint, this.#flow] = [mpc, interlocks, setpoint, litrePerHour];
    const length = mpc.horizonSamples + mpc.moves + 1;
    // The first entry is the sample in which the move is made.
    this.#response = Float64Array.from({ length }, (_, n) => {
      const at = n - 1 - delaySamples;
      return at < 0 ? 0 : (perLitrePerHour[at] ?? perLitrePerHour.at(-1)!);
    });
    this.#forecast = new Float64Array(length).fill(measured);
    this.#reach = (interlocks.litrePerHourEachHour ?? Infinity) * sampleHours;
  }

  ask(measured: number): number {
    this.#bias += this.#settings.trust * (measured - this.#forecast[0]! - this.#bias);
    return this.#flow + this.#firstMove();
  }

  applied(litrePerHour: number): void {
    const move = litrePerHour - this.#flow;
    this.#flow = litrePerHour;
    const last = this.#forecast.length - 1;
    const moved = this.#forecast.map((value, n) => value + move * this.#response[n]!);
    this.#forecast = moved.map((_, n) => moved[Math.min(last, n + 1)]!);
  }

  /** The first of the planned moves; none where the program has no answer. */
  #firstMove(): number {
    const { horizonSamples, moves, moveWeight } = this.#settings;
    const final = this.#response.at(-1)!;
    const hessian = zeros(moves, moves);
    const gradient = new Float64Array(moves);
    for (let k = 0; k < moves; k++) hessian.values[k * moves + k] = moveWeight * final * final;
    for (let n = 1; n <= horizonSamples; n++) {
      const missing = this.#setpoint - this.#forecast[n]! - this.#bias;
      for (let i = 0; i < moves && i < n; i++) {
        const own = this.#response[n - i]!;
        gradient[i]! -= own * missing;
        for (let k = 0; k < moves && k < n; k++) hessian.values[i * moves + k]! += own * this.#response[n - k]!;
      }
    }
    const { rows, bounds } = this.#limits(moves);
    // Scaled so that a move is of the order of what it does in the end.
    const scale = 1 / (final * final);
    for (let at = 0; at < hessian.values.length; at++) hessian.values[at]! *= scale;
    const { status, x } = solveQuadratic({ hessian, gradient: gradient.map((value) => value * scale), rows, bounds });
    return status === 'solved' ? x[0]! : 0;
  }

  /** The flow after each move between its bounds, and each move within the rate. */
  #limits(moves: number) {
    const { from, to } = this.#interlocks;
    const hasRate = Number.isFinite(this.#reach);
    const rows = zeros((hasRate ? 4 : 2) * moves, moves);
    const bounds = new Float64Array(rows.rows);
    for (let k = 0; k < moves; k++) {
      for (let i = 0; i <= k; i++) {
        rows.values[k * moves + i] = 1;
        rows.values[(moves + k) * moves + i] = -1;
      }
      bounds[k] = from - this.#flow;
      bounds[moves + k] = this.#flow - to;
      if (!hasRate) continue;
      rows.values[(2 * moves + k) * moves + k] = 1;
      rows.values[(3 * moves + k) * moves + k] = -1;
      bounds[2 * moves + k] = bounds[3 * moves + k] = -this.#reach;
    }
    return { rows, bounds };
  }
}
