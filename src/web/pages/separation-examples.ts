import { writeCaseJson } from '../figures/case-json.ts';

/** The cases that come with the program, by name; the JSON that docs/separation.md describes. */
const files = import.meta.glob<Record<string, unknown>>('../../../data/examples/{separation,planning}/*.json', {
  eager: true,
  import: 'default',
});

/** In the order in which the page offers them. */
const ORDER = [
  'pr-nd-p507',
  'flowsheet',
  'route-bayan-obo',
  'route-longnan',
  'route-ndfeb-scrap',
  'pr-nd-design',
  'xu-design',
  'multi-outlet',
  'train',
  'sizing',
  'audit',
  'xu-cascade',
  'start-up',
  'uncertainty',
  'optimisation',
  'control',
  'nd-sm-d2ehpa',
  'dehpa-sulfate',
  'isotherm-table',
  'kremser',
  'leach-tank',
  'leaching',
  'in-situ-leaching',
  'ion-exchange',
  'electrolysis',
  'vacuum-refining',
  'saponification',
  'oxalate',
  'oxalate-equilibrium',
  'carbonate-precipitation',
  'acid-bake',
  'bastnaesite-roasting',
  'dissolution',
  'calcination',
  'blending',
  'blend-plan',
] as const;

/** An example: its name, and its JSON as people read it. */
export interface Example {
  readonly name: string;
  readonly text: string;
}

export const EXAMPLES: readonly Example[] = Object.entries(files)
  .map(([path, value]) => ({
    name: path.slice(path.lastIndexOf('/') + 1, -'.json'.length),
    text: writeCaseJson(value),
  }))
  .toSorted((a, b) => placeOf(a.name) - placeOf(b.name));

/** The JSON of an example. @throws RangeError when there is none of that name */
export function exampleOf(name: string): Readonly<Record<string, unknown>> {
  const found = Object.entries(files).find(([path]) => path.endsWith(`/${name}.json`));
  if (found === undefined) throw new RangeError(`exampleOf: there is no example ${name}`);
  return found[1];
}

function placeOf(name: string): number {
  const place = (ORDER as readonly string[]).indexOf(name);
  return place < 0 ? ORDER.length : place;
}
