import { symbolAt, type Composition } from '../elements/index.ts';
import type { Part } from './components.ts';
import type { Constitution, Process, Stream } from './network.ts';

/** A part as a case of the reconciliation engine, and what its variables stand for. Flows are tonnes, fractions of the net mass on element basis. */
export interface PartCase {
  readonly json: object;
  /** The variable of each stream's net mass, by stream. */
  readonly flows: ReadonlyMap<string, string>;
  /** The variable of each fraction, by matter and element. Matter of which no fraction bears on a balance has none. */
  readonly fractions: ReadonlyMap<string, ReadonlyMap<number, string>>;
  readonly meanings: ReadonlyMap<string, VariableMeaning>;
}

/** What a variable of a case is. */
export type VariableMeaning =
  | { readonly kind: 'weighing'; readonly stream: Stream }
  | { readonly kind: 'assay'; readonly matter: string; readonly element: number; readonly assay: number };

export const KG_PER_TONNE = 1000;

/** No scale of the trade reads less: a weighing that is stated as exact is taken to be good to a gram. */
const WEIGHING_SD_MIN_KG = 0.001;
/** The same of an assay: one ten-thousandth of a percent point. */
const FRACTION_SD_MIN = 1e-6;
/** An element that an assay does not state was not found: 0 with the least standard deviation that the record takes an assay to have. */
const UNSTATED_SD = 0.005 / 100;

interface Quantity {
  readonly measured?: number;
  readonly sd?: number;
  readonly value?: number;
  readonly start?: number;
  readonly least?: number;
  readonly most?: number;
}

interface CaseConstraint {
  readonly name: string;
  readonly coefficients?: Record<string, number>;
  readonly expression?: string;
  readonly leak?: { readonly node: string; readonly share: number };
}

/** The measured standard deviation of a weighing, in kilograms. */
export function weighingSd(sd: number): number {
  return Math.max(sd, WEIGHING_SD_MIN_KG);
}

/** An assay's word on an element: its fraction and standard deviation; 0 where it is not stated. */
export function shareIn(assay: Composition, element: number): { readonly fraction: number; readonly sd: number } {
  const stated = assay.find(({ index }) => index === element);
  if (stated === undefined) return { fraction: 0, sd: UNSTATED_SD };
  return { fraction: stated.fraction, sd: Math.max(stated.sd, FRACTION_SD_MIN) };
}

/** Writes a part as a case; null where nothing binds its streams together, or nobody measured any. @param alpha chance of a false alarm of each test */
export function caseOf(part: Part, constitutions: ReadonlyMap<string, Constitution>, alpha: number): PartCase | null {
  if (part.holdings.length + part.processes.length === 0) return null;
  if (part.streams.every(({ weighed }) => weighed === null)) return null;
  return new CaseWriter(part, constitutions).write(alpha);
}

class CaseWriter {
  readonly #part: Part;
  readonly #constitutions: ReadonlyMap<string, Constitution>;
  readonly #variables: Record<string, Quantity> = {};
  readonly #constraints: CaseConstraint[] = [];
  readonly #flows = new Map<string, string>();
  readonly #fractions = new Map<string, Map<number, string>>();
  readonly #meanings = new Map<string, VariableMeaning>();

  constructor(part: Part, constitutions: ReadonlyMap<string, Constitution>) {
    this.#part = part;
    this.#constitutions = constitutions;
  }

  write(alpha: number): PartCase {
    for (const stream of this.#part.streams) this.#addFlow(stream);
    for (const node of this.#part.holdings) this.#addHolding(node);
    for (const process of this.#part.processes) this.#addProcess(process);
    for (const matter of new Set(this.#part.streams.map((stream) => stream.matter))) this.#addRepeatedAssays(matter);
    const json = {
      kind: 'reconciliation',
      alpha,
      candidates: ['bias', 'leak'],
      covariance: true,
      variables: this.#variables,
      constraints: this.#constraints,
    };
    return { json, flows: this.#flows, fractions: this.#fractions, meanings: this.#meanings };
  }

  #addFlow(stream: Stream): void {
    const name = `n${this.#flows.size}`;
    this.#flows.set(stream.id, name);
    this.#meanings.set(name, { kind: 'weighing', stream });
    const { weighed } = stream;
    const usual =
      this.#part.streams.find((other) => other.matter === stream.matter && other.weighed !== null)?.weighed?.kg ?? KG_PER_TONNE;
    this.#variables[name] =
      weighed === null
        ? { start: usual / KG_PER_TONNE }
        : { measured: weighed.kg / KG_PER_TONNE, sd: weighingSd(weighed.sd) / KG_PER_TONNE, least: 0 };
  }

  #addHolding(node: string): void {
    const coefficients: Record<string, number> = {};
    for (const [stream, sign] of this.#at(node)) coefficients[this.#flows.get(stream.id)!] = sign;
    this.#constraints.push({ name: node, coefficients });
  }

  /** Streams at a node: 1 for what enters, −1 for what leaves. */
  #at(node: string): [Stream, 1 | -1][] {
    return this.#part.streams.flatMap((stream): [Stream, 1 | -1][] =>
      stream.to === node ? [[stream, 1]] : stream.from === node ? [[stream, -1]] : [],
    );
  }

  #addProcess({ key }: Process): void {
    const touching = this.#at(`process ${key}`);
    const elements = new Set(touching.flatMap(([{ matter }]) => this.#elementsOf(matter)));
    const shares = this.#sharesOfInput(touching, elements);
    for (const element of [...elements].sort((a, b) => a - b)) {
      const terms = touching.map(
        ([stream, sign]) => `${sign < 0 ? '-' : '+'} ${this.#flows.get(stream.id)}*${this.#fraction(stream.matter, element)}`,
      );
      const leak = { node: key, share: shares.get(element) ?? 0 };
      this.#constraints.push({ name: `${symbolAt(element)} at ${key}`, expression: `0 ${terms.join(' ')}`, leak });
    }
  }

  #elementsOf(matter: string): number[] {
    const { assays, supposed } = this.#constitutions.get(matter)!;
    return [...assays, supposed].flatMap((composition) =>
      composition.filter(({ fraction }) => fraction > 0).map(({ index }) => index),
    );
  }

  /** What is lost unmeasured is taken to be as the inputs are: the share of each element in their rare earths. */
  #sharesOfInput(touching: readonly [Stream, 1 | -1][], elements: ReadonlySet<number>): Map<number, number> {
    const masses = new Map(
      [...elements].map((element): [number, number] => [
        element,
        touching.reduce((sum, [stream, sign]) => sum + (sign < 0 ? 0 : this.#usualMass(stream, element)), 0),
      ]),
    );
    const total = [...masses.values()].reduce((sum, mass) => sum + mass, 0);
    return new Map([...masses].map(([element, mass]) => [element, total > 0 ? mass / total : 0]));
  }

  #usualMass({ matter, weighed }: Stream, element: number): number {
    const { assays, supposed } = this.#constitutions.get(matter)!;
    return (weighed?.kg ?? 0) * shareIn(assays.at(-1) ?? supposed, element).fraction;
  }

  #fraction(matter: string, element: number): string {
    let own = this.#fractions.get(matter);
    if (own === undefined) this.#fractions.set(matter, (own = new Map<number, string>()));
    const known = own.get(element);
    if (known !== undefined) return known;
    const name = `f${[...this.#fractions.keys()].indexOf(matter)}.${symbolAt(element)}`;
    own.set(element, name);
    const { assays, supposed } = this.#constitutions.get(matter)!;
    const latest = assays.at(-1);
    if (latest === undefined) this.#variables[name] = { start: shareIn(supposed, element).fraction };
    else {
      const { fraction, sd } = shareIn(latest, element);
      this.#variables[name] = { measured: fraction, sd, least: 0, most: 1 };
      this.#meanings.set(name, { kind: 'assay', matter, element, assay: assays.length - 1 });
    }
    return name;
  }

  /** Every assay of a lot is a measurement of the same fractions. */
  #addRepeatedAssays(matter: string): void {
    const earlier = this.#constitutions.get(matter)!.assays.slice(0, -1);
    for (const [n, assay] of earlier.entries())
      for (const { index } of assay) {
        const fraction = this.#fraction(matter, index);
        const name = `${fraction}.${n}`;
        const { fraction: measured, sd } = shareIn(assay, index);
        this.#variables[name] = { measured, sd, least: 0, most: 1 };
        this.#meanings.set(name, { kind: 'assay', matter, element: index, assay: n });
        this.#constraints.push({ name, coefficients: { [fraction]: 1, [name]: -1 } });
      }
  }
}
