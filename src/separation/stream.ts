/** What a stream is: liquids have a volume, solids and gases are told by their moles alone. */
export type Phase = 'liquid' | 'solid' | 'gas';

/** What leaves a unit, as a flowsheet reads it. */
export interface UnitStream {
  /** Unique among the streams of its unit. */
  readonly name: string;
  readonly phase: Phase;
  /** Zero of solids and gases. */
  readonly litrePerHour: number;
  /**
   * mol/h by species. In liquids ions by the symbol of their element (`Nd`) or their formula (`NH4`, `HSO4`), and `H`, hydrogen that can dissociate
   * in the aqueous phase and free extractant in the organic one; chloride and sulfate follow from the charges. Solids and gases by formula;
   * what is no formula (`gangue`) is told in kilograms.
   */
  readonly molPerHour: Readonly<Record<string, number>>;
}

/** A feed of a unit of a flowsheet. */
export interface FeedPort {
  readonly name: string;
  readonly phase: Phase;
}
