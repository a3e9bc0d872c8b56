import { answerReserves } from '../../app/index.ts';
import type { ReservesAnswer } from '../../wire/index.ts';
import { EXIT, type Command } from '../command.ts';
import { formatNumber, printJson, printTable, type Terminal } from '../terminal.ts';

/** `ytterby reserves`: what the reserves hold and how orders were carried out (docs/reserves.md). */
export const reservesCommand: Command = {
  usage: '[--as-of T] [--known-at T]',
  summary: 'the lots of the reserves, oldest first, with the balance of each warehouse and the use of each order',
  options: { 'as-of': 'text', 'known-at': 'text' },
  positionalsMax: 0,
  async run(words, { terminal, open }) {
    const question = { asOf: words.moment('as-of'), knownAt: words.moment('known-at') };
    const answer = await answerReserves(await open('balance.read'), question);
    if (words.flag('json')) printJson(terminal, answer);
    else print(answer, terminal);
    return EXIT.done;
  },
};

function print({ warehouses, lots, orders }: ReservesAnswer, terminal: Terminal): void {
  for (const { site, lots: count, net, treo, countDifference } of warehouses)
    terminal.out(
      `${site.name.zh}: ${count} lots, ${formatNumber(net.value)} kg net, ${formatNumber(treo.value)} kg REO, ` +
        `book less count ${formatNumber(countDifference.value)} kg\n`,
    );
  if (lots.length > 0)
    printTable(
      terminal,
      ['since', 'product', 'net / kg', 'REO / kg', 'lot'],
      lots.map(({ since, product, net, treo, lot }) => [
        since.slice(0, 10),
        product?.zh ?? '–',
        formatNumber(net.value),
        formatNumber(treo.value),
        lot,
      ]),
    );
  if (orders.length > 0)
    printTable(
      terminal,
      ['order', 'act', 'ordered / kg', 'used / kg', 'returned / kg', 'return by', ''],
      orders.map(({ id, act, orderedKg, usedKg, returnedKg, returnBy, overdue }) => [
        id,
        act,
        formatNumber(orderedKg),
        formatNumber(usedKg),
        formatNumber(returnedKg),
        returnBy ?? '–',
        overdue ? 'overdue' : '',
      ]),
    );
}
