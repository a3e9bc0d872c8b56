import type { RandomStream } from '../../numerics/index.ts';
import { copied, grams, quantitiesIn, shuffled, timeOf, type JsonObject, type YearBook } from '../year-book.ts';
import { by, spanOf, type Strength, type Tactic, type Truth } from '../tactic.ts';

const DAY_MS = 86_400_000;
type Party = { type: string; source?: string; destination?: string };
type Transaction = { type: string; bizTransaction: string };

/** Shipments of one lot each that a seller made at home. */
function sales(book: YearBook, site: string): JsonObject[] {
  return book
    .at(site)
    .filter((event) => event['bizStep'] === 'shipping' && quantitiesIn(event).length === 1 && event['ree:licence'] === undefined);
}

function receiverOf(event: JsonObject): string {
  return (event['destinationList'] as Party[]).find(({ type }) => type === 'location')!.destination!;
}

/** Who sells much, of some kinds of site. */
function sellers(book: YearBook, kinds: readonly string[], taken: ReadonlySet<string>, least: number): string[] {
  return kinds.flatMap((kind) => book.sitesOf(kind)).filter((site) => !taken.has(site) && sales(book, site).length >= least);
}

/** A lot is sold to a second buyer, with papers of its own. */
function soldTwice(book: YearBook, random: RandomStream, strength: Strength, taken: ReadonlySet<string>): Truth | null {
  const [site] = sellers(book, ['separation-plant', 'metal-plant'], taken, 10);
  if (site === undefined) return null;
  const own = sales(book, site);
  const chosen = shuffled(own, random).slice(0, by(strength, [1, 3, 6]));
  const done: JsonObject[] = [];
  for (const sale of chosen) {
    const other = own.find((one) => receiverOf(one) !== receiverOf(sale));
    if (other === undefined) return null;
    const again = book.add(
      { ...copied(sale), destinationList: copied(other['destinationList']!) },
      timeOf(sale) + random.between(3, 15) * DAY_MS,
    );
    for (const transaction of again['bizTransactionList'] as Transaction[]) transaction.bizTransaction += 'B';
    const [quantity] = quantitiesIn(again);
    quantity!.quantity = grams(quantity!.quantity * random.between(0.6, 1));
    done.push(again, arrival(book, again, random));
  }
  const lots = chosen.map((sale) => quantitiesIn(sale)[0]!.epcClass);
  const kilograms = done.reduce((sum, event) => sum + quantitiesIn(event)[0]!.quantity, 0) / 2;
  return { tactic: '', strength, organisations: [book.ownerOf(site)], sites: [site], lots, ...spanOf(done), kilograms };
}

/** What was shipped arrives some days later, weighed anew. */
function arrival(book: YearBook, shipped: JsonObject, random: RandomStream): JsonObject {
  const place = { id: receiverOf(shipped) };
  const arrived = book.add(
    { ...copied(shipped), bizStep: 'receiving', disposition: 'in_progress', readPoint: place, bizLocation: place },
    timeOf(shipped) + random.between(1, 4) * DAY_MS,
  );
  const [quantity] = quantitiesIn(arrived);
  quantity!.quantity = grams(quantity!.quantity * (1 + 0.001 * random.normal(2.5)));
  return arrived;
}

/** One invoice serves for sales to several buyers. */
function reusedInvoice(book: YearBook, random: RandomStream, strength: Strength, taken: ReadonlySet<string>): Truth | null {
  const [site] = sellers(book, ['separation-plant', 'metal-plant', 'material-plant'], taken, 12);
  if (site === undefined) return null;
  const own = shuffled(sales(book, site), random);
  const first = own[0]!;
  const others = own.filter((sale) => receiverOf(sale) !== receiverOf(first)).slice(0, by(strength, [1, 2, 4]));
  if (others.length === 0) return null;
  const invoice = invoiceOf(first).bizTransaction;
  for (const sale of others) {
    const lot = quantitiesIn(sale)[0]!.epcClass;
    const before = invoiceOf(sale).bizTransaction;
    for (const event of book.storyOf(lot))
      for (const one of (event['bizTransactionList'] as Transaction[] | undefined) ?? [])
        if (one.bizTransaction === before) one.bizTransaction = invoice;
  }
  const done = [first, ...others];
  const lots = done.map((sale) => quantitiesIn(sale)[0]!.epcClass);
  const kilograms = others.reduce((sum, sale) => sum + quantitiesIn(sale)[0]!.quantity, 0);
  return { tactic: '', strength, organisations: [book.ownerOf(site)], sites: [site], lots, ...spanOf(done), kilograms };
}

function invoiceOf(event: JsonObject): Transaction {
  return (event['bizTransactionList'] as Transaction[]).find(({ type }) => type === 'inv')!;
}

const exportsOf = (book: YearBook, site: string): JsonObject[] =>
  book.at(site).filter((event) => event['ree:licence'] !== undefined);

/** Goods go abroad without a licence, or under another's. */
function withoutLicence(book: YearBook, random: RandomStream, strength: Strength, taken: ReadonlySet<string>): Truth | null {
  const ports = book.sitesOf('port').filter((site) => !taken.has(site) && exportsOf(book, site).length >= 8);
  const [site, other] = ports;
  if (site === undefined || other === undefined) return null;
  const done = shuffled(exportsOf(book, site), random).slice(0, by(strength, [1, 3, 6]));
  const theirs = exportsOf(book, other)[0]!['ree:licence']!;
  done.forEach((event, place) => {
    if (place % 2 === 0) delete event['ree:licence'];
    else event['ree:licence'] = theirs;
  });
  const lots = done.flatMap((event) => quantitiesIn(event).map(({ epcClass }) => epcClass));
  const kilograms = done.flatMap(quantitiesIn).reduce((sum, { quantity }) => sum + quantity, 0);
  return { tactic: '', strength, organisations: [book.ownerOf(site)], sites: [site], lots, ...spanOf(done), kilograms };
}

/** More goes abroad than the licence says. */
function overLicence(book: YearBook, _: RandomStream, strength: Strength, taken: ReadonlySet<string>): Truth | null {
  const site = book.sitesOf('port').find((one) => !taken.has(one) && exportsOf(book, one).length >= 8);
  if (site === undefined) return null;
  const sent = exportsOf(book, site).filter((event) => quantitiesIn(event).length > 0);
  const licence = sent[0]!['ree:licence'] as string;
  const kg = sent
    .filter((event) => event['ree:licence'] === licence)
    .flatMap(quantitiesIn)
    .reduce((sum, { quantity }) => sum + quantity, 0);
  const over = by(strength, [0.01, 0.05, 0.2]);
  const permit = book.registry.permits.find(({ id }) => id === licence)!;
  permit.limit = { quantity: Math.round(kg / (1 + over)), uom: 'KGM', basis: 'net' };
  return {
    tactic: '',
    strength,
    organisations: [permit.holder],
    sites: [site],
    lots: [],
    ...spanOf(sent.slice(-Math.ceil(sent.length * over))),
    kilograms: over * kg,
  };
}

/** Papers that do not hold. */
export const PAPERS: readonly Tactic[] = [
  { name: 'double-sale', what: 'lots sold a second time to another buyer: 1, 3 or 6', commit: soldTwice },
  { name: 'invoice-reuse', what: 'one invoice for 1, 2 or 4 further sales', commit: reusedInvoice },
  {
    name: 'export-without-licence',
    what: 'consignments abroad without a licence or under another’s: 1, 3 or 6',
    commit: withoutLicence,
  },
  { name: 'export-over-licence', what: '1, 5 or 20 % more exported than the licence allows', commit: overLicence },
];
