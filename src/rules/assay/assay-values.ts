import { assumedAssaySd } from '../../elements/index.ts';
import { canonicalUri, type ReeAssay } from '../../epcis/index.ts';
import type { RuleEvent } from '../rule-event.ts';

/** An assay as stated, its lot canonical. */
export interface StatedAssay {
  readonly lot: string;
  readonly percent: Readonly<Record<string, number>>;
  /** Standard deviations in percent points, with the defaults of FORMATS for those that are not stated. */
  readonly sd: Readonly<Record<string, number>>;
  /** Who measured: the laboratory named, else the site. */
  readonly by: string | null;
}

/** Decimals that a stated number is written with; trailing zeros are not. */
export function decimalsOf(value: number): number {
  return /\.(\d+)$/.exec(String(value))?.[1]?.length ?? 0;
}

/** The assays that an event states. */
export function assaysOf(event: RuleEvent): StatedAssay[] {
  return (event.ree.assays ?? []).map((assay) => statedAssay(assay, event.site));
}

function statedAssay({ lot, percent, sd, laboratory }: ReeAssay, site: string | null): StatedAssay {
  const sds = Object.entries(percent).map(([formula, value]): [string, number] => [
    formula,
    sd?.[formula] ?? assumedAssaySd(value),
  ]);
  return {
    lot: canonicalUri(lot),
    percent,
    sd: Object.fromEntries(sds),
    by: laboratory === undefined ? site : canonicalUri(laboratory),
  };
}
