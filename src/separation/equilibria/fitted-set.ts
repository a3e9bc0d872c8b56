/** Constants fitted to measured equilibria, with how sure they are, where they hold and how far they missed. */
export interface FittedSet {
  readonly name: string;
  readonly extractant: string;
  readonly diluent: string;
  readonly medium: string;
  readonly temperatureCelsius: number;
  readonly origin: string;
  readonly licence: string;
  /** log10 K of each element for a source yet unseen. */
  readonly constants: Readonly<Record<string, FittedConstant>>;
  /** How a mole a litre of extractant lowers log10 of what a third of it does. */
  readonly crowding: Interval;
  /** log10 K of each source above the constants, and how sources spread: what a plant has to expect of its own. */
  readonly sourceEffects: Readonly<Record<string, Interval>>;
  readonly sourceSd: number;
  /** Spread of log10 D within a source, beside the error of aqueous analyses, which is `analysisSd` in log10. */
  readonly residualSd: number;
  readonly analysisSd: number;
  /** Of Student's distribution that the intervals take. */
  readonly degreesOfFreedom: number;
  /** Of the constants and the crowding, in the order of `names`. */
  readonly covariance: { readonly names: readonly string[]; readonly values: readonly (readonly number[])[] };
  readonly domain: Domain;
  /** Root mean square of log10 D, predicted from what was put in: of the set and of a constant per element alone. */
  readonly accuracy: { readonly set: Accuracy; readonly constantPerElement: Accuracy };
  readonly rowsUsed: number;
  readonly leftOut: readonly {
    readonly line: number;
    readonly source: string;
    readonly element: string;
    readonly why: string;
  }[];
}

/** A number with its 95 % interval. */
export interface Interval {
  readonly value: number;
  readonly standardError: number;
  readonly interval95: readonly [number, number];
}

/** A constant of one element. */
export interface FittedConstant extends Interval {
  readonly rows: number;
  readonly sources: readonly string[];
}

/** What the rows of the fit spanned at equilibrium; beyond it nothing was measured. */
export interface Domain {
  readonly acidMolPerLitre: readonly [number, number];
  /** All trivalent ions in the aqueous phase. */
  readonly trivalentMolPerLitre: readonly [number, number];
  /** Extractant, free and bound. */
  readonly extractantMolPerLitre: readonly [number, number];
  /** Share of the extractant that is bound. */
  readonly loading: readonly [number, number];
  readonly temperatureCelsius: readonly [number, number];
}

/** How far a model misses. */
export interface Accuracy {
  readonly inFit: number;
  /** The same rows, as if each source were yet unseen. */
  readonly inFitWithoutSourceEffects: number;
  /** Rows of several elements, which no fit saw: all together, the mean over sources, and each. */
  readonly heldOut: number;
  readonly heldOutMeanOfSources: number;
  readonly heldOutBySource: Readonly<Record<string, number>>;
  /** Rows of one element of each source, by a fit that saw none of it. */
  readonly leaveOneSourceOut: Readonly<Record<string, number>>;
}
