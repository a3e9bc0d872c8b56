import { canonicalUri, isValidKey } from '../../epcis/index.ts';
import type { SearchAnswer } from '../../wire/index.ts';
import type { Application } from '../application.ts';
import type { World } from '../world.ts';
import { productName } from './references.ts';

const HITS_PER_KIND_MAX = 20;

type Hit = SearchAnswer['hits'][number];

/** Finds organisations, sites and products by name or identifier, and lots and containers by identifier (EPC URNs too), at most 20 each. */
export async function answerSearch(app: Application, question: { readonly q: string }): Promise<SearchAnswer> {
  const text = question.q.trim();
  if (text === '') return { query: question.q, hits: [] };
  return app.store.read(async (reader) => {
    const world = await app.worlds.current(reader);
    const found = world.registry.search(text, HITS_PER_KIND_MAX);
    const registered = found.map(({ kind, id, name }): Hit => ({ kind, id, name, detail: detailOf(world, kind, id) }));
    const wanted = isValidKey(text) ? canonicalUri(text) : text;
    const lots = (await reader.searchIdentifiers(wanted, HITS_PER_KIND_MAX)).map((id): Hit => lotHit(world, id));
    return { query: question.q, hits: [...registered, ...lots] };
  });
}

function lotHit(world: World, id: string): Hit {
  return { kind: 'lot', id, name: productName(world, id), detail: world.productKind(id) };
}

/** What tells one find from another of the same name: roles, kind of site, kind of product. */
function detailOf(world: World, kind: Hit['kind'], id: string): string | null {
  if (kind === 'organisation') return world.registry.organisation(id)?.roles.join(', ') ?? null;
  if (kind === 'site') return world.registry.site(id)?.kind ?? null;
  return world.registry.product(id)?.kind ?? null;
}
