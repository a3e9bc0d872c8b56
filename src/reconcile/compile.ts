import { choleskyOf, zeros } from '../numerics/index.ts';
import type { Quantity, ReconciliationCase } from './case-schema.ts';
import { linearConstraint, productConstraint, type Constraint, type Variable } from './constraint.ts';
import { readFormula } from './expression.ts';
import type { Problem } from './problem.ts';
import { ReconcileRefused } from './refusal.ts';

/** The problem that a case states. @throws ReconcileRefused */
export function compile(text: ReconciliationCase): Problem {
  const compiler = new Compiler(text);
  return compiler.problem();
}

/** The variable of a stream's fraction of a component. */
export function fractionName(stream: string, component: string): string {
  return `${stream}.${component}`;
}

class Compiler {
  readonly #text: ReconciliationCase;
  readonly #variables: Variable[] = [];
  readonly #index = new Map<string, number>();
  readonly #constraints: Constraint[] = [];

  constructor(text: ReconciliationCase) {
    this.#text = text;
    for (const [name, quantity] of Object.entries(text.variables)) this.#add(name, quantity, 1);
    this.#addStreams();
    this.#addConstraints();
  }

  problem(): Problem {
    const measured = this.#variables.flatMap((variable, at) => (variable.measured === null ? [] : [at]));
    const unmeasured = this.#variables.flatMap((variable, at) => (variable.measured === null ? [at] : []));
    if (measured.length === 0) throw new ReconcileRefused('nothing-measured', '$', 'nothing is measured');
    const covariance = this.#covariance(measured);
    const root = choleskyOf(covariance);
    if (root === null)
      throw new ReconcileRefused(
        'covariance',
        '$.correlations',
        'the correlations contradict each other: their matrix is not positive definite',
      );
    const isCorrelated = this.#text.correlations.length > 0;
    return { variables: this.#variables, constraints: this.#constraints, measured, unmeasured, covariance, root, isCorrelated };
  }

  #add(name: string, { measured, sd, sdPercent, value, start, least, most }: Quantity, otherwise: number): number {
    if (this.#index.has(name))
      throw new ReconcileRefused('form', `$.variables.${name}`, `${name} is there twice, also as a stream`);
    const at = this.#variables.length;
    this.#index.set(name, at);
    const spread = sd ?? Math.abs(((measured ?? 0) * (sdPercent ?? 0)) / 100);
    const known = measured === undefined ? null : { value: measured, sd: spread };
    this.#variables.push({
      name,
      measured: known,
      start: measured ?? value ?? start ?? otherwise,
      least: least ?? Number.NEGATIVE_INFINITY,
      most: most ?? Number.POSITIVE_INFINITY,
    });
    if (value !== undefined) this.#constraints.push(linearConstraint(`${name} is exact`, [[at, 1]], -value));
    return at;
  }

  #addStreams(): void {
    const { streams, components } = this.#text;
    const flows = Object.values(streams).flatMap(({ flow }) => flow.measured ?? flow.value ?? []);
    const flow = flows.length === 0 ? 1 : flows.reduce((sum, each) => sum + Math.abs(each), 0) / flows.length;
    for (const [name, stream] of Object.entries(streams)) {
      this.#add(name, stream.flow, flow);
      for (const component of Object.keys(stream.composition))
        if (!components.includes(component))
          throw new ReconcileRefused(
            'variable-unknown',
            `$.streams.${name}.composition.${component}`,
            `${component} is not among the components`,
          );
      for (const component of components)
        this.#add(fractionName(name, component), stream.composition[component] ?? {}, this.#usualFraction(component));
    }
    for (const node of this.#nodes()) this.#balance(node);
    if (this.#text.fractionsSumToOne && components.length > 0)
      for (const name of Object.keys(streams))
        this.#constraints.push(
          linearConstraint(
            `fractions of ${name}`,
            components.map((component) => [this.#at(fractionName(name, component)), 1]),
            -1,
          ),
        );
  }

  #usualFraction(component: string): number {
    const known = Object.values(this.#text.streams).flatMap(({ composition }) => composition[component]?.measured ?? []);
    return known.length === 0
      ? 1 / (this.#text.components.length + 1)
      : known.reduce((sum, each) => sum + each, 0) / known.length;
  }

  #nodes(): string[] {
    const named = Object.values(this.#text.streams).flatMap(({ from, to }) => [from, to]);
    return [...new Set(named)].filter((node) => node !== null);
  }

  /** Balances of one node: what enters less what leaves, in all and of each component. */
  #balance(node: string): void {
    const { streams, components, nodes } = this.#text;
    const kind = nodes[node];
    const touching = Object.entries(streams).flatMap(([name, { from, to }]): [string, number][] =>
      from === to ? [] : to === node ? [[name, 1]] : from === node ? [[name, -1]] : [],
    );
    if (kind?.balance !== false) {
      const leakShare = components.length === 0 ? 1 : 0;
      const terms = touching.map(([name, sign]): [number, number] => [this.#at(name), sign]);
      this.#constraints.push(linearConstraint(`balance of ${node}`, terms, 0, node, leakShare));
    }
    for (const component of components) {
      const fraction = (name: string): number => this.#at(fractionName(name, component));
      if (kind?.splitter === true) {
        const [[first] = [''], ...others] = touching;
        for (const [name] of others)
          this.#constraints.push(
            linearConstraint(
              `${component} alike in ${first} and ${name}`,
              [
                [fraction(first), 1],
                [fraction(name), -1],
              ],
              0,
              node,
            ),
          );
      } else if (kind?.balance !== false)
        this.#constraints.push(
          productConstraint(
            `${component} at ${node}`,
            touching.map(([name, sign]) => [this.#at(name), fraction(name), sign]),
            node,
          ),
        );
    }
  }

  #at(name: string): number {
    return this.#index.get(name)!;
  }

  #addConstraints(): void {
    for (const [n, constraint] of this.#text.constraints.entries()) {
      const path = `$.constraints[${n}]`;
      const name = constraint.name ?? `constraint ${n + 1}`;
      const [node, leakShare] = [constraint.leak?.node ?? null, constraint.leak?.share ?? 0];
      if ('expression' in constraint) {
        const formula = readFormula(constraint.expression, `${path}.expression`, (variable) => this.#index.get(variable) ?? null);
        this.#constraints.push({ name, node, leakShare, evaluate: (values, take) => formula.evaluate(values, take, 1) });
        continue;
      }
      const terms = Object.entries(constraint.coefficients).map(([variable, coefficient]): [number, number] => {
        const at = this.#index.get(variable);
        if (at === undefined)
          throw new ReconcileRefused('variable-unknown', `${path}.coefficients.${variable}`, `there is no variable ${variable}`);
        return [at, coefficient];
      });
      this.#constraints.push(linearConstraint(name, terms, -constraint.equals, node, leakShare));
    }
  }

  #covariance(measured: readonly number[]) {
    const size = measured.length;
    const matrix = zeros(size, size);
    const place = new Map(measured.map((variable, column) => [this.#variables[variable]!.name, column]));
    const sd = (column: number): number => this.#variables[measured[column]!]!.measured!.sd;
    for (let column = 0; column < size; column++) matrix.values[column * size + column] = sd(column) ** 2;
    for (const [n, { of, correlation }] of this.#text.correlations.entries()) {
      const [a, b] = of.map((name) => place.get(name));
      if (a === undefined || b === undefined || a === b)
        throw new ReconcileRefused(
          'variable-unknown',
          `$.correlations[${n}].of`,
          'two different measured variables are expected',
        );
      matrix.values[a * size + b] = matrix.values[b * size + a] = correlation * sd(a) * sd(b);
    }
    return matrix;
  }
}
