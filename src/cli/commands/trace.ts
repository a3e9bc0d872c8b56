import { answerTrace } from '../../app/index.ts';
import { UsageError } from '../arguments.ts';
import { EXIT, type Command } from '../command.ts';
import { printJson, printTable } from '../terminal.ts';

/** `ytterby trace LOT [--up|--down] [--as-of T] [--known-at T]` */
export const traceCommand: Command = {
  usage: 'LOT [--up|--down] [--as-of T] [--known-at T]',
  summary: 'where a lot came from (--up, the default) or went (--down), with each share of its elements',
  options: { up: 'flag', down: 'flag', 'as-of': 'text', 'known-at': 'text' },
  positionalsMax: 1,
  async run(words, { terminal, open }) {
    const [lot] = words.positionals;
    if (lot === undefined) throw new UsageError('trace: name one lot');
    if (words.flag('up') && words.flag('down')) throw new UsageError('trace: --up or --down, not both');
    const direction = words.flag('down') ? 'down' : 'up';
    const question = { id: lot, direction, asOf: words.moment('as-of'), knownAt: words.moment('known-at') } as const;
    const answer = await answerTrace(await open('trace.read'), question);
    if (words.flag('json')) {
      printJson(terminal, answer);
      return EXIT.done;
    }
    const elements = [...new Set(answer.nodes.flatMap((node) => Object.keys(node.shares)))];
    const rows = answer.nodes.map((node) => [
      node.lot,
      node.site?.name.zh ?? '',
      node.origin ? (node.source ?? 'origin') : '',
      ...elements.map((element) => node.shares[element] ?? 0),
    ]);
    printTable(terminal, ['lot', 'site', 'origin', ...elements], rows);
    return EXIT.done;
  },
};
