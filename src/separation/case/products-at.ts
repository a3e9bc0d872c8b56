import type { Transient, TimeStep } from '../cascade/dynamic.ts';
import type { CascadeCase } from './cascade-schema.ts';
import { HYDROGEN } from './hydrogen.ts';

/** The products of a cascade at a time. */
export interface ProductsAt {
  readonly hour: number;
  readonly raffinateMolPerLitre: Readonly<Record<string, number>>;
  readonly organicMolPerLitre: Readonly<Record<string, number>>;
  readonly raffinatePurity: Readonly<Record<string, number>>;
  readonly organicPurity: Readonly<Record<string, number>>;
}

/** What leaves at both ends when a step has been taken. */
export function productsAt(
  text: CascadeCase,
  { cascade }: Transient,
  { iterate: { profile } }: TimeStep,
  hour: number,
): ProductsAt {
  const { stages, components } = cascade;
  const at = (values: Float64Array, stage: number): Record<string, number> =>
    Object.fromEntries(components.map(({ name }, i): [string, number] => [name, values[i * stages + stage]!]));
  const [raffinate, organic] = [at(profile.aqueous, 0), at(profile.organic, stages - 1)];
  return {
    hour,
    raffinateMolPerLitre: raffinate,
    organicMolPerLitre: organic,
    raffinatePurity: purityOf(text, raffinate),
    organicPurity: purityOf(text, organic),
  };
}

function purityOf(text: CascadeCase, concentrations: Readonly<Record<string, number>>): Record<string, number> {
  const others = Object.entries(concentrations).filter(([name]) => name !== HYDROGEN && text.components[name]?.reagent !== true);
  const sum = others.reduce((total, [, value]) => total + value, 0);
  return Object.fromEntries(others.map(([name, value]) => [name, sum > 0 ? value / sum : 0]));
}

const STEADY_WITHIN = 1e-3;

/** From when on every purity stays near what it ends with; null when that is only at the end. */
export function steadyFrom(products: readonly ProductsAt[]): number | null {
  const last = products.at(-1);
  if (last === undefined) return null;
  const isNear = (each: ProductsAt): boolean =>
    (['raffinatePurity', 'organicPurity'] as const).every((purity) =>
      Object.entries(last[purity]).every(([name, value]) => Math.abs((each[purity][name] ?? 0) - value) <= STEADY_WITHIN),
    );
  const changing = products.findLastIndex((each) => !isNear(each));
  return changing >= products.length - 2 ? null : products[changing + 1]!.hour;
}
