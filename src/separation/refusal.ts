/** Why a case cannot be solved, in the order in which faults are told: of two, the earlier in this list. */
export const SEPARATION_REFUSALS = [
  'form',
  'unit-unknown',
  'stream-unknown',
  'stream-unsuitable',
  'stages-out-of-range',
  'stage-unknown',
  'component-unknown',
  'equilibrium-missing',
  'molar-mass-missing',
  'reaction-unbalanced',
  'extractant-missing',
  'acid-missing',
  'buffer-unknown',
  'draw-beyond-flow',
  'stage-without-phase',
  'loading-beyond-supply',
  'extractant-exhausted',
  'acid-exhausted',
  'design-impossible',
  'constraints-infeasible',
  'no-solution',
  'iteration-limit',
  'time-limit',
] as const;
export type SeparationRefusalCode = (typeof SEPARATION_REFUSALS)[number];

/** A case that cannot be solved: what, where in its JSON, and what to do. */
export class SeparationRefused extends Error {
  readonly code: SeparationRefusalCode;
  /** JSON path, as `$.aqueousFeeds[0].stage`; null where the whole case is meant. */
  readonly path: string | null;

  constructor(code: SeparationRefusalCode, path: string | null, message: string) {
    super(message);
    this.code = code;
    this.path = path;
  }
}
