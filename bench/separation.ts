import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { runUncertainty } from '../src/app/index.ts';
import { reconcileCase } from '../src/reconcile/index.ts';
import { TransportChain, randomStream } from '../src/numerics/index.ts';
import {
  simulateCase,
  solveCase,
  type CascadeAnswer,
  type MultiOutletDesignAnswer,
  type XuDesignAnswer,
} from '../src/separation/index.ts';
import { exchangeCascade } from '../test/support/separation-cases.ts';
import type { Figure } from './support/figure.ts';
import { quantile } from './support/measuring.ts';

const COMPONENTS = 17;
const watch = { now: () => performance.now() };

/** The separation engine and reconciliation: no record takes part. @param repeats how often each is measured */
export async function measureSeparation(repeats: number): Promise<Figure[]> {
  return [
    ...[20, 60, 100, 200].map((stages) => coldSolve(stages, repeats)),
    simulatedHour(repeats),
    design(repeats),
    designOfThreeOutlets(repeats),
    auditOfTwo(repeats),
    await sampling(repeats * 300),
    reconciliation(Math.ceil(repeats / 10)),
  ];
}

/** Milliseconds that something takes, the median of several times after two that are not counted. */
function medianMs(repeats: number, work: () => void): number {
  work();
  work();
  const each = Array.from({ length: repeats }, () => {
    const start = performance.now();
    work();
    return performance.now() - start;
  });
  return quantile(each, 0.5);
}

/** One sweep of tridiagonal balances over all stages and components: what every iteration needs at least. */
function sweepMs(stages: number): number {
  const chain = new TransportChain(stages);
  const held = new Float64Array(stages);
  for (let j = 0; j < stages; j++) {
    [chain.toPrevious[j], chain.toNext[j]] = [j > 0 ? 1 : 0, j < stages - 1 ? 1.5 : 0];
    [chain.outside[j], chain.feed[j]] = [j === 0 || j === stages - 1 ? 1 : 0, j === stages >> 1 ? 1 : 0];
  }
  return (
    medianMs(20, () => {
      for (let component = 0; component < COMPONENTS * 100; component++) chain.solve(held, 0);
    }) / 100
  );
}

function coldSolve(stages: number, repeats: number): Figure {
  const text = exchangeCascade(stages, stages / 2, 6, 0.8, 0.54);
  let iterations = 0;
  const value = medianMs(repeats, () => (iterations = (solveCase(text, watch) as CascadeAnswer).iterations));
  return {
    name: `a cascade from a cold start: ${stages} stages, 15 rare earths, ammonium, hydrogen`,
    on: 'Node.js',
    events: null,
    value,
    unit: 'ms',
    better: 'less',
    ceilings: [{ name: `a tridiagonal sweep of all components, ${iterations} times`, value: iterations * sweepMs(stages) }],
    bound: 'half of it inversion of a block of 18 for each stage and iteration',
  };
}

function simulatedHour(repeats: number): Figure {
  const text = {
    ...exchangeCascade(60, 30, 6, 0.8, 0.54),
    hold: { aqueousLitre: 1, organicLitre: 3 },
    dynamics: { hours: 1, everyHours: 1, stepHours: 1 / 60 },
  };
  const settled = medianMs(repeats, () => solveCase({ ...text, dynamics: undefined }, watch));
  const feeds = (text['aqueousFeeds' as keyof typeof text] as unknown as object[]).map((feed, n) =>
    n === 0 ? { ...feed, litrePerHour: 1.1 } : feed,
  );
  const changed = { ...text, dynamics: { ...text.dynamics, schedule: [{ atHour: 0, aqueousFeeds: feeds }] } };
  return {
    name: 'an hour of 60 stages after a change of feed, in steps of a minute',
    on: 'Node.js',
    events: null,
    value: medianMs(repeats, () => simulateCase(changed, watch)) - settled,
    unit: 'ms',
    better: 'less',
    ceilings: [{ name: 'two tridiagonal sweeps a step', value: 120 * sweepMs(60) }],
    bound: 'one sweep, its residuals and one round of relaxation for each stage of the method; making room',
  };
}

function design(repeats: number): Figure {
  const text = {
    unit: 'xu-design',
    components: { A: { factor: 1.5, feed: 0.5 }, B: { factor: 1, feed: 0.5 } },
    raffinate: ['B'],
    purity: { organic: 0.999, raffinate: 0.999 },
  };
  return designFigure(repeats, text, {
    name: 'a cut of β = 1.5 designed to 99.9 % on both sides',
    sweep: sweepMs(75) * 2,
    bound: 'each simulation is solved from a cold start',
  });
}

function auditOfTwo(repeats: number): Figure {
  const components = { A: { factor: 1, feed: 0.5 }, B: { factor: 1.5, feed: 0.5 } };
  const declared = { product: 'organic', purity: 0.9999, recovery: 0.9 };
  const stages = 60;
  const audit = { unit: 'audit', components, raffinate: ['A'], stages, extractionMax: 4, declared };
  // The declared recovery and eight of the edge; fifty purities each; both sections; two divisions a stage.
  const divisions = 9 * 50 * 2 * stages * 2;
  return {
    name: 'an audit of two components in 60 stages, with the edge of what was possible',
    on: 'Node.js',
    events: null,
    value: medianMs(repeats, () => solveCase(audit, watch)),
    unit: 'ms',
    better: 'less',
    ceilings: [{ name: 'its divisions alone, one after the other', value: divisionsMs(divisions) }],
    bound: 'each stage waits for the division of the one before it',
  };
}

function divisionsMs(count: number): number {
  let ratio = 1;
  const ms = medianMs(20, () => {
    for (let n = 0; n < count; n++) ratio = 2 / (1 + ratio);
  });
  if (!(ratio > 0)) throw new Error('the divisions came to nothing');
  return ms;
}

function designOfThreeOutlets(repeats: number): Figure {
  const text = JSON.parse(
    readFileSync(new URL('../data/examples/separation/multi-outlet.json', import.meta.url), 'utf8'),
  ) as object;
  return designFigure(repeats, text, {
    name: 'design of a 3-outlet cascade: La, Ce of 95 %, Pr with Nd and Sm',
    sweep: sweepMs(25) * 5,
    bound: 'up to six places and shares of what may be lost, each at several extractions; a simulation takes a few iterations',
  });
}

/** A design that simulates. @param sweep ms of a tridiagonal sweep of its components, as if it had all that others have */
function designFigure(
  repeats: number,
  text: object,
  { name, sweep, bound }: { name: string; sweep: number; bound: string },
): Figure {
  let simulations = 0;
  const solve = (): number => (simulations = (solveCase(text, watch) as XuDesignAnswer | MultiOutletDesignAnswer).simulations);
  const value = medianMs(repeats, solve);
  return {
    name,
    on: 'Node.js',
    events: null,
    value,
    unit: 'ms',
    better: 'less',
    ceilings: [{ name: `a tridiagonal sweep for each of ${simulations} simulations`, value: (simulations * sweep) / COMPONENTS }],
    bound,
  };
}

/** An uncertain case over all cores, beside one thread for each of them at the speed of one alone. */
async function sampling(samples: number): Promise<Figure> {
  const names = ['La', 'Ce', 'Pr', 'Nd'];
  const text = {
    ...exchangeCascade(60, 30, 6, 0.8, 0.54, names),
    uncertainty: { samples, parameters: names.map((name) => ({ path: `components.${name}.law.log10K`, sd: 0.02 })) },
  };
  const rate = async (threads: number, count: number): Promise<number> => {
    const start = performance.now();
    const fewer = { ...text, uncertainty: { ...text.uncertainty, samples: count } };
    await runUncertainty(fewer, new AbortController().signal, () => undefined, threads);
    return (count / (performance.now() - start)) * 1000;
  };
  const cores = availableParallelism();
  const alone = await rate(1, Math.ceil(samples / cores));
  return {
    name: `an uncertain cascade of 60 stages and four rare earths, ${samples} samples over ${cores} threads`,
    on: 'Node.js',
    events: null,
    value: await rate(cores, samples),
    unit: 'samples/s',
    better: 'more',
    ceilings: [{ name: `${cores} times one thread alone`, value: cores * alone }],
    bound: 'each sample is solved from the state of the case itself, in a few iterations',
  };
}

/** A network of 400 nodes and 1000 streams, three in ten not measured. */
function reconciliation(repeats: number): Figure {
  const stream = randomStream('bench');
  const streams: Record<string, object> = {};
  const add = (from: string | null, to: string | null, flow: number): void => {
    const measured = { measured: flow * (1 + 0.01 * stream.normal()), sd: 0.01 * flow };
    streams[`S${Object.keys(streams).length}`] = { from, to, flow: stream.uniform() < 0.3 ? {} : measured };
  };
  // A chain that carries 100, and loops of 10 between neighbours that leave every balance as it is.
  for (let node = 0; node <= 400; node++) add(node === 0 ? null : `N${node - 1}`, node === 400 ? null : `N${node}`, 100);
  for (let node = 0; Object.keys(streams).length < 1000; node = (node + 1) % 399) {
    add(`N${node}`, `N${node + 1}`, 10);
    add(`N${node + 1}`, `N${node}`, 10);
  }
  const text = { kind: 'reconciliation', streams };
  const value = medianMs(repeats, () => reconcileCase(text));
  return {
    name: 'reconciliation of 1000 streams at 400 nodes, with all tests',
    on: 'Node.js',
    events: null,
    value,
    unit: 'ms',
    better: 'less',
    ceilings: [],
    bound: 'dense factorisation of the constraints, although most of them are zeros',
  };
}
