import { copied, grams, quantitiesIn, siteOf, timeOf, type JsonObject, type Quantity, type YearBook } from '../year-book.ts';
import { by, spanOf, type Strength, type Tactic, type Truth } from '../tactic.ts';

const outputsOf = (event: JsonObject): Quantity[] => (event['outputQuantityList'] as Quantity[] | undefined) ?? [];

/** Processes of a site in the second half of the year. */
function lateProcesses(book: YearBook, site: string, from: number): JsonObject[] {
  const since = book.startMs + from * (book.endMs - book.startMs);
  return book.at(site).filter((event) => event['type'] === 'TransformationEvent' && timeOf(event) >= since);
}

/** A plant of a kind, not yet in use by another tactic, whose late processes satisfy a condition. */
function plantWith(
  book: YearBook,
  kind: string,
  taken: ReadonlySet<string>,
  isFit: (site: string) => boolean,
): string | undefined {
  return book.sitesOf(kind).find((site) => !taken.has(site) && isFit(site));
}

/** Part of the products leaves without a paper: the record shows that less was made. */
function soldOffBook(kind: string, shares: readonly [number, number, number], from: number): Tactic['commit'] {
  return (book, _random, strength, taken) => {
    const divertible = (event: JsonObject): Quantity[] => outputsOf(event).filter(({ epcClass }) => book.isTerminal(epcClass));
    const usual = (site: string): boolean => {
      const late = lateProcesses(book, site, from).filter((event) => divertible(event).length > 0);
      const early = book.at(site).filter((event) => event['type'] === 'TransformationEvent').length - late.length;
      return late.length >= 5 && early >= 4;
    };
    const site = plantWith(book, kind, taken, usual);
    if (site === undefined) return null;
    const share = by(strength, shares);
    const done = lateProcesses(book, site, from).filter((event) => divertible(event).length > 0);
    const lots = done.flatMap((event) =>
      divertible(event).map(({ epcClass, quantity }) => ({ lot: epcClass, kg: quantity, at: timeOf(event) })),
    );
    // The share is one of all that the campaign made, taken from what can be sold as it is.
    for (const event of done) {
      const [all, able] = [total(outputsOf(event)), total(divertible(event))];
      const part = Math.min(0.9, (share * all) / able);
      for (const { epcClass } of divertible(event)) book.scale(epcClass, 1 - part, timeOf(event));
    }
    return {
      tactic: '',
      strength,
      organisations: [book.ownerOf(site)],
      sites: [site],
      lots: [],
      ...spanOf(done),
      kilograms: share * lots.reduce((sum, { kg }) => sum + kg, 0),
    };
  };
}

function total(quantities: readonly Quantity[]): number {
  return quantities.reduce((sum, { quantity }) => sum + quantity, 0);
}

/** Ore from nowhere goes into the process: the record shows that more was made of what was fed. */
function fedOffBook(book: YearBook, strength: Strength, taken: ReadonlySet<string>): Truth | null {
  const site = plantWith(book, 'separation-plant', taken, (one) => {
    const late = lateProcesses(book, one, 0.5);
    return late.length >= 5 && book.at(one).filter((event) => event['type'] === 'TransformationEvent').length - late.length >= 4;
  });
  if (site === undefined) return null;
  const share = by(strength, [0.025, 0.05, 0.1]);
  const done = lateProcesses(book, site, 0.5);
  let kilograms = 0;
  for (const event of done) {
    const outputs = outputsOf(event);
    const assays = event['ree:assays'] as { lot: string }[];
    for (const output of outputs.slice()) {
      const lot = book.newLot(output.epcClass);
      const extra = grams(output.quantity * share);
      kilograms += extra;
      outputs.push({ epcClass: lot, quantity: extra, uom: 'KGM' });
      assays.push({ ...copied(assays.find((assay) => assay.lot === output.epcClass)!), lot });
    }
  }
  return { tactic: '', strength, organisations: [book.ownerOf(site)], sites: [site], lots: [], ...spanOf(done), kilograms };
}

/** Between the counts a little of each lot in stock goes away. */
function stolenFromStock(book: YearBook, strength: Strength, taken: ReadonlySet<string>): Truth | null {
  const share = by(strength, [0.006, 0.015, 0.04]);
  const countsAt = (site: string): JsonObject[] =>
    book
      .at(site)
      .filter(
        (event) => event['bizStep'] === 'stock_taking' && quantitiesIn(event).some(({ epcClass }) => book.isTerminal(epcClass)),
      );
  const kinds = ['separation-plant', 'metal-plant', 'material-plant', 'mine', 'warehouse'];
  const site = kinds.flatMap((kind) => book.sitesOf(kind)).find((one) => !taken.has(one) && countsAt(one).length >= 2);
  if (site === undefined) return null;
  const counts = countsAt(site);
  const lots: string[] = [];
  let kilograms = 0;
  for (const event of counts)
    for (const { epcClass, quantity } of quantitiesIn(event)) {
      if (!book.isTerminal(epcClass) || lots.includes(epcClass)) continue;
      lots.push(epcClass);
      kilograms += share * quantity;
      book.scale(epcClass, 1 - share, timeOf(event));
    }
  return { tactic: '', strength, organisations: [book.ownerOf(site)], sites: [site], lots, ...spanOf(counts), kilograms };
}

/** On one lane a little of each load does not arrive. */
function lostOnTheWay(book: YearBook, strength: Strength, taken: ReadonlySet<string>): Truth | null {
  const share = by(strength, [0.004, 0.01, 0.03]);
  const receipts = book.events.filter(
    (event) =>
      event['bizStep'] === 'receiving' &&
      quantitiesIn(event).length === 1 &&
      quantitiesIn(event).every(({ epcClass }) => book.isTerminal(epcClass)),
  );
  const lanes = Map.groupBy(receipts, (event) => JSON.stringify([senderOf(event), siteOf(event)]));
  const lane = [...lanes].find(([key, events]) => {
    const [from, to] = JSON.parse(key) as [string, string];
    return events.length >= 12 && !taken.has(from) && !taken.has(to);
  });
  if (lane === undefined) return null;
  const [from, to] = JSON.parse(lane[0]) as [string, string];
  let kilograms = 0;
  for (const event of lane[1])
    for (const { epcClass, quantity } of quantitiesIn(event)) {
      kilograms += share * quantity;
      book.scale(epcClass, 1 - share, timeOf(event));
    }
  const organisations = [from, to].map((site) => book.ownerOf(site));
  return { tactic: '', strength, organisations, sites: [from, to], lots: [], ...spanOf(lane[1]), kilograms };
}

/** The site that a consignment came from. */
export function senderOf(event: JsonObject): string {
  return (event['sourceList'] as { type: string; source: string }[]).find(({ type }) => type === 'location')!.source;
}

/** Matter that leaves or enters without a paper. */
export const DIVERSIONS: readonly Tactic[] = [
  {
    name: 'off-book-feed',
    what: 'ore from nowhere fed into a separation plant from July on',
    commit: (book, _, strength, taken) => fedOffBook(book, strength, taken),
  },
  {
    name: 'off-book-sale',
    what: 'products of a separation plant sold without papers from July on',
    commit: soldOffBook('separation-plant', [0.02, 0.04, 0.08], 0.5),
  },
  {
    name: 'protracted-diversion',
    what: 'a little of every batch of a metal or material plant, from May on',
    commit: soldOffBook('material-plant', [0.01, 0.02, 0.04], 0.35),
  },
  {
    name: 'stock-theft',
    what: 'a little of every lot in stock, found by stock-takes only',
    commit: (book, _, strength, taken) => stolenFromStock(book, strength, taken),
  },
  {
    name: 'short-delivery',
    what: 'a little of every load on one lane',
    commit: (book, _, strength, taken) => lostOnTheWay(book, strength, taken),
  },
];
