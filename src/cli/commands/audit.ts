import { answerAudit } from '../../app/index.ts';
import { EXIT, type Command } from '../command.ts';
import { printJson, printTable } from '../terminal.ts';

const LINES_DEFAULT = 100;

/** `ytterby audit [--limit N]` */
export const auditCommand: Command = {
  usage: '[--limit N]',
  summary: 'what was done, and what was read of other organisations, the latest first',
  options: { limit: 'text' },
  positionalsMax: 0,
  async run(words, { terminal, open }) {
    const answer = await answerAudit(await open('audit.read'), { offset: 0, limit: words.number('limit') ?? LINES_DEFAULT });
    if (words.flag('json')) {
      printJson(terminal, answer);
      return EXIT.done;
    }
    const rows = answer.lines.map(({ at, account, role, act, subject, outcome }) => [
      at,
      account ?? role,
      act,
      subject ?? '',
      outcome,
    ]);
    printTable(terminal, ['at', 'who', 'act', 'about', 'outcome'], rows);
    return EXIT.done;
  },
};
