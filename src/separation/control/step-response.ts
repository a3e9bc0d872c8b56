import type { PidSettings } from './pid.ts';

/** How a measurement answers a step of the flow: by samples, from the first after the step on, for each litre an hour. */
export interface StepResponse {
  readonly perLitrePerHour: Float64Array;
  readonly sampleHours: number;
}

/** A first order with dead time that answers as a step response does. */
export interface FirstOrder {
  /** What the measurement changes by in the end for each litre an hour. */
  readonly gain: number;
  readonly lagHours: number;
  readonly deadHours: number;
}

/** The two points by which a first order is laid through a response (Smith 1972; recalled, not looked up). */
const [EARLY, LATE] = [0.283, 0.632];

/** A first order through the response where it has gone 28.3 and 63.2 % of the way. @param delaySamples of the measurement, on top */
export function firstOrderOf({ perLitrePerHour, sampleHours }: StepResponse, delaySamples: number): FirstOrder {
  const gain = perLitrePerHour.at(-1)!;
  const [early, late] = [EARLY, LATE].map((share) => sampleHours * crossing(perLitrePerHour, share * gain)) as [number, number];
  const lagHours = Math.max(1.5 * (late - early), sampleHours / 10);
  return { gain, lagHours, deadHours: Math.max(0, late - lagHours) + delaySamples * sampleHours };
}

/** After how many samples a response first reaches a value. */
function crossing(response: Float64Array, value: number): number {
  const at = response.findIndex((each) => Math.abs(each) >= Math.abs(value) && each * value > 0);
  const before = at > 0 ? response[at - 1]! : 0;
  return at + (value - before) / (response[at]! - before);
}

/**
 * PI settings after Skogestad's rules (SIMC 2003; recalled, not looked up), with a closed-loop time of the dead time, half a sample of it for
 * holding the flow.
 */
export function tunedPi({ gain, lagHours, deadHours }: FirstOrder, sampleHours: number): Omit<PidSettings, 'derivativeHours'> {
  const dead = deadHours + sampleHours / 2;
  return { gainLitrePerHour: lagHours / (gain * 2 * dead), integralHours: Math.min(lagHours, 8 * dead) };
}
