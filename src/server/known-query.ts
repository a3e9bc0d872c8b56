import { findNamedQuery, type NamedQuery } from '../app/index.ts';
import { noSuchResource, ProblemError } from './problems.ts';
import type { SeenContext } from './seeing.ts';

/** The query that the path names. @throws ProblemError 404 */
export async function knownQuery(context: SeenContext): Promise<NamedQuery> {
  const name = context.req.param('queryName') ?? '';
  const known = await findNamedQuery(context.var.app, name);
  if (known === null) throw new ProblemError(noSuchResource('query', name));
  return known;
}
