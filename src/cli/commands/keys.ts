import { answerMembers, makeKey, revokeKey, type Application } from '../../app/index.ts';
import { UsageError, type Arguments } from '../arguments.ts';
import { EXIT, type Command } from '../command.ts';
import { printJson, printTable, type Terminal } from '../terminal.ts';

/** `ytterby keys`, `ytterby keys make ACCOUNT [--label TEXT] [--until DAY]`, `ytterby keys revoke ID` */
export const keysCommand: Command = {
  usage: '| make ACCOUNT [--label TEXT] [--until DAY] | revoke ID',
  summary: 'keys of programs: list them, make one (it is shown once), revoke one (it opens nothing any more)',
  options: { label: 'text', until: 'text' },
  positionalsMax: 2,
  async run(words, { terminal, open }) {
    const [verb, subject] = words.positionals;
    if (verb !== undefined && (subject === undefined || (verb !== 'make' && verb !== 'revoke')))
      throw new UsageError('keys: expected nothing, make ACCOUNT or revoke ID');
    const app = await open('members.manage');
    if (verb === undefined || subject === undefined) await listKeys(app, words, terminal);
    else if (verb === 'make') await showNewKey(app, subject, words, terminal);
    else await revokeKey(app, subject, null);
    return EXIT.done;
  },
};

async function listKeys(app: Application, words: Arguments, terminal: Terminal): Promise<void> {
  const { keys } = await answerMembers(app);
  if (words.flag('json')) return printJson(terminal, { keys });
  const rows = keys.map(({ id, account, label, made, until, revoked }) => [id, account, label, made, until ?? '', revoked ?? '']);
  printTable(terminal, ['key', 'account', 'label', 'made', 'until', 'revoked'], rows);
}

async function showNewKey(app: Application, account: string, words: Arguments, terminal: Terminal): Promise<void> {
  const untilMs = words.end('until');
  const until = untilMs === null ? null : new Date(untilMs).toISOString();
  const made = await makeKey(app, { account, label: words.text('label') ?? '', until }, null);
  if (words.flag('json')) printJson(terminal, made);
  else terminal.out(`${made.key}\n`);
}
