/** Takes the derivative of a constraint with respect to one variable; several for one variable add up. */
export type TakeDerivative = (variable: number, derivative: number) => void;

/** Something that must be 0 in the reconciled values. */
export interface Constraint {
  readonly name: string;
  /** Which node of a flowsheet it balances: a leak there would show in it. Null for other constraints. */
  readonly node: string | null;
  /** How much a leak at its node would add to it. */
  readonly leakShare: number;
  /** @param values of all variables, by index */
  readonly evaluate: (values: Float64Array, take: TakeDerivative) => number;
}

/** A variable: measured with a standard deviation, or to be found. */
export interface Variable {
  readonly name: string;
  /** Null where it is not measured. */
  readonly measured: { readonly value: number; readonly sd: number } | null;
  /** Where the search begins; the measurement where there is one. */
  readonly start: number;
  /** What the truth cannot be below or above. */
  readonly least: number;
  readonly most: number;
}

/** `Σ coefficient·variable + constant = 0`. */
export function linearConstraint(
  name: string,
  terms: readonly (readonly [variable: number, coefficient: number])[],
  constant: number,
  node: string | null = null,
  leakShare = 0,
): Constraint {
  return {
    name,
    node,
    leakShare,
    evaluate: (values, take) => {
      let sum = constant;
      for (const [variable, coefficient] of terms) {
        sum += coefficient * values[variable]!;
        take(variable, coefficient);
      }
      return sum;
    },
  };
}

/** `Σ sign·flow·fraction = 0`: what a node makes of a component. */
export function productConstraint(
  name: string,
  terms: readonly (readonly [flow: number, fraction: number, sign: number])[],
  node: string | null = null,
): Constraint {
  return {
    name,
    node,
    leakShare: 0,
    evaluate: (values, take) => {
      let sum = 0;
      for (const [flow, fraction, sign] of terms) {
        sum += sign * values[flow]! * values[fraction]!;
        take(flow, sign * values[fraction]!);
        take(fraction, sign * values[flow]!);
      }
      return sum;
    },
  };
}
