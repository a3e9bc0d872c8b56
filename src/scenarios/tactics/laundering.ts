import { rareEarthIndexOfOxide, RARE_EARTH_FACTS } from '../../elements/index.ts';
import type { RandomStream } from '../../numerics/index.ts';
import { copied, grams, quantitiesIn, siteOf, timeOf, type JsonObject, type YearBook } from '../year-book.ts';
import { by, spanOf, type Strength, type Tactic, type Truth } from '../tactic.ts';

interface Assay {
  lot: string;
  percent: Record<string, number>;
  sd: Record<string, number>;
}

const DAY_MS = 86_400_000;
const assayIn = (event: JsonObject): Assay => (event['ree:assays'] as unknown as Assay[])[0]!;
const isCommissioning = (event: JsonObject): boolean => event['action'] === 'ADD' && event['bizStep'] === 'commissioning';

/** Ore is bought as scrap of magnets and made into oxide: neither step needs a quota for ore. */
function oreAsScrap(book: YearBook, random: RandomStream, strength: Strength, taken: ReadonlySet<string>): Truth | null {
  const site = book.sitesOf('recycler').find((one) => !taken.has(one) && book.at(one).filter(isCommissioning).length >= 6);
  if (site === undefined) return null;
  const deposit = book.registry.deposits[random.below(book.registry.deposits.length)]!;
  const share = by(strength, [0.12, 0.4, 1]);
  const honest = book.at(site).filter(isCommissioning);
  const models = honest.slice(Math.floor(honest.length / 2)).slice(0, 6);
  const done: JsonObject[] = [];
  const lots: string[] = [];
  let kilograms = 0;
  for (const model of models) {
    const bought = book.add(copied(model), timeOf(model) + 0.3 * DAY_MS);
    const [quantity] = quantitiesIn(bought);
    const lot = book.newLot(quantity!.epcClass);
    quantity!.epcClass = lot;
    quantity!.quantity = grams(quantity!.quantity * random.between(0.6, 1.2));
    mixOre(assayIn(bought), lot, deposit.reoPercent, share);
    lots.push(lot);
    kilograms += quantity!.quantity;
    done.push(bought, leached(book, bought, random));
  }
  return { tactic: '', strength, organisations: [book.ownerOf(site)], sites: [site], lots, ...spanOf(done), kilograms };
}

/** The assay of a mixture: the rare earths of the scrap, a share of them replaced by those of the ore. */
function mixOre(assay: Assay, lot: string, reoPercent: Readonly<Record<string, number>>, share: number): void {
  const total = Object.entries(assay.percent).reduce((sum, [symbol, value]) => (isRareEarth(symbol) ? sum + value : sum), 0);
  const percent: Record<string, number> = {};
  for (const [symbol, value] of Object.entries(assay.percent))
    percent[symbol] = isRareEarth(symbol) ? value * (1 - share) : value;
  for (const [oxide, ofReo] of Object.entries(reoPercent)) {
    const index = rareEarthIndexOfOxide(oxide);
    if (index === undefined) continue;
    const { symbol, oxidePerElement } = RARE_EARTH_FACTS[index]!;
    percent[symbol] = (percent[symbol] ?? 0) + (share * total * ofReo) / 100 / oxidePerElement;
  }
  assay.lot = lot;
  assay.percent = Object.fromEntries(Object.entries(percent).map(([symbol, value]) => [symbol, Math.round(value * 1e4) / 1e4]));
  assay.sd = {};
}

function isRareEarth(symbol: string): boolean {
  return RARE_EARTH_FACTS.some((facts) => facts.symbol === symbol);
}

/** What was bought becomes one mixed lot of the recycler, 95 % of it. */
function leached(book: YearBook, bought: JsonObject, random: RandomStream): JsonObject {
  const [input] = quantitiesIn(bought);
  const { percent } = assayIn(bought);
  const kept = Object.entries(percent).filter(([symbol]) => isRareEarth(symbol));
  const sum = kept.reduce((all, [, value]) => all + value, 0);
  const product = book.registry.products.find(({ kind }) => kind === 'alloy' || kind === 'metal')!;
  const lot = book.newLot(`${product.id}/10/0`);
  const noise = (): number => 1 + 0.002 * random.normal(2);
  const recovery = 0.95 * noise();
  const { readPoint, bizLocation } = bought;
  return book.add(
    {
      type: 'TransformationEvent',
      inputQuantityList: [{ ...input! }],
      outputQuantityList: [{ epcClass: lot, quantity: grams((input!.quantity * sum * recovery) / 99), uom: 'KGM' }],
      bizStep: 'commissioning',
      readPoint: readPoint!,
      bizLocation: bizLocation!,
      'ree:assays': [
        {
          lot,
          percent: Object.fromEntries(kept.map(([symbol, value]) => [symbol, Math.round((value / sum) * 99e4 * noise()) / 1e4])),
          sd: {},
        },
      ],
      'ree:weighing': { sdPercent: 0.1 },
    },
    timeOf(bought) + random.between(6, 12) * DAY_MS,
  );
}

/** Lots of a mine are told as another mine's, of another deposit: matter and assays stay, place and origin change. */
function wrongOrigin(book: YearBook, random: RandomStream, strength: Strength, taken: ReadonlySet<string>): Truth | null {
  const mines = book.sitesOf('mine').filter((one) => !taken.has(one));
  for (const origin of mines) {
    const own = book.site(origin);
    const other = mines.find((one) => book.site(one).ore === own.ore && book.site(one).deposit !== own.deposit);
    const lots = book.at(origin).filter((event) => isCommissioning(event) && timeOf(event) >= book.startMs);
    if (other === undefined || lots.length < 8) continue;
    const moved = lots
      .slice(random.below(4))
      .slice(0, by(strength, [1, 3, 6]))
      .flatMap((event) => lotIn(book, event));
    const done = moved.flatMap((lot) => relabel(book, lot, origin, other));
    if (done.length === 0) continue;
    const kilograms = moved.reduce((sum, lot) => sum + quantitiesIn(book.storyOf(lot)[0]!)[0]!.quantity, 0);
    return {
      tactic: '',
      strength,
      organisations: [book.ownerOf(other)],
      sites: [other],
      lots: moved,
      ...spanOf(done),
      kilograms,
    };
  }
  return null;
}

/** The lot of a commissioning, if it is sold whole as it is. */
function lotIn(book: YearBook, event: JsonObject): string[] {
  const lot = quantitiesIn(event)[0]!.epcClass;
  const site = siteOf(event);
  const isBlended = book.storyOf(lot).some((other) => other['type'] === 'TransformationEvent' && siteOf(other) === site);
  const isCounted = book.storyOf(lot).some((other) => other['bizStep'] === 'stock_taking' && siteOf(other) === site);
  return isBlended || isCounted ? [] : [lot];
}

function relabel(book: YearBook, lot: string, from: string, to: string): JsonObject[] {
  const [before, after] = [
    [from, book.ownerOf(from)],
    [to, book.ownerOf(to)],
  ];
  const changed = book.storyOf(lot).filter((event) => JSON.stringify(event).includes(before[0]!));
  for (const event of changed) {
    const text = JSON.stringify(event).replaceAll(before[0]!, after[0]!).replaceAll(before[1]!, after[1]!);
    Object.assign(event, JSON.parse(text));
  }
  return [...changed];
}

/** A mine states less of the rare earth in its lots than there is. */
function understated(book: YearBook, _random: RandomStream, strength: Strength, taken: ReadonlySet<string>): Truth | null {
  const site = book
    .sitesOf('mine')
    .find((one) => !taken.has(one) && book.at(one).some((event) => event['bizStep'] === 'inspecting'));
  if (site === undefined) return null;
  const share = by(strength, [0.03, 0.06, 0.12]);
  const done = book.at(site).filter((event) => isCommissioning(event) && timeOf(event) >= book.startMs);
  const lots = done.map((event) => {
    const assay = assayIn(event);
    for (const formula of Object.keys(assay.percent))
      if (rareEarthIndexOfOxide(formula) !== undefined)
        assay.percent[formula] = Math.round(assay.percent[formula]! * (1 - share) * 1e4) / 1e4;
    return assay.lot;
  });
  const kilograms = share * done.reduce((sum, event) => sum + quantitiesIn(event)[0]!.quantity, 0);
  const buyers = new Set(lots.flatMap((lot) => book.storyOf(lot).map(siteOf)));
  const sites = [site, ...buyers].filter((one, at, all) => all.indexOf(one) === at);
  return { tactic: '', strength, organisations: [book.ownerOf(site)], sites, lots, ...spanOf(done), kilograms };
}

/** A laboratory writes the assay of one lot for others too. */
function copiedAssays(book: YearBook, random: RandomStream, strength: Strength, taken: ReadonlySet<string>): Truth | null {
  const site = book.sitesOf('mine').find((one) => !taken.has(one) && book.at(one).filter(isCommissioning).length >= 10);
  if (site === undefined) return null;
  const own = book.at(site).filter((event) => isCommissioning(event) && timeOf(event) >= book.startMs);
  const byProduct = [...Map.groupBy(own, (event) => assayIn(event).lot.slice(0, 37)).values()].toSorted(
    (a, b) => b.length - a.length,
  )[0]!;
  const first = random.below(Math.max(1, byProduct.length - 8));
  const done = byProduct.slice(first, first + by(strength, [2, 4, 8]));
  if (done.length < 2) return null;
  const { percent, sd } = assayIn(done[0]!);
  for (const event of done.slice(1)) Object.assign(assayIn(event), { percent: copied(percent), sd: copied(sd) });
  const lots = done.map((event) => assayIn(event).lot);
  const kilograms = done.reduce((sum, event) => sum + quantitiesIn(event)[0]!.quantity, 0);
  return { tactic: '', strength, organisations: [book.ownerOf(site)], sites: [site], lots, ...spanOf(done), kilograms };
}

/** Matter under another name. */
export const LAUNDERINGS: readonly Tactic[] = [
  { name: 'ore-as-scrap', what: 'ore bought as magnet scrap, 12, 40 or 100 % of the rare earth of six lots', commit: oreAsScrap },
  { name: 'wrong-origin', what: 'lots of one deposit told as those of another mine: 1, 3 or 6', commit: wrongOrigin },
  { name: 'understated-assay', what: 'a mine states 3, 6 or 12 % less REO than there is', commit: understated },
  { name: 'copied-assay', what: 'one assay for 2, 4 or 8 lots', commit: copiedAssays },
];
