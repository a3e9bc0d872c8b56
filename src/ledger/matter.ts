import type { Composition } from '../elements/index.ts';
import type { AccountKind } from './account.ts';

/** What an event does to matter (FORMATS, section 1, "How matter moves"). */
export type Move =
  | 'source'
  | 'transform'
  | 'ship'
  | 'void-shipment'
  | 'receive'
  | 'store'
  | 'remove'
  | 'count'
  | 'consume'
  | 'pack'
  | 'unpack'
  | 'observe';

/** A lot with a net mass in milligrams; null where the event states no mass. */
export interface LotAmount {
  readonly lot: string;
  readonly netMg: bigint | null;
}

/** What leaves a process measured but is no lot. */
export interface MeasuredLoss {
  readonly kind: Extract<AccountKind, 'tailings' | 'effluent' | 'slag' | 'dust' | 'discard'>;
  readonly netMg: bigint;
  readonly composition: Composition;
}

/** An event as the ledger sees it: identifiers canonical, masses in milligrams, compositions as element fractions. */
export interface Matter {
  /** Part of the event's hash: breaks ties between events of the same time. */
  readonly key: string;
  readonly timeMs: number;
  readonly move: Move;
  readonly site: string | null;
  /** The other site: where a shipment goes, where stored matter comes from. */
  readonly counterpart: string | null;
  readonly transactions: readonly string[];
  /** `transformationID`, when inputs and outputs come in several events. */
  readonly process: string | null;
  readonly inputs: readonly LotAmount[];
  readonly outputs: readonly LotAmount[];
  readonly losses: readonly MeasuredLoss[];
  readonly assays: ReadonlyMap<string, Composition>;
  /** Identifiers without a mass that may hold lots: pallets, drums. */
  readonly containers: readonly string[];
  /** Relative standard deviation of one weighing, e.g. 0.002. */
  readonly weighingSd: number;
}

/** What the ledger must know of the world to post an event. */
export interface Surroundings {
  /** The registered kind of a site, null when it is not registered. */
  siteKind(site: string): string | null;
  /** The registered kind of a lot's product, null when it is not registered. */
  productKind(lot: string): string | null;
}

/** Whether `a` comes before `b` in the ledger's order: by event time, ties by key. */
export function comesBefore(a: { timeMs: number; key: string }, b: { timeMs: number; key: string }): boolean {
  return a.timeMs < b.timeMs || (a.timeMs === b.timeMs && a.key < b.key);
}

/** Every lot that an event names, each once. */
export function lotsOf(matter: Matter): string[] {
  return [...new Set([...matter.inputs, ...matter.outputs].map((amount) => amount.lot).concat([...matter.assays.keys()]))];
}
