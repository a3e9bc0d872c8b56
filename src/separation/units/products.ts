import { z } from 'zod';
import { SeparationRefused } from '../refusal.ts';
import { cutFields, impossible, share } from './cut-simulator.ts';
import type { Components } from './full-organic.ts';

/** Products of a separation of many components, from the raffinate to the organic, and what is asked of each. */

const productSchema = z
  .strictObject({
    name: z.string().min(1).optional().describe('its main components unless stated'),
    main: z.array(z.string()).min(1).describe('the components that are to leave here'),
    purity: share.optional().describe('moles of the main components in the product, at least'),
    recovery: share.optional().describe('of what the feed brings of the main components, at least'),
    atMost: z.record(z.string(), share).default({}).describe('moles of another component in the product, at most'),
    section: z.enum(['extraction', 'scrub']).optional().describe('where a middle product is drawn; the better one unless stated'),
    phase: z.enum(['aqueous', 'organic']).optional().describe('of which phase it is drawn; the purer one unless stated'),
  })
  .refine(
    ({ purity, recovery }) => purity !== undefined || recovery !== undefined,
    'say what is asked: purity, recovery, or both',
  );

/** What every case of several products states. */
export const productFields = {
  components: cutFields.components,
  products: z.array(productSchema).min(2).max(12).describe('from the raffinate to the organic: the first is extracted least'),
  limits: cutFields.limits,
};

/** What is asked of a product. */
export type Product = z.infer<typeof productSchema>;

/** Components in groups, one a product, per mole fed. */
export interface Grouped {
  readonly products: readonly Product[];
  readonly names: readonly string[];
  /** Moles fed of each component, one mole in all, and to which group it belongs. */
  readonly feed: readonly number[];
  readonly groupOf: readonly number[];
  /** Moles fed of each group. */
  readonly groupFeed: readonly number[];
  /** Factor between a group and the next, of the members nearest to each other. */
  readonly betas: readonly number[];
}

/** @throws SeparationRefused for products between which the components cannot be shared out */
export function groupComponents(components: Components, products: readonly Product[]): Grouped {
  const names = Object.keys(components);
  const groupOf = names.map((name) => {
    const at = products.flatMap(({ main }, product) => (main.includes(name) ? [product] : []));
    if (at.length !== 1)
      throw new SeparationRefused(
        'form',
        '$.products',
        `${name} must be among the main components of one product, not of ${at.length}`,
      );
    return at[0]!;
  });
  checkNames(components, products);
  const fed = Object.values(components).reduce((sum, { feed }) => sum + feed, 0);
  if (!(fed > 0)) throw impossible('$.components', 'nothing is fed');
  const feed = names.map((name) => components[name]!.feed / fed);
  const groupFeed = products.map((_, group) => feed.reduce((sum, mol, i) => sum + (groupOf[i] === group ? mol : 0), 0));
  const empty = groupFeed.indexOf(0);
  if (empty >= 0) throw impossible(`$.products[${empty}].main`, 'its main components are not in the feed');
  return { products, names, feed, groupOf, groupFeed, betas: betasOf(components, products) };
}

function checkNames(components: Components, products: readonly Product[]): void {
  for (const [n, { main, atMost }] of products.entries()) {
    for (const [k, name] of main.entries())
      if (!Object.hasOwn(components, name)) throw unknownComponent(name, `$.products[${n}].main[${k}]`);
    for (const name of Object.keys(atMost)) {
      if (!Object.hasOwn(components, name)) throw unknownComponent(name, `$.products[${n}].atMost.${name}`);
      if (main.includes(name))
        throw new SeparationRefused('form', `$.products[${n}].atMost.${name}`, `${name} is a main component of this product`);
    }
  }
}

function unknownComponent(name: string, path: string): SeparationRefused {
  return new SeparationRefused('component-unknown', path, `${name} is not among the components`);
}

function betasOf(components: Components, products: readonly Product[]): number[] {
  return products.slice(1).map(({ main }, n) => {
    const above = Math.min(...main.map((name) => components[name]!.factor));
    const below = Math.max(...products[n]!.main.map((name) => components[name]!.factor));
    if (above > below) return above / below;
    throw impossible(
      `$.products[${n + 1}].main`,
      'products stand from the raffinate to the organic: every component of this one must have a greater factor than all of the one before',
    );
  });
}

/** The name of a product. */
export function nameOf({ name, main }: Product): string {
  return name ?? main.join(' ');
}
