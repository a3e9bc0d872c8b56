import { likenessOf, type Likeness } from '../../conduct/index.ts';
import { dateOf } from '../../ledger/index.ts';
import type { Listing } from '../../registry/index.ts';
import type { ListingRow, ListsAnswer } from '../../wire/index.ts';
import { askOfAll, type AskedMoment } from '../answers/moment.ts';
import { nameOrId } from '../answers/references.ts';
import type { Application } from '../application.ts';
import type { World } from '../world.ts';

/** What is shown of names that are like the one sought. */
const LIKENESS_LEAST = 0.6;

/**
 * The white and the black list as they stand on a day, for everybody: what has expired or was taken off is not on them.
 * @param question `name`: only whose name is like it, the likest first; a name that is written another way, or in pinyin, is found
 */
export function answerLists(app: Application, question: AskedMoment & { readonly name: string | null }): Promise<ListsAnswer> {
  return askOfAll(app, question, async ({ moment, world, asOf }) => {
    const day = dateOf(asOf ?? app.now());
    const standing = world.registry.registry.lists.filter(({ from, to }) => from <= day && (to === null || day <= to));
    const rows = standing.map((listing) => listingRow(listing, world));
    return Promise.resolve({ moment, day, listings: question.name === null ? rows : likest(rows, question.name) });
  });
}

function listingRow({ organisation, colour, ground, from, to }: Listing, world: World): ListingRow {
  const usci = world.registry.organisation(organisation)?.usci ?? null;
  return { organisation, name: nameOrId(world, organisation), usci, colour, ground, from, to, likeness: null };
}

function likest(rows: readonly ListingRow[], name: string): ListingRow[] {
  return rows
    .map((row) => ({ ...row, likeness: likenessTo(row, name) }))
    .filter(({ likeness }) => likeness.score >= LIKENESS_LEAST)
    .toSorted((a, b) => b.likeness.score - a.likeness.score);
}

function likenessTo({ name, usci }: ListingRow, sought: string): Likeness {
  if (usci === sought.trim()) return { by: 'name', score: 1 };
  const [zh, en] = [likenessOf(name.zh, sought), likenessOf(name.en, sought)];
  return zh.score >= en.score ? zh : en;
}
