import type { Watch } from '../case/solve-cascade.ts';
import { SeparationRefused } from '../refusal.ts';
import type { Phase } from '../stream.ts';
import { placeOf, type FlowsheetCase } from './flowsheet-schema.ts';
import { balanceBetween, closureOf, elementsOf, kilogramsOf, materialOf, totalOf, type ElementBalance } from '../material.ts';
import type { UnitAnswer } from './flow-unit.ts';
import { Plant, type Pass } from './plant.ts';
import { settleRecycles, type Recycled } from './recycle.ts';

/** What flows in a flowsheet, from where to where; null is the world outside. */
export interface FlowsheetStream {
  readonly from: string | null;
  readonly to: string | null;
  /** `feed` and `product` pass the boundary; `make-up` tops a feed up, `reagent` is what a unit takes in by itself. */
  readonly kind: 'feed' | 'product' | 'internal' | 'make-up' | 'reagent';
  readonly phase: Phase;
  readonly litrePerHour: number;
  /** Of all together, of solids and gases; null of liquids. */
  readonly kilogramPerHour: number | null;
  readonly molPerHour: Readonly<Record<string, number>>;
}

export interface FlowsheetAnswer {
  readonly unit: 'flowsheet';
  readonly name: string | null;
  readonly status: 'solved';
  /** Passes over all units. */
  readonly iterations: number;
  readonly residual: number;
  /** The largest relative difference between what enters and what leaves, over all elements but hydrogen, oxygen, chlorine and sulfur. */
  readonly closure: number;
  readonly streams: readonly FlowsheetStream[];
  /** Moles an hour of each element that enter and leave the whole. */
  readonly balance: ElementBalance;
  /** Where each element ends: the share of what enters, by the product that it leaves with. */
  readonly recovery: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly units: Readonly<Record<string, UnitAnswer>>;
}

const PASSES = 500;
const SECONDS = 60;
/** What a solved flowsheet may miss in closing; more is a fault of ours, and no answer. */
const CLOSURE_MAX = 1e-8;

/**
 * A flowsheet at steady state: its units one after the other, what flows back found by iteration.
 * @throws SeparationRefused with the unit's path where a unit has no answer
 */
export function solveFlowsheet(text: FlowsheetCase, watch: Watch): FlowsheetAnswer {
  const endMs = watch.now() + (text.limits.seconds ?? SECONDS) * 1000;
  const isOver = (): boolean => watch.now() > endMs || watch.isStopped?.() === true;
  const plant = new Plant(text, { now: watch.now, isStopped: isOver });
  const recycled = settleRecycles(plant, {
    passesMax: text.limits.iterations ?? PASSES,
    isOver,
    report: (iterations, residual) => watch.report?.({ iterations, mixing: 0, residual }),
  });
  if (recycled.status !== 'solved') throw unsettled(recycled);
  const streams = streamsOf(plant, recycled.pass);
  const balance = balanceOf(streams);
  const closure = closureOf(balance);
  if (!(closure <= CLOSURE_MAX)) throw new Error(`solveFlowsheet: the balances close to ${closure} only`);
  return {
    unit: 'flowsheet',
    name: text.name ?? null,
    status: 'solved',
    iterations: recycled.passes,
    residual: recycled.residual,
    closure,
    streams,
    balance,
    recovery: recoveryOf(streams, balance),
    units: Object.fromEntries([...recycled.pass.solved].map(([name, { answer }]) => [name, answer])),
  };
}

function unsettled({ status, passes, residual }: Recycled): SeparationRefused {
  const isTime = status === 'time-limit';
  return new SeparationRefused(
    isTime ? 'time-limit' : 'iteration-limit',
    isTime ? '$.limits.seconds' : '$.limits.iterations',
    `what flows back still differed by ${residual.toExponential(1)} of its flow after ${passes} passes`,
  );
}

function streamsOf(plant: Plant, pass: Pass): FlowsheetStream[] {
  return flowsOf(plant, pass).map((stream) => ({
    ...stream,
    kilogramPerHour: stream.phase === 'liquid' ? null : totalOf(kilogramsOf(stream)),
  }));
}

type Flow = Omit<FlowsheetStream, 'kilogramPerHour'>;

function flowsOf(plant: Plant, pass: Pass): Flow[] {
  const feeds = plant
    .openFeeds()
    .map(({ place, phase, material }) => ({ from: null, to: place, kind: 'feed' as const, phase, ...material }));
  const madeUp = [...pass.madeUp].map(([place, material]) => ({
    from: null,
    to: place,
    kind: 'make-up' as const,
    phase: 'liquid' as const,
    ...material,
  }));
  const consumed = [...pass.solved].flatMap(([unit, { consumed: taken }]) =>
    taken.map(({ name, phase, ...stream }) => ({
      from: null,
      to: `${unit}/${name}`,
      kind: 'reagent' as const,
      phase,
      ...materialOf(stream),
    })),
  );
  const internal = plant.connections.map(({ from, to }, n) => ({
    from,
    to,
    kind: 'internal' as const,
    phase: phaseOf(pass, from),
    ...pass.flowing[n]!,
  }));
  return [...feeds, ...madeUp, ...consumed, ...internal, ...productsOf(plant, pass)];
}

function phaseOf({ solved }: Pass, from: string): Phase {
  const { unit, name } = placeOf(from);
  return solved.get(unit)!.streams.find((stream) => stream.name === name)!.phase;
}

/** What no connection takes. */
function productsOf(plant: Plant, { solved }: Pass): Flow[] {
  return [...solved].flatMap(([unit, { streams }]) =>
    streams.flatMap((stream) => {
      const rest = 1 - plant.takenOf(unit, stream);
      if (rest <= 1e-12) return [];
      const { name, phase } = stream;
      return [{ from: `${unit}/${name}`, to: null, kind: 'product' as const, phase, ...materialOf(stream, rest) }];
    }),
  );
}

/** What passes the boundary of the whole. */
function balanceOf(streams: readonly FlowsheetStream[]): ElementBalance {
  const outer = streams.filter(({ kind }) => kind !== 'internal');
  return balanceBetween(
    outer.filter(({ to }) => to !== null),
    outer.filter(({ to }) => to === null),
  );
}

function recoveryOf(streams: readonly FlowsheetStream[], balance: FlowsheetAnswer['balance']): FlowsheetAnswer['recovery'] {
  const recovery: Record<string, Record<string, number>> = {};
  for (const stream of streams) {
    if (stream.from === null || stream.kind !== 'product') continue;
    for (const [element, mol] of Object.entries(elementsOf(stream)))
      if (mol > 0) (recovery[element] ??= {})[stream.from] = mol / balance[element]!.entering;
  }
  return recovery;
}
