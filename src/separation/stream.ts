/** A liquid that leaves a unit, as a flowsheet reads it. */
export interface UnitStream {
  /** Unique among the streams of its unit. */
  readonly name: string;
  readonly litrePerHour: number;
  /**
   * mol/h by species: ions by the symbol of their element (`Nd`) or their formula (`NH4`, `HSO4`); `H` is hydrogen that can dissociate in the
   * aqueous phase and free extractant in the organic one.
   */
  readonly molPerHour: Readonly<Record<string, number>>;
}
