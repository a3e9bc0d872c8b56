import { answerQuotas } from '../../app/index.ts';
import { EXIT, type Command } from '../command.ts';
import { printJson, printTable } from '../terminal.ts';

/** `ytterby quota [--year Y] [--as-of T] [--known-at T]` */
export const quotaCommand: Command = {
  usage: '[--year Y] [--as-of T] [--known-at T]',
  summary: 'every quota of a year: granted, allotted, reserved, cut, drawn and left; draws that no quota covers',
  options: { year: 'text', 'as-of': 'text', 'known-at': 'text' },
  async run(words, { terminal, open }) {
    const app = await open();
    const answer = await answerQuotas(app, { year: words.number('year'), asOf: words.moment('as-of'), knownAt: words.moment('known-at') });
    if (words.flag('json')) {
      printJson(terminal, answer);
      return EXIT.done;
    }
    const rows = answer.quotas.map((row) => [
      row.holderName.zh, String(row.year), String(row.batch), row.stage, row.ore, row.grantedTonnes, row.allottedTonnes, row.reservedTonnes,
      row.cutTonnes, row.drawnTonnes, row.availableTonnes, row.overdrawn ? '▲ overdrawn' : '',
    ]);
    const head = ['holder', 'year', 'batch', 'stage', 'ore', 'granted t REO', 'allotted', 'reserved', 'cut', 'drawn', 'available', ''];
    printTable(terminal, head, rows);
    for (const draw of answer.unheldDraws) {
      terminal.out(`▲ ${draw.holderName.zh}: ${draw.drawnTonnes} t REO drawn (${draw.stage}, ${draw.ore}) and no quota held\n`);
    }
    return EXIT.done;
  },
};
