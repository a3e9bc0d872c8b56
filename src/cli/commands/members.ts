import { NO_MANDATE, ROLES, type Account, type Role } from '../../access/index.ts';
import { addAccount, answerMembers, renewLink, setDisabled, type Application, type OneTimeLink } from '../../app/index.ts';
import { UsageError, type Arguments } from '../arguments.ts';
import { EXIT, type Command } from '../command.ts';
import { printJson, printTable, type Terminal } from '../terminal.ts';

const VERBS = ['add', 'link', 'disable', 'enable'] as const;

/** `ytterby members` and its verbs. */
export const membersCommand: Command = {
  usage:
    '| add ACCOUNT --role R [--name N] [--organisation ID] [--machine] [--everything] [--provinces A,B] [--organisations A,B]' +
    ' | link ACCOUNT | disable ACCOUNT | enable ACCOUNT',
  summary:
    'who may sign in or call with a key; a person gets a one-time link, and link makes a new one for who forgot his password',
  options: {
    role: 'text',
    name: 'text',
    organisation: 'text',
    machine: 'flag',
    everything: 'flag',
    provinces: 'text',
    organisations: 'text',
  },
  positionalsMax: 2,
  async run(words, { terminal, open }) {
    const [word, id] = words.positionals;
    const verb = VERBS.find((known) => known === word);
    if (word !== undefined && (verb === undefined || id === undefined))
      throw new UsageError(`members: expected nothing, or one of ${VERBS.join(', ')} and an account`);
    const app = await open('members.manage');
    if (verb === undefined || id === undefined) await list(app, words, terminal);
    else if (verb === 'add') showLink(terminal, words, await addAccount(app, accountOf(id, words), null));
    else if (verb === 'link') showLink(terminal, words, await renewLink(app, id, null));
    else await setDisabled(app, id, verb === 'disable', null);
    return EXIT.done;
  },
};

/** @throws UsageError */
function accountOf(id: string, words: Arguments): Account {
  const role = ROLES.find((known): known is Role => known === words.text('role'));
  if (role === undefined) throw new UsageError(`--role: expected one of ${ROLES.join(', ')}`);
  const listed = (name: string): string[] => words.text(name)?.split(',').filter(Boolean) ?? [];
  return {
    id,
    name: words.text('name') ?? id,
    kind: words.flag('machine') ? 'machine' : 'person',
    organisation: words.text('organisation'),
    role,
    mandate: {
      ...NO_MANDATE,
      everything: words.flag('everything'),
      provinces: listed('provinces'),
      organisations: listed('organisations'),
    },
  };
}

function showLink(terminal: Terminal, words: Arguments, link: OneTimeLink | null): void {
  if (words.flag('json')) printJson(terminal, link);
  else if (link !== null) terminal.out(`/claim#${link.token}\n`);
}

async function list(app: Application, words: Arguments, terminal: Terminal): Promise<void> {
  const { accounts } = await answerMembers(app);
  if (words.flag('json')) return printJson(terminal, { accounts });
  const rows = accounts.map(({ id, name, kind, role, organisation, disabled, claimed, secondFactor }) => [
    id,
    name,
    kind,
    role,
    organisation ?? '',
    disabled ? 'disabled' : claimed || kind === 'machine' ? '' : 'not claimed yet',
    secondFactor ? 'two factors' : '',
  ]);
  printTable(terminal, ['account', 'name', 'kind', 'role', 'organisation', 'state', ''], rows);
}
