import type { RandomStream } from '../../numerics/index.ts';
import { copied, grams, quantitiesIn, timeOf, type JsonObject, type YearBook } from '../year-book.ts';
import { by, spanOf, type Strength, type Tactic, type Truth } from '../tactic.ts';

const DAY_MS = 86_400_000;
const isCommissioning = (event: JsonObject): boolean => event['action'] === 'ADD' && event['bizStep'] === 'commissioning';
const reoPercent = (event: JsonObject): number => {
  const [assay] = event['ree:assays'] as unknown as { percent: Record<string, number> }[];
  return Object.entries(assay!.percent).reduce(
    (sum, [formula, value]) => (/^(?:La|Ce|Pr|Nd|Sm|Eu|Gd|Tb|Dy|Ho|Er|Tm|Yb|Lu|Y)\d?O/.test(formula) ? sum + value : sum),
    0,
  );
};

/** Mines of one group each mine a little more than they may. */
function overPlan(book: YearBook, random: RandomStream, strength: Strength, taken: ReadonlySet<string>): Truth | null {
  const year = new Date(book.endMs - DAY_MS).getUTCFullYear();
  const mines = book.sitesOf('mine').filter((site) => !taken.has(site) && grantedTo(book, site, year) > 0);
  const byGroup = Map.groupBy(
    mines,
    (site) => book.registry.organisations.find(({ id }) => id === book.ownerOf(site))?.group ?? '',
  );
  const spread = [...byGroup.values()].toSorted((a, b) => b.length - a.length)[0]?.slice(0, 3) ?? [];
  if (spread.length === 0) return null;
  const over = by(strength, [0.005, 0.03, 0.1]);
  const done = spread.flatMap((site) => mineMore(book, site, year, over, random));
  const kilograms = done
    .filter(isCommissioning)
    .flatMap(quantitiesIn)
    .reduce((sum, { quantity }) => sum + quantity, 0);
  return {
    tactic: '',
    strength,
    organisations: spread.map((site) => book.ownerOf(site)),
    sites: spread,
    lots: [],
    ...spanOf(done),
    kilograms,
  };
}

function grantedTo(book: YearBook, site: string, year: number): number {
  const holder = book.ownerOf(site);
  return book.registry.quotas
    .filter((quota) => quota.holder === holder && quota.year === year && quota.stage === 'mining')
    .reduce((sum, { reoTonnes }) => sum + reoTonnes, 0);
}

/** Lots more in the last quarter, until the quota is passed by a share; they are sold to whoever bought before. */
function mineMore(book: YearBook, site: string, year: number, over: number, random: RandomStream): JsonObject[] {
  const mined = book.at(site).filter((event) => isCommissioning(event) && timeOf(event) >= book.startMs);
  const reoKg = (event: JsonObject): number => (quantitiesIn(event)[0]!.quantity * reoPercent(event)) / 100;
  let missingKg = grantedTo(book, site, year) * 1000 * (1 + over) - mined.reduce((sum, event) => sum + reoKg(event), 0);
  const done: JsonObject[] = [];
  const from = book.endMs - 80 * DAY_MS;
  for (let count = 0; missingKg > 0 && count < 200; count++) {
    const model = mined[random.below(mined.length)]!;
    const more = book.add(copied(model), random.between(from, book.endMs - 10 * DAY_MS));
    const [quantity] = quantitiesIn(more);
    const lot = book.newLot(quantity!.epcClass);
    const part = Math.min(1, missingKg / reoKg(model));
    quantity!.quantity = grams(quantity!.quantity * part);
    quantity!.epcClass = lot;
    renewAssay(more, lot, random);
    missingKg -= reoKg(more);
    done.push(more);
  }
  return done;
}

/** Another sample of the same ore. */
function renewAssay(event: JsonObject, lot: string, random: RandomStream): void {
  const [assay] = event['ree:assays'] as unknown as { lot: string; percent: Record<string, number> }[];
  assay!.lot = lot;
  for (const [formula, value] of Object.entries(assay!.percent))
    if (/\dO\d|CeO2/.test(formula)) assay!.percent[formula] = Math.round(value * (1 + 0.004 * random.normal(2)) * 1e4) / 1e4;
  delete event['ree:measuredLoss'];
}

/** A mine works without any quota. */
function withoutQuota(book: YearBook, _: RandomStream, strength: Strength, taken: ReadonlySet<string>): Truth | null {
  const site = book.sitesOf('mine').find((one) => !taken.has(one) && isFree(book, book.ownerOf(one)));
  if (site === undefined) return null;
  const holder = book.ownerOf(site);
  book.registry.quotas = book.registry.quotas.filter((quota) => quota.holder !== holder);
  const mined = book.at(site).filter(isCommissioning);
  const kept = mined.slice(-by(strength, [2, 6, mined.length]));
  const kilograms = kept.flatMap(quantitiesIn).reduce((sum, { quantity }) => sum + quantity, 0);
  return { tactic: '', strength, organisations: [holder], sites: [site], lots: [], ...spanOf(mined), kilograms };
}

/** In no group, or in one that holds nothing itself: nobody's quota covers what it mines. */
function isFree(book: YearBook, organisation: string): boolean {
  return (book.registry.organisations.find(({ id }) => id === organisation)?.group ?? null) === null;
}

/** A permit ran out, and work goes on. */
function expiredPermit(book: YearBook, _: RandomStream, strength: Strength, taken: ReadonlySet<string>): Truth | null {
  const permits = book.registry.permits.filter(({ kind, site }) => kind === 'separation' && site !== null && !taken.has(site));
  for (const permit of permits) {
    const made = book.at(permit.site!).filter((event) => event['type'] === 'TransformationEvent');
    if (made.length < 10) continue;
    const late = made.slice(-by(strength, [1, 4, 9]));
    const until = new Date(timeOf(late[0]!) - DAY_MS).toISOString().slice(0, 10);
    permit.to = until;
    const kilograms = late
      .flatMap((event) => event['outputQuantityList'] as { quantity: number }[])
      .reduce((sum, { quantity }) => sum + quantity, 0);
    return { tactic: '', strength, organisations: [permit.holder], sites: [permit.site!], lots: [], ...spanOf(late), kilograms };
  }
  return null;
}

/** A black-listed exporter goes on. */
function blackListed(book: YearBook, _: RandomStream, strength: Strength, taken: ReadonlySet<string>): Truth | null {
  for (const site of book.sitesOf('port')) {
    const sent = book.at(site).filter((event) => event['bizStep'] === 'shipping');
    if (taken.has(site) || sent.length < 10) continue;
    const late = sent.slice(-by(strength, [1, 4, 9]));
    book.registry.lists.push({
      organisation: book.ownerOf(site),
      colour: 'black',
      ground: '走私 smuggling',
      from: new Date(timeOf(late[0]!) - DAY_MS / 2).toISOString().slice(0, 10),
      to: null,
    });
    const kilograms = late.flatMap(quantitiesIn).reduce((sum, { quantity }) => sum + quantity, 0);
    return { tactic: '', strength, organisations: [book.ownerOf(site)], sites: [site], lots: [], ...spanOf(late), kilograms };
  }
  return null;
}

/** Work beyond what is allowed. */
export const RIGHTS: readonly Tactic[] = [
  { name: 'over-plan-mining', what: 'up to three mines of a group mine 0.5, 3 or 10 % more than their quota', commit: overPlan },
  { name: 'mining-without-quota', what: 'a mine without a quota', commit: withoutQuota },
  {
    name: 'expired-permit',
    what: 'a separation plant works on after its permit ran out: 1, 4 or 9 campaigns',
    commit: expiredPermit,
  },
  { name: 'black-listed-exporter', what: 'a listed exporter ships on: 1, 4 or 9 consignments', commit: blackListed },
];
