/** What stands on a label, in words; where it came from is not the label's affair. */
export interface Label {
  /** What the symbol says: a GS1 Digital Link URI. */
  readonly uri: string;
  readonly title: string;
  readonly subtitle: string;
  /** Names and values, one line each. */
  readonly lines: readonly { readonly name: string; readonly value: string }[];
  /** The element string in brackets, for people. */
  readonly elementString: string;
}

/** One label of 100 × 60 mm, or a sheet of A4 with eight of them. */
export type LabelSize = '100x60' | 'a4';
export type LabelFormat = 'png' | 'pdf' | 'svg';
