import { readWebAddress, UsageError } from '../arguments.ts';
import { EXIT, type Command } from '../command.ts';

const DEFAULT_PORT = 8080;

/** `ytterby serve [--port 8080] [--host 127.0.0.1] [--demo] [--public-url URL] [--access auto|open|members] …` */
export const serveCommand: Command = {
  usage:
    '[--port 8080] [--host 127.0.0.1] [--demo] [--public-url https://id.example.org] [--access auto|open|members] [--identity-provider FILE] [--witnesses FILE] [--witness-for FILE] [--allow-private-destinations]',
  summary:
    'serve the record and its web pages; --demo fills an empty record with a simulated year; labels and links name --public-url; without signing in, whoever is at this machine keeps a record that nobody has claimed (auto), or every record (open), or none (members); --identity-provider says where members sign in too (docs/access.md); --witnesses names who cosigns the log, --witness-for whose logs are cosigned here (docs/log.md); --allow-private-destinations lets subscriptions reach this network',
  options: {
    port: 'text',
    host: 'text',
    demo: 'flag',
    'public-url': 'text',
    access: 'text',
    'identity-provider': 'text',
    witnesses: 'text',
    'witness-for': 'text',
    'allow-private-destinations': 'flag',
  },
  positionalsMax: 0,
  async run(words, context) {
    const port = words.number('port') ?? DEFAULT_PORT;
    if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new UsageError(`--port: expected 0 to 65535, got ${port}`);
    const publicUrl = readWebAddress(words);
    const host = words.text('host') ?? '127.0.0.1';
    const access = accessOf(words.text('access') ?? 'auto', host);
    const app = await context.open('record.serve');
    await context.serve(app, {
      port,
      host,
      demo: words.flag('demo'),
      publicUrl,
      access,
      identityProvider: words.text('identity-provider') ?? null,
      witnesses: words.text('witnesses') ?? null,
      witnessFor: words.text('witness-for') ?? null,
      allowPrivateDestinations: words.flag('allow-private-destinations'),
    });
    return EXIT.done;
  },
};

const ACCESS = ['auto', 'open', 'members'] as const;
const LOOPBACK = /^(localhost|127(\.\d+){3}|::1)$/;

/** @throws UsageError for another word, and for a record that would lie open to a network */
function accessOf(word: string, host: string): (typeof ACCESS)[number] {
  const access = ACCESS.find((known) => known === word);
  if (access === undefined) throw new UsageError(`--access: expected ${ACCESS.join(', ')}, got ${word}`);
  if (access === 'open' && !LOOPBACK.test(host))
    throw new UsageError(`--access open: only on an address of this machine, and ${host} is none`);
  return access;
}
