import type { Controller } from './controller.ts';

/** How a PID controller acts. */
export interface PidSettings {
  /** L/h for each unit of error. */
  readonly gainLitrePerHour: number;
  readonly integralHours: number;
  readonly derivativeHours: number;
}

/** The derivative is filtered over this part of its time. */
const FILTER = 10;

/**
 * A PID controller in discrete time after Åström and Hägglund (Advanced PID Control, 2006; recalled, not looked up): derivative of the
 * measurement alone, filtered; the integral follows what was in fact done (back-calculation), so that it does not wind up against interlocks;
 * it takes over without a bump, from the flow that there is.
 */
export class PidController implements Controller {
  readonly #settings: PidSettings;
  readonly #setpoint: number;
  readonly #sampleHours: number;
  readonly #base: number;
  #integral: number | null = null;
  #derivative = 0;
  #before: number | null = null;
  #error = 0;
  #asked: number;

  /** @param litrePerHour the flow that it takes over */
  constructor(settings: PidSettings, setpoint: number, sampleHours: number, litrePerHour: number) {
    [this.#settings, this.#setpoint, this.#sampleHours] = [settings, setpoint, sampleHours];
    [this.#base, this.#asked] = [litrePerHour, litrePerHour];
  }

  ask(measured: number): number {
    const { gainLitrePerHour: gain, derivativeHours } = this.#settings;
    this.#error = this.#setpoint - measured;
    this.#integral ??= -gain * this.#error;
    const filtered = derivativeHours / (derivativeHours + FILTER * this.#sampleHours);
    const change = measured - (this.#before ?? measured);
    this.#derivative = derivativeHours > 0 ? filtered * (this.#derivative - gain * FILTER * change) : 0;
    this.#before = measured;
    this.#asked = this.#base + gain * this.#error + this.#integral + this.#derivative;
    return this.#asked;
  }

  applied(litrePerHour: number): void {
    const { gainLitrePerHour: gain, integralHours } = this.#settings;
    const share = Math.min(1, this.#sampleHours / integralHours);
    this.#integral = (this.#integral ?? 0) + share * (gain * this.#error + litrePerHour - this.#asked);
  }
}
