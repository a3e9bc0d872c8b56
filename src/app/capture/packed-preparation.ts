import type { Json } from '../../epcis/index.ts';
import type { LotAmount, Matter, MeasuredLoss, Move } from '../../ledger/index.ts';
import type { EventIndex, IdentifierRole } from '../../record/index.ts';
import { NumberPacker, NumberUnpacker, type PackedNumbers } from './packed-numbers.ts';
import type { PlacedEvent, Preparation } from './prepare-document.ts';
import type { PreparedEvent } from './prepare.ts';

type Composition = MeasuredLoss['composition'];

/**
 * A preparation on its way to another thread. Structured cloning writes every object with the names of its fields and every text anew;
 * packed, an event takes a third of the time, and texts that many events share stay one object.
 */
export interface PackedPreparation {
  readonly events: PackedNumbers;
  readonly bodies: readonly string[];
  /** Contexts that some of the events have, each once. */
  readonly contexts: readonly Json[];
  readonly faults: Preparation['faults'];
}

/** Packs a preparation. */
export function packPreparation({ prepared, faults }: Preparation): PackedPreparation {
  const out = new NumberPacker();
  const contexts: Json[] = [];
  out.list(prepared, ({ index, path, event }) => {
    out.number(index);
    out.text(path);
    packEvent(out, event, contexts);
  });
  return { events: out.finish(), bodies: prepared.map(({ event }) => event.body), contexts, faults };
}

function packEvent(out: NumberPacker, event: PreparedEvent, contexts: Json[]): void {
  if (contexts.at(-1) !== event.context) contexts.push(event.context);
  out.number(contexts.length - 1);
  out.text(event.hash);
  out.text(event.eventID);
  out.number(event.declaresError ? 1 : 0);
  out.text(event.seal.salt);
  out.text(event.seal.commitment);
  packIndex(out, event.index);
  packMatter(out, event.matter);
}

function packIndex(out: NumberPacker, index: EventIndex): void {
  out.text(index.type);
  out.number(index.eventTimeMs);
  out.text(index.bizStep);
  out.text(index.disposition);
  out.text(index.readPoint);
  out.text(index.bizLocation);
  out.text(index.site);
  out.list(index.identifiers, ({ id, role }) => {
    out.text(id);
    out.text(role);
  });
  out.list(index.parties, (party) => out.text(party));
}

function packMatter(out: NumberPacker, matter: Matter): void {
  out.text(matter.key);
  out.text(matter.move);
  out.text(matter.counterpart);
  out.list(matter.transactions, (transaction) => out.text(transaction));
  out.text(matter.process);
  for (const amounts of [matter.inputs, matter.outputs]) {
    out.list(amounts, ({ lot, netMg }) => {
      out.text(lot);
      out.whole(netMg);
    });
  }
  out.list(matter.losses, (loss) => {
    out.text(loss.kind);
    out.whole(loss.netMg);
    packComposition(out, loss.composition);
  });
  out.list([...matter.assays], ([lot, composition]) => {
    out.text(lot);
    packComposition(out, composition);
  });
  out.list(matter.containers, (container) => out.text(container));
  out.number(matter.weighingSd);
}

function packComposition(out: NumberPacker, composition: Composition): void {
  out.list(composition, ({ index, fraction, sd }) => {
    out.number(index);
    out.number(fraction);
    out.number(sd);
  });
}

/** The preparation that was packed. */
export function unpackPreparation({ events, bodies, contexts, faults }: PackedPreparation): Preparation {
  const source = new NumberUnpacker(events);
  let place = 0;
  const prepared = source.list((): PlacedEvent => {
    const [index, path] = [source.number(), source.text()];
    return { index, path, event: unpackEvent(source, bodies[place++]!, contexts) };
  });
  return { prepared, faults };
}

function unpackEvent(source: NumberUnpacker, body: string, contexts: readonly Json[]): PreparedEvent {
  const context = contexts[source.number()]!;
  const hash = source.text();
  const eventID = source.textOrNull();
  const declaresError = source.number() === 1;
  const seal = { salt: source.text(), commitment: source.text() };
  const index = unpackIndex(source);
  return { body, context, hash, eventID, declaresError, seal, index, matter: unpackMatter(source, index) };
}

function unpackIndex(source: NumberUnpacker): EventIndex {
  return {
    type: source.text(),
    eventTimeMs: source.number(),
    bizStep: source.textOrNull(),
    disposition: source.textOrNull(),
    readPoint: source.textOrNull(),
    bizLocation: source.textOrNull(),
    site: source.textOrNull(),
    identifiers: source.list(() => ({ id: source.text(), role: source.text() as IdentifierRole })),
    parties: source.list(() => source.text()),
  };
}

/** An event's matter has its time and its site from the index. */
function unpackMatter(source: NumberUnpacker, { eventTimeMs, site }: EventIndex): Matter {
  return {
    key: source.text(),
    timeMs: eventTimeMs,
    move: source.text() as Move,
    site,
    counterpart: source.textOrNull(),
    transactions: source.list(() => source.text()),
    process: source.textOrNull(),
    inputs: source.list(() => unpackAmount(source)),
    outputs: source.list(() => unpackAmount(source)),
    losses: source.list(() => unpackLoss(source)),
    assays: new Map(source.list((): [string, Composition] => [source.text(), unpackComposition(source)])),
    containers: source.list(() => source.text()),
    weighingSd: source.number(),
  };
}

function unpackAmount(source: NumberUnpacker): LotAmount {
  return { lot: source.text(), netMg: source.whole() };
}

function unpackLoss(source: NumberUnpacker): MeasuredLoss {
  return {
    kind: source.text() as MeasuredLoss['kind'],
    netMg: source.whole() ?? 0n,
    composition: unpackComposition(source),
  };
}

function unpackComposition(source: NumberUnpacker): Composition {
  return source.list(() => ({ index: source.number(), fraction: source.number(), sd: source.number() }));
}
