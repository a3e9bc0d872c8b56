import { shortVocabulary, vocabularyWords, type EventGrouping } from '../../epcis/index.ts';
import type { WordKind } from '../../record/index.ts';
import type { Application } from '../application.ts';
import { digestOf } from '../access/tokens.ts';
import { PageTokenRefusal } from '../events/page-token.ts';

const EVENT_TYPES = ['AggregationEvent', 'AssociationEvent', 'ObjectEvent', 'TransactionEvent', 'TransformationEvent'];

/** The words that are known whatever is on record, and the kind under which storage keeps those that events add. */
const WORDS: Readonly<Record<Exclude<EventGrouping, 'epcs'>, { readonly kind: WordKind; readonly known: readonly string[] }>> = {
  eventTypes: { kind: 'eventType', known: EVENT_TYPES },
  bizSteps: { kind: 'bizStep', known: vocabularyWords('bizStep') },
  dispositions: { kind: 'disposition', known: vocabularyWords('disposition') },
  bizLocations: { kind: 'bizLocation', known: [] },
  readPoints: { kind: 'readPoint', known: [] },
};

/** A page of a list, and where the next one begins; null after the last. */
export interface ResourcePage {
  readonly members: readonly string[];
  readonly nextPageToken: string | null;
}

/**
 * A page of what events can be grouped by: the vocabularies of the standard with the words that events add; identifiers and places on
 * record, as far as the viewer sees them.
 * @throws PageTokenRefusal
 */
export async function listResources(
  app: Application,
  grouping: EventGrouping,
  page: { readonly perPage: number; readonly token: string | null },
): Promise<ResourcePage> {
  const after = page.token === null ? null : readToken(page.token, grouping);
  if (grouping === 'epcs') return listIdentifiers(app, Number(after ?? 0), page.perPage);
  const words = await allWords(app, grouping);
  const from = after === null ? words : words.filter((word) => word > after);
  const members = from.slice(0, page.perPage);
  return { members, nextPageToken: from.length > members.length ? tokenOf(members.at(-1) ?? '', grouping) : null };
}

/** In the order of their texts, so that a page goes on where the one before ended whatever has come in the meantime. */
async function allWords(app: Application, grouping: Exclude<EventGrouping, 'epcs'>): Promise<string[]> {
  const { kind, known } = WORDS[grouping];
  const used = await app.store.read((reader) => reader.wordsOnRecord(kind));
  return [...new Set([...known, ...used.map((word) => shortWord(kind, word))])].sort();
}

function shortWord(kind: WordKind, word: string): string {
  return kind === 'bizStep' || kind === 'disposition' ? shortVocabulary(kind, word) : word;
}

async function listIdentifiers(app: Application, after: number, limit: number): Promise<ResourcePage> {
  const { ids, last } = await app.store.read((reader) => reader.identifiersOnRecord(after, limit + 1));
  if (ids.length <= limit) return { members: ids, nextPageToken: null };
  const page = await app.store.read((reader) => reader.identifiersOnRecord(after, limit));
  return { members: page.ids, nextPageToken: last > page.last ? tokenOf(String(page.last), 'epcs') : null };
}

const FORM = /^r1\.([\w-]*)\.([\w-]{8})$/;
const MARK_LENGTH = 8;

/** What the token is for and where it leads, so that one of another list is told from it. */
function markOf(text: string, grouping: EventGrouping): string {
  return digestOf(`${grouping} ${text}`).slice(0, MARK_LENGTH);
}

function tokenOf(after: string, grouping: EventGrouping): string {
  return `r1.${Buffer.from(after).toString('base64url')}.${markOf(after, grouping)}`;
}

/** @throws PageTokenRefusal */
function readToken(token: string, grouping: EventGrouping): string {
  const [, text = '', mark] = FORM.exec(token) ?? [];
  const after = Buffer.from(text, 'base64url').toString();
  if (mark !== markOf(after, grouping))
    throw new PageTokenRefusal('the nextPageToken is none that was given out here; follow the Link header as it stands');
  return after;
}
