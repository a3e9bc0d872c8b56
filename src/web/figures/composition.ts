import type { LotAnswer } from '../../wire/index.ts';
import { rankOfElement } from './masses.ts';

/** One oxide's share of TREO in a lot and in its deposit, in percent; null where one of them does not state it. */
export interface PairedOxide {
  readonly oxide: string;
  readonly lotPercent: number | null;
  /** Standard deviation of the lot's share, in percent points. */
  readonly sdPercent: number;
  readonly depositPercent: number | null;
  /** The element's mass percent in the lot as weighed, and its standard deviation. */
  readonly massPercent: number | null;
  readonly massSdPercent: number;
}

/**
 * Pairs a lot's composition with its deposit's, the latter brought to a sum of 100, in the order La … Lu, Y, Sc.
 * The standard deviation of a share is taken as that of the element, relative: the uncertainty of the sum is left out.
 * @param reoPercent a deposit's oxides in percent; null when no deposit is declared
 */
export function pairComposition(
  composition: LotAnswer['composition'],
  reoPercent: Readonly<Record<string, number>> | null,
): PairedOxide[] {
  const sum = Object.values(reoPercent ?? {}).reduce((total, percent) => total + percent, 0);
  const depositOf = (oxide: string): number | null => {
    const percent = reoPercent?.[oxide];
    return percent === undefined || sum <= 0 ? null : (percent / sum) * 100;
  };
  const paired = composition.map((part): PairedOxide => ({
    oxide: part.oxide,
    lotPercent: part.treoPercent,
    sdPercent: part.percent > 0 ? (part.sdPercent / part.percent) * part.treoPercent : 0,
    depositPercent: depositOf(part.oxide),
    massPercent: part.percent,
    massSdPercent: part.sdPercent,
  }));
  const stated = new Set(paired.map((part) => part.oxide));
  const depositOnly = Object.keys(reoPercent ?? {})
    .filter((oxide) => !stated.has(oxide))
    .map((oxide): PairedOxide => ({
      oxide,
      lotPercent: null,
      sdPercent: 0,
      depositPercent: depositOf(oxide),
      massPercent: null,
      massSdPercent: 0,
    }));
  return [...paired, ...depositOnly].sort(
    (a, b) => rankOfOxide(a.oxide) - rankOfOxide(b.oxide) || a.oxide.localeCompare(b.oxide),
  );
}

function rankOfOxide(oxide: string): number {
  return rankOfElement(/^[A-Z][a-z]?/.exec(oxide)?.[0] ?? oxide);
}
