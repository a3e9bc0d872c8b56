/**
 * A countercurrent cascade of mixer-settlers, in numbers. Stages are counted along the organic phase, from 0: organic goes from stage `j` to
 * `j + 1`, aqueous from `j` to `j − 1`. Volumes in litres an hour, concentrations in mol/L; both phases keep their volume.
 */

/**
 * What a law reads of a stage, as natural logarithms: `exchange` is hydrogen in the organic phase over hydrogen in the aqueous one, `acid` and
 * `extractant` are the free of each in mol/L, `loading` scales all distributions until a given loading is met, `own` is the aqueous
 * concentration of one component, for its table; `trivalent` is all aqueous components of charge 3 in mol/L, `salt` the charges of all others
 * but hydrogen in eq/L, both with {@link IONS_OFFSET} on top.
 */
export type ScalarKind = 'exchange' | 'acid' | 'extractant' | 'loading' | 'own' | 'trivalent' | 'salt';

/**
 * What is added to ions before their logarithm is taken, mol/L: a logarithm that follows a component to nothing would lead trials astray, where
 * nothing depends on it any more.
 */
export const IONS_OFFSET = 0.01;

/** An unknown of each stage beside the components. */
export interface Scalar {
  readonly kind: ScalarKind;
  /** Index of the component of an `own`; −1 else. */
  readonly component: number;
}

/** How a component is distributed: writes `ln D`, and what it changes by with each scalar. */
export interface DistributionLaw {
  /**
   * @param scalars natural logarithms at one stage, in the order of the cascade's scalars
   * @param slopes takes ∂ln D/∂scalar
   * @returns ln D, D being mol/L organic over mol/L aqueous
   */
  readonly lnDistribution: (scalars: Float64Array, slopes: Float64Array) => number;
  /** Where `ln D = lnFactor + Σ slope · scalar` is the whole law: then it need not be asked stage by stage. */
  readonly powers?: { readonly lnFactor: number; readonly slopes: Float64Array };
  /** The same law with what sets components apart to the power of a share: at 0 all are alike. Only of laws under a given loading. */
  readonly softened?: (share: number) => DistributionLaw;
}

/**
 * One component: an element, or anything else that passes between the phases. Where there is an extractant, the last component is hydrogen,
 * which fills whatever places the others leave.
 */
export interface CascadeComponent {
  readonly name: string;
  /** Hydrogen ions that one mole releases when it is extracted; 0 for what exchanges with none. */
  readonly charge: number;
  /** Moles of extractant that one mole binds. */
  readonly extractantPerMole: number;
  /** Whether it counts in a loading that is given. */
  readonly isLoaded: boolean;
  readonly law: DistributionLaw;
}

/** An acid that dissociates in the aqueous phase: HSO4⁻ ⇌ H⁺ + SO4²⁻. */
export interface Buffer {
  readonly name: string;
  /** Dissociation constant, mol/L. */
  readonly dissociationMolPerLitre: number;
}

/** Feeds by stage: volume, and moles an hour of each component. */
export interface PhaseFeed {
  readonly litrePerHour: Float64Array;
  /** `[component · stages + stage]`, mol/h. */
  readonly molPerHour: Float64Array;
}

/** A cascade ready to be solved. Arrays are of one entry a stage. */
export interface Cascade {
  readonly stages: number;
  readonly components: readonly CascadeComponent[];
  readonly scalars: readonly Scalar[];
  /** Index of hydrogen among the components; −1 where no extractant holds it. */
  readonly hydrogen: number;
  readonly aqueous: PhaseFeed;
  readonly organic: PhaseFeed;
  /** Volume that is drawn off at a stage and does not go on, litres an hour. */
  readonly aqueousDraw: Float64Array;
  readonly organicDraw: Float64Array;
  /** Exchangeable charge that enters with aqueous feeds, eq/h: hydrogen that can dissociate, and metals times their charges. */
  readonly chargeFeed: Float64Array;
  readonly buffers: readonly (Buffer & { readonly feedMolPerHour: Float64Array })[];
  /** Extractant, free and bound, that enters with organic feeds, mol/h. */
  readonly extractantFeed: Float64Array;
  /** What the loaded components make together in the organic phase, mol/L, where a loading is given. */
  readonly loadingMolPerLitre: Float64Array;
  /** Murphree efficiency of the organic phase, 0 < E ≤ 1. */
  readonly efficiency: Float64Array;
  /** Litres of each phase that a stage holds, mixer and settler together. */
  readonly aqueousHold: Float64Array;
  readonly organicHold: Float64Array;
  /** Litres of aqueous phase that go along with a litre of organic, and the other way. */
  readonly aqueousInOrganic: number;
  readonly organicInAqueous: number;
}
