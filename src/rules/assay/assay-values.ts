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

const DEFAULT_RELATIVE_SD = 0.01;
const DEFAULT_SD_LEAST = 0.005;

/** The assays that an event states. */
export function assaysOf(event: RuleEvent): StatedAssay[] {
  return (event.ree.assays ?? []).map((assay) => statedAssay(assay, event.site));
}

function statedAssay({ lot, percent, sd, laboratory }: ReeAssay, site: string | null): StatedAssay {
  const sds = Object.entries(percent).map(([formula, value]): [string, number] => [
    formula,
    sd?.[formula] ?? Math.max(DEFAULT_RELATIVE_SD * value, DEFAULT_SD_LEAST),
  ]);
  return {
    lot: canonicalUri(lot),
    percent,
    sd: Object.fromEntries(sds),
    by: laboratory === undefined ? site : canonicalUri(laboratory),
  };
}
