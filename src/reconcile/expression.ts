import type { TakeDerivative } from './constraint.ts';
import { ReconcileRefused } from './refusal.ts';

/** A formula over variables, with its derivatives: numbers, names, `+ − * / ^`, brackets, `exp ln log10 sqrt`. */
export interface Formula {
  /** @param weight what the derivatives are multiplied by */
  readonly evaluate: (values: Float64Array, take: TakeDerivative, weight: number) => number;
}

const TOKEN = /\s*(?:(\d+(?:\.\d*)?(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?)|([\p{L}_][\p{L}\p{N}_.]*)|([-+*/^()]))/uy;
const NOTHING: TakeDerivative = () => undefined;

const FUNCTIONS: Readonly<Record<string, readonly [value: (x: number) => number, slope: (x: number) => number]>> = {
  exp: [Math.exp, Math.exp],
  ln: [Math.log, (x) => 1 / x],
  log10: [Math.log10, (x) => Math.LOG10E / x],
  sqrt: [Math.sqrt, (x) => 0.5 / Math.sqrt(x)],
};

/**
 * Reads a formula, or an equation as what its left side has more than its right.
 * @param indexOf the index of a variable; null when there is none of that name
 * @throws ReconcileRefused `expression`, `variable-unknown`
 */
export function readFormula(text: string, path: string, indexOf: (name: string) => number | null): Formula {
  const sides = text.split('=');
  if (sides.length > 2) throw new ReconcileRefused('expression', path, 'there is more than one =');
  const [left, right] = sides.map((side) => new Parser(side, path, indexOf).read());
  return right === undefined ? left! : sum(left!, right, -1);
}

interface Token {
  readonly kind: 'number' | 'name' | 'sign' | 'end';
  readonly text: string;
}

class Parser {
  readonly #tokens: readonly Token[];
  readonly #path: string;
  readonly #indexOf: (name: string) => number | null;
  #at = 0;

  constructor(text: string, path: string, indexOf: (name: string) => number | null) {
    this.#path = path;
    this.#indexOf = indexOf;
    this.#tokens = this.#split(text);
  }

  read(): Formula {
    const formula = this.#sum();
    if (this.#next().kind !== 'end') this.#refuse(`${this.#next().text} was not expected`);
    return formula;
  }

  #split(text: string): Token[] {
    const tokens: Token[] = [];
    TOKEN.lastIndex = 0;
    const whole = text.trimEnd();
    while (TOKEN.lastIndex < whole.length) {
      const from = TOKEN.lastIndex;
      const found = TOKEN.exec(whole);
      if (found === null) this.#refuse(`${JSON.stringify(whole.slice(from, from + 10))} cannot be read`);
      const [, number, name, sign] = found;
      if (number !== undefined) tokens.push({ kind: 'number', text: number });
      else if (name !== undefined) tokens.push({ kind: 'name', text: name });
      else tokens.push({ kind: 'sign', text: sign! });
    }
    return [...tokens, { kind: 'end', text: 'the end' }];
  }

  #refuse(reason: string): never {
    throw new ReconcileRefused('expression', this.#path, reason);
  }

  #next(): Token {
    return this.#tokens[this.#at]!;
  }

  #takes(...signs: string[]): string | null {
    const { kind, text } = this.#next();
    if (kind !== 'sign' || !signs.includes(text)) return null;
    this.#at++;
    return text;
  }

  #sum(): Formula {
    let formula = this.#product();
    for (let sign = this.#takes('+', '-'); sign !== null; sign = this.#takes('+', '-'))
      formula = sum(formula, this.#product(), sign === '+' ? 1 : -1);
    return formula;
  }

  #product(): Formula {
    let formula = this.#signed();
    for (let sign = this.#takes('*', '/'); sign !== null; sign = this.#takes('*', '/'))
      formula = sign === '*' ? product(formula, this.#signed()) : quotient(formula, this.#signed());
    return formula;
  }

  #signed(): Formula {
    const sign = this.#takes('-', '+');
    if (sign === null) return this.#power();
    const formula = this.#signed();
    return sign === '+' ? formula : sum(constant(0), formula, -1);
  }

  #power(): Formula {
    const base = this.#atom();
    return this.#takes('^') === null ? base : power(base, this.#signed());
  }

  #atom(): Formula {
    const { kind, text } = this.#next();
    this.#at++;
    if (kind === 'number') return constant(Number(text));
    if (kind === 'name') return this.#named(text);
    if (text !== '(') this.#refuse(`a number, a name or a bracket was expected, not ${text}`);
    const inner = this.#sum();
    if (this.#takes(')') === null) this.#refuse('a bracket is not closed');
    return inner;
  }

  #named(name: string): Formula {
    const known = Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name] : undefined;
    if (known !== undefined && this.#takes('(') !== null) {
      const inner = this.#sum();
      if (this.#takes(')') === null) this.#refuse('a bracket is not closed');
      return composed(inner, known);
    }
    const index = this.#indexOf(name);
    if (index === null) throw new ReconcileRefused('variable-unknown', this.#path, `there is no variable ${name}`);
    return {
      evaluate: (values, take, weight) => {
        take(index, weight);
        return values[index]!;
      },
    };
  }
}

function constant(value: number): Formula {
  return { evaluate: () => value };
}

function sum(a: Formula, b: Formula, sign: number): Formula {
  return {
    evaluate: (values, take, weight) => a.evaluate(values, take, weight) + sign * b.evaluate(values, take, sign * weight),
  };
}

function product(a: Formula, b: Formula): Formula {
  return {
    evaluate: (values, take, weight) => {
      const right = b.evaluate(values, NOTHING, 0);
      const left = a.evaluate(values, take, weight * right);
      if (take !== NOTHING) b.evaluate(values, take, weight * left);
      return left * right;
    },
  };
}

function quotient(a: Formula, b: Formula): Formula {
  return {
    evaluate: (values, take, weight) => {
      const below = b.evaluate(values, NOTHING, 0);
      const above = a.evaluate(values, take, weight / below);
      if (take !== NOTHING) b.evaluate(values, take, (-weight * above) / (below * below));
      return above / below;
    },
  };
}

function power(base: Formula, exponent: Formula): Formula {
  return {
    evaluate: (values, take, weight) => {
      const [x, n] = [base.evaluate(values, NOTHING, 0), exponent.evaluate(values, NOTHING, 0)];
      const result = x ** n;
      if (take === NOTHING) return result;
      base.evaluate(values, take, weight * n * x ** (n - 1));
      if (x > 0) exponent.evaluate(values, take, weight * result * Math.log(x));
      return result;
    },
  };
}

function composed(inner: Formula, [value, slope]: (typeof FUNCTIONS)[string]): Formula {
  return {
    evaluate: (values, take, weight) => {
      const x = inner.evaluate(values, NOTHING, 0);
      if (take !== NOTHING) inner.evaluate(values, take, weight * slope(x));
      return value(x);
    },
  };
}
