import { varianceOfFlow } from '../../ledger/index.ts';
import { canonicalUri } from '../../epcis/index.ts';
import type { Entry } from '../../ledger/index.ts';
import type { FlowRow } from '../../record/index.ts';
import type { LineageAnswer, LineageLink } from '../../wire/index.ts';
import type { Application } from '../application.ts';
import { ask, type AskedMoment, type Asking } from './moment.ts';
import { NotOnRecord } from './not-on-record.ts';
import { productName, siteRefOrNull } from './references.ts';
import { wireNet, wireTreo } from './wire-mass.ts';

/** Where a lot stands in the events of a direction, and the lots on their other side. */
const SIDES = { up: { near: 'output', far: 'input' }, down: { near: 'input', far: 'output' } } as const;

/** A page of links, from `offset` (0 is the first) at most `limit`. */
export interface LineageQuestion extends AskedMoment {
  readonly id: string;
  readonly direction: 'up' | 'down';
  readonly offset: number;
  readonly limit: number;
}

/**
 * One level of lineage: the lots on the other side of each event that made (up) or used (down) a lot, in order of event time.
 * @throws NotOnRecord when no event names the lot
 */
export async function answerLineage(app: Application, question: LineageQuestion): Promise<LineageAnswer> {
  return ask(app, question, async (asking) => {
    const lot = await knownLot(asking, question.id);
    const { near, far } = SIDES[question.direction];
    const flows = (await asking.reader.flowsAround([lot], [near], flowMoment(asking))).filter((flow) => flow.role === far);
    flows.sort((a, b) => a.eventTimeMs - b.eventTimeMs || a.eventSeq - b.eventSeq || (a.lot < b.lot ? -1 : 1));
    const page = flows.slice(question.offset, question.offset + question.limit);
    return {
      moment: asking.moment,
      lot,
      direction: question.direction,
      total: flows.length,
      links: await linksOf(asking, page, question.direction),
    };
  });
}

/** The flows that the asked moment knows. */
export function flowMoment({ asOf, knownSeq }: Asking): { asOfMs: number | null; knownSeq: number | null } {
  return { asOfMs: asOf, knownSeq };
}

/**
 * The canonical identifier of a lot that some event names.
 * @throws NotOnRecord when none does
 */
export async function knownLot({ reader }: Asking, id: string): Promise<string> {
  const lot = canonicalUri(id);
  if ((await reader.seqsNaming([lot], [])).length === 0) throw new NotOnRecord('lot', id);
  return lot;
}

async function linksOf(asking: Asking, page: readonly FlowRow[], direction: 'up' | 'down'): Promise<LineageLink[]> {
  const { reader, world, knownSeq } = asking;
  const { near, far } = SIDES[direction];
  const entries = await reader.entries(
    page.map(({ eventSeq }) => eventSeq),
    knownSeq,
  );
  const lots = [...new Set(page.map(({ lot }) => lot))];
  const onward = await reader.flowsAround(lots, [near], flowMoment(asking));
  const eventsWithFar = new Set(onward.filter(({ role }) => role === far).map(({ eventSeq }) => eventSeq));
  const going = new Set(
    onward.filter(({ role, eventSeq }) => role === near && eventsWithFar.has(eventSeq)).map(({ lot }) => lot),
  );
  return page.map((flow) => {
    const entry = entries.get(flow.eventSeq)?.entry;
    const variances = varianceOfFlow(entry, flow);
    return {
      lot: flow.lot,
      event: entry?.key ?? '',
      eventTime: new Date(flow.eventTimeMs).toISOString(),
      product: productName(world, flow.lot),
      site: siteRefOrNull(world, siteOfEntry(entry)),
      net: wireNet(flow.masses, variances),
      treo: wireTreo(flow.masses, variances),
      more: going.has(flow.lot),
    };
  });
}

/** Making and using happen at one site: that of any of the entry's accounts. */
function siteOfEntry(entry: Entry | undefined): string | null {
  return entry?.legs.find(({ account }) => account.site !== null)?.account.site ?? null;
}
