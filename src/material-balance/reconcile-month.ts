import { chiSquareCdf, chiSquareQuantile } from '../numerics/index.ts';
import { reconcileCase, type GlobalTest, type GrossError, type MeasurementTest, type VariableClass } from '../reconcile/index.ts';
import { oxideFactor } from '../elements/index.ts';
import { partsOf, type Part } from './components.ts';
import { Estimates, type Figure, type SolvedPart, type Term, type Weights } from './estimates.ts';
import type { MonthOnRecord } from './month.ts';
import { networkOf, type Network, type Process, type Stream, type StreamKind } from './network.ts';
import { caseOf, KG_PER_TONNE, type VariableMeaning } from './part-case.ts';

/** An amount on one basis: as measured and as reconciled, in kilograms. Null where nobody measured it, or nothing tells it. */
export interface ReconciledAmount {
  /** `net`, `treo`, or the index of an element. */
  readonly basis: 'net' | 'treo' | number;
  readonly measured: Figure | null;
  readonly reconciled: Figure | null;
}

/** A stream with its amounts on every basis that it has. */
export interface ReconciledStream {
  readonly stream: Stream;
  readonly class: VariableClass;
  readonly test: MeasurementTest | null;
  readonly amounts: readonly ReconciledAmount[];
}

/** An assay's word on one element, as a fraction of the net mass. */
export interface ReconciledAssay {
  readonly matter: string;
  readonly element: number;
  /** Which assay of the lot, from 0; the last is the one that values it. */
  readonly assay: number;
  readonly measured: Figure;
  readonly reconciled: Figure;
  readonly test: MeasurementTest | null;
}

/** A process: what went in and what came out, rare earths as oxides and element by element. */
export interface ReconciledProcess {
  readonly process: Process;
  readonly amounts: readonly {
    readonly basis: 'treo' | number;
    readonly input: ReconciledAmount;
    readonly output: ReconciledAmount;
    /** Input less output: what nobody measured as lost, or more than went in. */
    readonly difference: ReconciledAmount;
  }[];
}

/** An amount of several streams: how many of them have no figure in the sums. */
export interface SummedAmount extends ReconciledAmount {
  readonly unmeasured: number;
  readonly untold: number;
}

/** What the streams of one kind at one site add up to. */
export interface StreamSum {
  readonly site: string;
  readonly kind: StreamKind;
  readonly streams: number;
  readonly amounts: readonly SummedAmount[];
}

/** What a gross error is about. `loss` is matter that a process lost unmeasured (gained, where negative), in kilograms of rare-earth elements. */
export type Suspect =
  | { readonly kind: 'weighing'; readonly stream: Stream }
  | { readonly kind: 'assay'; readonly matter: string; readonly element: number; readonly assay: number }
  | { readonly kind: 'loss'; readonly process: string };

/** A gross error: kilograms of a weighing or a loss, a fraction of an assay. */
export interface NamedError {
  readonly suspect: Suspect;
  readonly magnitude: number;
  readonly statistic: number;
  readonly threshold: number;
  /** What explains the month as well, and what explains it nearly as well. */
  readonly equivalent: readonly Suspect[];
  readonly rivals: readonly Suspect[];
}

/** A reconciled period. */
export interface ReconciledMonth {
  readonly network: Network;
  readonly streams: readonly ReconciledStream[];
  readonly sums: readonly StreamSum[];
  readonly assays: readonly ReconciledAssay[];
  readonly processes: readonly ReconciledProcess[];
  readonly globalTest: GlobalTest;
  /** The same without the gross errors; null where there are none. */
  readonly compensatedTest: GlobalTest | null;
  readonly grossErrors: readonly NamedError[];
}

/**
 * Reconciles the matter of a period: every weighing and assay is moved as little as its error allows until lots balance in net mass between
 * counts, consignments between sites of one organisation arrive as they were sent, and processes give out each element that they took in.
 * @param alpha chance that any test of the whole period rings where nothing is wrong
 * @throws ReconcileRefused where a part cannot be reconciled
 */
export function reconcileMonth(month: MonthOnRecord, alpha: number): ReconciledMonth {
  const network = networkOf(month);
  const parts = partsOf(network);
  const bound = parts.filter((part) => caseOf(part, network.constitutions, alpha) !== null).length;
  // Šidák: each part has its share of the chance that any of them rings.
  const each = 1 - (1 - alpha) ** (1 / Math.max(1, bound));
  const solved = parts.map((part) => new PartOutcome(part, network, each));
  const errors = solved.flatMap((part) => part.errors());
  return {
    network,
    streams: solved.flatMap((part) => part.streams()),
    sums: addUp(solved.flatMap((part) => part.sums())),
    assays: solved.flatMap((part) => part.assays()),
    processes: solved.flatMap((part) => part.processes()),
    globalTest: wholeTest(
      solved.map((part) => part.test),
      alpha,
    ),
    compensatedTest:
      errors.length === 0
        ? null
        : wholeTest(
            solved.map((part) => part.compensatedTest),
            alpha,
          ),
    grossErrors: errors,
  };
}

/** Independent parts together: statistics and degrees of freedom add up. */
function wholeTest(tests: readonly (GlobalTest | null)[], alpha: number): GlobalTest {
  const statistic = tests.reduce((sum, test) => sum + (test?.statistic ?? 0), 0);
  const degreesOfFreedom = tests.reduce((sum, test) => sum + (test?.degreesOfFreedom ?? 0), 0);
  if (degreesOfFreedom === 0) return { statistic: 0, degreesOfFreedom, threshold: 0, pValue: 1, passed: true };
  const threshold = chiSquareQuantile(1 - alpha, degreesOfFreedom);
  const pValue = 1 - chiSquareCdf(statistic, degreesOfFreedom);
  return { statistic, degreesOfFreedom, threshold, pValue, passed: statistic <= threshold };
}

function isSame(a: Suspect, b: Suspect): boolean {
  return JSON.stringify(keyOf(a)) === JSON.stringify(keyOf(b));
}

function keyOf(suspect: Suspect): unknown {
  return suspect.kind === 'weighing' ? ['weighing', suspect.stream.id] : suspect;
}

/** Sums of parts that say nothing of each other: variances add up. */
function addUp(sums: readonly StreamSum[]): StreamSum[] {
  return [...Map.groupBy(sums, ({ site, kind }) => `${site} ${kind}`).values()].map((group) => {
    const { site, kind } = group[0]!;
    const byBasis = Map.groupBy(
      group.flatMap(({ amounts }) => amounts),
      ({ basis }) => basis,
    );
    const amounts = [...byBasis].map(([basis, parts]): SummedAmount => ({
      basis,
      measured: addFigures(parts.map(({ measured }) => measured)),
      reconciled: addFigures(parts.map(({ reconciled }) => reconciled)),
      unmeasured: parts.reduce((sum, { unmeasured }) => sum + unmeasured, 0),
      untold: parts.reduce((sum, { untold }) => sum + untold, 0),
    }));
    return { site, kind, streams: group.reduce((sum, { streams }) => sum + streams, 0), amounts: amounts.sort(byRank) };
  });
}

function byRank(a: SummedAmount, b: SummedAmount): number {
  return rankOf(a.basis) - rankOf(b.basis);
}

function rankOf(basis: ReconciledAmount['basis']): number {
  return basis === 'net' ? -2 : basis === 'treo' ? -1 : basis;
}

function addFigures(figures: readonly (Figure | null)[]): Figure | null {
  const known = figures.filter((figure) => figure !== null);
  if (known.length === 0) return null;
  const variance = known.reduce((sum, { sd }) => sum + sd ** 2, 0);
  return { value: known.reduce((sum, { value }) => sum + value, 0), sd: Math.sqrt(variance) };
}

class PartOutcome {
  readonly #part: Part;
  readonly #solved: SolvedPart;
  readonly #estimates: Estimates;
  readonly #constitutions: Network['constitutions'];

  constructor(part: Part, network: Network, alpha: number) {
    const written = caseOf(part, network.constitutions, alpha);
    const answer = written === null ? null : reconcileCase(written.json);
    this.#part = part;
    this.#constitutions = network.constitutions;
    this.#solved = { streams: part.streams, written, answer };
    this.#estimates = new Estimates(this.#solved, network.constitutions);
  }

  get test(): GlobalTest | null {
    return this.#solved.answer?.globalTest ?? null;
  }

  get compensatedTest(): GlobalTest | null {
    return this.#solved.answer?.compensated?.globalTest ?? this.test;
  }

  streams(): ReconciledStream[] {
    const tests = new Map(this.#solved.answer?.variables.map(({ name, measurementTest }) => [name, measurementTest]));
    return this.#part.streams.map((stream) => ({
      stream,
      class: this.#estimates.classOf(stream),
      // More lost than was measured is told of the process, not of the scale that weighed what was.
      test: stream.kind === 'loss' ? null : (tests.get(this.#solved.written?.flows.get(stream.id) ?? '') ?? null),
      amounts: this.#basesOf([stream]).map((basis) => this.#amount([[stream, 1]], basis)),
    }));
  }

  assays(): ReconciledAssay[] {
    const { written, answer } = this.#solved;
    return (answer?.variables ?? []).flatMap(({ name, measured, sd, estimate, estimateSd, measurementTest }) => {
      const meaning = written?.meanings.get(name);
      if (meaning?.kind !== 'assay' || estimate === null) return [];
      const { matter, element, assay } = meaning;
      const said = { value: measured ?? 0, sd: sd ?? 0 };
      return {
        matter,
        element,
        assay,
        measured: said,
        reconciled: { value: estimate, sd: estimateSd ?? 0 },
        test: measurementTest,
      };
    });
  }

  processes(): ReconciledProcess[] {
    return this.#part.processes.map((process) => {
      const node = `process ${process.key}`;
      const inputs = this.#part.streams.filter(({ to }) => to === node);
      const outputs = this.#part.streams.filter(({ from }) => from === node);
      const bases = this.#basesOf([...inputs, ...outputs]).filter((basis) => basis !== 'net');
      const amounts = bases.map((basis) => ({
        basis,
        input: this.#amount(
          inputs.map((stream) => [stream, 1]),
          basis,
        ),
        output: this.#amount(
          outputs.map((stream) => [stream, 1]),
          basis,
        ),
        difference: this.#amount(
          [...inputs.map((stream): Term => [stream, 1]), ...outputs.map((stream): Term => [stream, -1])],
          basis,
        ),
      }));
      return { process, amounts };
    });
  }

  sums(): StreamSum[] {
    const groups = Map.groupBy(this.#part.streams, ({ site, kind }) => `${site} ${kind}`);
    return [...groups.values()].map((streams) => {
      const { site, kind } = streams[0]!;
      return { site, kind, streams: streams.length, amounts: this.#basesOf(streams).map((basis) => this.#sum(streams, basis)) };
    });
  }

  /** The sum of those streams that have a figure, and how many have none. */
  #sum(streams: readonly Stream[], basis: ReconciledAmount['basis']): SummedAmount {
    const single = streams.map((stream) => ({ stream, amount: this.#amount([[stream, 1]], basis) }));
    const measured = single.filter(({ amount }) => amount.measured !== null).map(({ stream }): Term => [stream, 1]);
    const told = single.filter(({ amount }) => amount.reconciled !== null).map(({ stream }): Term => [stream, 1]);
    return {
      basis,
      measured: measured.length === 0 ? null : this.#amount(measured, basis).measured,
      reconciled: told.length === 0 ? null : this.#amount(told, basis).reconciled,
      unmeasured: streams.length - measured.length,
      untold: streams.length - told.length,
    };
  }

  errors(): NamedError[] {
    return (this.#solved.answer?.grossErrors ?? []).map((error) => {
      const suspect = this.#suspectOf(error);
      const told = [suspect];
      const others = (list: readonly Pick<GrossError, 'kind' | 'of'>[]): Suspect[] =>
        list.flatMap((other) => {
          const next = this.#suspectOf(other);
          if (told.some((each) => isSame(each, next))) return [];
          told.push(next);
          return [next];
        });
      const { statistic, threshold } = error;
      const [equivalent, rivals] = [others(error.equivalent), others(error.rivals)];
      return { suspect, magnitude: this.#magnitudeOf(error, suspect), statistic, threshold, equivalent, rivals };
    });
  }

  /** More in a measured loss than was weighed or assayed is as much as an unmeasured one. */
  #suspectOf({ kind, of }: Pick<GrossError, 'kind' | 'of'>): Suspect {
    if (kind === 'leak') return { kind: 'loss', process: of };
    const meaning = this.#solved.written!.meanings.get(of)!;
    const lost = this.#lossOf(meaning);
    return lost === null ? meaning : { kind: 'loss', process: lost.from!.slice('process '.length) };
  }

  /** The measured loss that a variable is about; null where it is about a lot. */
  #lossOf(meaning: VariableMeaning): Stream | null {
    const matter = meaning.kind === 'assay' ? meaning.matter : meaning.stream.matter;
    return this.#part.streams.find((stream) => stream.kind === 'loss' && stream.matter === matter) ?? null;
  }

  #magnitudeOf({ kind, of, magnitude }: GrossError, suspect: Suspect): number {
    if (kind === 'leak') return magnitude * KG_PER_TONNE;
    const meaning = this.#solved.written!.meanings.get(of)!;
    const lost = this.#lossOf(meaning);
    if (lost === null) return suspect.kind === 'assay' ? magnitude : magnitude * KG_PER_TONNE;
    if (meaning.kind === 'assay') return -magnitude * (lost.weighed?.kg ?? 0);
    const assay = this.#constitutions.get(lost.matter)!.assays.at(-1) ?? [];
    return -magnitude * KG_PER_TONNE * assay.reduce((sum, { fraction }) => sum + fraction, 0);
  }

  #basesOf(streams: readonly Stream[]): ReconciledAmount['basis'][] {
    const elements = new Set(streams.flatMap((stream) => this.#estimates.elementsOf(stream)));
    return ['net', ...(elements.size === 0 ? [] : ['treo' as const]), ...[...elements].sort((a, b) => a - b)];
  }

  #amount(terms: readonly Term[], basis: ReconciledAmount['basis']): ReconciledAmount {
    const weights = this.#weightsOf(terms, basis);
    return { basis, measured: this.#estimates.measured(terms, weights), reconciled: this.#estimates.reconciled(terms, weights) };
  }

  #weightsOf(terms: readonly Term[], basis: ReconciledAmount['basis']): Weights {
    if (basis === 'net') return 'net';
    if (basis !== 'treo') return new Map([[basis, 1]]);
    const elements = new Set(terms.flatMap(([stream]) => this.#estimates.elementsOf(stream)));
    return new Map([...elements].map((element) => [element, oxideFactor(element)]));
  }
}
