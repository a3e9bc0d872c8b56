import { oxideFactor, RARE_EARTHS } from '../../elements/index.ts';
import { dayOf, NET, type Entry, type Surroundings } from '../../ledger/index.ts';
import { kilograms, squareKilograms } from '../kilograms.ts';
import type { RuleEvent } from '../rule-event.ts';

/** TREO stands behind the elements. */
export const TREO_COLUMN = RARE_EARTHS.length;
const COLUMNS = RARE_EARTHS.length + 1;

/** What the processes of one kind at a site took in and lost on one China day, by column, kilograms (elements; TREO as oxides). */
export interface ProcessDay {
  events: number;
  /** How often it changed. */
  changes: number;
  lastEvent: string;
  lastMs: number;
  readonly inputKg: number[];
  /** In less out less measured losses: below zero where more came out. */
  readonly unmeasuredKg: number[];
  readonly measuredKg: number[];
  /** Of what went in and out as lots, by weighing and assay, kg²: measured losses are not in it, for few state how well they are known. */
  readonly variance: number[];
}

/** Days of processes by line: `[site, kind of what it mainly takes in]`. */
export class ProcessDays {
  readonly #world: Surroundings;
  readonly #lines = new Map<string, Map<number, ProcessDay>>();
  /** Days in order, of lines that did not get or lose one since. */
  readonly #ordered = new Map<string, readonly ProcessDay[]>();
  readonly #peers = new Map<string, string>();

  constructor(world: Surroundings) {
    this.#world = world;
  }

  /** Takes what an event means now and no longer means. @returns the line that changed; null where it is no process that can be balanced */
  see(event: RuleEvent, now: Entry | null, before: Entry | null): string | null {
    const undone = before === null ? null : this.#add(event, before, -1);
    const done = now === null ? null : this.#add(event, now, 1);
    return done ?? undone;
  }

  #add(event: RuleEvent, entry: Entry, sign: 1 | -1): string | null {
    const line = event.matter.move === 'transform' && event.matter.process === null ? lineOf(event, entry, this.#world) : null;
    if (line === null) return null;
    const days = this.#lines.get(line) ?? new Map<number, ProcessDay>();
    this.#lines.set(line, days);
    const number = dayOf(event.timeMs);
    const day = days.get(number) ?? noProcesses();
    if (day.events === 0) this.#ordered.delete(line);
    days.set(number, day);
    addEntry(day, entry, sign);
    day.events += sign;
    day.changes += 1;
    if (event.timeMs >= day.lastMs) [day.lastMs, day.lastEvent] = [event.timeMs, event.hash];
    if (day.events === 0 && days.delete(number)) this.#ordered.delete(line);
    return line;
  }

  /** The days of a line in order. */
  daysOf(line: string): readonly ProcessDay[] {
    const known = this.#ordered.get(line);
    if (known !== undefined) return known;
    const ordered = [...(this.#lines.get(line) ?? [])].sort(([a], [b]) => a - b).map(([, day]) => day);
    this.#ordered.set(line, ordered);
    return ordered;
  }

  /** The peers of a line: the kind of its site, and what it mainly takes in. */
  peersOf(line: string): string {
    const known = this.#peers.get(line);
    if (known !== undefined) return known;
    const [site, matter] = JSON.parse(line) as [string, string];
    const peers = JSON.stringify([this.#world.siteKind(site), matter]);
    this.#peers.set(line, peers);
    return peers;
  }

  lines(): Iterable<string> {
    return this.#lines.keys();
  }

  save(): unknown {
    return [...this.#lines].map(([line, days]) => [line, [...days]]);
  }

  load(saved: unknown): void {
    for (const [line, days] of saved as [string, [number, ProcessDay][]][]) this.#lines.set(line, new Map(days));
  }
}

function noProcesses(): ProcessDay {
  const zeros = (): number[] => Array.from({ length: COLUMNS }, () => 0);
  return {
    events: 0,
    changes: 0,
    lastEvent: '',
    lastMs: 0,
    inputKg: zeros(),
    unmeasuredKg: zeros(),
    measuredKg: zeros(),
    variance: zeros(),
  };
}

/** A line takes mainly one kind of matter; what was not assayed cannot be balanced. */
function lineOf({ site }: RuleEvent, { flows }: Entry, world: Surroundings): string | null {
  if (site === null) return null;
  const byKind = new Map<string, number>();
  for (const { lot, role, masses } of flows) {
    if (role !== 'input') continue;
    const kg = masses.reduce((sum, mg, column) => (column === NET ? sum : sum + kilograms(mg)), 0);
    if (kg === 0 && masses[NET]! > 0n) return null;
    const kind = world.productKind(lot) ?? '';
    byKind.set(kind, (byKind.get(kind) ?? 0) + kg);
  }
  const [main] = [...byKind].toSorted(([, a], [, b]) => b - a);
  return main === undefined ? null : JSON.stringify([site, main[0]]);
}

const LOST: ReadonlySet<string> = new Set(['tailings', 'effluent', 'slag', 'dust', 'discard']);

function addEntry(day: ProcessDay, { legs, flows }: Entry, sign: 1 | -1): void {
  for (const { role, masses } of flows) if (role === 'input') addMasses(day.inputKg, masses, sign);
  for (const { account, lot, masses, flowVariance } of legs) {
    if (lot !== null) addVariances(day.variance, flowVariance, sign);
    else if (LOST.has(account.kind)) addMasses(day.measuredKg, masses, sign);
    else if (account.kind === 'process-loss' || account.kind === 'unexplained-gain') addMasses(day.unmeasuredKg, masses, sign);
  }
}

function addMasses(into: number[], masses: readonly bigint[], sign: number): void {
  for (let column = 0; column < NET; column++) {
    const kg = sign * kilograms(masses[column]!);
    into[column]! += kg;
    into[TREO_COLUMN]! += kg * oxideFactor(column);
  }
}

function addVariances(into: number[], variances: readonly number[], sign: number): void {
  for (let column = 0; column < NET; column++) {
    const variance = sign * squareKilograms(variances[column]!);
    into[column]! += variance;
    into[TREO_COLUMN]! += variance * oxideFactor(column) ** 2;
  }
}
