import { SeparationRefused } from '../refusal.ts';

/** One measured contact of equal volumes of a chloride solution and an extractant. */
export interface EquilibriumRow {
  /** Line in the file, from 1; the head is line 1. */
  readonly line: number;
  readonly source: string;
  /** Before contact, mol/L. */
  readonly acid: number;
  readonly extractant: number;
  /** Metals that were there. */
  readonly metals: readonly MeasuredMetal[];
}

/** One metal of a row: before contact and after it in the aqueous phase, mol/L; D is organic over aqueous. */
export interface MeasuredMetal {
  readonly element: string;
  readonly feed: number;
  readonly aqueous: number;
  readonly distribution: number;
}

/** A measurement that a fit does not use. */
export interface LeftOut {
  readonly line: number;
  readonly source: string;
  readonly element: string;
  readonly why: 'nothing-extracted' | 'does-not-close';
}

/** What the organic took, over what is left, may differ from the stated D by this share. */
const CLOSURE = 0.1;

/**
 * Rows of a CSV file: `label`, `Feed H+[M]`, `PC88A[M]`, and `Feed X[M]`, `Xaq X`, `D X` for each metal X; other columns are not read. Metals
 * that are 0 in the feed were not there.
 * @throws SeparationRefused with the line
 */
export function readEquilibriumRows(csv: string): EquilibriumRow[] {
  const [head = '', ...lines] = csv.trim().split(/\r?\n/);
  const columns = head.split(',');
  const at = (name: string): number => {
    const place = columns.indexOf(name);
    if (place < 0) throw new SeparationRefused('form', 'line 1', `a column “${name}” is missing`);
    return place;
  };
  const elements = columns.flatMap((name) => /^Feed (\w+)\[M\]$/.exec(name)?.[1] ?? []);
  if (elements.length === 0)
    throw new SeparationRefused('form', 'line 1', 'no metal: expected columns “Feed X[M]”, “Xaq X”, “D X”');
  const [label, acid, extractant] = [at('label'), at('Feed H+[M]'), at('PC88A[M]')];
  const places = elements.map((element) => ({
    element,
    feed: at(`Feed ${element}[M]`),
    aqueous: at(`Xaq ${element}`),
    distribution: at(`D ${element}`),
  }));
  return lines.map((text, n): EquilibriumRow => {
    const cells = text.split(',');
    const number = (place: number): number => amountOf(cells[place], n + 2, columns[place]!);
    const metals = places.map(({ element, feed, aqueous, distribution }) => ({
      element,
      feed: number(feed),
      aqueous: number(aqueous),
      distribution: number(distribution),
    }));
    return {
      line: n + 2,
      source: cells[label]!,
      acid: number(acid),
      extractant: number(extractant),
      metals: metals.filter(({ feed }) => feed > 0),
    };
  });
}

function amountOf(cell: string | undefined, line: number, column: string): number {
  const value = Number(cell);
  if (cell === undefined || cell.trim() === '' || !Number.isFinite(value) || value < 0)
    throw new SeparationRefused('form', `line ${line}`, `expected an amount of 0 or more in “${column}”, got “${cell ?? ''}”`);
  return value;
}

/** Why a measurement is of no use; null where it is. */
export function faultOf({ feed, aqueous, distribution }: MeasuredMetal): LeftOut['why'] | null {
  if (distribution <= 0 || aqueous <= 0 || aqueous >= feed) return 'nothing-extracted';
  return Math.abs((feed - aqueous) / aqueous / distribution - 1) > CLOSURE ? 'does-not-close' : null;
}
