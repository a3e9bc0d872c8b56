/** One application identifier with its value, as it is printed: no escapes, no padding. */
export interface Element {
  readonly ai: string;
  readonly value: string;
}
