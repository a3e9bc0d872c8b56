import { writeFile } from 'node:fs/promises';
import {
  collectPassport,
  issueCredential,
  issuePresentation,
  revokePassport,
  type Application,
  type IssuingPlace,
} from '../../app/index.ts';
import { CREDENTIAL_KINDS, type CredentialKind } from '../../passport/index.ts';
import { readWebAddress, UsageError, type Arguments } from '../arguments.ts';
import { EXIT, type Command, type ExitCode } from '../command.ts';
import { printJson, type Terminal } from '../terminal.ts';

/** What can be shown of a passport by name, and the claims that it stands for. */
const SHOWS: Readonly<Record<string, readonly string[]>> = {
  mines: ['ree:mine', 'ree:miner'],
  quotas: ['ree:holder', 'ree:quotas'],
  custody: ['site', 'organisation', 'lot'],
  events: ['event'],
  laboratory: ['ree:laboratory'],
};

/** `ytterby passport LOT [--show …] [--credential …] [--out FILE]`, `ytterby passport revoke LOT --reason TEXT` */
export const passportCommand: Command = {
  usage:
    `LOT [--out FILE] [--show ${Object.keys(SHOWS).join(',')}|all|none] [--credential ${CREDENTIAL_KINDS.join('|')}] [--public-url URL]` +
    ' | revoke LOT --reason TEXT',
  summary:
    'a lot’s passport: its facts, or with --show or --credential a signed credential for a file, of which --show picks what is disclosed',
  options: { out: 'text', show: 'text', credential: 'text', 'public-url': 'text', reason: 'text' },
  positionalsMax: 2,
  async run(words, { terminal, open }) {
    const [first, second] = words.positionals;
    if (first === undefined) throw new UsageError('passport: name one lot');
    if (first === 'revoke') return revoke(await open('passport.revoke'), second, words);
    if (second !== undefined) throw new UsageError(`passport: one word too many: ${second}`);
    const app = await open('passport.read');
    if (words.text('show') === null && words.text('credential') === null) {
      printJson(terminal, await collectPassport(app, first));
      return EXIT.done;
    }
    return handOver(await signed(app, first, words), words, terminal);
  },
};

async function revoke(app: Application, lot: string | undefined, words: Arguments): Promise<ExitCode> {
  const reason = words.text('reason') ?? '';
  if (lot === undefined || reason === '') throw new UsageError('passport revoke: name one lot, and say why with --reason');
  await revokePassport(app, lot, reason, null);
  return EXIT.done;
}

async function signed(app: Application, lot: string, words: Arguments): Promise<string> {
  const address = readWebAddress(words);
  const place: IssuingPlace = { address: address ?? 'http://localhost:8080', isPublic: address !== null };
  const kind = kindOf(words.text('credential'));
  if (words.text('show') === null) return issueCredential(app, lot, kind, place);
  if (kind !== 'dpp') throw new UsageError('passport: --show goes with the product passport alone');
  const names = namesShown(words.text('show') ?? '');
  return issuePresentation(app, lot, place, (path) => names.has(String(path.at(-1))));
}

function kindOf(text: string | null): CredentialKind {
  const kind = CREDENTIAL_KINDS.find((known) => known === (text ?? 'dpp'));
  if (kind === undefined) throw new UsageError(`--credential: expected one of ${CREDENTIAL_KINDS.join(', ')}, got ${text}`);
  return kind;
}

/** @throws UsageError */
function namesShown(text: string): Set<string> {
  const words = text === 'all' ? Object.keys(SHOWS) : text.split(',').filter((word) => word !== '' && word !== 'none');
  return new Set(
    words.flatMap((word) => {
      if (!Object.hasOwn(SHOWS, word))
        throw new UsageError(`--show: expected ${Object.keys(SHOWS).join(', ')}, all or none, got ${word}`);
      return SHOWS[word]!;
    }),
  );
}

async function handOver(text: string, words: Arguments, terminal: Terminal): Promise<ExitCode> {
  const file = words.text('out');
  if (file === null) terminal.out(`${text}\n`);
  else await writeFile(file, `${text}\n`);
  return EXIT.done;
}
