/** What moves a flow from what is measured, once a sample. */
export interface Controller {
  /** @param measured ln(share/(1 − share)) as it arrives @returns litres an hour that it asks for */
  readonly ask: (measured: number) => number;
  /** Tells the flow that interlocks let through: what was not done is not remembered as done. */
  readonly applied: (litrePerHour: number) => void;
}

/** Leaves the flow as it is. */
export function noController(litrePerHour: number): Controller {
  return { ask: () => litrePerHour, applied: () => {} };
}
