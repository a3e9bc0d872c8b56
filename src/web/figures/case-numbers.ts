/** A number of a case that people turn: where it stands, what it is, and of which thing. */
export interface CaseNumber {
  readonly path: readonly (string | number)[];
  /** What it is, as the texts call it. */
  readonly kind:
    | 'stages'
    | 'feedStage'
    | 'litrePerHour'
    | 'concentration'
    | 'acid'
    | 'extractant'
    | 'efficiency'
    | 'factor'
    | 'feed'
    | 'purity'
    | 'recovery'
    | 'extractionMax'
    | 'tolerance';
  /** The feed or product that it is of, and the component; null for the whole, and for all. */
  readonly of: string | null;
  readonly component: string | null;
  readonly value: number;
}

type Json = Record<string, unknown>;

/** Units that part components by their factors. */
const CUTS: ReadonlySet<unknown> = new Set(['xu-design', 'audit', 'multi-outlet-design', 'train-design']);

const FEEDS = ['aqueousFeeds', 'organicFeeds'] as const;

/** The numbers of a case that are turned most, in the order in which an engineer would: stages, then feed by feed; of a design factors and purities. */
export function numbersOf(text: string): CaseNumber[] {
  const json = parsed(text);
  if (json === null) return [];
  return CUTS.has(json['unit']) ? cutNumbers(json) : cascadeNumbers(json);
}

function cascadeNumbers(json: Json): CaseNumber[] {
  const found: CaseNumber[] = [];
  add(found, json, ['stages'], 'stages', null);
  add(found, json, ['efficiency'], 'efficiency', null);
  for (const list of FEEDS)
    for (const [n, feed] of listOf(json[list]).entries()) {
      const of = typeof feed['name'] === 'string' ? feed['name'] : `${list === 'aqueousFeeds' ? 'aqueous' : 'organic'} ${n + 1}`;
      add(found, json, [list, n, 'stage'], 'feedStage', of);
      add(found, json, [list, n, 'litrePerHour'], 'litrePerHour', of);
      for (const component of Object.keys((feed['concentrations'] as object | undefined) ?? {}))
        add(found, json, [list, n, 'concentrations', component], 'concentration', of, component);
      add(found, json, [list, n, 'acid'], 'acid', of);
      add(found, json, [list, n, 'extractant'], 'extractant', of);
    }
  return found;
}

function cutNumbers(json: Json): CaseNumber[] {
  const found: CaseNumber[] = [];
  for (const component of Object.keys((json['components'] as object | undefined) ?? {})) {
    add(found, json, ['components', component, 'factor'], 'factor', null, component);
    add(found, json, ['components', component, 'feed'], 'feed', null, component);
  }
  for (const product of ['organic', 'raffinate']) add(found, json, ['purity', product], 'purity', product);
  for (const [n, product] of listOf(json['products']).entries())
    for (const kind of ['purity', 'recovery'] as const) add(found, json, ['products', n, kind], kind, productName(product));
  if (json['unit'] === 'audit') add(found, json, ['stages'], 'stages', null);
  add(found, json, ['extractionMax'], 'extractionMax', null);
  add(found, json, ['factorTolerancePercent'], 'tolerance', null);
  for (const kind of ['purity', 'recovery'] as const) add(found, json, ['declared', kind], kind, 'declared');
  return found;
}

/** What a product is called: its name, else its main components. */
function productName({ name, main }: Json): string {
  if (typeof name === 'string') return name;
  return Array.isArray(main) ? main.map(String).join(' ') : '';
}

function add(
  found: CaseNumber[],
  json: Json,
  path: CaseNumber['path'],
  kind: CaseNumber['kind'],
  of: string | null,
  component: string | null = null,
): void {
  const value = path.reduce<unknown>((at, step) => (at as Record<string | number, unknown> | undefined)?.[step], json);
  if (typeof value === 'number') found.push({ path, kind, of, component, value });
}

function listOf(value: unknown): Json[] {
  return Array.isArray(value) ? (value as Json[]) : [];
}

/** The case with one number changed, as people read it. */
export function withNumber(text: string, path: CaseNumber['path'], value: number): string {
  const json = parsed(text);
  if (json === null) return text;
  const holder = path
    .slice(0, -1)
    .reduce<Record<string | number, unknown>>((at, step) => at[step] as Record<string | number, unknown>, json);
  holder[path.at(-1)!] = value;
  return JSON.stringify(json, null, 2);
}

function parsed(text: string): Json | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : null;
  } catch {
    // Half-typed JSON has no numbers yet; the solver says what is wrong with it.
    return null;
  }
}
