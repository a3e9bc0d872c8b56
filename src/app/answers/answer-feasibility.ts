import type { Composition } from '../../elements/index.ts';
import { canonicalUri } from '../../epcis/index.ts';
import {
  FACTOR_SET,
  FACTOR_TOLERANCE_PERCENT,
  isBeyondFeed,
  judgeMaking,
  madeElements,
  SIGMAS_GRANTED,
  type DeclaredCascade,
  type JudgedCut,
  type MadeElement,
} from '../../feasibility/index.ts';
import { dayOf, NET } from '../../ledger/index.ts';
import type { FeasibilityAnswer, FeasibilityCut, FeasibilityElement, MassAnswer } from '../../wire/index.ts';
import type { Application } from '../application.ts';
import { compositionOfLot, readLotHistory, validEvents, type LotHistoryEvent } from './lot-history.ts';
import { ask, askOfAll, type AskedMoment, type Asking } from './moment.ts';
import { NotOnRecord } from './not-on-record.ts';
import { productName, siteRefOrNull } from './references.ts';

const watch = { now: () => performance.now() };

type Reason = NonNullable<FeasibilityAnswer['reason']>;

/**
 * Whether the plant could have made a lot of what went in: by the balance of each element, and by the cascades that its site declares in
 * the registry (docs/feasibility.md).
 * @param question `id` in any form of a GS1 identifier
 * @throws NotOnRecord when no event that the viewer may see names it
 */
export async function answerFeasibility(
  app: Application,
  question: AskedMoment & { readonly id: string },
): Promise<FeasibilityAnswer> {
  const lot = canonicalUri(question.id);
  return ask(app, question, async (asking) => {
    const history = await readLotHistory(asking, lot);
    if (history.length === 0) throw new NotOnRecord('lot', question.id);
    const making = makingOf(asking, lot, history);
    if (typeof making === 'string') return { ...frameOf(asking, lot, null), ...untold(making) };
    const composition = await assayOfLot(app, question, lot);
    const said = composition.length === 0 ? untold('lot-unknown') : judged(asking, lot, making, composition);
    return { ...frameOf(asking, lot, making), ...said };
  });
}

type Said = Pick<FeasibilityAnswer, 'verdict' | 'reason' | 'own' | 'elements' | 'cuts'>;

function untold(reason: Reason): Said {
  return { verdict: 'untold', reason, own: [], elements: [], cuts: [] };
}

/** Whoever holds a lot may know what it is made of, also where the laboratory told only its maker. */
function assayOfLot(app: Application, asked: AskedMoment, lot: string): Promise<Composition> {
  return askOfAll(app, asked, async (whole) => {
    const { composition, from } = compositionOfLot(whole, lot, await readLotHistory(whole, lot));
    return from === 'assay' || from === 'later-assay' ? composition : [];
  });
}

/** The event that made the lot, or why none can be judged. */
function makingOf({ asOf, scope }: Asking, lot: string, history: readonly LotHistoryEvent[]): LotHistoryEvent | Reason {
  const events = validEvents(history);
  const makings = events.filter(
    ({ matter }) => matter.move === 'transform' && (asOf === null || matter.timeMs <= asOf) && isMadeIn(matter, lot),
  );
  const [making] = makings;
  if (making?.entry === undefined) {
    const isSource = events.some(({ matter }) => matter.move === 'source' && isMadeIn(matter, lot));
    return isSource || scope === null ? 'not-made' : 'not-seen';
  }
  if (makings.length > 1) return 'made-several-times';
  if (making.matter.inputs.length === 0) return 'several-events';
  const inputs = making.entry.flows.filter(({ role }) => role === 'input');
  const isUnknown = inputs.some(({ masses }) => masses.every((mg, column) => mg === 0n || column === NET));
  return isUnknown ? 'feed-unknown' : making;
}

function isMadeIn(matter: LotHistoryEvent['matter'], lot: string): boolean {
  return matter.outputs.some((output) => output.lot === lot && output.netMg !== null);
}

function frameOf(
  { moment, world }: Asking,
  lot: string,
  making: LotHistoryEvent | null,
): Pick<FeasibilityAnswer, 'moment' | 'lot' | 'product' | 'madeBy' | 'granted'> {
  return {
    moment,
    lot,
    product: productName(world, lot),
    madeBy:
      making === null
        ? null
        : {
            event: making.event.hash,
            eventTime: new Date(making.event.eventTimeMs).toISOString(),
            site: siteRefOrNull(world, making.index.site),
          },
    granted: { sigmas: SIGMAS_GRANTED, factorPercent: FACTOR_TOLERANCE_PERCENT, factorSet: FACTOR_SET },
  };
}

function judged(asking: Asking, lot: string, { entry, index, matter }: LotHistoryEvent, composition: Composition): Said {
  const elements = madeElements(entry!, lot, composition);
  const { verdict, own, cuts } = judgeMaking(elements, cascadesAt(asking, index.site, matter.timeMs), watch);
  return {
    verdict,
    reason: verdict === 'untold' && own.length === 0 ? 'feed-unknown' : null,
    own: [...own],
    elements: elements.map(wireElement),
    cuts: cuts.map(wireCut),
  };
}

/** The cascades that a site declares for a day in China. */
function cascadesAt({ world }: Asking, site: string | null, timeMs: number): readonly DeclaredCascade[] {
  const day = new Date(dayOf(timeMs) * DAY_MS).toISOString().slice(0, 10);
  const declared = site === null ? [] : (world.registry.site(site)?.cascades ?? []);
  return declared.filter(({ from, to }) => from <= day && (to === null || day <= to));
}

const DAY_MS = 86_400_000;

function wireElement(made: MadeElement): FeasibilityElement {
  const { element, fed, lot } = made;
  const mass = ({ value, sd }: MadeElement['fed']): MassAnswer => ({ value, sd, uom: 'KGM', basis: `element:${element}` });
  const recovery = lot === null || fed.value === 0 ? null : lot.value / fed.value;
  return {
    element,
    fed: mass(fed),
    fedStated: made.isFedStated,
    lot: lot === null ? null : mass(lot),
    made: mass(made.made),
    recovery,
    recoverySd: recovery === null ? null : Math.hypot(lot!.sd, recovery * fed.sd) / fed.value,
    beyondFeed: isBeyondFeed(made),
  };
}

function wireCut(found: JudgedCut): FeasibilityCut {
  const { side, between, verdict, reason, cut, factor, factorFrom, leastStages, cascades, audit } = found;
  return {
    side,
    between: [...between],
    verdict,
    reason,
    purity: cut?.purity ?? null,
    purityAtLeast: cut?.purityAtLeast ?? null,
    feedPurity: cut?.feedPurity ?? null,
    recovery: cut?.recovery ?? null,
    recoveryAtLeast: cut?.recoveryAtLeast ?? null,
    factor,
    factorFrom,
    leastStages,
    cascades: cascades.map(({ name, stages }) => ({ name, stages })),
    stages: cascades.reduce((sum, { stages }) => sum + stages, 0),
    bestPurity: audit?.best.purity ?? null,
    impurityRatio: audit?.impurityRatio ?? null,
    frontier: [...(audit?.frontier ?? [])],
    case: found.case === null ? null : { ...found.case },
  };
}
