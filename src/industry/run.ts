import type { RandomStream } from '../numerics/index.ts';
import type { Agenda } from './agenda.ts';
import type { Assumptions } from './assumptions.ts';
import type { IndustryFacts } from './facts.ts';
import type { Holding, ProductKey } from './matter.ts';
import type { Recorder } from './recorder.ts';
import type { Share } from './share.ts';

/** Matter that waits at a plant to be processed together. */
export interface Line {
  readonly name: string;
  readonly queue: Holding[];
  /** Kilograms REO (compounds) or kilograms of rare earth (metals) in the queue. */
  reKg: number;
}

/** One site with what it holds at the present moment of the simulation. */
export interface Place {
  readonly key: string;
  readonly role: string;
  readonly group: string;
  readonly feed: string;
  readonly deposit: string;
  readonly weight: number;
  readonly makes: readonly string[];
  readonly organisation: string;
  readonly site: string;
  readonly gln: string;
  readonly location: readonly [longitude: number, latitude: number];
  readonly random: RandomStream;
  /** What lies ready: finished goods and goods on the way out. */
  readonly ready: Set<Holding>;
  /** What lies in the queues and in the process; on the books until the process is recorded. */
  readonly feedStock: Set<Holding>;
  readonly lines: Map<string, Line>;
  /** Tonnes of separation quota in kilograms REO, and how much of it the ore sent here will use up. */
  capKg: number;
  allocatedKg: number;
  lots: number;
  papers: number;
}

/** A running simulation. Times are milliseconds since 1970. */
export interface Run {
  readonly facts: IndustryFacts;
  readonly assume: Assumptions['get'];
  readonly year: number;
  readonly scale: number;
  readonly startMs: number;
  readonly endMs: number;
  readonly agenda: Agenda;
  readonly recorder: Recorder;
  readonly places: readonly Place[];
  readonly placesByRole: ReadonlyMap<string, readonly Place[]>;
  readonly laboratories: readonly string[];
  readonly gtins: ReadonlyMap<ProductKey, string>;
  /** Running shares that keep deliveries near their targets, by what is shared out. */
  readonly shares: Map<string, Share>;
  /** Kilograms of each product promised so far to export and to the reserve. */
  readonly promised: Map<string, number>;
  /** Other constituents of each product in percent, looked up once. */
  readonly others: Map<string, Record<string, number>>;
  /** What a place does with matter that has arrived: set by the role table in `simulate.ts`. */
  readonly accept: (run: Run, place: Place, holding: Holding) => void;
  /** What is to leave the country this year as rare-earth products, kilograms gross. */
  readonly exportKg: number;
  /** The SSCC of the pallet of that number. */
  readonly sscc: (number: number) => string;
  nowMs: number;
  pallets: number;
}

export const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;

/** Plans an action some days from now; what would fall after the year's end never happens. */
export function later(run: Run, days: number, action: () => void): void {
  const timeMs = run.nowMs + Math.round(days * DAY_MS);
  if (timeMs < run.endMs) run.agenda.plan(timeMs, action);
}

/** How far the year has gone, 0…1. */
export function progressOf(run: Run): number {
  return Math.min(1, Math.max(0, (run.nowMs - run.startMs) / (run.endMs - run.startMs)));
}
