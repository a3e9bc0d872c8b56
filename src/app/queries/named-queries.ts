import { parseQuery, type Json, type JsonObject, type ParsedQuery, type SimpleEventQuery } from '../../epcis/index.ts';
import type { RecordReader } from '../../record/index.ts';
import type { Application } from '../application.ts';

/** A query that was given a name. Each organisation has names of its own. */
export interface NamedQuery {
  readonly name: string;
  /** The query as it was stated. */
  readonly query: JsonObject;
  /** The context in which its extension names are read. */
  readonly context: Json;
  readonly createdAt: string;
}

/** Why a query gets no name. */
export class NameTaken extends Error {
  constructor(name: string) {
    super(`there is a query named ${JSON.stringify(name)}: take another name, or delete it first`);
    this.name = 'NameTaken';
  }
}

/** The folder of documents in which the viewer's organisation keeps its queries. */
function folderOf({ viewer }: Application): string {
  return `query/${encodeURIComponent(viewer.organisation ?? viewer.account ?? '')}/`;
}

/** Reads a stated query. */
export function readNamedQuery({ query, context }: Pick<NamedQuery, 'query' | 'context'>): ParsedQuery {
  return parseQuery(query, context);
}

/**
 * Gives a query a name.
 * @param stated a query that `readNamedQuery` takes
 * @throws NameTaken
 */
export async function nameQuery(app: Application, stated: Omit<NamedQuery, 'createdAt'>): Promise<void> {
  const document = folderOf(app) + stated.name;
  await app.store.write(async (writer) => {
    if ((await writer.document(document)) !== null) throw new NameTaken(stated.name);
    const named: NamedQuery = { ...stated, createdAt: new Date(app.now()).toISOString() };
    await writer.putDocument(document, JSON.stringify(named));
  });
}

/** The viewer's queries in the order of their names: at most `limit` after a name. */
export async function listNamedQueries(
  app: Application,
  after: string | null,
  limit: number,
): Promise<{ queries: NamedQuery[]; hasMore: boolean }> {
  const documents = await app.whole.read((reader) => reader.documentsUnder(folderOf(app)));
  const queries = [...documents.values()].map((text) => JSON.parse(text) as NamedQuery);
  const rest = after === null ? queries : queries.filter(({ name }) => name > after);
  return { queries: rest.slice(0, limit), hasMore: rest.length > limit };
}

/** A query of the viewer's by its name; null when there is none. */
export function findNamedQuery(app: Application, name: string): Promise<NamedQuery | null> {
  return app.whole.read((reader) => readDocument(reader, folderOf(app) + name));
}

async function readDocument(reader: RecordReader, document: string): Promise<NamedQuery | null> {
  const text = await reader.document(document);
  return text === null ? null : (JSON.parse(text) as NamedQuery);
}

/** What a named query asks for. @throws Error when the one on record cannot be read: it was read before it was kept */
export function askedBy(named: NamedQuery): SimpleEventQuery {
  const parsed = readNamedQuery(named);
  if (!parsed.ok) throw new Error(`the query ${named.name} on record cannot be read: ${parsed.problems[0]?.message ?? ''}`);
  return parsed.query;
}

/** Takes a query's name away. @returns false when there is none */
export async function removeNamedQuery(app: Application, name: string): Promise<boolean> {
  const document = folderOf(app) + name;
  return app.store.write(async (writer) => {
    if ((await writer.document(document)) === null) return false;
    await writer.removeDocument(document);
    return true;
  });
}
