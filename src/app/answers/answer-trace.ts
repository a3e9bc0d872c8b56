import { symbolAt } from '../../elements/index.ts';
import { NET } from '../../ledger/index.ts';
import { traceDown, traceUp, type Trace, type TracedFlows } from '../../lineage/index.ts';
import { outlineOf, type EntryOutline } from '../../record/index.ts';
import type { AccountKind, TraceAnswer } from '../../wire/index.ts';
import type { Application } from '../application.ts';
import { flowMoment, knownLot } from './answer-lineage.ts';
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
 * Where the viewer's part of the record ends, the lot that came to him is an origin whose source is `transit`.
 * Down: the share that went into the node. Shares are by net mass (`net`) when no element of the lot is known.
 * @throws NotOnRecord when no event names the lot
 */
export async function answerTrace(app: Application, question: TraceQuestion): Promise<TraceAnswer> {
  return ask(app, question, async (asking) => {
    const lot = await knownLot(asking, question.id);
    const { direction } = question;
    const flows = await asking.reader.flowsOfTrace(lot, direction, flowMoment(asking));
    const trace = direction === 'up' ? traceUp(flows) : traceDown(flows);
    const outlines = await asking.reader.outlines(flows.events, asking.knownSeq);
    const events = flows.events.map((seq) => outlines.get(seq));
    const places = await placesOf(asking, trace, flows, events);
    return {
      moment: asking.moment,
      lot,
      direction,
      nodes: trace.lots.map((_, place) => nodeOf(asking, trace, place, direction, places)),
      edges: edgesOf(trace, flows, events),
    };
  });
}

/** Where each lot came to be, and the account that it entered the record from. */
interface Places {
  readonly site: ReadonlyMap<string, string | null>;
  readonly source: ReadonlyMap<string, AccountKind>;
}

/** Makings come later than takings: the last one says where a lot came to be. What no flow names is looked for in the ledger. */
async function placesOf(
  { reader, knownSeq }: Asking,
  trace: Trace,
  { lots, lotOf, eventOf, roles }: TracedFlows,
  events: readonly (EntryOutline | undefined)[],
): Promise<Places> {
  const site = new Map<string, string | null>();
  const source = new Map<string, AccountKind>();
  roles.forEach((role, row) => {
    const lot = lots[lotOf[row]!]!;
    const event = events[eventOf[row]!];
    if (role !== 'input' || !site.has(lot)) site.set(lot, event?.site ?? null);
    const kind = role === 'output' ? undefined : event?.sources.get(lot);
    if (kind !== undefined && !source.has(lot)) source.set(lot, kind);
  });
  const strangers = trace.lots.filter((lot) => !site.has(lot));
  for (const { entry } of (await reader.entries(await reader.seqsNaming(strangers, []), knownSeq)).values()) {
    for (const lot of strangers) {
      const leg = entry.legs.find((each) => each.lot === lot);
      if (leg !== undefined && !site.has(lot)) site.set(lot, leg.account.site);
      const kind = outlineOf(entry).sources.get(lot);
      if (kind !== undefined && !source.has(lot)) source.set(lot, kind);
    }
  }
  return { site, source };
}

function nodeOf({ world, scope }: Asking, trace: Trace, place: number, direction: Direction, places: Places): Node {
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
  const source = isOrigin && isFed ? (places.source.get(lot) ?? (scope === null ? 'unexplained-gain' : 'transit')) : null;
  return { lot, site: siteRefOrNull(world, places.site.get(lot) ?? null), origin: isOrigin, source, shares };
}

/** Each event from every lot that it took to every lot that it made, as far as both are part of the trace; from earlier to later. */
function edgesOf(
  { placeOf }: Trace,
  { lots, lotOf, eventOf, roles }: TracedFlows,
  events: readonly (EntryOutline | undefined)[],
): TraceAnswer['edges'] {
  const edges: TraceAnswer['edges'] = [];
  const rowsEnd = roles.length;
  for (let row = 0; row < rowsEnd;) {
    const number = eventOf[row]!;
    const [inputs, outputs]: [string[], string[]] = [[], []];
    for (; eventOf[row] === number; row++) {
      if (placeOf[lotOf[row]!]! < 0 || roles[row] === 'source') continue;
      (roles[row] === 'input' ? inputs : outputs).push(lots[lotOf[row]!]!);
    }
    const event = events[number];
    if (event !== undefined && inputs.length > 0) addEdges(edges, event, inputs, outputs);
  }
  return edges;
}

function addEdges(
  edges: TraceAnswer['edges'],
  { key, timeMs }: EntryOutline,
  inputs: readonly string[],
  outputs: readonly string[],
): void {
  const eventTime = new Date(timeMs).toISOString();
  for (const from of inputs) for (const to of outputs) edges.push({ from, to, event: key, eventTime });
}
