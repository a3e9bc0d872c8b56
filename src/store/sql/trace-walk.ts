import { COLUMNS, type Flow } from '../../ledger/index.ts';
import type { TracedFlows } from '../../lineage/index.ts';
import { ByteReader } from './bytes.ts';
import { readMassesInto } from './vector-codec.ts';
import { flowRole, flowRoleNumber, SOURCE_ROLE } from './event-words.ts';
import { Breath, inStretches } from './in-stretches.ts';
import type { Packed } from './packed.ts';

/** A row of flows but for its masses. */
export interface FlowNumbers {
  readonly event_seq: number;
  readonly role: number;
  readonly lot: number;
}

type FlowRun = Packed<FlowNumbers>;

/** The flows of a trace whose lots are numbers still. */
type NumberedFlows = Omit<TracedFlows, 'lots' | 'roles'> & { readonly roles: Flow['role'][] };

/** An event of the trace: where its rows were read, and where they go. */
interface TracedEvent {
  readonly run: FlowRun;
  /** Whether the lots on its far side have been reached. */
  followed: boolean;
  number: number;
  rows: number;
  nextRow: number;
}

/** A walk along flows that are read run by run; lots and roles bear the numbers that they have in the database. */
export class TraceWalk {
  /** Which roles of a lot bring its event into the trace. */
  readonly roles: readonly number[];
  readonly near: number;
  readonly far: number;
  readonly #root: number;
  readonly #reached: Set<number>;
  readonly #events = new Map<number, TracedEvent>();
  readonly #runs: FlowRun[] = [];

  constructor(root: number, direction: 'up' | 'down') {
    const [input, output] = [flowRoleNumber('input'), flowRoleNumber('output')];
    [this.near, this.far] = direction === 'up' ? [output, input] : [input, output];
    this.roles = direction === 'up' ? [output, SOURCE_ROLE] : [input, output, SOURCE_ROLE];
    this.#root = root;
    this.#reached = new Set([root]);
  }

  /**
   * Takes the flows of events that name lots which were reached. An event belongs to the trace when such a lot is in its flows, as
   * they were current at the moment asked for.
   * @returns the lots that were reached for the first time
   */
  take(run: FlowRun): number[] {
    this.#runs.push(run);
    const followed = this.#keepEvents(run);
    const fresh: number[] = [];
    run.lot.forEach((lot, row) => {
      const event = this.#events.get(run.event_seq[row]!);
      if (event?.run === run) event.rows += 1;
      if (event === undefined || run.role[row] !== this.far || this.#reached.has(lot) || !followed.has(event)) return;
      this.#reached.add(lot);
      fresh.push(lot);
    });
    return fresh;
  }

  /** @returns the events that lead on and did not before */
  #keepEvents(run: FlowRun): Set<TracedEvent> {
    const followed = new Set<TracedEvent>();
    run.lot.forEach((lot, row) => {
      const role = run.role[row]!;
      if (!this.#reached.has(lot) || !this.roles.includes(role)) return;
      const event = this.#keep(run.event_seq[row]!, run);
      if (role !== this.near || event.followed) return;
      event.followed = true;
      followed.add(event);
    });
    return followed;
  }

  /** Takes the flows of all events of the trace at once. */
  takeWhole(run: FlowRun): void {
    this.#runs.push(run);
    for (const seq of run.event_seq) this.#keep(seq, run).rows += 1;
  }

  #keep(seq: number, run: FlowRun): TracedEvent {
    const known = this.#events.get(seq);
    if (known !== undefined) return known;
    const event = { run, followed: false, number: -1, rows: 0, nextRow: -1 };
    this.#events.set(seq, event);
    return event;
  }

  /** The flows of the trace; lots stay numbers. */
  async flows(): Promise<{ lots: number[]; flows: NumberedFlows }> {
    const events = [...Float64Array.from(this.#events.keys()).sort()];
    const rows = this.#layOut(events);
    const lots = new Map([[this.#root, 0]]);
    const flows = {
      events,
      lotOf: new Int32Array(rows),
      eventOf: new Int32Array(rows),
      roles: new Array<Flow['role']>(rows).fill('input'),
      masses: new Float64Array(rows * COLUMNS),
    };
    const breath = new Breath();
    for (const run of this.#runs) {
      await this.#place(run, flows, lots);
      await breath.after(run.lot.length);
    }
    return { lots: [...lots.keys()], flows };
  }

  /** Gives each event its number and its rows. @returns how many rows there are */
  #layOut(seqs: readonly number[]): number {
    let rows = 0;
    seqs.forEach((seq, number) => {
      const event = this.#events.get(seq)!;
      [event.number, event.nextRow] = [number, rows];
      rows += event.rows;
    });
    return rows;
  }

  /** Puts the rows of a run where they go; an event that was read before is passed over. */
  async #place(run: FlowRun, flows: NumberedFlows, lots: Map<number, number>): Promise<void> {
    const bytes = new ByteReader(run.data);
    const beside = new Float64Array(COLUMNS);
    await inStretches(run.lot.length, (from, to) => {
      for (let at = from; at < to; at++) {
        const event = this.#events.get(run.event_seq[at]!);
        if (event?.run !== run) {
          readMassesInto(bytes, beside, 0);
          continue;
        }
        const row = event.nextRow++;
        flows.eventOf[row] = event.number;
        flows.lotOf[row] = numberOf(lots, run.lot[at]!);
        flows.roles[row] = flowRole(run.role[at]!);
        readMassesInto(bytes, flows.masses, row * COLUMNS);
      }
    });
  }
}

function numberOf(lots: Map<number, number>, lot: number): number {
  const known = lots.get(lot);
  if (known !== undefined) return known;
  lots.set(lot, lots.size);
  return lots.size - 1;
}
