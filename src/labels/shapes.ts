/** What a page of labels is drawn of. Places and lengths in millimetres from the upper left corner. */
export type Shape =
  | { readonly kind: 'rect'; readonly x: number; readonly y: number; readonly width: number; readonly height: number }
  | { readonly kind: 'text'; readonly x: number; readonly baseline: number; readonly size: number; readonly text: string };

/** A page: the shapes of one label, and where on the page that label stands. */
export interface LabelPage {
  readonly widthMm: number;
  readonly heightMm: number;
  readonly shapes: readonly Shape[];
  readonly places: readonly { readonly x: number; readonly y: number }[];
}

/** Pixels of a PNG per inch, and the millimetres of one. Modules of a symbol are whole pixels, so that their edges are sharp. */
export const DOTS_PER_INCH = 300;
export const PIXEL_MM = 25.4 / DOTS_PER_INCH;

/** One label by itself. */
export const LABEL_MM = { width: 100, height: 60 } as const;
export const A4_MM = { width: 210, height: 297 } as const;
