/**
 * A cut of two components between which the factor is constant and whose organic is full: both sections can be walked stage by stage, from
 * the ends to the feed, in sums of positive numbers only. A is what stays aqueous, B what goes with the organic; all moles are per mole fed.
 * The walk is that of McCabe and Thiele (1925) with the constant flows of Xu's theory (docs/separation.md).
 */
export interface BinaryCut {
  /** Factor of B over that of A, above 1. */
  readonly beta: number;
  /** B in the feed. */
  readonly feedB: number;
  readonly stages: number;
  /** Moles that the organic carries. */
  readonly S: number;
}

/** What leaves where it should not. */
interface Strays {
  /** A in the organic's product. */
  readonly aInOrganic: number;
  /** B in the raffinate. */
  readonly bInRaffinate: number;
}

/** The best purity at a recovery, and behind how many extraction stages the feed enters. */
export interface BestSplit {
  readonly purity: number;
  readonly extractionStages: number;
}

/** ln of a stray beyond which nobody looks: double precision tells no purity beyond it. */
const LEAST_STRAY = -36;
const HALVINGS = 50;

/**
 * The purest product that the stages give at a recovery, over all feed stages.
 * @param recovery of A in the raffinate, or of B in the organic
 * @returns null where the organic cannot carry so much
 */
export function bestSplit(cut: BinaryCut, product: 'organic' | 'raffinate', recovery: number): BestSplit | null {
  const isOrganic = product === 'organic';
  const [wanted, other] = isOrganic ? [cut.feedB, 1 - cut.feedB] : [1 - cut.feedB, cut.feedB];
  const lost = (1 - recovery) * wanted;
  const feedStageAt = (lnStray: number): number | null => {
    const stray = Math.exp(lnStray);
    return feasibleFeedStage(
      cut,
      isOrganic ? { aInOrganic: stray, bInRaffinate: lost } : { aInOrganic: lost, bInRaffinate: stray },
    );
  };
  // Unseparated, product and feed are alike: no stage is needed, but an organic that carries it.
  const unseparated = Math.log(other * recovery);
  const isCarried = cut.S > (isOrganic ? recovery : 1 - recovery);
  const start = isCarried ? { lnStray: unseparated, feedStage: 1 } : firstFeasible(cut, recovery * wanted, feedStageAt);
  if (start === null) return null;
  let [low, high, extractionStages] = [LEAST_STRAY, start.lnStray, start.feedStage];
  for (let halving = 0; halving < HALVINGS; halving++) {
    const middle = (low + high) / 2;
    const feedStage = feedStageAt(middle);
    if (feedStage === null) low = middle;
    else [high, extractionStages] = [middle, feedStage];
  }
  return { purity: (recovery * wanted) / (recovery * wanted + Math.exp(high)), extractionStages };
}

/**
 * The least pure product that an organic which cannot carry the unseparated one can give: looked for downwards from where it is full of
 * product alone.
 */
function firstFeasible(
  { S }: BinaryCut,
  product: number,
  feedStageAt: (lnStray: number) => number | null,
): { lnStray: number; feedStage: number } | null {
  if (S <= product) return null;
  const full = Math.log(S - product);
  for (let below = 1e-6; full - below > LEAST_STRAY; below *= 1.2) {
    const feedStage = feedStageAt(full - below);
    if (feedStage !== null) return { lnStray: full - below, feedStage };
  }
  return null;
}

/** The feed stage with the most to spare from which these strays can be kept, null where none can. */
function feasibleFeedStage(cut: BinaryCut, strays: Strays): number | null {
  const reached = extractionRatios(cut, strays);
  const needed = scrubRatios(cut, strays);
  let [best, most] = [0, 1];
  for (let m = 1; m < cut.stages; m++) {
    const spare = reached[m - 1]! / needed[cut.stages - m - 1]!;
    if (spare > most) [best, most] = [m, spare];
  }
  return best === 0 ? null : best;
}

/** B over A in the organic that leaves the extraction stages 1, 2, …, from the raffinate up. */
function extractionRatios({ beta, feedB, stages, S }: BinaryCut, { aInOrganic, bInRaffinate }: Strays): Float64Array {
  const aInRaffinate = 1 - feedB - aInOrganic;
  const ratios = new Float64Array(stages);
  let aqueous = bInRaffinate / aInRaffinate;
  for (let j = 0; j < stages; j++) {
    const organic = beta * aqueous;
    ratios[j] = organic;
    const a = S / (1 + organic);
    aqueous = (a * organic + bInRaffinate) / (a + aInRaffinate);
  }
  return ratios;
}

/** B over A in the organic that has to enter the last scrub stage, the last two, …, from the product down. */
function scrubRatios({ beta, feedB, stages, S }: BinaryCut, { aInOrganic, bInRaffinate }: Strays): Float64Array {
  const bInOrganic = feedB - bInRaffinate;
  const W = S - bInOrganic - aInOrganic;
  const ratios = new Float64Array(stages).fill(Infinity);
  if (!(W > 0)) return ratios;
  let organic = bInOrganic / aInOrganic;
  for (let k = 0; k < stages; k++) {
    const aqueous = organic / beta;
    const a = W / (1 + aqueous);
    organic = (a * aqueous + bInOrganic) / (a + aInOrganic);
    ratios[k] = organic;
  }
  return ratios;
}
