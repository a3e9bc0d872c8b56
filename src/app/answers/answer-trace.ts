import { symbolAt } from '../../elements/index.ts';
import { NET, type Entry } from '../../ledger/index.ts';
import { traceDown, traceUp, type Trace } from '../../lineage/index.ts';
import type { FlowRow } from '../../record/index.ts';
import type { AccountKind, TraceAnswer } from '../../wire/index.ts';
import type { Application } from '../application.ts';
import { flowMoment, knownLot, SIDES, siteOfEntry } from './answer-lineage.ts';
import { ask, type AskedMoment, type Asking } from './moment.ts';
import { siteRefOrNull } from './references.ts';

type Direction = 'up' | 'down';
type Node = TraceAnswer['nodes'][number];

/** The whole ancestry or descent of a lot. */
export interface TraceQuestion extends AskedMoment {
  readonly id: string;
  readonly direction: Direction;
}

/**
 * The whole trace with the share of every element. Up: `shares` of a node that is an origin is what came from it, of any other node
 * what came through it; what goes round in a loop without an origin stands at one lot of the loop as an origin whose source is null.
 * Down: the share that went into the node. Shares are by net mass (`net`) when no element of the lot is known.
 * @throws NotOnRecord when no event names the lot
 */
export async function answerTrace(app: Application, question: TraceQuestion): Promise<TraceAnswer> {
  return ask(app, question, async (asking) => {
    const lot = await knownLot(asking, question.id);
    const { direction } = question;
    const flows = await flowsOf(asking, lot, direction);
    const trace = direction === 'up' ? traceUp(lot, flows) : traceDown(lot, flows);
    const seqs = [...new Set(flows.map(({ eventSeq }) => eventSeq))];
    const entries = new Map<number, Entry>();
    for (const [seq, { entry }] of await asking.reader.entries(seqs, asking.knownSeq)) entries.set(seq, entry);
    const places = await placesOf(asking, trace, flows, entries);
    return {
      moment: asking.moment,
      lot,
      direction,
      nodes: trace.lots.map((_, place) => nodeOf(asking, trace, place, direction, places)),
      edges: edgesOf(trace, flows, direction, entries),
    };
  });
}

/** Down, what else made the descendants is needed too: of it all the parts are counted. */
async function flowsOf(asking: Asking, lot: string, direction: Direction): Promise<FlowRow[]> {
  const { reader } = asking;
  const flows = await reader.flowsOfTrace(lot, direction, flowMoment(asking));
  if (direction === 'up') return flows;
  const lots = [...new Set([lot, ...flows.filter(({ role }) => role === 'output').map((flow) => flow.lot)])];
  const known = new Set(flows.map(({ eventSeq }) => eventSeq));
  const makings = await reader.flowsAround(lots, ['output', 'source'], flowMoment(asking));
  return [...flows, ...makings.filter(({ eventSeq }) => !known.has(eventSeq))];
}

/** Where each lot came to be, and the account that it entered the record from. */
interface Places {
  readonly site: ReadonlyMap<string, string | null>;
  readonly source: ReadonlyMap<string, AccountKind>;
}

const SOURCES: readonly AccountKind[] = ['ground', 'returned-scrap', 'imported', 'unexplained-gain'];

async function placesOf(
  { reader, knownSeq }: Asking,
  trace: Trace,
  flows: readonly FlowRow[],
  entries: ReadonlyMap<number, Entry>,
): Promise<Places> {
  const site = new Map<string, string | null>();
  const source = new Map<string, AccountKind>();
  for (const { lot, eventSeq, role } of flows) {
    const entry = entries.get(eventSeq);
    if (role !== 'input' || !site.has(lot)) site.set(lot, siteOfEntry(entry));
    if (role === 'source' || role === 'input') noteSource(lot, entry, source);
  }
  const strangers = trace.lots.filter((lot) => !site.has(lot));
  for (const { entry } of (await reader.entries(await reader.seqsNaming(strangers, []), knownSeq)).values()) {
    for (const lot of strangers) {
      const leg = entry.legs.find((each) => each.lot === lot);
      if (leg !== undefined && !site.has(lot)) site.set(lot, leg.account.site);
      noteSource(lot, entry, source);
    }
  }
  return { site, source };
}

function noteSource(lot: string, entry: Entry | undefined, source: Map<string, AccountKind>): void {
  if (source.has(lot)) return;
  const leg = entry?.legs.find((each) => each.lot === lot && SOURCES.includes(each.account.kind) && each.masses[NET]! < 0n);
  if (leg !== undefined) source.set(lot, leg.account.kind);
}

function nodeOf({ world }: Asking, trace: Trace, place: number, direction: Direction, places: Places): Node {
  const lot = trace.lots[place]!;
  const width = trace.columns.length;
  const at = (values: Float64Array, column: number): number => values[place * width + column]!;
  const isOrigin =
    direction === 'up' && trace.columns.some((_, column) => at(trace.origin, column) + at(trace.circular, column) > 0);
  const isFed = trace.columns.some((_, column) => at(trace.origin, column) > 0);
  const shares: Record<string, number> = {};
  trace.columns.forEach((index, column) => {
    if (index === NET && width > 1) return;
    shares[index === NET ? 'net' : symbolAt(index)] = isOrigin
      ? at(trace.origin, column) + at(trace.circular, column)
      : at(trace.through, column);
  });
  const source = isOrigin && isFed ? (places.source.get(lot) ?? 'unexplained-gain') : null;
  return { lot, site: siteRefOrNull(world, places.site.get(lot) ?? null), origin: isOrigin, source, shares };
}

/** Each event from every lot that it took to every lot that it made, as far as both are part of the trace; from earlier to later. */
function edgesOf(
  trace: Trace,
  flows: readonly FlowRow[],
  direction: Direction,
  entries: ReadonlyMap<number, Entry>,
): TraceAnswer['edges'] {
  const lots = new Set(trace.lots);
  const { near } = SIDES[direction];
  return [...Map.groupBy(flows, ({ eventSeq }) => eventSeq)].flatMap(([eventSeq, some]) => {
    const inside = some.filter(({ lot }) => lots.has(lot));
    if (!inside.some(({ role }) => role === near)) return [];
    const event = entries.get(eventSeq)?.key ?? '';
    const outputs = inside.filter(({ role }) => role === 'output');
    return inside
      .filter(({ role }) => role === 'input')
      .flatMap((input) =>
        outputs.map((output) => ({
          from: input.lot,
          to: output.lot,
          event,
          eventTime: new Date(input.eventTimeMs).toISOString(),
        })),
      );
  });
}
