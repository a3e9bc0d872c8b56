import { chiSquareQuantile, choleskyOf, choleskySolve, dot, zeros } from '../numerics/index.ts';
import type { Constraint } from './constraint.ts';
import type { Problem } from './problem.ts';
import type { Reconciled } from './solve.ts';
import type { VariableClass } from './statistics.ts';

/** A gross error that was found: a measurement that is off, or matter lost at a node. */
export interface GrossError {
  readonly kind: 'bias' | 'leak';
  /** The variable or the node. */
  readonly of: string;
  /** By how much the measurement is above the truth, or what the node loses. */
  readonly magnitude: number;
  /** The likelihood ratio when it was found, and what it had to pass. */
  readonly statistic: number;
  readonly threshold: number;
  /** Others that explain the data as well: they cannot be told apart. */
  readonly equivalent: readonly { readonly kind: 'bias' | 'leak'; readonly of: string }[];
  /** Others that explain nearly as much, the likeliest first: by less than the threshold of one test at `alpha`. */
  readonly rivals: readonly { readonly kind: 'bias' | 'leak'; readonly of: string; readonly statistic: number }[];
}

interface Candidate {
  readonly kind: 'bias' | 'leak';
  readonly of: string;
  /** What one unit of it adds to the reduced imbalance. */
  readonly signature: Float64Array;
  /** The same in the metric of the reduced imbalance: `(R·V·Rᵀ)⁻¹·signature`. */
  readonly solved: Float64Array;
  /** Whether the truth can be where an error of this size would have it. */
  readonly isPossible: (magnitude: number) => boolean;
}

/** So many are looked for at most. */
const ERRORS_MAX = 20;
/** Statistics this near to each other, by signatures that are parallel, are told together. */
const ALIKE = 1e-6;
/** Magnitudes are estimates: a truth so many standard deviations of the measurement beyond what it can be is let pass. */
const SLACK = 2;
/** So many rivals are told at most. */
const RIVALS_MAX = 5;

/**
 * Gross errors by the generalised likelihood ratio (Narasimhan and Mah 1987): the one that explains most is taken as found and compensated for,
 * then the next is looked for beside it. Magnitudes are estimated together.
 * @param kinds what is looked for
 * @param alpha chance that one is found where there is none (Šidák's correction over the candidates)
 */
export function findGrossErrors(
  reconciled: Reconciled,
  classes: readonly VariableClass[],
  kinds: readonly GrossError['kind'][],
  alpha: number,
): GrossError[] {
  const candidates = candidatesOf(reconciled, classes).filter(({ kind }) => kinds.includes(kind));
  const search = new Search(reconciled, candidates, alpha);
  while (search.found.length < Math.min(ERRORS_MAX, reconciled.normal.rank) && search.next());
  return search.errors();
}

function candidatesOf({ linearised, normal }: Reconciled, classes: readonly VariableClass[]): Candidate[] {
  const { problem, reduced } = linearised;
  const biases = problem.measured.flatMap((variable, column): Candidate[] => {
    if (classes[variable] !== 'redundant') return [];
    const signature = Float64Array.from({ length: reduced.rows }, (_, row) => reduced.values[row * reduced.columns + column]!);
    const { name, measured, least, most } = problem.variables[variable]!;
    const { value, sd } = measured!;
    const isPossible = (magnitude: number): boolean =>
      value - magnitude > least - SLACK * sd && value - magnitude < most + SLACK * sd;
    return [{ kind: 'bias', of: name, signature, solved: normal.solve(signature), isPossible }];
  });
  const nodes = [
    ...new Set(problem.constraints.flatMap(({ node, leakShare }) => (node === null || leakShare === 0 ? [] : [node]))),
  ];
  const leaks = nodes.map((node): Candidate => {
    const shares = Float64Array.from(problem.constraints, (constraint) => (constraint.node === node ? constraint.leakShare : 0));
    const signature = linearised.project(shares);
    return { kind: 'leak', of: node, signature, solved: normal.solve(signature), isPossible: () => true };
  });
  return [...biases, ...leaks.filter(({ signature }) => signature.some((share) => Math.abs(share) > ALIKE))];
}

class Search {
  readonly found: {
    candidate: Candidate;
    statistic: number;
    equivalent: readonly Candidate[];
    rivals: GrossError['rivals'];
  }[] = [];
  readonly #candidates: readonly Candidate[];
  readonly #imbalance: Float64Array;
  readonly #threshold: number;
  readonly #near: number;

  constructor(reconciled: Reconciled, candidates: readonly Candidate[], alpha: number) {
    const { linearised, values } = reconciled;
    const { measured, variables } = linearised.problem;
    this.#candidates = candidates;
    this.#imbalance = linearised.imbalance(
      Float64Array.from(measured, (variable) => variables[variable]!.measured!.value - values[variable]!),
    );
    const each = candidates.length === 0 ? alpha : 1 - (1 - alpha) ** (1 / candidates.length);
    this.#threshold = chiSquareQuantile(1 - each, 1);
    this.#near = chiSquareQuantile(1 - alpha, 1);
  }

  /** Looks for one more. @returns whether there was one */
  next(): boolean {
    const tried = this.#candidates.map((candidate) => ({ candidate, ...this.#statisticOf(candidate) }));
    const best = tried.reduce<(typeof tried)[number] | null>(
      (most, each) => (most === null || each.statistic > most.statistic ? each : most),
      null,
    );
    if (best === null || !(best.statistic > this.#threshold)) return false;
    const equivalent = tried
      .filter((each) => each !== best && Math.abs(each.statistic - best.statistic) <= ALIKE * best.statistic)
      .filter((each) => isParallel(each.beside, best.beside))
      .map(({ candidate }) => candidate);
    const rivals = tried
      .filter((each) => each !== best && !equivalent.includes(each.candidate) && each.statistic > best.statistic - this.#near)
      .sort((a, b) => b.statistic - a.statistic)
      .slice(0, RIVALS_MAX)
      .map(({ candidate: { kind, of }, statistic }) => ({ kind, of, statistic }));
    this.found.push({ candidate: best.candidate, statistic: best.statistic, equivalent, rivals });
    return true;
  }

  /** The likelihood ratio of a candidate beside those found. */
  #statisticOf({ signature, solved, isPossible }: Candidate): { statistic: number; beside: Float64Array } {
    const shares = this.found.length === 0 ? null : this.#fit(signature);
    const less = (vector: Float64Array, of: (found: Candidate) => Float64Array): Float64Array => {
      if (shares === null) return vector;
      const rest = vector.slice();
      for (const [k, { candidate }] of this.found.entries())
        for (const [row, value] of of(candidate).entries()) rest[row]! -= shares[k]! * value;
      return rest;
    };
    const beside = less(signature, (found) => found.signature);
    const weighted = less(solved, (found) => found.solved);
    const weight = dot(beside, weighted);
    // What those found explain already has nothing left.
    if (!(weight > ALIKE * dot(signature, solved))) return { statistic: 0, beside };
    const pull = dot(weighted, this.#imbalance);
    return { statistic: isPossible(pull / weight) ? pull ** 2 / weight : 0, beside };
  }

  /** How much of each error found fits a vector best. */
  #fit(vector: Float64Array): Float64Array {
    const size = this.found.length;
    const product = zeros(size, size);
    const right = new Float64Array(size);
    for (const [i, { candidate }] of this.found.entries()) {
      right[i] = dot(candidate.solved, vector);
      for (const [j, other] of this.found.entries())
        product.values[i * size + j] = dot(candidate.solved, other.candidate.signature);
    }
    const factor = choleskyOf(product);
    if (factor === null) throw new Error('Search: errors found depend on each other');
    return choleskySolve(factor, right);
  }

  errors(): GrossError[] {
    const magnitudes = this.found.length === 0 ? [] : this.#fit(this.#imbalance);
    return this.found.map(({ candidate: { kind, of }, statistic, equivalent, rivals }, k) => ({
      kind,
      of,
      magnitude: magnitudes[k]!,
      statistic,
      threshold: this.#threshold,
      equivalent: equivalent.map((other) => ({ kind: other.kind, of: other.of })),
      rivals,
    }));
  }
}

function isParallel(a: Float64Array, b: Float64Array): boolean {
  return dot(a, b) ** 2 >= (1 - ALIKE) * dot(a, a) * dot(b, b);
}

/** The same problem with the errors taken out of measurements and balances. */
export function compensated(problem: Problem, errors: readonly GrossError[]): Problem {
  const biases = new Map(errors.filter(({ kind }) => kind === 'bias').map(({ of, magnitude }) => [of, magnitude]));
  const leaks = new Map(errors.filter(({ kind }) => kind === 'leak').map(({ of, magnitude }) => [of, magnitude]));
  return {
    ...problem,
    variables: problem.variables.map((variable) => {
      const bias = biases.get(variable.name);
      if (bias === undefined || variable.measured === null) return variable;
      return { ...variable, measured: { ...variable.measured, value: variable.measured.value - bias } };
    }),
    constraints: problem.constraints.map((constraint) => {
      const leak = constraint.node === null ? undefined : leaks.get(constraint.node);
      return leak === undefined ? constraint : lessLeak(constraint, leak * constraint.leakShare);
    }),
  };
}

function lessLeak(constraint: Constraint, leak: number): Constraint {
  return { ...constraint, evaluate: (values, take) => constraint.evaluate(values, take) - leak };
}
