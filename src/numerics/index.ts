export { AndersonMixing } from './anderson.ts';
export { BlockFactors } from './block-factors.ts';
export { blockPattern, BlockTridiagonal } from './block-tridiagonal.ts';
export {
  apply,
  choleskyOf,
  choleskySolve,
  dot,
  leadingBlock,
  leastSquares,
  matrixOf,
  multiply,
  pivotedQr,
  transposed,
  zeros,
} from './dense.ts';
export type { Matrix, PivotedQr } from './dense.ts';
export {
  chiSquareCdf,
  chiSquareQuantile,
  lnGamma,
  normalCdf,
  normalQuantile,
  studentCdf,
  studentQuantile,
} from './distributions.ts';
export type { LinearProgram, LinearSolution, LinearSolver, ProgramRow } from './linear-program.ts';
export { median, robustDeviation } from './median.ts';
export { solveQuadratic } from './quadratic-program.ts';
export type { QuadraticOptimum, QuadraticProgram } from './quadratic-program.ts';
export { randomStream } from './random.ts';
export type { RandomStream } from './random.ts';
export { rootBetween } from './roots.ts';
export type { Root } from './roots.ts';
export { minimise } from './sequential-quadratic.ts';
export type { Evaluation, SmoothOptimum } from './sequential-quadratic.ts';
export { TransportChain } from './transport-chain.ts';
