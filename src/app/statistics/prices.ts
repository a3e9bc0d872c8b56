import type { RecordReader } from '../../record/index.ts';
import { priceIndex, type Quote, type Weights } from '../../statistics/index.ts';
import type { PriceIndexAnswer, PriceRequest } from '../../wire/index.ts';
import { noteAct } from '../access/audit.ts';
import { askOfAll, type AskedMoment } from '../answers/moment.ts';
import type { Application } from '../application.ts';

/** Everything that was quoted, and how products were weighed, one act a line. */
const JOURNAL = 'prices';
const KG_PER_TONNE = 1000;
/** An index that moves by less was not revised. */
const REVISED_LEAST = 1e-9;

type Line = PriceRequest & { readonly atMs: number; readonly by: string | null };

/** Takes quotes with their source, or weights from now on; what was there stays. @returns how many */
export async function enterPrices(app: Application, request: PriceRequest): Promise<{ taken: number }> {
  const line: Line = { ...request, atMs: app.now(), by: app.viewer.account };
  await app.whole.write(async (writer) => {
    await writer.appendJournal(JOURNAL, [JSON.stringify(line)]);
    await noteAct(writer, app, { act: `price.${request.act}`, subject: null, outcome: 'done', address: null });
  });
  return { taken: request.act === 'quote' ? request.quotes.length : Object.keys(request.weights).length };
}

/** The index of the quotes in one currency that happened by `asOf` and were recorded by `knownAt`, with the quotes. */
export function answerPriceIndex(
  app: Application,
  question: AskedMoment & { readonly base: string | null; readonly currency: string },
): Promise<PriceIndexAnswer> {
  return askOfAll(app, question, async ({ reader, moment, asOf, knownAt }) => {
    const { quotes, weights } = await readPrices(reader, knownAt);
    const lastDay = asOf === null ? null : new Date(asOf).toISOString().slice(0, 10);
    const own = quotes.filter(({ currency, day }) => currency === question.currency && (lastDay === null || day <= lastDay));
    const months = priceIndex(own.map(quoteOf), weights, question.base);
    return {
      moment,
      currency: question.currency,
      base: question.base ?? months[0]?.month ?? null,
      weights,
      months: months.map((month) => ({ ...month, revised: Math.abs(month.value - month.first) > REVISED_LEAST })),
      quotes: own.map(({ atMs, ...quote }) => ({ ...quote, recordedAt: new Date(atMs).toISOString() })),
    };
  });
}

type Taken = Extract<PriceRequest, { act: 'quote' }>['quotes'][number] & { readonly atMs: number };

async function readPrices(reader: RecordReader, knownAt: number | null): Promise<{ quotes: Taken[]; weights: Weights }> {
  const lines = (await reader.journal(JOURNAL, 0)).map((line) => JSON.parse(line) as Line);
  const known = lines.filter(({ atMs }) => knownAt === null || atMs <= knownAt);
  const weighed = known.findLast((line) => line.act === 'weigh');
  return {
    quotes: known.flatMap((line) => (line.act === 'quote' ? line.quotes.map((quote) => ({ ...quote, atMs: line.atMs })) : [])),
    weights: weighed?.act === 'weigh' ? weighed.weights : null,
  };
}

function quoteOf({ product, day, low, high, per, atMs }: Taken): Quote {
  const middle = Math.sqrt(low * high);
  return { product, day, price: per === 't' ? middle / KG_PER_TONNE : middle, recordedMs: atMs };
}
