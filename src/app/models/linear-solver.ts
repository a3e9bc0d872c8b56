import type { Highs, ModelData } from 'highs';
import type { LinearProgram, LinearSolution, LinearSolver } from '../../numerics/index.ts';

let loaded: Promise<Highs> | null = null;

/** HiGHS's package is read when somebody asks for it: every command and thread begins without. */
async function load(): Promise<Highs> {
  const { default: loader } = await import('highs');
  // Its types are written for CommonJS, where the loader is a property; as a module it is the default.
  return (loader as unknown as () => Promise<Highs>)();
}

/** HiGHS, loaded once: it is compiled to WebAssembly and takes a moment. */
export async function loadLinearSolver(): Promise<LinearSolver> {
  loaded ??= load();
  const highs = await loaded;
  const { optimal, infeasible, unbounded, unboundedOrInfeasible } = highs.constants.modelStatus;
  return (program) =>
    highs.withModel(modelOf(program, highs), (model): LinearSolution => {
      model.run();
      const status = model.getModelStatus();
      // All variables are bounded from below and what is asked has a cost: without a bound it is without an answer as well.
      if (status === infeasible || status === unboundedOrInfeasible) return { status: 'infeasible' };
      if (status === unbounded) return { status: 'unbounded' };
      if (status !== optimal) throw new Error(`HiGHS ended with model status ${status}`);
      const { colValue, rowDual } = model.getSolution();
      const isMixed = program.variables.some(({ isWhole }) => isWhole);
      return { status: 'optimal', values: [...colValue], prices: isMixed ? null : [...rowDual] };
    });
}

/** By arrays: HiGHS's reader of LP text takes a row with two bounds for two rows of which one is another. */
function modelOf({ variables, rows }: LinearProgram, { infinity, constants }: Highs): ModelData {
  const { continuous, integer } = constants.variableType;
  const [numCols, numRows] = [variables.length, rows.length];
  const entries = rows.map(({ coefficients }) => coefficients.flatMap((value, at) => (value === 0 ? [] : [{ at, value }])));
  const starts = entries.reduce<number[]>((all, row) => [...all, all.at(-1)! + row.length], [0]);
  return {
    numCols,
    numRows,
    colCost: variables.map(({ cost }) => cost),
    colLower: variables.map(() => 0),
    colUpper: variables.map(({ atMost }) => atMost ?? infinity),
    rowLower: rows.map(({ atLeast }) => atLeast ?? -infinity),
    rowUpper: rows.map(({ atMost }) => atMost ?? infinity),
    matrix: {
      format: 'csr',
      numRows,
      numCols,
      starts,
      indices: entries.flat().map(({ at }) => at),
      values: entries.flat().map(({ value }) => value),
    },
    integrality: variables.map(({ isWhole }) => (isWhole ? integer : continuous)),
  };
}
