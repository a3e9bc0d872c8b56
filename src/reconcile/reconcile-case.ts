import { reconciliationSchema, type ReconciliationCase } from './case-schema.ts';
import { compile } from './compile.ts';
import { compensated, findGrossErrors, type GrossError } from './gross-errors.ts';
import type { Problem } from './problem.ts';
import { ReconcileRefused } from './refusal.ts';
import { reconcile, type Reconciled } from './solve.ts';
import {
  adjustmentCovariance,
  classify,
  estimateCovariance,
  globalTest,
  measurementTests,
  objectiveOf,
  type GlobalTest,
  type MeasurementTest,
  type VariableClass,
} from './statistics.ts';

/** A variable as it was measured and as it is reconciled. */
export interface ReconciledVariable {
  readonly name: string;
  readonly measured: number | null;
  readonly sd: number | null;
  /** Null where nothing tells it. */
  readonly estimate: number | null;
  readonly estimateSd: number | null;
  /** The estimate less the measurement. */
  readonly adjustment: number | null;
  readonly class: VariableClass;
  readonly measurementTest: MeasurementTest | null;
}

export interface ReconciliationAnswer {
  readonly kind: 'reconciliation';
  readonly name: string | null;
  readonly status: 'solved';
  readonly iterations: number;
  /** The largest miss of a constraint, relative to what it adds up. */
  readonly residual: number;
  readonly globalTest: GlobalTest;
  readonly variables: readonly ReconciledVariable[];
  readonly constraints: readonly { readonly name: string; readonly before: number; readonly after: number }[];
  readonly grossErrors: readonly GrossError[];
  /** The same data with the gross errors taken out; null where there are none. */
  readonly compensated: {
    readonly globalTest: GlobalTest;
    readonly variables: readonly { readonly name: string; readonly estimate: number | null }[];
  } | null;
  /** Covariance of the estimates, in the order of the variables, where it was asked for. */
  readonly covariance: readonly (readonly number[])[] | null;
}

/**
 * Reconciles data in their JSON form (docs/reconcile.md).
 * @param json a value read from JSON
 * @throws ReconcileRefused with the reason, its JSON path and what to do
 */
export function reconcileCase(json: unknown): ReconciliationAnswer {
  const parsed = reconciliationSchema.safeParse(json);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new ReconcileRefused('form', pathOf(issue?.path ?? []), issue?.message ?? 'the form is not as documented');
  }
  const text = parsed.data;
  const problem = compile(text);
  return answerOf(text, problem, reconcile(problem, text.iterations));
}

function answerOf(text: ReconciliationCase, problem: Problem, reconciled: Reconciled): ReconciliationAnswer {
  const { alpha } = text;
  const classes = classify(reconciled);
  const covariance = estimateCovariance(reconciled, adjustmentCovariance(reconciled));
  const tests = measurementTests(reconciled, classes, alpha);
  const test = globalTest(objectiveOf(problem, reconciled.values), reconciled.normal.rank, alpha);
  const grossErrors = findGrossErrors(reconciled, classes, text.candidates, alpha);
  const size = problem.variables.length;
  const measuredValues = Float64Array.from(reconciled.values, (value, at) => problem.variables[at]!.measured?.value ?? value);
  return {
    kind: 'reconciliation',
    name: text.name ?? null,
    status: 'solved',
    iterations: reconciled.iterations,
    residual: reconciled.residual,
    globalTest: test,
    variables: problem.variables.map((variable, at): ReconciledVariable => {
      const isKnown = classes[at] !== 'unobservable';
      const { measured } = variable;
      return {
        name: variable.name,
        measured: measured?.value ?? null,
        sd: measured?.sd ?? null,
        estimate: isKnown ? reconciled.values[at]! : null,
        estimateSd: isKnown ? Math.sqrt(Math.max(0, covariance.values[at * size + at]!)) : null,
        adjustment: measured === null ? null : reconciled.values[at]! - measured.value,
        class: classes[at]!,
        measurementTest: tests[problem.measured.indexOf(at)] ?? null,
      };
    }),
    constraints: problem.constraints.map(({ name, evaluate }) => ({
      name,
      before: evaluate(measuredValues, () => undefined),
      after: evaluate(reconciled.values, () => undefined),
    })),
    grossErrors,
    compensated: grossErrors.length === 0 ? null : withoutErrors(problem, grossErrors, classes, text),
    covariance: text.covariance
      ? Array.from({ length: size }, (_, row) => Array.from(covariance.values.subarray(row * size, (row + 1) * size)))
      : null,
  };
}

function withoutErrors(
  problem: Problem,
  errors: readonly GrossError[],
  classes: readonly VariableClass[],
  { iterations, alpha }: ReconciliationCase,
): ReconciliationAnswer['compensated'] {
  const clean = compensated(problem, errors);
  const again = reconcile(clean, iterations);
  const degrees = Math.max(0, again.normal.rank - errors.length);
  return {
    globalTest: globalTest(objectiveOf(clean, again.values), degrees, alpha),
    variables: clean.variables.map(({ name }, at) => ({
      name,
      estimate: classes[at] === 'unobservable' ? null : again.values[at]!,
    })),
  };
}

function pathOf(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, step) => text + (typeof step === 'number' ? `[${step}]` : `.${String(step)}`), '$');
}
