import { extractionPlace, type RareEarth } from '../elements/index.ts';
import { SeparationRefused, solveCase, type AuditAnswer, type AuditCase, type Watch } from '../separation/index.ts';
import { factorOfSet, factorsOfSetWithin } from './factors.ts';
import { isBeyondFeed, lotCut, neighbours, ownElements, ownNearest, type LotCut } from './lot-cuts.ts';
import type { DeclaredCascade, MadeElement } from './making.ts';

/** What can be said of a making: of the whole, or of one cut. */
type Verdict = 'possible' | 'impossible' | 'untold';

/** One cut and whether the declared cascades could have made it. */
export interface JudgedCut {
  readonly side: LotCut['side'];
  readonly between: readonly [lighter: RareEarth, heavier: RareEarth];
  readonly verdict: Verdict | 'needless';
  /** Why nothing can be told; or that the organic cannot even carry what it would have had to take. */
  readonly reason: 'unstated' | 'factor-unknown' | 'undeclared' | 'too-long' | 'cannot-carry' | null;
  /** What had to be made; null where the assay does not state the impurity. */
  readonly cut: LotCut | null;
  readonly factor: number | null;
  /** `bound`: of elements that stand between the two, which are harder to part. */
  readonly factorFrom: 'declared' | 'set' | 'bound' | null;
  /** Equilibrium stages without which no equipment could do it, at total reflux; null where no factor is known. */
  readonly leastStages: number | null;
  readonly cascades: readonly DeclaredCascade[];
  /** What the models were asked, as a case that anybody can solve again, and what they answered. */
  readonly case: AuditCase | null;
  readonly audit: AuditAnswer | null;
}

/** Whether a lot could have been made of what went in. */
export interface Judgement {
  readonly verdict: Verdict;
  readonly own: readonly RareEarth[];
  /** Elements of which more came out than went in. */
  readonly beyondFeed: readonly RareEarth[];
  readonly cuts: readonly JudgedCut[];
}

/** By how much factors are bettered first, so that nobody is accused by a doubtful constant. */
export const FACTOR_TOLERANCE_PERCENT = 10;

/**
 * Whether a lot could have been made of its feed with the cascades that the plant declares. On each side of the lot's own elements the
 * pair of elements that is hardest to part is taken, as if the other elements were not there and the organic were all theirs: easier than
 * it was. What is measured is taken at the end of its errors that is easier to make.
 * @param elements every element that went in or came out
 * @param cascades those in use when the lot was made
 */
export function judgeMaking(elements: readonly MadeElement[], cascades: readonly DeclaredCascade[], watch: Watch): Judgement {
  const beyondFeed = elements.filter(isBeyondFeed).map(({ element }) => element);
  const cuts = (['lighter', 'heavier'] as const).flatMap((side) => judgeSide(side, elements, cascades, watch) ?? []);
  const own = ownElements(elements).map(({ element }) => element);
  const isUntold = own.length === 0 || cuts.some((cut) => cut.verdict === 'untold');
  const isImpossible = beyondFeed.length > 0 || cuts.some((cut) => cut.verdict === 'impossible');
  return { verdict: isImpossible ? 'impossible' : isUntold ? 'untold' : 'possible', own, beyondFeed, cuts };
}

/** What a lot's purity and recovery claim of the cascades of its plant. */
export interface ClaimedStages {
  readonly between: readonly [lighter: RareEarth, heavier: RareEarth];
  readonly purity: number;
  readonly recovery: number;
  /** Equilibrium stages at total reflux without which no equipment could do it (Fenske), and those that are declared. */
  readonly leastStages: number;
  readonly stages: number;
}

/**
 * The cut for which a lot claims most of the declared stages: a necessary condition that costs no model. Beyond all of them no equipment of that
 * length could have made the lot, whatever its flows.
 * @returns null where no cut has declared stages and a factor of its own
 */
export function stagesClaimed(elements: readonly MadeElement[], cascades: readonly DeclaredCascade[]): ClaimedStages | null {
  const claimed = (['lighter', 'heavier'] as const).flatMap((side) => {
    const own = ownNearest(elements, side);
    if (own === undefined) return [];
    return neighbours(elements, side).flatMap((other) =>
      other.lot === null ? [] : (claimOf(lotCut(side, own, other), cascades) ?? []),
    );
  });
  return claimed.toSorted((a, b) => b.leastStages / b.stages - a.leastStages / a.stages)[0] ?? null;
}

function claimOf(cut: LotCut, cascades: readonly DeclaredCascade[]): ClaimedStages | null {
  const between = inOrder(cut.side, cut.own, cut.other);
  const used = cascades.filter((cascade) => isBetween(cascade, between));
  const { factor, factorFrom } = factorBetween(between, used);
  if (factor === null || factorFrom === 'bound' || used.length === 0 || cut.purityAtLeast <= cut.feedPurity) return null;
  const leastStages = Math.max(0, cut.enrichment / Math.log(factor * (1 + FACTOR_TOLERANCE_PERCENT / 100)));
  const stages = used.reduce((sum, each) => sum + each.stages, 0);
  return { between, purity: cut.purityAtLeast, recovery: cut.recoveryAtLeast, leastStages, stages };
}

function judgeSide(
  side: LotCut['side'],
  elements: readonly MadeElement[],
  cascades: readonly DeclaredCascade[],
  watch: Watch,
): JudgedCut | null {
  const others = neighbours(elements, side);
  const own = ownNearest(elements, side);
  if (own === undefined || others.length === 0) return null;
  const judged = others
    .filter(({ lot }) => lot !== null)
    .map((other) => judgeCut(lotCut(side, own, other), elements, cascades, watch));
  if (judged.length === 0) return untoldCut(side, own, others[0]!);
  // The worst counts; among equals the one that took most stages, or that stands nearest.
  return judged.reduce((worst, each) => (weightOf(each) > weightOf(worst) ? each : worst));
}

const WEIGHTS: Readonly<Record<JudgedCut['verdict'], number>> = { needless: 0, possible: 1e6, untold: 2e6, impossible: 3e6 };

function weightOf({ verdict, leastStages }: JudgedCut): number {
  return WEIGHTS[verdict] + (leastStages ?? 0);
}

function untoldCut(side: LotCut['side'], own: MadeElement, other: MadeElement): JudgedCut {
  return {
    side,
    between: inOrder(side, own, other),
    verdict: 'untold',
    reason: 'unstated',
    cut: null,
    factor: null,
    factorFrom: null,
    leastStages: null,
    cascades: [],
    case: null,
    audit: null,
  };
}

function inOrder(side: LotCut['side'], own: MadeElement, other: MadeElement): [lighter: RareEarth, heavier: RareEarth] {
  return side === 'lighter' ? [other.element, own.element] : [own.element, other.element];
}

function judgeCut(cut: LotCut, elements: readonly MadeElement[], cascades: readonly DeclaredCascade[], watch: Watch): JudgedCut {
  const between = inOrder(cut.side, cut.own, cut.other);
  const used = cascades.filter((cascade) => isBetween(cascade, between));
  const { factor, factorFrom } = factorBetween(between, used);
  const bettered = factor === null ? null : factor * (1 + FACTOR_TOLERANCE_PERCENT / 100);
  const leastStages = bettered === null || factorFrom === 'bound' ? null : Math.max(0, cut.enrichment / Math.log(bettered));
  const judged = { side: cut.side, between, cut, factor, factorFrom, leastStages, cascades: used, case: null, audit: null };
  if (cut.purityAtLeast <= cut.feedPurity) return { ...judged, verdict: 'needless', reason: null };
  if (factor === null) return { ...judged, verdict: 'untold', reason: 'factor-unknown' };
  if (used.length === 0) return { ...judged, verdict: 'untold', reason: 'undeclared' };
  const answered = askModel(auditCase(cut, between, factor, used, shareOfPair(cut, elements)), watch);
  const isDoubtful = factorFrom === 'bound' && answered.verdict === 'impossible';
  return { ...judged, ...answered, ...(isDoubtful ? { verdict: 'untold', reason: 'factor-unknown' } : {}) };
}

function askModel(asked: AuditCase, watch: Watch): Pick<JudgedCut, 'verdict' | 'reason' | 'case' | 'audit'> {
  const modelled = { ...asked, stages: Math.min(STAGES_MAX, asked.stages) };
  try {
    const audit = solveCase(modelled, watch) as AuditAnswer;
    // Nobody is accused by what was not tried.
    if (!audit.feasible && asked.stages > STAGES_MAX) return { verdict: 'untold', reason: 'too-long', case: modelled, audit };
    return { verdict: audit.feasible ? 'possible' : 'impossible', reason: null, case: modelled, audit };
  } catch (error) {
    if (!(error instanceof SeparationRefused) || error.code !== 'design-impossible') throw error;
    return { verdict: 'impossible', reason: 'cannot-carry', case: modelled, audit: null };
  }
}

/** Whether a cascade parts two elements. */
function isBetween({ cut }: DeclaredCascade, [lighter, heavier]: readonly [RareEarth, RareEarth]): boolean {
  return extractionPlace(lighter) <= extractionPlace(cut[0]) && extractionPlace(cut[1]) <= extractionPlace(heavier);
}

/**
 * The factor that the plant states for just these two; else that of the shipped constants; else the greatest that is known of two elements
 * that stand between them, which cannot be greater than theirs.
 */
function factorBetween(
  between: readonly [RareEarth, RareEarth],
  used: readonly DeclaredCascade[],
): Pick<JudgedCut, 'factor' | 'factorFrom'> {
  const stated = used.flatMap(({ cut, factor }) => (factor === null ? [] : [{ cut, factor }]));
  const own = stated.filter(({ cut }) => cut[0] === between[0] && cut[1] === between[1]).map(({ factor }) => factor);
  if (own.length > 0) return { factor: Math.max(...own), factorFrom: 'declared' };
  const ofSet = factorOfSet(...between);
  if (ofSet !== null) return { factor: ofSet, factorFrom: 'set' };
  const inside = [...stated.map(({ factor }) => factor), ...factorsOfSetWithin(...between)];
  return inside.length > 0 ? { factor: Math.max(...inside), factorFrom: 'bound' } : { factor: null, factorFrom: null };
}

/** Kilograms of the two elements in those of all that was fed: moles of neighbours differ by little. */
function shareOfPair({ own, other }: LotCut, elements: readonly MadeElement[]): number {
  return (own.fed.value + other.fed.value) / elements.reduce((sum, { fed }) => sum + fed.value, 0);
}

/** Moles carried for each mole fed where the plant states none: beyond what plants do. */
const EXTRACTION_MAX = 20;
/** More are not modelled. */
const STAGES_MAX = 400;

/** The stages of all cascades of a cut are taken as one, which can do no less. */
function auditCase(
  cut: LotCut,
  [lighter, heavier]: readonly [RareEarth, RareEarth],
  factor: number,
  used: readonly DeclaredCascade[],
  share: number,
): AuditCase {
  const isOrganic = cut.side === 'lighter';
  const heavierInFeed = isOrganic ? cut.feedPurity : 1 - cut.feedPurity;
  const stages = used.reduce((sum, each) => sum + each.stages, 0);
  const carried = Math.max(...used.map(({ extractionMax }) => extractionMax ?? EXTRACTION_MAX));
  return {
    unit: 'audit',
    name: `${lighter} | ${heavier}`,
    components: { [lighter]: { factor: 1, feed: 1 - heavierInFeed }, [heavier]: { factor, feed: heavierInFeed } },
    raffinate: [lighter],
    stages,
    extractionMax: carried / share,
    factorTolerancePercent: FACTOR_TOLERANCE_PERCENT,
    declared: {
      product: isOrganic ? 'organic' : 'raffinate',
      purity: Math.min(1 - 1e-12, cut.purityAtLeast),
      recovery: cut.recoveryAtLeast,
    },
    limits: {},
  };
}
